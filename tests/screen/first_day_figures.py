"""What the first day must come to, worked out by hand, and how screen, paper, sheet and command line are held to it.

The day, as `tests.screen.first_day` tells it (Zurich, Monday 16 November 2026, asked at 17:00):
leads     Emil 09:10, called 09:40; Greta 09:20, called 10:20
deals     all opened 10:30: bikes 12,000, contract 2,400, workshop 3,000, jackets 5,000
          12:30 all to Qualified; workshop won, sale 3,000; contract lost; bikes to Proposal, won 14:30, sale 11,500
tickets   brakes in 11:00, answered 11:30, resolved 13:00; invoice in 11:10, answered 12:40, resolved 15:10
money     400 for the campaign; 600 sold to Emil by the campaign
answers   one 5 of 5, one 9 of 10; goal for the revenue of November 20,000
working   Mondays to Saturdays of 1 to 16 November: 2 to 7, 9 to 14 and 16, thirteen days; 2 November is a holiday
"""

import json
from pathlib import Path
from typing import NamedTuple

import pytest
from python_calamine import CalamineWorkbook

from crmdesk.cli import main
from tests.report.reading import text_of
from tests.screen.first_day import look, records_behind


class Hand(NamedTuple):
    """A figure by hand: its value, its n, and as it is printed."""

    value: float | str
    n: int
    text: str


FIGURES: dict[str, Hand] = {
    # 3,000 + 11,500 + 600
    "revenue": Hand(15_100, 3, "15,100 CHF"),
    # Berger AG (Anna bought), Carla, Emil
    "new_customers": Hand(3, 3, "3"),
    # the jackets alone are open, in Qualified, where 25 of 100 are won
    "pipeline_value": Hand(5_000, 1, "5,000 CHF"),
    "weighted_pipeline": Hand(1_250, 1, "1,250 CHF"),
    # two won, one lost
    "win_rate": Hand(2 / 3, 3, "66.7 %"),
    # two won of four that entered
    "stage_conversion": Hand(0.5, 4, "50.0 %"),
    # workshop 10:30 to 12:30, bikes 10:30 to 14:30: three hours in the mean, an eighth of a day
    "sales_cycle": Hand(0.125, 2, "0.1 days"),
    # half of 12,000 and 3,000
    "average_deal": Hand(7_500, 2, "7,500 CHF"),
    # one open deal x 2/3 x 7,500 / 0.125
    "sales_velocity": Hand(40_000, 1, "40,000 CHF a day"),
    # of Emil and Greta Emil bought
    "lead_conversion": Hand(0.5, 2, "50.0 %"),
    # Emil waited 30 minutes, Greta 60
    "lead_response_time": Hand(0.75, 2, "45 min"),
    # and the tickets 30 and 90: (30 + 60 + 30 + 90) / 4 minutes
    "response_time": Hand(0.875, 4, "52 min"),
    # two hours and four
    "resolution_time": Hand(3, 2, "3.0 h"),
    "open_tickets": Hand(0, 0, "0"),
    # 600 / 400
    "marketing_roi": Hand(1.5, 1, "1.50×"),
    # 400 / 3 customers
    "cac": Hand(133.33, 3, "133.33 CHF"),
    # one answer, and it is a good one
    "csat": Hand(1, 1, "100.0 %"),
    "nps": Hand(100, 1, "+100"),
    # 15,000 won and 2 tickets resolved in 12 working days of one person
    "sales_productivity": Hand(1_250, 2, "1,250 CHF a day"),
    "service_productivity": Hand(2 / 12, 2, "0.17 a day"),
    "adoption_rate": Hand(1, 1, "100.0 %"),
    # nobody was a customer before, and nobody was lost
    "churn_rate": Hand("no_denominator", 0, "nothing to compare with"),
    "retention_rate": Hand("no_denominator", 0, "nothing to compare with"),
    "clv": Hand("too_few", 3, "too few"),
}
GOAL = 20_000
SALES = [("Workshop day", "3,000 CHF"), ("Ten cargo bikes", "11,500 CHF"), ("Emil Frei", "600.00 CHF")]
# In a business of one nobody asks who uses the program.
_FOR_TEAMS = {"adoption_rate"}


def check_all(hands, clock, folder: Path, capsys) -> None:
    """Looks at the day everywhere, and holds what it comes to against the calculation."""
    check_cards(look(hands, clock, folder))
    assert records_behind(hands, "revenue") == SALES
    check_paper(folder / "day.pdf")
    check_sheet(folder / "day.xlsx")
    path = hands.window.session.here.path
    hands.do("close")
    check_command_line(path, capsys)


def check_cards(shown: dict[str, str]) -> None:
    assert {id: text for id, text in shown.items() if text != FIGURES[id].text} == {}
    assert set(shown) == set(FIGURES) - _FOR_TEAMS


def check_paper(path: Path) -> None:
    """Every figure stands on paper; the goal is told."""
    text = text_of(path)
    for id, hand in FIGURES.items():
        assert id in _FOR_TEAMS or hand.text in text, id
    assert "Revenue is 15,100 CHF to date, 76 % of the plan" in text
    assert "20,000" in text and "Lost deals (1): Price 1." in text
    assert "76 % so far" in text and "off track" not in text
    assert "Velo Huber" in text and "November 2026" in text


def check_sheet(path: Path) -> None:
    table = CalamineWorkbook.from_path(path).get_sheet_by_name("Summary").to_python(skip_empty_area=False)
    head = table[4]
    lines = {row[head.index("Id")]: dict(zip(head, row, strict=True)) for row in table[5:]}
    for id, hand in FIGURES.items():
        line = lines[id]
        assert (line["n"], line["As printed"]) == (hand.n, hand.text), id
        assert line["Value"] == ("" if isinstance(hand.value, str) else pytest.approx(hand.value)), id
    assert lines["revenue"]["Goal"] == GOAL


def check_command_line(path: Path, capsys) -> None:
    assert main(["kpis", str(path), "--period", "2026-11", "--as-of", "2026-11-16T17:00", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["currency"], told["timezone"]) == ("CHF", "Europe/Zurich")
    assert set(told["kpis"]) == set(FIGURES)
    for id, hand in FIGURES.items():
        one = told["kpis"][id]
        if isinstance(hand.value, str):
            assert (one["value"], one["reason"], one["n"]) == (None, hand.value, hand.n), id
        else:
            assert (one["value"], one["reason"], one["n"]) == (pytest.approx(hand.value), None, hand.n), id
    assert told["kpis"]["revenue"]["target"] == GOAL
