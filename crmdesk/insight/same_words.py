"""Words that are written in several ways, and words that say little about who somebody is."""

from __future__ import annotations

from itertools import permutations

# What stands behind the name of a company in one file and not in another.
LEGAL_FORMS = frozenset(
    "ab ag aktiengesellschaft ao aps as asa beschrankter bhd bv bvba cjsc co coop corp corporation cv dba doo eg"
    " ek eood ev gbr gesellschaft gesmbh gmbh haftung haftungsbeschrankt inc incorporated jsc kft kg kgaa"
    " kommanditgesellschaft lda limitada limited llc llp lp ltd ltda mbh nv oao ohg ojsc ood ooo ou oy oyj pao pc"
    " pjsc plc pllc pte pty pvt sa sagl sarl sas sasu sau scs sdn se sia sl slu snc spa sprl srl sro tbk tov uab"
    " ug vof zao zoo".split()
)
TITLES = frozenset("mr mrs ms miss mx dr prof herr frau hr fr dipl ing mag sir dame sig sra mme mlle phd md".split())
_GENERATIONS = ("junior jr jnr jun", "senior sr snr sen", "ii", "iii", "iv")
GENERATIONS = {word: line.split()[0] for line in _GENERATIONS for word in line.split()}
"""What tells a father from his son who has his name."""
ROMAN = frozenset("i ii iii iv v vi vii viii ix x xi xii".split())
# They join other words, and are left out as often as not.
JOINING = frozenset(
    "al and at by co company da das de dei del della der des di die do dos du el en et fur fuer il in la las"
    " le les lo los mit of on the to und van vom von zu zum zur".split()
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
    "academy acad",
    "american amer",
    "associates assoc assocs",
    "association assn",
    "brothers bros gebruder gebrueder gebr",
    "boulevard blvd",
    "center centre ctr",
    "communications communication comm comms",
    "department dept",
    "development dev",
    "distribution distr",
    "elementary elem",
    "engineering engrg engg",
    "enterprises enterprise",
    "equipment equip",
    "first 1st",
    "foundation fdn",
    "government govt",
    "group grp",
    "heights hts",
    "hospital hosp",
    "industries industry ind inds",
    "institute inst",
    "insurance insur",
    "laboratories laboratory lab labs",
    "international intl internat",
    "junior jr",
    "management mgmt mgt",
    "manufacturing mfg",
    "marketing mktg",
    "mount mt",
    "national natl",
    "properties property",
    "saint st sankt",
    "second 2nd",
    "senior sr",
    "services service svc svcs serv",
    "solutions solution sol",
    "square sq",
    "systems system sys",
    "technologies technology tech techn",
    "third 3rd",
    "transportation transport transp",
    "university univ uni",
)
NAME_WORDS = {word: line.split()[0] for line in _NAME_WORDS for word in line.split()}
_NICKNAMES = (
    "albert al bert",
    "alexander alex sasha sascha",
    "alexandra sandra",
    "alfred alf fred",
    "andreas andi",
    "andrew andy drew",
    "anthony tony antony",
    "arthur art",
    "barbara barb babs",
    "benjamin ben",
    "brigitte gitte",
    "catherine cathy kate katherine kathy katie",
    "charles charlie chuck",
    "christopher chris",
    "concepcion concha",
    "daniel dan danny",
    "david dave",
    "deborah debbie debra",
    "dolores lola",
    "domenico mimmo",
    "dorothy dot dottie",
    "edward ed eddie ted teddy",
    "eleanor ellie nell",
    "elizabeth beth betty liz lisa eliza",
    "enrique quique",
    "eugene gene",
    "florian flo",
    "francis frank francisco paco pancho",
    "frederick fred freddie freddy",
    "friedrich fritz",
    "gabriel gabe",
    "georg george jorge",
    "gerald gerry jerry",
    "gerhard gerd",
    "giovanni gianni",
    "giuseppe beppe pino",
    "gregory greg",
    "guadalupe lupe",
    "hans johannes johann",
    "heinrich heinz",
    "henry hank harry",
    "ignacio nacho",
    "isabella isabel bella",
    "jacob jake jakob",
    "jacqueline jackie",
    "james jim jimmy jamie",
    "jeffrey jeff geoffrey geoff",
    "jennifer jen jenny",
    "jessica jess jessie",
    "john jack johnny",
    "jonathan jon",
    "jose pepe",
    "joseph joe josef sepp",
    "joshua josh",
    "judith judy",
    "katharina kathi katja kati",
    "kenneth ken kenny",
    "kimberly kim",
    "lawrence larry laurence",
    "leonard leo len lenny",
    "louis lou",
    "ludwig lutz",
    "manuel manolo",
    "margaret maggie meg peggy peggie margarete greta",
    "matthew matt matthias",
    "maximilian max",
    "michael mike mick michi misha",
    "mohammed mohamed muhammad mohammad mohd mhd",
    "nathaniel nate nathan",
    "nicholas nick nicolas klaus claus",
    "pamela pam",
    "patricia pat patty tricia",
    "patrick paddy",
    "peter pete",
    "philip phil phillip",
    "raymond ray",
    "rebecca becky",
    "richard rick dick rich",
    "robert bob rob bobby",
    "ronald ron",
    "rudolf rudi rudolph",
    "samantha sammy",
    "samuel sam",
    "sebastian basti",
    "stephen steve steven stefan stephan",
    "susan sue suzanne susanne susi",
    "sylvia silvia",
    "theodore ted theo teddy",
    "theresa teresa terry tess resi",
    "thomas tom tommy",
    "timothy tim",
    "ulrich uli",
    "ursula uschi",
    "victoria vicky",
    "vincent vince",
    "virginia ginny",
    "vladimir volodymyr vova",
    "walter walt",
    "wilhelm willi",
    "william bill billy will",
    "zachary zach zac",
)
NICKNAMES = {word: line.split()[0] for line in reversed(_NICKNAMES) for word in line.split()}
_PAIRS = frozenset(pair for line in _NICKNAMES for pair in permutations(line.split(), 2))


def is_called(one: str, other: str) -> bool:
    """Whether somebody with the one first name may be called by the other: Ted is Edward, and Theodore too."""
    return (one, other) in _PAIRS


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
