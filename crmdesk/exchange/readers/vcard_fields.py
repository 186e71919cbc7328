"""What a card says about a contact: the fields of crmdesk, and the others under names of their own."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from crmdesk.exchange.near import fold
from crmdesk.exchange.readers.vcard_cards import Card
from crmdesk.exchange.readers.vcard_lines import Line
from crmdesk.exchange.readers.vcard_text import Reader
from crmdesk.exchange.shape import KINDS
from crmdesk.text import _

COMPANY, PERSON, GROUP = "company", "person", "group"
OTHER_NAMES = {
    "NICKNAME": "Nickname",
    "BDAY": "Birthday",
    "ANNIVERSARY": "Anniversary",
    "X-ANNIVERSARY": "Anniversary",
    "X-MS-ANNIVERSARY": "Anniversary",
    "X-EVOLUTION-ANNIVERSARY": "Anniversary",
    "X-KADDRESSBOOK-X-ANNIVERSARY": "Anniversary",
    "TITLE": "Job title",
    "ROLE": "Role",
    "IMPP": "Messenger",
    "GENDER": "Gender",
    "LANG": "Language",
    "GEO": "Location",
    "TZ": "Time zone",
    "RELATED": "Related",
    "AGENT": "Agent",
    "LABEL": "Address label",
    "X-MS-MANAGER": "Manager",
    "X-EVOLUTION-MANAGER": "Manager",
    "X-KADDRESSBOOK-X-MANAGERSNAME": "Manager",
    "X-MS-ASSISTANT": "Assistant",
    "X-EVOLUTION-ASSISTANT": "Assistant",
    "X-KADDRESSBOOK-X-ASSISTANTSNAME": "Assistant",
    "X-KADDRESSBOOK-X-OFFICE": "Office",
    "X-KADDRESSBOOK-X-PROFESSION": "Profession",
    "X-KADDRESSBOOK-X-SPOUSESNAME": "Spouse",
    "X-EVOLUTION-SPOUSE": "Spouse",
    "X-SPOUSE": "Spouse",
    "X-ABDATE": "Date",
    "X-ABRELATEDNAMES": "Related",
    "X-MS-IMADDRESS": "Messenger",
    "X-PHONETIC-FIRST-NAME": "Phonetic first name",
    "X-PHONETIC-MIDDLE-NAME": "Phonetic middle name",
    "X-PHONETIC-LAST-NAME": "Phonetic last name",
}
"""The names of fields that crmdesk has no place for. They are stored, and so are the same in every language."""
MACHINE = {
    *("PRODID", "REV", "PROFILE", "MAILER", "SORT-STRING", "SOURCE", "NAME", "CLASS", "X-CLASS", "X-ABLABEL"),
    *("X-ABADR", "X-ABUID", "X-ABSHOWAS", "X-ETAG", "X-ID", "X-GENERATOR", "X-MS-OL-DESIGN"),
    *("X-MS-OL-DEFAULT-POSTAL-ADDRESS", "X-COUCHDB-APPLICATION-ANNOTATIONS", "X-EVOLUTION-FILE-AS"),
    *("X-MOZILLA-HTML", "X-THUNDERBIRD-ETAG", "CLIENTPIDMAP", "X-KADDRESSBOOK-CRYPTOENCRYPTPREF"),
    *("X-KADDRESSBOOK-CRYPTOPROTOPREF", "X-KADDRESSBOOK-CRYPTOSIGNPREF"),
}
"""What programs write for themselves, or what repeats another property."""
READ = {"FN", "N", "ORG", "EMAIL", "TEL", "ADR", "URL", "CATEGORIES", "NOTE", "UID", "KIND", "X-ADDRESSBOOKSERVER-KIND"}
ANGLED = re.compile(r"<([^<>\s@]+@[^<>\s]+)>")
DAY = re.compile(r"(\d{4}|-)[-/]?(\d\d)[-/]?(\d\d)(?:T[\d:.Z+-]*)?", re.ASCII)
"""A day of a year or, with two strokes before it, of every year."""
ID_CHARACTERS = 20
FAX, PAGER = "Fax", "Pager"
PHONES = {"CELL": "Mobile", "HOME": "Home phone", "WORK": "Work phone"}
"""What numbers beside the first one are called, by their type; a number of no type is counted."""
OLD_MESSENGER = "X-MESSAGING/"
OWN_FIELD = "X-CRMDESK-FIELD"
"""A field of crmdesk that address books have no property for: its name and its text."""


@dataclass(slots=True)
class Found:
    """A contact made of a card. `company` is the name of the company that a person belongs to.

    What is no contact has a fault; a group names its members by their ids.
    """

    line: int
    values: dict[str, str] = field(default_factory=dict)
    company: str = ""
    fault: str = ""
    members: tuple[str, ...] = ()


def found_in(card: Card, reader: Reader) -> Found:
    """The contact of a card, or the reason why there is none in it."""
    if card.fault:
        return Found(card.line, fault=card.fault)
    found = Found(card.line)
    by_name: dict[str, list[Line]] = {}
    for line in card.lines:
        by_name.setdefault(line.name, []).append(line)
    texts = _Texts(card, reader, by_name)
    if texts.kind() == GROUP:
        found.fault = _("The card is a group of other cards, not a person or a company.")
        found.values["name"] = " ".join(texts.first("FN").split())
        found.members = (*texts.all("MEMBER"), *texts.all("X-ADDRESSBOOKSERVER-MEMBER"))
        return found
    _name(found, texts)
    _ways_to_reach(found, texts)
    _others(found, texts)
    found.values["id"] = texts.first("UID") or _digest(card.lines)
    if not found.values.get("name"):
        found.fault = _("The card has no name, no company, no e-mail address and no phone number.")
    return found


class _Texts:
    """The texts of a card, by the names of its properties."""

    def __init__(self, card: Card, reader: Reader, by_name: Mapping[str, Sequence[Line]]) -> None:
        self._card, self._reader, self._by_name = card, reader, by_name
        self.labels = {line.head.group: self.text(line) for line in by_name.get("X-ABLABEL", ()) if line.head.group}

    def lines(self, name: str) -> list[Line]:
        """The properties of that name, preferred ones first."""
        return sorted(self._by_name.get(name, ()), key=_rank)

    def text(self, line: Line) -> str:
        return self._reader.whole(line, self._card.version)

    def parts(self, line: Line, mark: str = ";") -> list[str]:
        return self._reader.parts(line, self._card.version, mark)

    def all(self, name: str) -> list[str]:
        """Every text of that name that is not empty."""
        return [text for line in self.lines(name) if (text := self.text(line))]

    def first(self, name: str) -> str:
        return next(iter(self.all(name)), "")

    def kind(self) -> str:
        """What the card itself says that it is."""
        stated = (self.first("KIND") or self.first("X-ADDRESSBOOKSERVER-KIND")).lower()
        if stated in ("org", "organization") or self.first("X-ABSHOWAS").upper() == "COMPANY":
            return COMPANY
        return GROUP if stated == GROUP else PERSON

    def rest(self) -> Iterable[Line]:
        """The properties that have no place of their own."""
        known = READ | MACHINE | ({"LABEL"} if "ADR" in self._by_name else set())
        return (line for line in self._card.lines if line.name not in known)


def _rank(line: Line) -> int:
    """Preferred properties come first; version 4.0 counts them."""
    stated = line.head.parameter("PREF")
    if stated:
        return int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 4 else 1
    return 1 if "PREF" in line.head.types else 1000


def _name(found: Found, texts: _Texts) -> None:
    """Name, kind, and the company with what is known of the person's place in it."""
    own = _personal(texts)
    shown = " ".join(texts.first("FN").split())
    stated = ([part for part in texts.parts(line) if part] for line in texts.lines("ORG"))
    companies = [parts for parts in stated if parts]
    company = " ".join(companies[0][0].split()) if companies else ""
    is_company = bool(company) and (
        texts.kind() == COMPANY or (not own and (not shown or fold(shown) == fold(company)))
    )
    found.values["kind"] = COMPANY if is_company else PERSON
    if is_company:
        found.values["name"] = company
        _put(found, "Contact person", [own] if fold(own) != fold(company) else [])
    else:
        name = shown or own or company or texts.first("NICKNAME") or texts.first("EMAIL") or texts.first("TEL")
        found.values["name"] = " ".join(name.split())
        found.company = company
        if texts.kind() == COMPANY:
            found.values["kind"] = COMPANY
    _put(found, "Department", [", ".join(parts[1:]) for parts in companies[:1]])
    _put(found, "Company", [", ".join(parts) for parts in companies[1:]], first=2)


