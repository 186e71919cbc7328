"""One page or two, sections left out, logo and colour, comment and own steps, another language."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image
from pypdf import PdfReader

from crmdesk.domain.calendar import DAY, HOUR, parse_day
from crmdesk.domain.change import Tone
from crmdesk.domain.errors import UserError
from crmdesk.domain.period import parse_period
from crmdesk.report.accent import accent_of, contrast
from crmdesk.report.fonts import Fonts
from crmdesk.report.logo import placed
from crmdesk.report.material import gather
from crmdesk.report.notes import notes
from crmdesk.report.options import LETTER, SECTIONS, NextStep, Options
from crmdesk.report.parts import Table
from crmdesk.report.scorecard import change_of, primary
from crmdesk.report.summary import summarize, texts
from crmdesk.report.write import make, write
from crmdesk.store.goal import Goal
from crmdesk.store.ticket import Ticket
from crmdesk.store.ticket_event import TicketEvent
from tests.report.conftest import NOW, sell
from tests.report.reading import collisions, outline_of, text_of

OCTOBER = parse_period("2026-10")
STEPS = (NextStep("Call the roaster", "Ana", parse_day("2026-11-20")), NextStep("Rest"))


def png(size: tuple[int, int] = (300, 90), kind: str = "PNG") -> bytes:
    out = BytesIO()
    Image.effect_noise(size, 90).convert("RGB").save(out, kind)
    return out.getvalue()


def printed(demo, now, tmp_path, options: Options):
    done = write(demo, OCTOBER, now, tmp_path / "x.pdf", options)
    assert list(collisions(done.path)) == [] and done.path.stat().st_size < 300_000
    return done


def test_one_page_holds_what_is_looked_at_first(demo, now, tmp_path):
    done = printed(demo, now, tmp_path, Options(pages=1))
    text = text_of(done.path)
    assert done.pages == 1 and "Page 1 of 1" in text and "Scorecard" in outline_of(done.path)
    assert "How the figures are computed" not in text and "Service" not in outline_of(done.path)


def test_what_the_owner_says_is_never_cut(demo, now, tmp_path):
    many = tuple(f"Sentence {number} says something that the owner has accepted this month." for number in range(9))
    options = Options(pages=1, comment="The fair was worth it.\n\n" + "A long story. " * 90, sentences=many)
    done = printed(demo, now, tmp_path, options)
    text = text_of(done.path)
    assert done.pages == 2 and text.count("A long story.") == 90 and "Sentence 8 says" in text
    assert "The fair was worth it." in text and "Comment" in outline_of(done.path)


def test_own_steps_stand_there_with_who_and_when(demo, now, tmp_path):
    text = text_of(printed(demo, now, tmp_path, Options(next_steps=STEPS)).path)
    assert "Call the roaster" in text and "who Ana" in text and "by when 20 Nov 2026" in text
    assert "Answer 16 inquiries" not in text


def test_steps_beyond_the_first_page_come_on_the_next(demo, now, tmp_path):
    steps = tuple(NextStep(f"Step number {number}", "Ana") for number in range(20))
    done = printed(demo, now, tmp_path, Options(pages=1, next_steps=steps))
    text = text_of(done.path)
    assert done.pages == 2 and all(f"Step number {number}" in text for number in range(20))


def said(material, *sections: str) -> set[str]:
    return set(texts(summarize(material, Options(sections=sections, comment="Mine."))))


@pytest.mark.parametrize("section", SECTIONS)
def test_every_section_can_be_left_out_and_printed_without_the_others(october, section):
    own = said(october, section) - said(october)
    assert own
    if section in ("comment", "goals", "notes", "definitions", "team"):
        assert own - said(october, *(one for one in SECTIONS if one != section))


def test_nothing_but_the_scorecard_is_a_page_too(demo, now, tmp_path):
    done = printed(demo, now, tmp_path, Options(sections=()))
    assert done.pages == 1 and "70,751 EUR" in text_of(done.path)


@pytest.mark.parametrize("data", [png(), png((96, 96), "JPEG"), png((3000, 8))], ids=["png", "jpeg", "strip"])
def test_a_logo_stands_in_the_head_described_and_small(demo, now, tmp_path, data):
    done = printed(demo, now, tmp_path, Options(pages=1, logo=data, colour="#ffee00"))
    page = PdfReader(done.path).pages[0]
    assert len(page.images) == 1 and b"Logo of Kaffeekontor" in done.path.read_bytes()
    found = placed(data, 110, 32)
    assert found is not None and found.width <= 110.01 and found.height <= 32.01


def test_what_is_no_small_picture_is_refused():
    for wrong in (b"%PDF-1.7", png()[:60], png()[:3000]):
        with pytest.raises(UserError, match="not a picture that can be printed"):
            placed(wrong, 110, 32)
    with pytest.raises(UserError, match="too many pixels"):
        placed(png((900, 900)), 110, 32)
    assert placed(b"", 110, 32) is None


@pytest.mark.parametrize("code", ["", "#ffffff", "#ffee00", "#00ff00", "#0055AA", "#808080"])
def test_headings_can_be_read_in_any_colour_and_in_grey(code):
    assert contrast(accent_of(code)) >= 4.5


def test_the_paper_speaks_german_in_an_english_window(demo, now, tmp_path):
    done = printed(demo, now, tmp_path, Options(language="de"))
    text = text_of(done.path)
    assert "Monatsbericht" in text and "70.751 EUR" in text and "Seite 2 von 2" in text
    root = PdfReader(done.path).trailer["/Root"]
    assert root["/Lang"] == "de"  # type: ignore[index]  # pypdf types it as any object


def test_a_letter_without_a_font_is_told_on_one_page_too(shop):
    workspace = shop("Unicorn 🦄")
    made = make(workspace, OCTOBER, workspace.calendar.parse(NOW), Options(pages=1, sections=()))
    assert made.missing == ["🦄"] and made.pages == 1
    found = summarize(gather(workspace, OCTOBER, workspace.calendar.parse(NOW)), Options(pages=1), made.missing)
    assert any("U+1F984" in text for text in texts(found))


def test_a_business_without_sales_sees_its_tickets_first(shop, tmp_path):
    workspace = shop("Help")
    now = workspace.calendar.parse(NOW)
    with workspace.operation("Tickets") as tx:
        for number in range(12):
            opened = now - (5 + 5 * number) * DAY
            ticket = tx.insert(Ticket, {"subject": "Broken", "opened_at": opened})
            tx.insert(TicketEvent, {"ticket_id": ticket, "at": opened, "kind": "received"})
            tx.insert(TicketEvent, {"ticket_id": ticket, "at": opened + HOUR * (1 + number), "kind": "replied"})
    text = text_of(write(workspace, OCTOBER, now, tmp_path / "x.pdf").path)
    assert "Average response time" in outline_of(tmp_path / "x.pdf") and "Open tickets by age" in text
    assert "Sales velocity" not in text.split("Notes on the data")[0]
    german = text_of(write(workspace, OCTOBER, now, tmp_path / "x.pdf", Options(language="de")).path)
    assert "über 30 Tage" in german and "over 30 days" not in german
    assert "keine Daten" in german and "keine Dat…" not in german


def test_a_period_that_runs_says_to_date_and_is_held_against_the_days_that_passed(shop):
    workspace = shop()
    with workspace.operation("Goal") as tx:
        tx.insert(Goal, {"kpi": "revenue", "period": "2026-10", "target": "1000"})
    sell(workspace, "2025-10-05T10:00", 40_000)
    sell(workspace, "2026-10-05T10:00", 50_000, times=1)
    soon = summarize(gather(workspace, OCTOBER, workspace.calendar.parse("2026-10-09T12:00")))
    late = summarize(gather(workspace, OCTOBER, workspace.calendar.parse("2026-10-30T12:00")))
    assert soon.head.period == "October 2026 to date" and soon.footer.title == "Monthly summary October 2026"
    assert soon.head.against == "compared with the plan and the same days of Oct 2025"
    assert soon.sentence.startswith(
        "Revenue is 500.00 EUR to date, 50 % of the plan and +25 % against the same days of"
    )
    rows = [next(row for row in one.rows if row.kpi == "revenue") for one in (soon, late)]
    assert [(row.status, row.tone) for row in rows] == [("50 % so far", Tone.GOOD), ("50 % so far", Tone.BAD)]
    assert {row.plan_change.tone for row in rows} == {Tone.NEUTRAL}


def test_the_year_before_is_told_once_in_a_year(demo, now):
    year = summarize(gather(demo, parse_period("2025"), now))
    assert [words for words, _code in year.heads].count("2024") == 1 and not any(row.previous for row in year.rows)
    tables = [block for part in year.sections for block in part.blocks if isinstance(block, Table)]
    assert any("2024" in [head.text for head in one.heads] for one in tables)
    assert all([head.text for head in one.heads].count("2024") <= 1 for one in tables)


def test_what_is_nought_as_it_is_printed_is_neither_good_nor_bad(october):
    result = october.results["response_time"]
    change = change_of(result, float(result.figure.value) * 1.0001, sample=100)
    assert (change.text, change.arrow, change.tone) == ("±0.0 %", "", Tone.NEUTRAL)
    assert change_of(result, float(result.figure.value) * 2, sample=100).tone is Tone.GOOD


def test_the_goals_of_one_page_are_shortened_before_anything_overtakes_them(demo, now, tmp_path):
    text = text_of(printed(demo, now, tmp_path, Options(pages=1, paper=LETTER)).path)
    assert "As of 3 Nov 2026; d: working days that are left." in text and "more" in text.split("Goals")[-1]


def test_figures_that_are_missing_are_named_by_their_reason(shop):
    workspace = shop()
    sell(workspace, "2026-10-05T10:00", 50_000)
    (said,) = [one for one in texts(notes(asked(workspace))) if one.startswith("Without a figure")]
    assert said.count("(no data)") == 1


def test_a_common_word_of_arabic_names_is_joined_from_letters_that_fonts_have():
    assert Fonts().unknown(["محمد بن عبد الله", "سلام لا إله إلا"]) == []


def test_nothing_in_the_head_is_cut_beside_a_logo(shop, tmp_path):
    workspace = shop()
    sell(workspace, "2026-09-05T10:00", 50_000)
    running = parse_period("2026-11")
    options = Options(pages=1, language="de", logo=png(), sections=())
    done = write(workspace, running, workspace.calendar.parse(NOW), tmp_path / "x.pdf", options)
    assert list(collisions(done.path)) == [] and "…" not in text_of(done.path)


def asked(workspace):
    return gather(workspace, OCTOBER, workspace.calendar.parse(NOW))


def test_amounts_of_eleven_digits_leave_room_for_the_names_and_stay_on_the_paper(shop, tmp_path):
    book = shop(currency="JPY")
    for at in ("2025-10-10", "2026-09-10", "2026-10-10"):
        sell(book, at, 11_320_185_600)
    with book.operation("A goal") as tx:
        tx.insert(Goal, {"kpi": "revenue", "period": "2026-10", "target": "12760000000"})
    path = write(book, OCTOBER, book.calendar.parse(NOW), tmp_path / "x.pdf").path
    text = text_of(path)
    assert list(collisions(path)) == []
    assert "11,320,185,600 JPY" in text and "12.8 bn" in text and "11.3 bn" in text
    assert all(one.name in text for one in primary())
