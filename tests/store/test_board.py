"""The board: what its cards and its heads say."""

import pytest

from crmdesk.domain.calendar import DAY
from crmdesk.domain.money import Money
from crmdesk.domain.period import month
from crmdesk.kpi.base import all_kpis
from crmdesk.kpi.measure import measure
from crmdesk.store import board, deal_moves
from crmdesk.store.activity import Activity
from crmdesk.store.board import CAP, Task, Worth
from crmdesk.store.business import STALE_DAYS
from crmdesk.store.contact import Contact
from crmdesk.store.deal import Deal
from crmdesk.store.editing import save
from crmdesk.store.file import put_settings
from crmdesk.store.query import AnyOf, Filter, Query
from crmdesk.store.staff import Staff
from crmdesk.store.stage import Stage
from tests.store.rows import NOON

ALL = Query("deals")
TODAY = NOON // DAY
STAGES = (("Talk", "open", "0.1"), ("Offer", "open", "0.5"), ("Won", "won", "1"), ("Lost", "lost", "0"))


@pytest.fixture
def stages(book):
    """The ids of the stages by name."""
    with book.operation("stages") as tx:
        return {
            name: tx.insert(Stage, {"name": name, "kind": kind, "position": place, "probability": chance})
            for place, (name, kind, chance) in enumerate(STAGES)
        }


@pytest.fixture
def add(book, stages):
    """Adds a deal, by default one of an hour ago in the first stage."""

    def make(title="Deal", stage="Talk", ago=0, **values):
        given = {"title": title, "stage_id": stages[stage], "opened_at": NOON - ago * DAY, **values}
        with book.operation("deal") as tx:
            return save(tx, Deal, None, given)

    return make


def note(book, deal, **values):
    with book.operation("activity") as tx:
        return tx.insert(Activity, {"deal_id": deal, "kind": "note", "at": NOON, **values})


def shown(book, stage, query=ALL, most=CAP):
    return board.cards(book, query, stage, NOON, most)


def test_the_columns_are_the_open_stages_in_the_order_of_the_pipeline(book, stages):
    with book.operation("more") as tx:
        tx.insert(Stage, {"name": "Without a place", "kind": "open"})
        tx.insert(Stage, {"name": "First", "position": -1})
    names = [(one.name, one.probability) for one in board.open_stages(book)]
    assert names == [("First", "0"), ("Talk", "0.1"), ("Offer", "0.5"), ("Without a place", "0")]
    assert board.open_stages(book)[1].id == stages["Talk"]


def test_a_card_tells_all_of_its_deal(book, stages, add):
    with book.operation("people") as tx:
        owner = tx.insert(Staff, {"name": "Ada"})
        contact = tx.insert(Contact, {"name": "Łódź & Co", "kind": "company"})
    deal = add("Roof", ago=10, amount=5000, owner_id=owner, contact_id=contact, expected_close_on=TODAY)
    task = note(book, deal, kind="task", subject="Call", due_at=NOON + DAY)
    note(book, deal, kind="task", subject="Later", due_at=NOON + 2 * DAY)
    note(book, deal, kind="task", subject="Done", due_at=NOON - DAY, done_at=NOON)
    (card,) = shown(book, stages["Talk"])
    assert (card.id, card.title, card.contact) == (deal, "Roof", "Łódź & Co")
    assert (card.amount, card.owner, card.expected_on, card.days) == (5000, "Ada", TODAY, 10)
    assert card.task == Task(task, "Call", NOON + DAY) and not card.overdue and not card.stale


def test_a_deal_that_says_little_has_a_card_too(book, stages, add):
    deal = add(title="x")
    with book.operation("name away") as tx:
        tx.update(Deal, deal, {"title": None})
    (card,) = shown(book, stages["Talk"])
    assert (card.title, card.contact, card.amount, card.owner) == ("", "", None, "")
    assert (card.expected_on, card.days, card.task, card.overdue, card.stale) == (None, 0, None, False, False)


def test_days_in_a_stage_begin_with_the_last_move(book, stages, add):
    deal = add(ago=20)
    with book.operation("move") as tx:
        deal_moves.move(tx, deal, stages["Offer"], NOON - 3 * DAY)
    (card,) = shown(book, stages["Offer"])
    assert card.days == 3
    assert shown(book, stages["Talk"]) == []


@pytest.mark.parametrize(
    ("close", "due", "late"),
    [(-1, None, True), (0, None, False), (1, None, False), (None, -1, True), (None, 1, False), (1, -1, True)],
)
def test_overdue_is_a_day_that_has_passed_or_a_task_that_is_late(book, stages, add, close, due, late):
    deal = add(expected_close_on=None if close is None else TODAY + close)
    if due is not None:
        note(book, deal, kind="task", due_at=NOON + due)
    (card,) = shown(book, stages["Talk"])
    assert card.overdue is late


def test_stale_is_no_move_and_nothing_done_for_longer_than_usual(book, stages, add):
    quiet, limit, moved, talked, done = (add(title, ago=100) for title in ("quiet", "limit", "moved", "talked", "done"))
    with book.operation("move") as tx:
        deal_moves.move(tx, moved, stages["Offer"], NOON - DAY)
        deal_moves.move(tx, limit, stages["Offer"], NOON - STALE_DAYS * DAY)
    note(book, talked, at=NOON - 2 * DAY)
    note(book, quiet, at=NOON - 40 * DAY)
    note(book, done, kind="task", at=NOON - 90 * DAY, due_at=NOON, done_at=NOON - 5 * DAY)
    cards = [*shown(book, stages["Talk"]), *shown(book, stages["Offer"])]
    assert {card.title for card in cards if card.stale} == {"quiet"}


