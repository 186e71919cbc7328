"""Words that are written in several ways, and words that say little about who somebody is."""

from __future__ import annotations

# What stands behind the name of a company in one file and not in another.
LEGAL_FORMS = frozenset(
    "ab ag ao aps as asa bv bvba co coop corp corporation cv doo dba eg ek ev gbr gesmbh gmbh inc incorporated kft kg"
    " kgaa lda limited limitada llc llp lp ltd ltda mbh nv ohg ooo oy oyj pc plc pllc pte pty pvt sa sagl sarl sas sasu"
    " sau scs se sl slu snc spa sprl srl sro ug vof zoo aktiengesellschaft gesellschaft beschrankter haftung"
    " haftungsbeschrankt kommanditgesellschaft".split()
)
TITLES = frozenset(
    "mr mrs ms miss mx dr prof herr frau hr fr dipl ing mag sir dame jr sr sig sra mme mlle phd md".split()
)
# They join other words, and are left out as often as not.
JOINING = frozenset(
    "al and at by co company da das de dei del della der des di die do dos du el en et fur fuer il in la las"
    " le les lo los of on the to und van vom von zu zum zur".split()
)
_STREET_WORDS = (
    "street st str strasse straat",
    "avenue ave av aven avenida",
    "boulevard blvd blv boul bvd",
    "road rd",
    "drive dr drv",
    "lane ln",
    "court ct crt",
    "place pl plaza plz",
    "square sq",
    "highway hwy",
    "parkway pkwy pky",
    "crescent cres cr",
    "terrace tce terr ter",
    "circuit cct circ",
    "close cl",
    "grove gr gve",
    "parade pde",
    "mount mt",
    "saint snt",
    "suite ste",
    "apartment apt",
    "floor fl etage og",
    "building bldg",
    "north n nord",
    "south s sud",
    "east e ost",
    "west w",
    "northeast ne",
    "northwest nw",
    "southeast se",
    "southwest sw",
    "platz pl",
    "via v",
    "rue r",
    "first 1st",
    "second 2nd",
    "third 3rd",
    "fourth 4th",
    "fifth 5th",
    "sixth 6th",
    "seventh 7th",
    "eighth 8th",
    "ninth 9th",
    "tenth 10th",
)
STREET_WORDS = {word: line.split()[0] for line in reversed(_STREET_WORDS) for word in line.split()}
# These say only that an address follows.
STREET_ENDINGS = ("strasse", "straat", "str")
_NAME_WORDS = (
    "american amer",
    "associates assoc assocs",
    "association assn",
    "brothers bros gebruder gebrueder gebr",
    "center centre ctr",
    "communications communication comm comms",
    "department dept",
    "development dev",
    "distribution distr",
    "engineering engrg engg",
    "equipment equip",
    "government govt",
    "group grp",
    "hospital hosp",
    "industries industry ind inds",
    "institute inst",
    "insurance insur",
    "laboratories laboratory lab labs",
    "international intl internat",
    "management mgmt mgt",
    "manufacturing mfg",
    "marketing mktg",
    "national natl",
    "saint st sankt",
    "services service svc svcs serv",
    "solutions solution sol",
    "systems system sys",
    "technologies technology tech techn",
    "transportation transport transp",
    "university univ uni",
)
NAME_WORDS = {word: line.split()[0] for line in _NAME_WORDS for word in line.split()}
_NICKNAMES = (
    "alexander alex sasha sascha",
    "andrew andy drew",
    "anthony tony antony",
    "benjamin ben",
    "catherine cathy kate katherine kathy katie",
    "charles charlie chuck",
    "christopher chris",
    "daniel dan danny",
    "david dave",
    "deborah debbie debra",
    "edward ed eddie ted",
    "elizabeth beth betty liz lisa eliza",
    "francis frank francisco",
    "friedrich fritz",
    "georg george jorge",
    "gregory greg",
    "hans johannes johann",
    "heinrich heinz",
    "james jim jimmy jamie",
    "jeffrey jeff geoffrey geoff",
    "jennifer jen jenny",
    "jessica jess jessie",
    "john jack johnny",
    "jonathan jon",
    "joseph joe josef sepp",
    "joshua josh",
    "kenneth ken kenny",
    "lawrence larry laurence",
    "margaret maggie meg peggy",
    "matthew matt matthias",
    "maximilian max",
    "michael mike mick",
    "nicholas nick nicolas klaus claus",
    "patricia pat patty tricia",
    "patrick paddy",
    "peter pete",
    "philip phil phillip",
    "rebecca becky",
    "richard rick dick rich",
    "robert bob rob bobby",
    "ronald ron",
    "samuel sam",
    "samantha sammy",
    "stephen steve steven stefan",
    "susan sue suzanne",
    "thomas tom tommy",
    "timothy tim",
    "victoria vicky",
    "walter walt",
    "wilhelm willi",
    "william bill billy will",
    "zachary zach zac",
)
NICKNAMES = {word: line.split()[0] for line in _NICKNAMES for word in line.split()}
# Anybody has an address there, so that sharing the domain means nothing.
FREE_MAIL = frozenset(
    "aol.com bluewin.ch btinternet.com comcast.net fastmail.com free.fr freenet.de gmail.com gmx.at gmx.ch gmx.com"
    " gmx.de gmx.net googlemail.com hotmail.co.uk hotmail.com hotmail.de hotmail.fr icloud.com laposte.net libero.it"
    " live.com mac.com mail.com mail.ru mailbox.org me.com msn.com orange.fr outlook.com outlook.de posteo.de"
    " proton.me protonmail.com qq.com sbcglobal.net seznam.cz t-online.de verizon.net virgilio.it wanadoo.fr web.de"
    " wp.pl yahoo.co.uk yahoo.com yahoo.de yahoo.fr yandex.ru ymail.com 163.com".split()
)
# Somebody in the firm reads it; who, it does not say.
SHARED_MAIL = frozenset(
    "admin anfrage billing booking buero bureau contact contacto contatti enquiries hello help hallo info kontakt mail"
    " marketing office post postmaster reception rechnung sales service shop support team verkauf vertrieb webmaster"
    " zentrale".split()
)
