"""Address books in LDIF, as Thunderbird, Evolution and directories write them, as a table of people and companies."""

from __future__ import annotations

from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Iterator

from crmdesk.exchange import limits
from crmdesk.exchange.found import Found
from crmdesk.exchange.rawlines import File
from crmdesk.exchange.readers.ldif_entries import Entry, entries
from crmdesk.exchange.table import Refusals, Rejected, Rows, Table, counted, shown
from crmdesk.text import _, n_

FORM = "ldif"
BEFORE = (b"#", b" ", b"version:")
"""How the lines begin that may stand above the first entry."""
COLUMNS = (
    *("DN", "Kind", "Name", "First name", "Last name", "Nickname", "Organization", "Department", "Job title"),
    *("E-mail", "Phone", "Mobile", "Home phone", "Fax", "Pager", "Street", "City", "Region", "Postcode", "Country"),
    *("Website", "Birthday", "Notes"),
)
ATTRIBUTES = {
    "First name": ("givenname", "gn"),
    "Last name": ("sn", "surname"),
    "Nickname": ("mozillanickname", "xmozillanickname", "nickname"),
    "Organization": ("o", "company", "organizationname"),
    "Department": ("ou", "department", "orgunit", "departmentnumber"),
    "Job title": ("title",),
    "E-mail": (
        *("mail", "rfc822mailbox", "email", "mozillasecondemail", "xmozillasecondemail", "mailalternateaddress"),
    ),
    "Phone": ("telephonenumber", "primaryphone", "companyphone"),
    "Mobile": ("mobile", "cellphone", "carphone"),
    "Home phone": ("homephone",),
    "Fax": ("facsimiletelephonenumber", "fax", "businessfax"),
    "Pager": ("pager", "pagerphone"),
    "Street": ("street", "streetaddress", "mozillaworkstreet2", "postaladdress"),
    "City": ("l", "locality", "localityname"),
    "Region": ("st", "region", "stateorprovincename"),
    "Postcode": ("postalcode", "zip"),
    "Country": ("c", "countryname", "co", "friendlycountryname"),
    "Home street": ("mozillahomestreet", "mozillahomestreet2", "homepostaladdress"),
    "Home city": ("mozillahomelocalityname",),
    "Home region": ("mozillahomestate",),
    "Home postcode": ("mozillahomepostalcode",),
    "Home country": ("mozillahomecountryname",),
    "Website": ("mozillaworkurl", "workurl", "labeleduri", "url"),
    "Home page": ("mozillahomeurl", "homeurl", "wwwhomepage"),
    "Notes": ("description", "notes", "note", "info"),
    "Birthday": ("birthdate",),
    "Anniversary": ("anniversary",),
    "Role": ("businessrole",),
    "Manager": ("managername",),
    "Assistant": ("assistantname",),
    "Spouse": ("spousename",),
    "Other phone": ("otherphone", "callbackphone", "assistantphone"),
    "Other address": ("otherpostaladdress",),
    "Category": ("category", "categories"),
    "AIM": ("nsaimid", "aimscreenname"),
    **{f"Custom {n}": (f"mozillacustom{n}", f"custom{n}") for n in range(1, 5)},
}
"""The attributes that say the same in different directories; several values are numbered from the second one on."""
COLUMN_OF = {attribute: column for column, attributes in ATTRIBUTES.items() for attribute in attributes}
NAMES = ("displayname", "cn", "commonname", "fileas")
MACHINE = {
    *("objectclass", "changetype", "control", "modifytimestamp", "createtimestamp", "creatorsname", "modifiersname"),
    *("structuralobjectclass", "entrycsn", "entryuuid", "entrydn", "subschemasubentry", "hassubordinates", "memberof"),
    *("objectguid", "objectsid", "mozillausehtmlmail", "xmozillausehtmlmail", "xmozillauseconferenceserver"),
    *("popularityindex", "preferdisplayname", "allowremotecontent", "birthyear", "birthmonth", "birthday"),
    *("instancetype", "whencreated", "whenchanged", "usncreated", "usnchanged", "objectcategory", "objectversion"),
    *("lastmodifieddate", "photouri", "phototype", "photoname", "revision"),
}
"""What directories write for themselves, or what is read elsewhere."""
GROUPS = {"groupofnames", "groupofuniquenames", "posixgroup", "group", "mozillagroupofnames", "abgroup"}
COMPANIES = {"organization"}
PLACES = {
    *("organizationalunit", "dcobject", "domain", "container", "computer", "device", "organizationalrole", "country"),
    *("locality", "simplesecurityobject", "builtindomain", "sudorole", "dnsdomain"),
}
OTHERS = "Other fields of the entry"
EMPTY = ("", ".")
"""Directories that ask for a value get a full stop from Evolution where there is none."""