def _personal(texts: _Texts) -> str:
    """A name from its parts in the order in which it is spoken: given, middle, family."""
    for line in texts.lines("N"):
        family, given, middle, prefix, suffix = (*texts.parts(line), "", "", "", "", "")[:5]
        if name := " ".join(" ".join((given, middle, family)).replace(",", " ").split()):
            return name
        if titles := " ".join(f"{prefix} {suffix}".split()):
            return titles
    return ""


def _ways_to_reach(found: Found, texts: _Texts) -> None:
    """E-mail, phone, address, website, tags and notes."""
    mails = _different(_mail(text) for text in texts.all("EMAIL"))
    websites = _different(texts.all("URL"))
    for name, label, values in (("email", "E-mail", mails), ("website", "Website", websites)):
        found.values.update({name: values[0]} if values else {})
        _put(found, label, values[1:], first=2)
    _phones(found, texts)
    _addresses(found, texts)
    marks = [tag for line in texts.lines("CATEGORIES") for tag in texts.parts(line, ",")]
    found.values["tags"] = ";".join(_different(tag.replace(";", ",") for tag in marks))
    found.values["notes"] = "\n\n".join(_different(texts.all("NOTE")))


def _phones(found: Found, texts: _Texts) -> None:
    """The first number is the phone; the others are told apart by their types, as far as they have one."""
    numbers: list[tuple[str, str]] = []
    others: dict[str, list[str]] = {FAX: [], PAGER: []}
    for line in texts.lines("TEL"):
        number, types = _phone(texts.text(line)), line.head.types
        if way := FAX if "FAX" in types else PAGER if "PAGER" in types else "":
            others[way].append(number)
        elif number:
            numbers.append((next((PHONES[one] for one in PHONES if one in types), ""), number))
    first, *rest = dict.fromkeys(numbers) or [("", "")]
    found.values.update({"phone": first[1]} if first[1] else {})
    known = {first[1], *(number for label, number in rest if label)}
    _put(found, "Phone", [number for label, number in rest if not label and number not in known], first=2)
    for kind in PHONES.values():
        _put(found, kind, [number for label, number in rest if label == kind])
    for way, values in others.items():
        _put(found, way, _different(values))


