"""The sheet for the wall and the sheet for a talk with one person."""

from __future__ import annotations

import shutil
import subprocess

import pytest
from pypdf import PdfReader

from crmdesk.domain.errors import UserError
from crmdesk.domain.period import parse_period
from crmdesk.kpi.base import all_kpis
from crmdesk.kpi.measure import measure
from crmdesk.kpi.only import only
from crmdesk.report.options import PERSON, SUMMARY, WALL, Options
from crmdesk.report.wall import CHARTS
from crmdesk.report.write import make, write
from crmdesk.store.contact import Contact
from crmdesk.store.deal import Deal
from crmdesk.store.file import open_workspace
from crmdesk.store.goal import Goal
from crmdesk.store.sale import Sale
from crmdesk.store.staff import Staff
from crmdesk.store.ticket import Ticket
from tests.report.conftest import NOW
from tests.report.reading import collisions, fonts_of, outline_of, sizes_of, text_of

OCTOBER = parse_period("2026-10")
MARGIN = 42.52


def somebody(workspace) -> int:
    return workspace.rows("SELECT id FROM staff WHERE name = 'Łukasz Wójcik'")[0][0]


@pytest.mark.parametrize(
    ("paper", "wide", "high"), [("A4", 841.89, 595.276), ("Letter", 792.0, 612.0), ("A3", 1190.6, 841.85)]
)
def test_the_wall_gets_one_page_across_with_every_chart_readable(demo, now, tmp_path, paper, wide, high):
    done = write(demo, OCTOBER, now, tmp_path / "wall.pdf", Options(kind=WALL, paper=paper))
    (page,) = PdfReader(done.path).pages
    assert (float(page.mediabox.width), float(page.mediabox.height)) == pytest.approx((wide, high), abs=0.1)
    assert list(collisions(done.path, (wide - 2 * MARGIN, high - 2 * MARGIN))) == []
    assert min(sizes_of(done.path)) >= 7.5 and all(fonts_of(done.path).values())
    assert len(outline_of(done.path)) == 10 and done.path.stat().st_size < 300_000
    assert not done.remembered


def test_nobody_of_the_business_hangs_on_the_wall(demo, now, tmp_path):
    text = text_of(write(demo, OCTOBER, now, tmp_path / "wall.pdf", Options(kind=WALL)).path)
    assert not any(name in text for (name,) in demo.rows("SELECT name FROM staff"))
    assert not any(id.endswith((".staff", ".owner")) for id in CHARTS)


def test_an_empty_wall_says_so(shop, tmp_path):
    workspace = shop()
    done = write(workspace, OCTOBER, workspace.calendar.parse(NOW), tmp_path / "x.pdf", Options(kind=WALL))
    assert "Nothing can be drawn yet." in text_of(done.path)


def test_a_talk_is_about_the_figures_of_one_person_alone(demo, now, tmp_path):
    person = somebody(demo)
    done = write(demo, OCTOBER, now, tmp_path / "talk.pdf", Options(kind=PERSON, person=person))
    text = text_of(done.path)
    own = measure(demo, all_kpis(), [OCTOBER], now, only=only(staff=person))[0]
    for id in ("revenue", "pipeline_value", "win_rate", "sales_productivity"):
        assert own[id].only and own[id].text in text, id
    others = [name for (name,) in demo.rows("SELECT name FROM staff WHERE id <> ?", (person,))]
    assert "Łukasz Wójcik" in text and not any(name in text for name in others)
    assert done.pages == 1 and list(collisions(done.path)) == [] and not done.remembered