def sniff(head: bytes) -> bool:
    """Whether a file begins as LDIF."""
    plain = head.replace(b"\x00", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff").removeprefix(BOM_UTF8)
    lines = (line.lower() for line in plain.splitlines() if line.strip())
    first = next((line for line in lines if not line.startswith(BEFORE)), b"")
    return first.startswith(b"dn:") and len(first) > len(b"dn:")


def tables(file: File) -> list[Found]:
    """The people and companies of an LDIF file."""
    columns = _columns(file)
    return [Found(file.name, FORM, tuple(columns), lambda: _table(file, columns), part="contacts")]


def _columns(file: File) -> list[str]:
    """The columns that at least one entry fills in, after those that every file has."""
    used = Counter(column for entry in entries(file) for column in (() if _fault(entry) else _values(entry)))
    others = [column for column in used if column not in COLUMNS]
    extra = [*others[: limits.CARD_FIELDS], OTHERS] if len(others) > limits.CARD_FIELDS else others
    return [*COLUMNS, *extra]


def _table(file: File, columns: list[str]) -> Table:
    rejected, notices = Refusals(file.name), list[str]()
    rows = counted(_rows(file, columns, rejected, notices), file.name)
    return Table(file.name, columns, rows, notices=notices, rejected=rejected, is_sparse=True)


def _rows(file: File, columns: list[str], rejected: list[Rejected], notices: list[str]) -> Rows:
    blobs, known = 0, frozenset(columns)
    for entry in entries(file):
        blobs += entry.blobs
        if fault := _fault(entry):
            rejected.append(Rejected(entry.line, "", shown(entry.dn), fault))
            continue
        values = _values(entry)
        if OTHERS in known:
            rest = (f"{column}: {text}" for column, text in values.items() if column not in known)
            values[OTHERS] = "\n".join(rest)
        yield entry.line, [values.get(column, "") for column in columns]
    if blobs:
        text = n_(
            "{file}: {n} picture, key, password or link was left out.",
            "{file}: {n} pictures, keys, passwords or links were left out.",
            blobs,
        )
        notices.append(text.format(file=file.name, n=blobs))


def _fault(entry: Entry) -> str:
    """Why there is no contact in an entry; nothing where there is one."""
    if entry.fault:
        return entry.fault
    classes = {text.lower() for text in entry.values.get("objectclass", ())}
    if classes & GROUPS:
        return _("The entry is a group of others, not a person or a company.")
    if classes & PLACES:
        return _("The entry is a part of the directory, not a person or a company.")
    if not _name(entry):
        return _("The entry has no name, no company, no e-mail address and no phone number.")
    return ""


def _name(entry: Entry) -> str:
    spoken = " ".join(f"{entry.first('givenname', 'gn')} {entry.first('sn', 'surname')}".split())
    company, reached = entry.first(*ATTRIBUTES["Organization"]), (*ATTRIBUTES["E-mail"], *ATTRIBUTES["Phone"])
    name = entry.first(*NAMES) or spoken or company or entry.first(*ATTRIBUTES["Nickname"]) or entry.first(*reached)
    return " ".join(name.split())


def _values(entry: Entry) -> dict[str, str]:
    """The cells of an entry, by the names of their columns."""
    classes = {text.lower() for text in entry.values.get("objectclass", ())}
    name, company = _name(entry), entry.first(*ATTRIBUTES["Organization"])
    is_company = bool(classes & COMPANIES) or (name == company and not entry.first("givenname", "gn", "sn", "surname"))
    values = {"DN": entry.dn, "Kind": "company" if is_company else "person", "Name": name}
    found: dict[str, list[str]] = {}
    for attribute, texts in _in_order(entry):
        found.setdefault(COLUMN_OF.get(attribute, attribute), []).extend(text for text in texts if text not in EMPTY)
    for column, texts in found.items():
        for place, text in enumerate(dict.fromkeys(texts), start=1):
            values[column if place == 1 else f"{column} {place}"] = text
    if is_company:
        values["Organization"] = ""
    if born := _born(entry):
        values["Birthday"] = born
    return values


def _in_order(entry: Entry) -> Iterator[tuple[str, list[str]]]:
    """The attributes that are kept: those of one column in the order in which they count."""
    for attribute in COLUMN_OF:
        if texts := entry.values.get(attribute):
            yield attribute, [_plain(attribute, text) for text in texts]
    for attribute, texts in entry.values.items():
        if attribute not in COLUMN_OF and attribute not in MACHINE and attribute not in NAMES:
            yield attribute, texts


def _plain(attribute: str, text: str) -> str:
    """An address whose lines are parted by dollar signs, a link without its title; all others as they are."""
    if attribute.endswith("postaladdress"):
        return ", ".join(part.strip() for part in text.split("$") if part.strip())
    return text.partition(" ")[0] if attribute == "labeleduri" else text


def _born(entry: Entry) -> str:
    year, month, day = (entry.first(name) for name in ("birthyear", "birthmonth", "birthday"))
    if not (year.isdecimal() and month.isdecimal() and day.isdecimal()):
        return ""
    return f"{year:0>4}-{month:0>2}-{day:0>2}"