def test_the_list_of_stale_and_overdue_deals_agrees_with_the_marks(book, stages, add):
    for ago in (0, 29, 30, 31, 60):
        deal = add(f"{ago} days", ago=ago, expected_close_on=TODAY + 15 - ago)
        if ago == 60:
            note(book, deal, at=NOON - DAY)
    everything = shown(book, stages["Talk"])
    for preset, marked in (("stale", lambda card: card.stale), ("overdue", lambda card: card.overdue)):
        found = {card.id for card in shown(book, stages["Talk"], Query("deals", preset=preset))}
        assert found == {card.id for card in everything if marked(card)}
        assert 0 < len(found) < len(everything)


def test_the_business_says_after_how_many_days_a_deal_is_stale(book, stages, add):
    add("a week", ago=8)
    add("new")
    with book.operation("setting") as tx:
        put_settings(tx, {"stale_after_days": 7})
    assert [card.title for card in shown(book, stages["Talk"]) if card.stale] == ["a week"]
    assert [card.title for card in shown(book, stages["Talk"], Query("deals", preset="stale"))] == ["a week"]


def test_what_closes_soonest_stands_on_top_and_of_those_the_largest(book, stages, add):
    add("none")
    add("small", expected_close_on=TODAY, amount=1)
    add("none, large", amount=9)
    add("large", expected_close_on=TODAY, amount=2)
    add("late", expected_close_on=TODAY - 5)
    titles = [card.title for card in shown(book, stages["Talk"])]
    assert titles == ["late", "large", "small", "none, large", "none"]
    assert [card.title for card in shown(book, stages["Talk"], most=2)] == titles[:2]
    assert CAP == 100


def test_a_stage_shows_its_first_cards_and_says_that_there_are_more(book, stages, add, monkeypatch):
    assert not board.seen(book, ALL, {}, NOON).ever
    for number in range(4):
        add(str(number), amount=-number)
    monkeypatch.setattr(board, "CAP", 2)
    seen = board.seen(book, ALL, {}, NOON)
    assert [card.title for card in seen.cards[stages["Talk"]]] == ["0", "1"] and seen.cards[stages["Offer"]] == []
    assert seen.more == {stages["Talk"]} and seen.ever and seen.stages == board.open_stages(book)
    seen = board.seen(book, ALL, {stages["Talk"]: 4}, NOON)
    assert len(seen.cards[stages["Talk"]]) == 4 and not seen.more


def test_one_deal_has_a_card_in_whatever_stage_it_is(book, stages, add):
    deal = add("Sold", stage="Won")
    assert board.card(book, deal, NOON).stage_id == stages["Won"]
    assert board.card(book, deal + 1, NOON) is None


def test_a_filter_leaves_the_same_deals_on_cards_and_in_totals(book, stages, add):
    with book.operation("owner") as tx:
        owner = tx.insert(Staff, {"name": "Ada"})
    add("Roof", owner_id=owner, amount=100)
    add("Roof too", amount=10)
    add("Cellar", owner_id=owner, amount=1)
    query = Query("deals", (Filter("owner_id", "is", owner),), text="roof")
    assert [card.title for card in shown(book, stages["Talk"], query)] == ["Roof"]
    assert board.worth(book, query, NOON) == {stages["Talk"]: Worth(1, Money(100), Money(10))}


def test_the_heads_count_every_deal_and_weigh_it_by_its_own_chance_first(book, stages, add):
    for amount, own in ((1000, None), (1000, "0.9"), (None, None), (5, "0.5")):
        add(amount=amount, probability=own)
    add(stage="Offer", amount=3)
    add(stage="Won", amount=77)
    assert board.worth(book, ALL, NOON) == {
        stages["Talk"]: Worth(4, Money(2005), Money(1002)),
        stages["Offer"]: Worth(1, Money(3), Money(2)),
    }


def test_the_heads_agree_with_the_figure_of_the_dashboard(book, stages, add):
    for place, amount in enumerate((100, 250, None, 77)):
        add(stage="Talk" if place % 2 else "Offer", amount=amount, ago=2)
    worth = board.worth(book, ALL, NOON)
    kpis = [one for one in all_kpis() if one.id in ("pipeline_value", "weighted_pipeline")]
    (results,) = measure(book, kpis, [month(2026, 10)], NOON)
    value, weighted = results["pipeline_value"].figure, results["weighted_pipeline"].figure
    assert value.value == sum(one.amount for one in worth.values())
    assert [row.value for row in value.by["stage"]] == [one.amount for one in worth.values()]
    assert [row.value for row in weighted.by["stage"]] == [one.weighted for one in worth.values()]


def test_earlier_reasons_are_proposed_the_most_frequent_first(book, stages, add):
    for reason in ("Price", "Time", "Price", None):
        add(stage="Lost", lost_reason=reason)
    assert board.reasons(book) == ["Price", "Time"]


def test_of_alternatives_of_the_filter_one_is_enough_in_every_column(book, stages, add):
    small, large, late = add(amount=5), add(amount=500), add(amount=50, expected_close_on=TODAY - 9)
    add("Other stage", stage="Offer", amount=500)
    query = Query("deals", (AnyOf((Filter("amount", "more", 100), Filter("expected_close_on", "before", TODAY))),))
    assert {card.id for card in shown(book, stages["Talk"], query)} == {large, late} and small
    assert {stage: one.deals for stage, one in board.worth(book, query, NOON).items()} == {
        stages["Talk"]: 2,
        stages["Offer"]: 1,
    }
