"""Calendars: every entry becomes a meeting, a task or a note, or is refused with a reason."""

from collections.abc import Callable

import pytest

from crmdesk.exchange import limits
from tests.exchange.forms import Read, written

Reader = Callable[..., Read]


@pytest.fixture
def calendar(tmp_path) -> Reader:
    """What is read of a calendar with these lines."""

    def made(*lines: str, version: str = "2.0") -> Read:
        text = "\r\n".join(["BEGIN:VCALENDAR", f"VERSION:{version}", *lines, "END:VCALENDAR", ""])
        return written(tmp_path, "calendar.ics", text)

    return made


def event(*lines: str) -> list[str]:
    return ["BEGIN:VEVENT", "UID:1", *lines, "END:VEVENT"]


def test_an_event_becomes_a_meeting(calendar):
    found = calendar(
        *event(
            "DTSTART;TZID=Europe/Berlin:20260701T100000",
            "DTEND;TZID=Europe/Berlin:20260701T113000",
            "SUMMARY:Lunch\\, with",
            "  Bea",
            "DESCRIPTION:one\\ntwo",
            "LOCATION:Café",
            "STATUS:CONFIRMED",
            "CATEGORIES:A,B\\,C",
            "URL:https://x.example",
            'ORGANIZER;CN="Me: I":mailto:me@us.example',
            "ATTENDEE;CN=Bea;PARTSTAT=ACCEPTED:MAILTO:bea@blue.example",
            "ATTENDEE;CN=me@us.example:mailto:me@us.example",
            "ATTENDEE;CUTYPE=ROOM:mailto:room@us.example",
            "ATTENDEE;CN=Nobody:invalid:nomail",
            "ATTENDEE;EMAIL=cy@c.example:/principals/7",
            "BEGIN:VALARM",
            "DESCRIPTION:Wake up",
            "TRIGGER:-PT15M",
            "END:VALARM",
        )
    )
    assert found.only == {
        "UID": "1",
        "Kind": "meeting",
        "Subject": "Lunch, with Bea",
        "Text": "one\ntwo",
        "At": "2026-07-01T10:00:00+02:00",
        "Minutes": "90",
        "Organizer": "me@us.example",
        "Person": "bea@blue.example",
        "Person 2": "Nobody",
        "Person 3": "cy@c.example",
        "People": "Me: I <me@us.example>, Bea <bea@blue.example>, me@us.example, Nobody, cy@c.example",
        "Location": "Café",
        "Status": "CONFIRMED",
        "Categories": "A;B,C",
        "Website": "https://x.example",
    }
    assert (found.found[0].form, found.found[0].part, found.rejected, found.notices) == ("ical", "activities", [], [])


def test_a_task_has_the_day_on_which_it_is_due_and_done(calendar):
    found = calendar(
        *("BEGIN:VTODO", "CREATED:20260101T100000Z", "DUE;VALUE=DATE:20260110", "COMPLETED:20260109T080000Z"),
        *("END:VTODO", "BEGIN:VTODO", "DTSTAMP:20260101T100000Z", "DTSTART:20260105T090000", "STATUS:COMPLETED"),
        *("LAST-MODIFIED:20260106T090000Z", "END:VTODO"),
        *("BEGIN:VTODO", "DTSTART:20260105T090000", "DURATION:PT2H", "STATUS:NEEDS-ACTION", "END:VTODO"),
        *("BEGIN:VTODO", "DUE:20260105", "STATUS:COMPLETED", "END:VTODO"),
    )
    times = [tuple(row.get(name) for name in ("Kind", "At", "Due", "Done")) for row in found.rows]
    assert times == [
        ("task", "2026-01-01T10:00:00+00:00", "2026-01-10", "2026-01-09T08:00:00+00:00"),
        ("task", "2026-01-01T10:00:00+00:00", "2026-01-05T09:00:00", "2026-01-06T09:00:00+00:00"),
        ("task", "2026-01-05T09:00:00", "2026-01-05T11:00:00", None),
        ("task", None, "2026-01-05", "2026-01-05"),
    ]


def test_a_journal_entry_becomes_a_note(calendar):
    found = calendar("BEGIN:VJOURNAL", "DTSTART;VALUE=DATE:20260105", "SUMMARY:Thought", "END:VJOURNAL")
    assert found.only == {"Kind": "note", "At": "2026-01-05", "Subject": "Thought"}


@pytest.mark.parametrize(
    ("lines", "minutes"),
    [
        (["DTSTART;VALUE=DATE:20260510", "DTEND;VALUE=DATE:20260511"], None),
        (["DTSTART:20260510T100000", "DURATION:P1DT2H3M59S"], "1563"),
        (["DTSTART:20260510T100000", "DURATION:P1W"], "10080"),
        (["DTSTART:20260510T100000", "DTEND:20260510T110000Z"], None),
        (["DTSTART:20260510T100000"], None),
        (["DTSTART:20260510T1000Z", "DTEND:20260510T104560Z"], "45"),
        (["DTSTART:2026-05-10T10:00:00+02:00", "DTEND:20260510T090000Z"], "60"),
    ],
)
def test_how_long_an_event_takes(calendar, lines, minutes):
    assert calendar(*event(*lines)).only.get("Minutes") == minutes