def _addresses(found: Found, texts: _Texts) -> None:
    others = []
    for line in texts.lines("ADR"):
        box, extended, street, city, region, postcode, country = (
            ", ".join(piece.strip().rstrip(",") for piece in part.split("\n") if piece.strip(" ,"))
            for part in (*texts.parts(line), *[""] * 7)[:7]
        )
        lines = ", ".join(piece for piece in (street, extended, box) if piece)
        place = {"street": lines, "city": city, "postcode": postcode, "country": country, "Region": region}
        if not any(place.values()):
            continue
        if "street" not in found.values:
            found.values.update(place)
        else:
            others.append(", ".join(part for part in (lines, postcode, city, region, country) if part))
    _put(found, "Address", others, first=2)


def _others(found: Found, texts: _Texts) -> None:
    """Everything else under a name of its own, several of one name numbered."""
    values: dict[str, list[str]] = {}
    for line in texts.rest():
        label, text = OTHER_NAMES.get(line.name, line.name), texts.text(line)
        if line.name in ("X-ABDATE", "X-ABRELATEDNAMES"):
            label = texts.labels.get(line.head.group, "").removeprefix("_$!<").removesuffix(">!$_") or label
        elif line.name == "IMPP":
            label = line.head.parameter("X-SERVICE-TYPE") or label
        elif line.name == OWN_FIELD:
            label, text = (*texts.parts(line), "", "")[:2]
            # Whoever calls a field like a column of ours does not fill in that column.
            label = label if label and label not in KINDS["contacts"] else OWN_FIELD
        elif line.name == "X-ANDROID-CUSTOM":
            what, text = (*texts.parts(line), "")[:2]
            label = what.rpartition("/")[2].replace("_", " ").capitalize() or label
        elif line.name.startswith(OLD_MESSENGER):
            label = line.name.removeprefix(OLD_MESSENGER).removesuffix("-ALL").capitalize()
            text = text.replace("\ue000", ", ")
        if label in ("Birthday", "Anniversary"):
            text = _day(text, line.head.parameter("X-APPLE-OMIT-YEAR"))
        values.setdefault(label, []).append(text)
    for label, all_texts in values.items():
        _put(found, label, _different(all_texts))


def _day(text: str, no_year: str) -> str:
    """A day as ISO; `no_year` is what stands for the year of one that has none."""
    if match := DAY.fullmatch(text):
        return f"{'-' if match[1] == no_year else match[1]}-{match[2]}-{match[3]}"
    return text


def _put(found: Found, label: str, values: Sequence[str], first: int = 1) -> None:
    """Values under a name and, from the second on, the name with a number."""
    filled = [value for value in values if value]
    for number, value in enumerate(filled, start=first):
        found.values[label if number == 1 else f"{label} {number}"] = value


def _different(values: Iterable[str]) -> list[str]:
    return [value for value in dict.fromkeys(values) if value]


def _mail(text: str) -> str:
    """An address without what is around it: `"Omega" <omega@example.com>`, `mailto:…`."""
    inner = ANGLED.search(text)
    return inner[1] if inner else text.removeprefix("mailto:").strip()


def _phone(text: str) -> str:
    if not text.lower().startswith("tel:"):
        return text
    number, _mark, rest = text[4:].partition(";")
    extension = re.search(r"(?:^|;)ext=(\w+)", rest)
    return f"{number} ext. {extension[1]}" if extension else number


def _digest(lines: Iterable[Line]) -> str:
    """An id for a card that has none: the same whenever the card says the same."""
    said = sorted(line.name.encode("utf-8") + b":" + bytes(line.data) for line in lines if line.name not in MACHINE)
    return hashlib.sha256(b"\n".join(said)).hexdigest()[:ID_CHARACTERS]
