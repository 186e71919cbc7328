"""What a print may be asked to be."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from crmdesk.domain.errors import UserError
from crmdesk.report.options import PERSON, PLAIN, WALL, NextStep, Options, checked, of_json, to_json


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"kind": "poem"}, "not a kind of sheet"),
        ({"sections": ("sales", "weather")}, "not a section"),
        ({"appendix": ("luck",)}, "no KPI"),
        ({"paper": "A3"}, "there are A4, Letter"),
        ({"pages": 3}, "one page or two"),
        ({"kind": PERSON}, "Choose the person"),
        ({"colour": "blue"}, "#RRGGBB"),
    ],
)
def test_what_cannot_be_printed_is_refused_in_words(wrong, said):
    with pytest.raises(UserError, match=said):
        checked(replace(PLAIN, **wrong))


def test_what_can_be_printed_is_taken_as_it_is():
    for one in (PLAIN, Options(kind=WALL, paper="A3"), Options(kind=PERSON, person=1, colour="#0055aA")):
        assert checked(one) is one


def test_options_are_kept_as_json_without_the_logo():
    steps = (NextStep("Ask Zoë", "Ana", 20_757), NextStep("Rest"))
    one = Options(pages=1, sections=("sales",), colour="#112233", logo=b"x", sentences=("A.",), next_steps=steps)
    kept = json.loads(json.dumps(to_json(one)))
    assert "logo" not in kept and of_json(kept, b"x") == one
    assert of_json({"from": "a newer crmdesk", "sections": ["sales", "poems"]}) == Options(sections=("sales",))
    assert of_json(to_json(PLAIN)) == PLAIN