def test_of_a_series_the_first_one_is_taken_and_that_is_said(calendar):
    moved = event("DTSTART:20260512T100000", "RECURRENCE-ID:20260511T100000")
    found = calendar(*event("DTSTART:20260504T100000", "RRULE:FREQ=WEEKLY"), *moved)
    assert [row["UID"] for row in found.rows] == ["1", "1/20260511T100000"]
    assert found.rows[0]["Repeats"] == "FREQ=WEEKLY"
    assert found.notices == ["calendar.ics: 1 entry repeats; the first one is brought in."]


@pytest.mark.parametrize(
    ("lines", "column", "reason"),
    [
        (["DTSTART:20260510", "STATUS:CANCELLED"], "STATUS", "The entry was cancelled."),
        (["SUMMARY:x"], "DTSTART", "The event does not say when it begins."),
        (["DTSTART:20260231"], "DTSTART", "It is not a date or time as calendars write them (20261031T091500)."),
        (["DTSTART:tomorrow"], "DTSTART", "It is not a date or time as calendars write them (20261031T091500)."),
        (["DTSTART:20260510T100000", "DURATION:1h"], "DURATION", "It is not a date or time as calendars write them"),
        (["DTSTART:20260510T100000", "DURATION:-PT1H"], "DTEND", "The event ends before it begins."),
        (["DTSTART:20260510T100000", "DTEND:20260510T090000"], "DTEND", "The event ends before it begins."),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(calendar, lines, column, reason):
    found = calendar(*event(*lines), *event("DTSTART:20260510T100000"))
    assert len(found.rows) == 1
    [(line, blamed, why)] = found.rejected
    assert (line, blamed, why.startswith(reason)) == (3, column, True), why


def test_a_task_that_ends_after_the_last_year_is_refused(calendar):
    found = calendar("BEGIN:VTODO", "DTSTART:99991231T100000", "DURATION:P9W", "END:VTODO")
    assert found.reasons == ["The event ends later than calendars reach."]


def test_an_entry_that_is_never_closed_is_refused_and_the_next_one_read(calendar):
    found = calendar("BEGIN:VEVENT", "UID:1", "BEGIN:VALARM", *event("DTSTART:20260510T100000"), "BEGIN:VTODO")
    assert len(found.rows) == 1
    assert [(line, why[:30]) for line, _column, why in found.rejected] == [
        (3, "The entry has no END:VEVENT; t"),
        (10, "The entry has no END:VTODO; th"),
    ]


def test_lines_outside_of_entries_do_no_harm(calendar):
    found = calendar("END:VEVENT", "no property", *event("DTSTART:20260510T100000", "ATTACH;ENCODING=BASE64:aGE="))
    assert (len(found.rows), found.rejected) == (1, [])


def test_entries_keep_to_their_limits(calendar, monkeypatch):
    monkeypatch.setattr(limits, "CARD_LINES", 5)
    many = calendar(*event("DTSTART:20260510T100000", *["COMMENT:x"] * 9))
    assert many.reasons == ["The entry has more than 5 lines."]
    monkeypatch.setattr(limits, "CARD_BYTES", 50)
    assert calendar(*event("SUMMARY:" + "x" * 60)).reasons == ["The entry has more than 50 characters."]


def test_the_forerunner_of_the_format_is_read(calendar):
    lines = ("DTSTART:20260103T090000Z", "CATEGORIES:A;B", "ATTENDEE;ROLE=OWNER:Jane <jane@x.org>")
    text = "SUMMARY;ENCODING=QUOTED-PRINTABLE;CHARSET=UTF-8:Gr=C3=BC="
    found = calendar(*event(*lines, text, "=C3=9Fe"), version="1.0").only
    assert (found["Subject"], found["Categories"], found["Person"]) == ("Grüße", "A;B", "jane@x.org")


ZONE = """BEGIN:VTIMEZONE
TZID:{name}
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE"""


@pytest.mark.parametrize(
    ("name", "day", "offset"),
    [
        ("Europe/Berlin", "20260701", "+02:00"),
        ("/freeassociation.sourceforge.net/Europe/Berlin", "20260701", "+02:00"),
        ("/x.org/America/Argentina/Ushuaia", "20260701", "-03:00"),
        ("W. Europe Standard Time", "20260101", "+01:00"),
        ("UTC", "20260101", "+00:00"),
        ("Customized Time Zone", "20260328", "+01:00"),
        ("Customized Time Zone", "20260330", "+02:00"),
        ("Customized Time Zone", "20261026", "+01:00"),
        ("Customized Time Zone", "20260101", "+01:00"),
    ],
)
def test_time_zones_are_known_by_many_names(calendar, name, day, offset):
    zone = ZONE.format(name="Customized Time Zone").splitlines()
    assert calendar(*zone, *event(f"DTSTART;TZID={name}:{day}T100000")).only["At"].endswith(f"T10:00:00{offset}")


def test_a_zone_that_the_file_names_otherwise_is_found(calendar):
    zone = ["BEGIN:VTIMEZONE", "TZID:mine", "X-LIC-LOCATION:Asia/Tokyo", "END:VTIMEZONE"]
    assert calendar(*zone, *event("DTSTART;TZID=mine:20260101T100000")).only["At"] == "2026-01-01T10:00:00+09:00"


@pytest.mark.parametrize(
    ("rule", "offset"),
    [
        (["TZOFFSETTO:-0330"], "-03:30"),
        (["DTSTART:19700101T000000", "TZOFFSETTO:+0530", "RRULE:FREQ=YEARLY;BYMONTH=13;BYDAY=1SU"], "+05:30"),
        (["DTSTART:16010101", "TZOFFSETTO:+0100", "RRULE:FREQ=YEARLY;BYDAY=9MO;BYMONTH=1"], "+01:00"),
        (["TZOFFSETTO:+0100", "RRULE:FREQ=YEARLY;BYDAY=1MO;BYMONTH=1"], "+01:00"),
    ],
)
def test_odd_rules_of_a_zone_still_give_its_offset(calendar, rule, offset):
    zone = ["BEGIN:VTIMEZONE", "TZID:odd", "BEGIN:STANDARD", *rule, "END:STANDARD", "END:VTIMEZONE"]
    assert calendar(*zone, *event("DTSTART;TZID=odd:20260701T100000")).only["At"] == f"2026-07-01T10:00:00{offset}"


HISTORY = [
    *("BEGIN:STANDARD", "DTSTART:19011213T211538", "TZOFFSETTO:+0029", "END:STANDARD"),
    *("BEGIN:DAYLIGHT", "DTSTART:19410505T010000", "TZOFFSETTO:+0300", "RDATE:19410505T010000", "END:DAYLIGHT"),
    *("BEGIN:STANDARD", "DTSTART:19810927T030000", "TZOFFSETTO:+0200"),
    *("RRULE:FREQ=YEARLY;COUNT=15;BYDAY=-1SU;BYMONTH=9", "END:STANDARD"),
    *("BEGIN:STANDARD", "DTSTART:19961027T030000", "TZOFFSETTO:+0100"),
    *("RRULE:FREQ=YEARLY;UNTIL=20101231T000000Z;BYDAY=-1SU;BYMONTH=10", "END:STANDARD"),
]


@pytest.mark.parametrize(
    ("year", "offset"),
    [("1800", "+00:29"), ("1990", "+02:00"), ("2000", "+01:00"), ("2026", "+00:29")],
)
def test_rules_of_a_zone_hold_in_their_years(calendar, year, offset):
    zone = ["BEGIN:VTIMEZONE", "TZID:old", *HISTORY, "END:VTIMEZONE"]
    found = calendar(*event(f"DTSTART;TZID=old:{year}0101T100000"), *zone)
    assert found.only["At"] == f"{year}-01-01T10:00:00{offset}"


def test_of_rules_that_are_all_over_the_last_one_holds(calendar):
    zone = ["BEGIN:VTIMEZONE", "TZID:old", *HISTORY[5:], "END:VTIMEZONE"]
    found = calendar(*zone, *event("DTSTART;TZID=old:20260101T100000"))
    assert found.only["At"] == "2026-01-01T10:00:00+01:00"


def test_an_entry_needs_no_calendar_around_it(tmp_path):
    assert written(tmp_path, "one.ics", "BEGIN:VEVENT\nDTSTART:20260101\nEND:VEVENT\n").only["At"] == "2026-01-01"


@pytest.mark.parametrize("rule", [["TZOFFSETTO:noon"], ["DTSTART:19700101T000000"], []])
def test_times_of_a_zone_that_nobody_knows_are_those_of_the_workspace_and_that_is_said(calendar, rule):
    zone = ["BEGIN:VTIMEZONE", "TZID:mine", "BEGIN:STANDARD", *rule, "END:STANDARD", "END:VTIMEZONE"]
    nameless = ["BEGIN:VTIMEZONE", "END:VTIMEZONE"]
    found = calendar(
        *zone, *nameless, *event("DTSTART;TZID=mine:20260101T100000", "DTEND;TZID=No/Where:20260101T110000")
    )
    assert (found.only["At"], found.only["Minutes"]) == ("2026-01-01T10:00:00", "60")
    text = "calendar.ics: the time zone “{}” is not known; its times are read as those of the workspace."
    assert found.notices == [text.format("No/Where"), text.format("mine")]


def test_cards_that_are_opened_and_never_closed_do_not_pile_up(calendar):
    found = calendar(*["BEGIN:X"] * 100, *event("DTSTART:20260101T100000"), "END:X", "END:NOTHING")
    assert len(found.rows) == 1


def test_a_property_may_be_broken_anywhere_before_its_colon(calendar):
    found = calendar(
        *event(
            "DTSTART",
            " ;TZID=Europe/Berlin",
            " :20260701T100000",
            "SUMMARY",
            "",
            " :Lunch",
            'ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN="Bea:',
            '  Blum";X-NUM-GUESTS=0:mailto:bea@blue.example',
            "DESCRIPTION:one\\n",
            " Two",
            " : three",
        )
    )
    assert found.only == {
        "UID": "1",
        "Kind": "meeting",
        "Subject": "Lunch",
        "Text": "one\nTwo: three",
        "At": "2026-07-01T10:00:00+02:00",
        "Person": "bea@blue.example",
        "People": "Bea: Blum <bea@blue.example>",
    }


def test_every_line_of_a_calendar_may_be_broken_behind_its_name(tmp_path):
    lines = ("BEGIN:VCALENDAR", "VERSION", " :2.0", "BEGIN:VTODO", "UID", " :7", "DUE", " :20260101", "END:VTODO")
    found = written(tmp_path, "calendar.ics", "\n".join([*lines, "END:VCALENDAR", ""]))
    assert found.only == {"UID": "7", "Kind": "task", "Due": "2026-01-01"}


@pytest.mark.parametrize(
    ("zone", "at"),
    [
        ("(UTC+01:00) Amsterdam\\, Berlin\\, Rome", "2026-07-01T10:00:00+02:00"),
        ("Kuala Lumpur, Singapore", "2026-07-01T10:00:00+08:00"),
        ("(UTC-05:00) Eastern Time (US & Canada)", "2026-07-01T10:00:00-04:00"),
        ("(GMT+01:00) Nowhere", "2026-07-01T10:00:00+01:00"),
    ],
)
def test_a_zone_may_be_described_as_outlook_shows_it(calendar, zone, at):
    found = calendar(*event(f'DTSTART;TZID="{zone}":20260701T100000'))
    assert (found.only["At"], found.notices) == (at, [])


def test_a_zone_that_the_file_explains_is_not_guessed_by_its_name(calendar):
    zone = ("BEGIN:VTIMEZONE", "TZID:Berlin", "BEGIN:STANDARD", "TZOFFSETTO:+0300", "END:STANDARD", "END:VTIMEZONE")
    assert calendar(*zone, *event("DTSTART;TZID=Berlin:20260701T100000")).only["At"] == "2026-07-01T10:00:00+03:00"


def test_a_stamp_that_says_nothing_does_not_cost_the_entry(calendar):
    found = calendar(
        *event("DTSTART:20260701T100000Z", "CREATED:00001231T000000Z"),
        *("BEGIN:VTODO", "DUE:20260702", "CREATED:?T?Z", "STATUS:COMPLETED", "LAST-MODIFIED:?", "END:VTODO"),
    )
    assert [row.get("At") or row.get("Done") for row in found.rows] == ["2026-07-01T10:00:00+00:00", "2026-07-02"]


def test_of_several_versions_of_an_entry_the_newest_counts(calendar):
    found = calendar(
        *event("DTSTART:20260701T100000Z", "SEQUENCE:2", "SUMMARY:New"),
        *event("DTSTART:20260701T090000Z", "SUMMARY:Old"),
        *event("DTSTART:20260702T090000Z", "RECURRENCE-ID:20260702", "SUMMARY:Moved", "DTSTAMP:20260101T000000Z"),
        *event("DTSTART:20260702T100000Z", "RECURRENCE-ID:20260702", "STATUS:CANCELLED", "DTSTAMP:20260102T000000Z"),
        *("BEGIN:VTODO", "DUE:20260703", "SEQUENCE:x", "END:VTODO", "BEGIN:VTODO", "DUE:20260703", "END:VTODO"),
    )
    assert [row.get("Subject") for row in found.rows] == ["New", None, None]
    assert found.reasons == [
        "A newer version of the entry stands in line 3.",
        "A newer version of the entry stands in line 21.",
        "The entry was cancelled.",
    ]


def test_text_behind_a_beginning_or_an_end_does_not_hide_the_entry(calendar):
    found = calendar("BEGIN:VEVENT", "some broken text", "UID:1", "DTSTART:20260701", "END:VEVENT", "more of it")
    assert found.only == {"UID": "1", "Kind": "meeting", "At": "2026-07-01"}