def test_the_goals_of_that_person_stand_on_the_sheet(shop, tmp_path):
    workspace = shop()
    now = workspace.calendar.parse(NOW)
    with workspace.operation("Team") as tx:
        ana = tx.insert(Staff, {"name": "Ana", "role": "sales"})
        ben = tx.insert(Staff, {"name": "Ben", "role": "sales"})
        buyer = tx.insert(Contact, {"name": "Zoë", "kind": "person"})
        for who, amount in ((ana, 5000), (ben, 7000)):
            tx.insert(
                Sale, {"contact_id": buyer, "sold_at": now - 10 * 86_400_000_000, "amount": amount, "staff_id": who}
            )
            tx.insert(Goal, {"kpi": "revenue", "period": "2026-10", "target": str(amount / 100), "staff_id": who})
    done = write(workspace, OCTOBER, now, tmp_path / "x.pdf", Options(kind=PERSON, person=ana))
    text = text_of(done.path)
    assert "Revenue, Ana in October 2026" in text and "Ben" not in text and "70" not in text.split("Goals")[0]


def test_a_talk_with_much_to_say_takes_a_second_page(demo_file, tmp_path):
    copy = tmp_path / "demo.crmdesk"
    shutil.copy(demo_file, copy)
    with open_workspace(copy) as workspace:
        now, person = workspace.calendar.parse(NOW), somebody(workspace)
        with workspace.operation("Goals") as tx:
            for kpi in ("sales_cycle", "average_deal", "response_time", "lead_conversion"):
                tx.insert(Goal, {"kpi": kpi, "period": "2026-10", "target": "1", "staff_id": person})
            stage = tx.rows("SELECT id FROM stage WHERE kind = 'open' ORDER BY position LIMIT 1")[0][0]
            for number in range(6):
                name = f"A very large deal with a name that goes on and on, number {number}"
                deal = {"title": name, "stage_id": stage, "opened_at": now - 86_400_000_000, "owner_id": person}
                tx.insert(Deal, {**deal, "amount": 10**9})
                tx.insert(Ticket, {"subject": name, "opened_at": now - 86_400_000_000 * 5, "owner_id": person})
        done = write(workspace, OCTOBER, now, tmp_path / "x.pdf", Options(kind=PERSON, person=person))
    assert list(collisions(done.path)) == [] and "What we agree on" in text_of(done.path)
    assert done.pages == 2


def test_a_person_who_is_gone_or_did_nothing(shop):
    workspace = shop()
    now = workspace.calendar.parse(NOW)
    with pytest.raises(UserError, match="not there any more"):
        make(workspace, OCTOBER, now, Options(kind=PERSON, person=99))
    with workspace.operation("Team") as tx:
        idle = tx.insert(Staff, {"name": "Ida 🦄", "role": "sales"})
    made = make(workspace, OCTOBER, now, Options(kind=PERSON, person=idle))
    assert made.pages == 1 and made.missing == ["🦄"] and made.results == {}


def test_the_same_sheet_is_the_same_bytes_in_another_language_too(demo, now):
    wall = Options(kind=WALL, language="de")
    assert make(demo, OCTOBER, now, wall).data == make(demo, OCTOBER, now, wall).data
    talk = Options(kind=PERSON, person=somebody(demo), language="de")
    assert make(demo, OCTOBER, now, talk).data == make(demo, OCTOBER, now, talk).data


@pytest.mark.parametrize("kind", [SUMMARY, WALL, PERSON])
def test_other_programs_find_nothing_wrong(demo, now, tmp_path, kind):
    person = somebody(demo) if kind == PERSON else None
    path = write(demo, OCTOBER, now, tmp_path / "x.pdf", Options(kind=kind, person=person)).path
    for program, words, wanted in (
        ("qpdf", ["--check"], "No syntax or stream encoding errors found"),
        ("pdfinfo", [], "Tagged:          yes"),
        ("pdfinfo", ["-struct-text"], "H1 (block)"),
    ):
        if shutil.which(program):
            said = subprocess.run([program, *words, path], capture_output=True, text=True, check=True)
            assert wanted in said.stdout and not said.stderr, (program, said.stderr)
    if shutil.which("pdffonts"):
        table = subprocess.run(["pdffonts", path], capture_output=True, text=True, check=True).stdout.splitlines()
        assert len(table) > 3 and all("yes yes yes" in line for line in table[2:])
