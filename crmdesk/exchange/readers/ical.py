"""Calendar files (iCalendar, and vCalendar before it) as a table of meetings, tasks and notes.

Of an event that repeats the first one is taken, and that is said; what was moved within a series is its own entry.
Who takes part is named by e-mail address, so that a mapping can find the contact.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta

from crmdesk.exchange.found import OWN, Found
from crmdesk.exchange.rawlines import File, narrow
from crmdesk.exchange.readers.ical_parts import EVENT, JOURNAL, TASK, ZONE, Part, parts
from crmdesk.exchange.readers.ical_times import Zones, span_of, time_of
from crmdesk.exchange.readers.vcard_lines import Line
from crmdesk.exchange.readers.vcard_text import Reader
from crmdesk.exchange.table import Refusals, Rejected, Rows, Table, counted, shown
from crmdesk.text import _, n_

FORM = "ical"
START = re.compile(
    rb"(?:\xef\xbb\xbf|\xff\xfe|\xfe\xff)?\s*BEGIN[ \t]*:[ \t]*(?:VCALENDAR|VEVENT|VTODO|VJOURNAL)\b", re.IGNORECASE
)
OWN_PROGRAM, HEAD_BYTES = b"PRODID:-//crmdesk//", 200
"""How crmdesk itself says at the head of a calendar that it has written it."""
PEOPLE = 5
"""So many who take part have a column of their own: a contact is looked for among them."""
PERSON = ("Person", *(f"Person {n}" for n in range(2, PEOPLE + 1)))
COLUMNS = (
    *("UID", "Kind", "Subject", "Text", "At", "Due", "Done", "Minutes", "Organizer", *PERSON, "People"),
    *("Location", "Status", "Categories", "Repeats", "Website"),
)
KINDS = {EVENT: "meeting", TASK: "task", JOURNAL: "note"}
OLD = "1.0"
MAIL = re.compile(r"[^\s<>,;:\"()]{1,200}@[^\s<>,;:\"()]{1,200}")


class Unreadable(Exception):
    """An entry that is not taken: the property to blame, its value, the reason."""

    def __init__(self, column: str, value: str, reason: str) -> None:
        super().__init__(reason)
        self.column, self.value, self.reason = column, value, reason


def sniff(head: bytes) -> bool:
    """Whether a file begins as a calendar."""
    return START.match(head.replace(b"\x00", b"")) is not None


def tables(file: File) -> list[Found]:
    """The entries of a calendar file."""
    with file.open() as stream:
        is_own = OWN_PROGRAM in stream.read(HEAD_BYTES)
    return [Found(file.name, FORM, COLUMNS, lambda: _table(file), part=OWN if is_own else "activities")]


def _table(file: File) -> Table:
    rejected, notices = Refusals(file.name), list[str]()
    rows = counted(_rows(file, rejected, notices), file.name)
    return Table(file.name, list(COLUMNS), rows, notices=notices, rejected=rejected, is_sparse=True)


def _rows(file: File, rejected: list[Rejected], notices: list[str]) -> Rows:
    zones, newest = _overview(file)
    reader, repeats = Reader(), 0
    with narrow(file) as stream:
        for part in parts(stream):
            if part.kind == ZONE:
                continue
            try:
                _be_newest(part, newest)
                values = _values(part, zones, reader)
            except Unreadable as fault:
                rejected.append(Rejected(part.line, fault.column, shown(fault.value), fault.reason))
                continue
            repeats += bool(values.get("Repeats"))
            yield part.line, [values.get(column, "") for column in COLUMNS]
    notices.extend(_notices(file.name, repeats, zones))


Version = tuple[int, bytes, int]
"""The number of a version of an entry, the moment of it as it is written, and the line where it stands."""


def _overview(file: File) -> tuple[Zones, dict[bytes, Version]]:
    """The time zones that a file explains, some behind the entries that name them; the newest version of each entry."""
    zones, newest = Zones(), dict[bytes, Version]()
    with narrow(file) as stream:
        for part in parts(stream):
            if part.kind == ZONE:
                zones.explain(part)
            elif key := _key(part):
                version = _version(part)
                newest[key] = max(newest.get(key, version), version, key=lambda one: one[:2])
    return zones, newest


def _key(part: Part) -> bytes:
    """What tells an entry, or what was moved within its series, from all others; nothing where it does not say."""
    said = [part.first(name) for name in ("UID", "RECURRENCE-ID")]
    return b"\n".join(line.data.strip() if line else b"" for line in said) if said[0] else b""


def _version(part: Part) -> Version:
    number, moment = part.first("SEQUENCE"), part.first("LAST-MODIFIED") or part.first("DTSTAMP")
    digits = number.data.strip()[:9] if number else b""
    return int(digits) if digits.isdigit() else 0, bytes(moment.data.strip()) if moment else b"", part.line


def _be_newest(part: Part, newest: Mapping[bytes, Version]) -> None:
    """Raises Unreadable where a newer version of the entry stands in the file."""
    version = _version(part)
    number, moment, line = newest.get(_key(part), version)
    if (number, moment) > version[:2]:
        raise Unreadable("UID", "", _("A newer version of the entry stands in line {n}.").format(n=line))


def _notices(name: str, repeats: int, zones: Zones) -> Iterator[str]:
    if repeats:
        text = n_(
            "{file}: {n} entry repeats; the first one is brought in.",
            "{file}: {n} entries repeat; the first one of each is brought in.",
            repeats,
        )
        yield text.format(file=name, n=repeats)
    for zone in sorted(zones.unknown):
        text = _("{file}: the time zone “{zone}” is not known; its times are read as those of the workspace.")
        yield text.format(file=name, zone=shown(zone))


def _values(part: Part, zones: Zones, reader: Reader) -> dict[str, str]:
    """The cells of an entry."""
    if part.fault:
        raise Unreadable("", "", part.fault)
    said = _Said(part, reader)
    if said.text("STATUS").upper() == "CANCELLED":
        raise Unreadable("STATUS", "CANCELLED", _("The entry was cancelled."))
    values = {
        "Kind": KINDS[part.kind],
        "Subject": " ".join(said.text("SUMMARY").split()),
        "Text": said.text("DESCRIPTION"),
        "Location": said.text("LOCATION"),
        "Status": said.text("STATUS"),
        "Categories": ";".join(dict.fromkeys(filter(None, said.listed("CATEGORIES")))),
        "Repeats": said.text("RRULE"),
        "Website": said.text("URL"),
    }
    values.update(_times(part, zones))
    values.update(_people(part, said))
    values["UID"] = "/".join(filter(None, (said.text("UID"), said.text("RECURRENCE-ID"))))
    return values


class _Said:
    """The texts of an entry."""

    def __init__(self, part: Part, reader: Reader) -> None:
        self._part, self._reader = part, reader
        # The forerunner of the format escapes as the old address books do.
        self._version = "2.1" if part.version == OLD else "3.0"

    def of(self, line: Line) -> str:
        return self._reader.whole(line, self._version)

    def text(self, name: str) -> str:
        line = self._part.first(name)
        return self.of(line) if line else ""

    def listed(self, name: str) -> list[str]:
        mark = ";" if self._part.version == OLD else ","
        lines = (line for line in self._part.lines if line.name == name)
        return [text for line in lines for text in self._reader.parts(line, self._version, mark)]


def _times(part: Part, zones: Zones) -> dict[str, str]:
    start, created = _time(part, "DTSTART", zones), _stamp(part, "CREATED", zones) or _stamp(part, "DTSTAMP", zones)
    if part.kind == TASK:
        due = _time(part, "DUE", zones) or (_later(start, part) if start and part.first("DURATION") else None)
        done = _time(part, "COMPLETED", zones)
        status = part.first("STATUS")
        if done is None and status and status.data.strip().upper() == b"COMPLETED":
            done = _stamp(part, "LAST-MODIFIED", zones) or due or created or start
        return {"At": _iso(created or start), "Due": _iso(due or (start if created else None)), "Done": _iso(done)}
    if start is None and part.kind == EVENT:
        raise Unreadable("DTSTART", "", _("The event does not say when it begins."))
    return {"At": _iso(start or created), "Minutes": _minutes(part, start, zones)}


def _time(part: Part, name: str, zones: Zones) -> date | datetime | None:
    line = part.first(name)
    if line is None:
        return None
    try:
        return time_of(line, zones)
    except (ValueError, OverflowError):
        raise _no_time(line) from None


def _stamp(part: Part, name: str, zones: Zones) -> date | datetime | None:
    """When an entry was written; nothing where the program does not know, as for what it took from another one."""
    try:
        return _time(part, name, zones)
    except Unreadable:
        return None


def _span(part: Part) -> timedelta:
    line = part.first("DURATION")
    if line is None:
        return timedelta()
    try:
        return span_of(line)
    except ValueError:
        raise _no_time(line) from None


def _later(start: date | datetime, part: Part) -> date | datetime:
    try:
        return start + _span(part)
    except OverflowError:
        raise Unreadable("DURATION", "", _("The event ends later than calendars reach.")) from None


def _no_time(line: Line) -> Unreadable:
    text = _("It is not a date or time as calendars write them (20261031T091500).")
    return Unreadable(line.name, line.data.decode("utf-8", "replace"), text)


def _minutes(part: Part, start: date | datetime | None, zones: Zones) -> str:
    """How long it takes; nothing for whole days, which say no hours."""
    end = _time(part, "DTEND", zones)
    if not isinstance(start, datetime):
        return ""
    if isinstance(end, datetime) and (end.tzinfo is None) == (start.tzinfo is None):
        span = end - start
    else:
        span = _span(part)
        if not part.first("DURATION"):
            return ""
    if span < timedelta():
        raise Unreadable("DTEND", "", _("The event ends before it begins."))
    return str(int(span.total_seconds()) // 60)


def _iso(time: date | datetime | None) -> str:
    return "" if time is None else time.isoformat()


def _people(part: Part, said: _Said) -> dict[str, str]:
    """Who takes part: addresses in columns of their own, and everybody with a name in one."""
    organizers = [_address(line, said) for line in part.lines if line.name == "ORGANIZER"]
    lines = [line for line in part.lines if line.name == "ATTENDEE"]
    rooms = ("ROOM", "RESOURCE")
    attendees = [_address(line, said) for line in lines if line.head.parameter("CUTYPE").upper() not in rooms]
    organizer = next((address or name for name, address in organizers), "")
    others = dict.fromkeys(address or name for name, address in attendees)
    others.pop(organizer, None)
    others.pop("", None)
    everybody = Counter(_both(*one) for one in (*organizers, *attendees))
    found = dict(zip(PERSON, others, strict=False))
    return {**found, "Organizer": organizer, "People": ", ".join(one for one in everybody if one)}


def _address(line: Line, said: _Said) -> tuple[str, str]:
    """The name and the e-mail address of somebody who takes part."""
    name = " ".join(line.head.parameter("CN").split())
    for text in (line.head.parameter("EMAIL"), _after_scheme(said.of(line))):
        if found := MAIL.search(text):
            return name, found[0]
    return name, ""


def _after_scheme(text: str) -> str:
    return text.partition(":")[2] if text.lower().startswith("mailto:") else text


def _both(name: str, address: str) -> str:
    return f"{name} <{address}>" if name and address and name != address else name or address
