"""Clocks, errors, figures and the tone of a change."""

import time

import pytest

from crmdesk.domain.change import Tone, arrow, tone_of
from crmdesk.domain.clock import Clock, FixedClock
from crmdesk.domain.errors import Busy, Conflict, Damaged, FieldError, NewerFile, UserError
from crmdesk.domain.figure import NOT_BEGUN, Better, Figure, Reason, Unit, missing


def test_the_clock_is_the_computers_in_microseconds():
    before, now, after = time.time(), Clock().now(), time.time()
    assert before - 0.01 <= now / 1_000_000 <= after + 0.01


def test_a_fixed_clock_stands_still():
    clock = FixedClock(42)
    assert clock.now() == clock.now() == 42


@pytest.mark.parametrize("kind", [Busy, NewerFile, Damaged])
def test_every_fault_of_the_world_is_a_sentence_for_the_owner(kind):
    assert issubclass(kind, UserError) and str(kind("Close the other window.")) == "Close the other window."


def test_a_refused_value_names_its_field_and_a_conflict_its_rows():
    refused = FieldError("closed_at", "lies before it was opened")
    assert (refused.field, str(refused)) == ("closed_at", "lies before it was opened")
    assert Conflict("Changed since.", (("deal", 3),)).rows == (("deal", 3),)


def test_a_missing_figure_has_a_reason_and_is_not_zero():
    figure = missing(Reason.TOO_FEW, n=4, numerator=1, denominator=4, beside={"losses": 4}, by={"staff": ()})
    assert figure.missing and figure.value is None and figure.reason == "too_few"
    assert (figure.n, figure.numerator, figure.denominator) == (4, 1, 4)
    assert figure.beside == {"losses": 4} and figure.by == {"staff": ()}
    assert NOT_BEGUN.reason is Reason.NO_DATA and not Figure(value=0).missing


def test_some_units_are_money():
    assert {unit for unit in Unit if unit.is_money} == {Unit.MONEY, Unit.MONEY_A_DAY}


@pytest.mark.parametrize(
    ("now", "then", "better", "samples", "tone", "shape"),
    [
        (5, 4, Better.HIGHER, (), Tone.GOOD, "▲"),
        (5, 4, Better.LOWER, (), Tone.BAD, "▲"),
        (4, 5, Better.HIGHER, (10, 10), Tone.BAD, "▼"),
        (4, 5, Better.LOWER, (10, 10), Tone.GOOD, "▼"),
        (4, 5, Better.LOWER, (10, 9), Tone.NEUTRAL, "▼"),
        (5, 5, Better.LOWER, (), Tone.NEUTRAL, ""),
        (None, 5, Better.HIGHER, (), Tone.NEUTRAL, ""),
        (5, None, Better.HIGHER, (), Tone.NEUTRAL, ""),
    ],
)
def test_a_change_is_good_or_bad_news_by_its_direction(now, then, better, samples, tone, shape):
    assert tone_of(now, then, better, samples=samples) is tone
    assert arrow(now, then) == shape
