"""The printed summary, read back from the file."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections import Counter
from datetime import datetime
from itertools import pairwise
from typing import Any

import pytest
from pypdf import PdfReader

from crmdesk.domain.calendar import DAY
from crmdesk.domain.errors import UserError
from crmdesk.domain.period import parse_period
from crmdesk.domain.wording import bare_text
from crmdesk.kpi.base import all_kpis
from crmdesk.kpi.measure import measure
from crmdesk.report.fonts import BOLD, EAST, REGULAR, SOUTH, has
from crmdesk.report.letters import in_order
from crmdesk.report.options import PERSON, WALL, Options
from crmdesk.report.scorecard import primary
from crmdesk.report.write import write
from crmdesk.store.contact import Contact
from crmdesk.store.deal import Deal
from crmdesk.store.file import open_workspace
from crmdesk.store.goal import Goal
from crmdesk.store.sale import Sale
from crmdesk.store.staff import Staff
from crmdesk.store.stage import Stage
from crmdesk.store.stage_change import StageChange
from tests.report.conftest import NOW, sell
from tests.report.reading import collisions, fonts_of, outline_of, sizes_of, text_of

pytestmark = pytest.mark.slow

OCTOBER = parse_period("2026-10")
PERIODS = ("2026-10", "2026-11", "2026-Q3", "2026", "2026-10-05..2026-10-18", "2024-11", "2027-03")


@pytest.fixture
def printed(demo, now, tmp_path):
    path = tmp_path / "october.pdf"
    return write(demo, OCTOBER, now, path)


def test_every_figure_stands_on_paper_as_everywhere_else(demo, now, printed):
    results = measure(demo, all_kpis(), [OCTOBER], now)[0]
    text = text_of(printed.path)
    assert [one.kpi.id for one in results.values() if one.text not in text] == []


@pytest.mark.parametrize("label", PERIODS)
def test_every_period_prints_its_figures(demo, now, tmp_path, label):
    period = parse_period(label)
    at = demo.calendar.parse("2026-11-14T09:00") if label == "2026-11" else now
    done = write(demo, period, at, tmp_path / "summary.pdf", Options(paper="Letter"))
    text = text_of(done.path)
    for id, result in measure(demo, primary(), [period], at)[0].items():
        assert result.text in text, id
    assert done.pages <= 3


def test_a_month_takes_two_pages(printed):
    assert printed.pages == len(PdfReader(printed.path).pages) == 2
    assert "Page 2 of 2" in text_of(printed.path)


def test_the_scorecard_says_goal_past_and_status_in_words(demo, now, printed):
    text = text_of(printed.path)
    assert "on track" in text and "off track" in text and "no goal" in text
    result = measure(demo, primary(), [OCTOBER], now)[0]["revenue"]
    for value in (result.target, result.previous, result.year_before):
        assert value is not None and bare_text(value, result.kpi.unit, "EUR") in text
    assert f"Revenue was {result.text}, " in text and " against the plan and " in text


def test_definitions_and_notes_are_on_paper(printed):
    text = text_of(printed.path)
    assert "deals won ÷ (deals won + deals lost)" in text
    assert "expenses without a channel" in text


def test_the_outline_leads_to_every_section(printed):
    titles = outline_of(printed.path)
    for wanted in ("Scorecard", "Revenue by month", "Pipeline by stage", "What changed", "Goals", "Sales", "Marketing"):
        assert wanted in titles
    for wanted in ("Service", "Customers", "Team", "Notes on the data", "How the figures are computed"):
        assert wanted in titles


def test_the_file_says_what_it_is(printed):
    reader = PdfReader(printed.path)
    told = reader.metadata
    assert told is not None
    assert told.title == "Kaffeekontor Spree GmbH: Monthly summary October 2026"
    assert told.author == "Kaffeekontor Spree GmbH"
    assert "October 2026" in str(told.subject) and "Win rate" in str(told.keywords)
    assert "20261103080000" in str(told.creation_date_raw)
    root: Any = reader.trailer["/Root"]
    assert root["/Lang"] == "en" and root["/PageMode"] == "/UseOutlines"
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]


def test_whoever_cannot_see_the_paper_can_have_it_read(printed):
    root: Any = PdfReader(printed.path).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] is not None
    found = list(elements(root["/StructTreeRoot"]["/K"]))
    roles = Counter(str(one["/S"]) for one in found)
    assert roles["/H1"] == 1 and roles["/H2"] >= 10 and roles["/Table"] >= 8 and roles["/TD"] > 200
    told = [str(one["/Alt"]) for one in found if "/Alt" in one]
    assert any("Start, 110; Lost, −2" in text for text in told)
    assert roles["/Figure"] == len(told) >= 4


def elements(node):
    """Every element of the tree, parents first."""
    own = node.get_object()
    if isinstance(own, list):
        for child in own:
            yield from elements(child)
    elif isinstance(own, dict):
        yield own
        yield from elements(own.get("/K", []))


def test_the_file_describes_itself_for_archives(printed):
    told = PdfReader(printed.path).xmp_metadata
    assert told is not None and told.dc_title == {"x-default": "Kaffeekontor Spree GmbH: Monthly summary October 2026"}
    assert told.dc_language == ["en"] and told.xmp_create_date == datetime(2026, 11, 3, 8)


def test_every_font_is_embedded_in_part(printed):
    fonts = fonts_of(printed.path)
    assert fonts and all(fonts.values())
    assert all("+" in name for name in fonts) and not any("Helvetica" in name for name in fonts)
    assert b"Helvetica" not in printed.path.read_bytes()


def test_type_is_large_enough_and_the_file_small(printed):
    assert min(sizes_of(printed.path)) >= 7.5
    assert printed.path.stat().st_size < 300_000


@pytest.mark.parametrize(("paper", "wide", "high"), [("A4", 595.276, 841.89), ("Letter", 612, 792)])
def test_paper_has_its_size(demo, now, tmp_path, paper, wide, high):
    path = write(demo, OCTOBER, now, tmp_path / "x.pdf", Options(paper=paper)).path
    assert all(
        (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx((wide, high), abs=0.01)
        for page in PdfReader(path).pages
    )


def test_unknown_paper_is_refused(demo, now, tmp_path):
    with pytest.raises(UserError, match="there are A4, Letter"):
        write(demo, OCTOBER, now, tmp_path / "x.pdf", Options(paper="A5"))
    assert not list(tmp_path.glob("*.pdf"))


def test_the_same_question_gives_the_same_bytes_in_another_process(demo_file, demo, now, tmp_path):
    first, second = tmp_path / "1.pdf", tmp_path / "2.pdf"
    sheets = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    write(demo, OCTOBER, now, first, xlsx=sheets[0])
    script = (
        "import sys; from pathlib import Path; from crmdesk.store.file import open_workspace;"
        "from crmdesk.domain.period import parse_period; from crmdesk.report.write import write;"
        "w = open_workspace(Path(sys.argv[1]), read_only=True);"
        f"write(w, parse_period('2026-10'), w.calendar.parse('{NOW}'), Path(sys.argv[2]), xlsx=Path(sys.argv[3]))"
    )
    other = {**os.environ, "SOURCE_DATE_EPOCH": "1", "TZ": "Asia/Tokyo", "PYTHONHASHSEED": "7"}
    subprocess.run([sys.executable, "-c", script, demo_file, second, sheets[1]], check=True, env=other)
    for one, two in ((first, second), sheets):
        assert hashlib.sha256(one.read_bytes()).digest() == hashlib.sha256(two.read_bytes()).digest()


def test_printing_remembers_and_prints_the_same_again(shop, tmp_path):
    workspace = shop()
    sell(workspace, "2026-10-05T10:00", 5000, times=3)
    now = workspace.calendar.parse(NOW)
    one = write(workspace, OCTOBER, now, tmp_path / "1.pdf")
    two = write(workspace, OCTOBER, now, tmp_path / "2.pdf")
    assert one.remembered and not two.remembered
    assert one.path.read_bytes() == two.path.read_bytes()


def test_where_it_cannot_be_noted_any_more_the_paper_is_there_and_this_is_said(shop, tmp_path):
    workspace, paper = shop(), tmp_path / "x.pdf"
    workspace.path.rename(tmp_path / "moved.crmdesk")
    with pytest.raises(UserError, match=r"x\.pdf” was written, but the workspace could not note .* was moved"):
        write(workspace, OCTOBER, workspace.calendar.parse(NOW), paper)
    assert len(PdfReader(paper).pages) > 0


def test_a_file_open_for_reading_prints_without_remembering(demo, now, tmp_path):
    assert not write(demo, OCTOBER, now, tmp_path / "x.pdf").remembered


def test_an_empty_business_gets_a_summary_that_says_so(shop, tmp_path):
    workspace = shop("")
    done = write(workspace, OCTOBER, workspace.calendar.parse(NOW), tmp_path / "x.pdf", xlsx=tmp_path / "x.xlsx")
    text = text_of(done.path)
    assert "There is no record up to October 2026" in text
    assert text.count("no data") >= 12 and "0 EUR" not in text and "0.0 %" not in text


HOSTILE = {
    "markup": "<b>Bold & <img src='x'/> AT&T &nosuch; <font color=\"[[[1]]]\">",
    "long": "Endless Names and Sons of the Very Long Street Limited " * 9,
    "one word": "A" * 500,
    "many scripts": "Žluťoučký 李明 株式会社 한국 Ωμέγα Яндекс",
    "right to left": "محمد وأولاده Ltd שלום",
    "unprintable": "Line\nbreak\ttab\x07bell",
    "formula": '=HYPERLINK("http://example.invalid","x")',
}


@pytest.mark.parametrize("name", HOSTILE.values(), ids=list(HOSTILE))
def test_names_are_text_and_nothing_else(shop, tmp_path, name):
    workspace = shop(name)
    sell(workspace, "2026-10-05T10:00", 5000, buyer=name, times=12)
    done = write(workspace, OCTOBER, workspace.calendar.parse(NOW), tmp_path / "x.pdf", xlsx=tmp_path / "x.xlsx")
    assert done.missing == []
    assert f"{workspace.rows('SELECT sum(amount) FROM sale')[0][0] / 100:,.2f} EUR" in text_of(done.path)


def test_markup_is_printed_as_it_stands(shop, tmp_path):
    workspace = shop("<b>A & B</b>")
    done = write(workspace, OCTOBER, workspace.calendar.parse(NOW), tmp_path / "x.pdf")
    assert "<b>A & B</b>" in text_of(done.path)


def test_letters_of_east_asia_are_embedded(shop, tmp_path):
    workspace = shop("李明 カフェ 한국")
    done = write(workspace, OCTOBER, workspace.calendar.parse(NOW), tmp_path / "x.pdf")
    assert any("Droid" in name for name in fonts_of(done.path)) and all(fonts_of(done.path).values())
    assert "李明" in text_of(done.path) and "한국" in text_of(done.path)
    assert done.path.stat().st_size < 300_000


SCRIPTS = {
    "Devanagari": "हिन्दी चाय घर",
    "Bengali": "ঢাকা কফি",
    "Gurmukhi": "ਪੰਜਾਬ ਚਾਹ",
    "Gujarati": "ગુજરાત ચા",
    "Oriya": "ଓଡ଼ିଆ ଚା",
    "Tamil": "தமிழ் காபி",
    "Telugu": "తెలుగు కాఫీ",
    "Kannada": "ಕನ್ನಡ ಕಾಫಿ",
    "Malayalam": "മലയാളം കോഫി",
    "Sinhala": "සිංහල කෝපි",
    "Thai": "ร้านกาแฟ",
    "Myanmar": "ကော်ဖီဆိုင်",
    "Ethiopic": "ቡና ቤት",
    "Khmer": "ហាងកាហ្វេ",
    "Georgian, Armenian, Hebrew": "ყავა Սուրճ קפה",
}


def test_names_in_the_scripts_of_the_world_are_printed(shop, tmp_path):
    workspace = shop(" · ".join(SCRIPTS.values())[:190])
    for name in SCRIPTS.values():
        sell(workspace, "2026-10-05T10:00", 5000, buyer=name)
    options = Options(appendix=("new_customers",))
    done = write(workspace, OCTOBER, workspace.calendar.parse(NOW), tmp_path / "x.pdf", options)
    assert done.missing == [] and all(fonts_of(done.path).values()) and "�" not in text_of(done.path)
    assert all(has(font, " ") for font in (REGULAR, BOLD, SOUTH, EAST))
    assert done.path.stat().st_size < 300_000


def test_vowel_signs_stand_where_they_are_read():
    assert in_order("हिन्दी") == "ि" + "हन्दी" and in_order("தொழில்") == "ெதாழில்"
    assert in_order("Zoë") == "Zoë"


def test_a_letter_that_no_font_has_is_marked_and_told(shop, tmp_path):
    workspace = shop("नमस्ते 🦄 Ltd")
    done = write(workspace, OCTOBER, workspace.calendar.parse(NOW), tmp_path / "x.pdf")
    text = text_of(done.path)
    assert "🦄" in done.missing and "�" in text and "U+1F984" in text


@pytest.mark.parametrize("label", PERIODS)
@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_no_text_lies_outside_or_on_other_text(demo, now, tmp_path, label, paper):
    path = write(demo, parse_period(label), now, tmp_path / "x.pdf", Options(paper=paper)).path
    assert list(collisions(path)) == []


@pytest.mark.parametrize("name", HOSTILE.values(), ids=list(HOSTILE))
def test_hostile_names_are_cut_before_they_meet_anything(shop, tmp_path, name):
    workspace = shop(name)
    now = workspace.calendar.parse(NOW)
    with workspace.operation("Everything has a long name") as tx:
        person = tx.insert(Staff, {"name": name, "role": "owner"})
        stages = [tx.insert(Stage, {"name": name, "position": place, "kind": "open"}) for place in (1, 2)]
        buyer = tx.insert(Contact, {"name": name, "kind": "person", "channel": name, "lead_at": now - 9 * DAY})
        for amount in (10**12, 5, None):
            deal = {
                "title": name,
                "contact_id": buyer,
                "owner_id": person,
                "amount": amount,
                "opened_at": now - 9 * DAY,
            }
            found = tx.insert(Deal, {**deal, "stage_id": stages[0]})
            tx.insert(StageChange, {"deal_id": found, "stage_id": stages[1], "at": now - 8 * DAY, "staff_id": person})
        sale = {"contact_id": buyer, "sold_at": now - 7 * DAY, "amount": 123_456_789_012_345, "staff_id": person}
        tx.insert(Sale, sale)
        tx.insert(Goal, {"kpi": "revenue", "period": "2026-10", "target": "987654321012.5", "note": name})
    done = write(workspace, OCTOBER, now, tmp_path / "x.pdf", Options(appendix=("revenue", "pipeline_value")))
    assert list(collisions(done.path)) == []
    assert "1,234,567,890,123 EUR" in text_of(done.path)
    talk = write(workspace, OCTOBER, now, tmp_path / "talk.pdf", Options(kind=PERSON, person=person))
    assert list(collisions(talk.path)) == []
    wall = write(workspace, OCTOBER, now, tmp_path / "wall.pdf", Options(kind=WALL))
    assert list(collisions(wall.path, (756.85, 510.24))) == []


def test_lines_of_the_footer_do_not_meet(shop, tmp_path):
    workspace = shop("Endless Names and Sons " * 20)
    done = write(workspace, parse_period("2026-10-01..2026-10-15"), workspace.calendar.parse(NOW), tmp_path / "x.pdf")
    text = text_of(done.path)
    assert "Page 1 of" in text and "data to 15 Oct 2026" in text and "…" in text


def test_a_report_is_written_whole_or_not_at_all(demo, now, tmp_path):
    with pytest.raises(UserError, match="could not be written"):
        write(demo, OCTOBER, now, tmp_path / "no such folder" / "x.pdf")


def test_a_month_without_a_plan_and_a_year_prints_no_comparison(shop, tmp_path):
    workspace = shop()
    sell(workspace, "2026-10-05T10:00", 5000, times=2)
    done = write(workspace, OCTOBER, workspace.calendar.parse(NOW), tmp_path / "x.pdf")
    assert "Revenue was 100.00 EUR;" in text_of(done.path)


def test_a_yen_business_has_no_cents(shop, tmp_path):
    workspace = shop(currency="JPY", timezone="Asia/Tokyo")
    sell(workspace, "2026-10-05T10:00", 5000, times=2)
    done = write(workspace, OCTOBER, workspace.calendar.parse(NOW), tmp_path / "x.pdf", xlsx=tmp_path / "x.xlsx")
    assert "10,000 JPY" in text_of(done.path)


def test_pages_follow_one_another_in_the_outline(printed):
    reader = PdfReader(printed.path)
    places = [reader.get_destination_page_number(entry) for entry in reader.outline]  # type: ignore[arg-type]  # none of them is nested
    assert all(one is not None and two is not None and one <= two for one, two in pairwise(places))


def test_the_demo_of_another_day_prints_too(demo_file, tmp_path):
    with open_workspace(demo_file, read_only=True) as workspace:
        done = write(workspace, parse_period("2026-03"), workspace.calendar.parse("2026-04-02"), tmp_path / "m.pdf")
    assert done.pages == 2
