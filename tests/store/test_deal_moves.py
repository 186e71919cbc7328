"""Deals move through the pipeline; their columns say what their history says."""

import pytest

from crmdesk.domain.errors import FieldErrors, UserError
from crmdesk.store import deal_moves, pipeline
from crmdesk.store.activity import Activity
from crmdesk.store.campaign import Campaign
from crmdesk.store.deal import Deal
from crmdesk.store.editing import save
from crmdesk.store.sale import Sale
from crmdesk.store.staff import Staff
from crmdesk.store.stage import Stage
from tests.store.rows import NOON


def later(shop, by):
    shop.book.clock.at = NOON + by


def test_a_move_is_noted_with_who_and_when(shop):
    later(shop, 5)
    shop.do(deal_moves.move, shop.deal, shop.proposal)
    later(shop, 9)
    shop.do(deal_moves.move, shop.deal, shop.lead, NOON + 7, None)
    assert shop.moves(shop.deal) == [(shop.lead, 0, None), (shop.proposal, 5, shop.ann), (shop.lead, 7, shop.ann)]
    assert shop.row(Deal, shop.deal)["stage_id"] == shop.lead


def test_a_move_to_where_the_deal_is_changes_nothing(shop):
    shop.do(deal_moves.move, shop.deal, shop.lead)
    assert shop.moves(shop.deal) == [(shop.lead, 0, None)]


def test_a_clock_that_runs_behind_does_not_put_a_move_before_the_last_one(shop):
    later(shop, -50)
    shop.do(deal_moves.move, shop.deal, shop.proposal)
    assert shop.moves(shop.deal)[-1] == (shop.proposal, 0, shop.ann)


def test_a_deal_may_be_moved_again_at_the_same_moment(shop):
    shop.do(deal_moves.move, shop.deal, shop.proposal, NOON)
    assert shop.moves(shop.deal) == [(shop.lead, 0, None), (shop.proposal, 0, shop.ann)]


def test_a_deal_that_was_won_and_is_opened_later_than_now_does_not_close_before_that(shop):
    deal = shop.do(save, Deal, None, {"title": "x", "stage_id": shop.won, "opened_at": NOON + 5})
    assert shop.row(Deal, deal)["closed_at"] == NOON + 5


@pytest.mark.parametrize("act", ["earlier", "stage", "deal"])
def test_moves_that_cannot_be_are_refused(shop, act):
    wrong = {"earlier": (shop.deal, shop.won, NOON - 1), "stage": (shop.deal, 99), "deal": (99, shop.won)}[act]
    with pytest.raises(UserError, match=r"\.$"):
        shop.do(deal_moves.move, *wrong)
    assert shop.moves(shop.deal) == [(shop.lead, 0, None)]


def test_winning_records_the_sale_of_the_deal(shop):
    campaign = shop.do(save, Campaign, None, {"name": "Fair"})
    shop.do(save, Deal, shop.deal, {"campaign_id": campaign})
    later(shop, 5)
    sale = shop.do(deal_moves.win, shop.deal, sale=9_900)
    wanted = {"amount": 9_900, "deal_id": shop.deal, "contact_id": shop.contact, "campaign_id": campaign}
    found = shop.row(Sale, sale)
    assert {name: found[name] for name in wanted} == wanted
    assert (found["sold_at"], found["staff_id"]) == (NOON + 5, shop.ann)
    assert shop.row(Deal, shop.deal)["closed_at"] == NOON + 5
    assert shop.do(deal_moves.win, shop.deal) is None


def test_losing_keeps_the_reason_until_the_deal_is_reopened(shop):
    shop.do(deal_moves.move, shop.deal, shop.proposal)
    shop.do(deal_moves.lose, shop.deal, "Too dear")
    lost = shop.row(Deal, shop.deal)
    assert (lost["stage_id"], lost["closed_at"], lost["lost_reason"]) == (shop.lost, NOON, "Too dear")
    shop.do(deal_moves.reopen, shop.deal)
    again = shop.row(Deal, shop.deal)
    assert (again["stage_id"], again["closed_at"], again["lost_reason"]) == (shop.proposal, None, None)
    with pytest.raises(UserError, match="nothing to reopen"):
        shop.do(deal_moves.reopen, shop.deal)


def test_other_changes_of_a_lost_deal_leave_its_reason(shop):
    shop.do(deal_moves.lose, shop.deal, "Too dear")
    shop.do(save, Deal, shop.deal, {"title": "Another name", "closed_at": NOON + 3})
    assert shop.row(Deal, shop.deal)["lost_reason"] == "Too dear"


def test_a_deal_that_is_put_off_is_taken_up_by_its_owner(shop):
    owner = shop.do(shop.new, Staff, name="Bea")
    shop.do(save, Deal, shop.deal, {"owner_id": owner})
    task = shop.do(deal_moves.postpone, shop.deal, shop.book.calendar.day_of(NOON) + 14)
    assert shop.row(Activity, task)["staff_id"] == owner


def test_a_deal_that_was_never_open_reopens_in_the_first_stage(shop):
    deal = shop.do(shop.new, Deal, stage_id=shop.won)
    shop.do(save, Deal, deal, {"title": "x"})
    shop.book.rows("SELECT 1")
    with shop.book.operation("Only won") as tx:
        tx.rows("DELETE FROM stage_change WHERE deal_id = ? AND stage_id = ?", (deal, shop.lead))
    shop.do(deal_moves.reopen, deal)
    assert shop.moves(deal) == [(shop.won, 0, shop.ann), (shop.lead, 0, shop.ann)]


def test_a_deal_without_history_gets_the_one_that_follows_from_its_columns(shop):
    with shop.book.operation("As of an old file") as tx:
        deal = tx.insert(Deal, {"stage_id": shop.qualified, "opened_at": NOON - 3, "owner_id": shop.ann})
    shop.do(deal_moves.move, deal, shop.proposal)
    assert shop.moves(deal) == [(shop.qualified, -3, shop.ann), (shop.proposal, 0, shop.ann)]


def test_postponing_sets_the_day_and_a_task_for_the_hour_at_which_work_begins(shop):
    day = shop.book.calendar.day_of(NOON) + 14
    task = shop.row(Activity, shop.do(deal_moves.postpone, shop.deal, day))
    assert shop.row(Deal, shop.deal)["expected_close_on"] == day
    assert shop.book.calendar.text(task["due_at"]) == "2026-11-14T09:00:00+01:00"
    assert (task["kind"], task["deal_id"], task["contact_id"]) == ("task", shop.deal, shop.contact)
    assert "Roof" in task["subject"]
    shop.do(deal_moves.win, shop.deal)
    with pytest.raises(UserError, match="closed"):
        shop.do(deal_moves.postpone, shop.deal, day)


def test_a_new_deal_that_is_closed_was_opened_in_the_first_open_stage(shop):
    deal = shop.do(shop.new, Deal, stage_id=shop.won, opened_at=NOON - 9)
    assert shop.moves(deal) == [(shop.lead, -9, shop.ann), (shop.won, 0, shop.ann)]
    other = shop.do(shop.new, Deal, stage_id=shop.lost, opened_at=NOON - 9, closed_at=NOON - 5)
    assert shop.moves(other)[1] == (shop.lost, -5, shop.ann)


@pytest.mark.parametrize(
    ("values", "column"),
    [
        ({"closed_at": NOON + 1}, "closed_at"),
        ({"stage_id": 5, "closed_at": NOON - 1}, "closed_at"),
        ({"opened_at": NOON + 8}, "opened_at"),
    ],
)
def test_edits_that_disagree_with_the_history_are_refused_beside_their_field(shop, values, column):
    later(shop, 5)
    shop.do(deal_moves.move, shop.deal, shop.proposal)
    with pytest.raises(FieldErrors) as told:
        shop.do(save, Deal, shop.deal, values)
    assert [fault.field for fault in told.value.faults] == [column]


def test_a_closing_outside_closed_stages_is_refused_for_new_deals_too(shop):
    with pytest.raises(FieldErrors, match="stage of this deal is open"):
        shop.do(shop.new, Deal, closed_at=NOON)


def test_edits_of_moments_move_the_history_with_them(shop):
    later(shop, 5)
    shop.do(deal_moves.win, shop.deal)
    shop.do(save, Deal, shop.deal, {"opened_at": NOON - 4, "closed_at": NOON + 2})
    assert shop.moves(shop.deal) == [(shop.lead, -4, None), (shop.won, 2, shop.ann)]
    with pytest.raises(FieldErrors, match="day on which it closed"):
        shop.do(save, Deal, shop.deal, {"closed_at": None})
    shop.do(save, Deal, shop.deal, {"stage_id": shop.lost})
    assert shop.moves(shop.deal)[2:] == [(shop.lost, 5, shop.ann)]
    shop.do(save, Deal, shop.deal, {"stage_id": shop.lead, "closed_at": None})
    assert shop.row(Deal, shop.deal)["closed_at"] is None


def test_a_deal_that_was_opened_and_closed_in_one_event_gets_two_when_they_part(shop):
    deal = shop.do(shop.new, Deal, stage_id=shop.won)
    with shop.book.operation("One event") as tx:
        tx.rows("DELETE FROM stage_change WHERE deal_id = ? AND stage_id = ?", (deal, shop.lead))
    shop.do(save, Deal, deal, {"opened_at": NOON - 7})
    assert shop.moves(deal) == [(shop.lead, -7, shop.ann), (shop.won, 0, shop.ann)]


@pytest.mark.parametrize("kind", ["open", "won", "lost"])
def test_a_pipeline_that_lacks_a_kind_of_stage_says_so(shop, kind):
    deal = shop.do(shop.new, Deal, stage_id=shop.won if kind == "open" else shop.lead)
    with shop.book.operation("Take away") as tx:
        tx.rows("DELETE FROM stage_change WHERE deal_id = ?", (shop.deal,))
        tx.rows("DELETE FROM deal WHERE id = ?", (shop.deal,))
        keep = {"open": shop.won, "won": shop.lead, "lost": shop.lead}[kind]
        tx.rows("UPDATE stage_change SET stage_id = ?", (keep,))
        for stage in set(shop.stages) - {keep}:
            tx.delete(Stage, stage)
    act = {"open": deal_moves.reopen, "won": deal_moves.win, "lost": deal_moves.lose}[kind]
    with pytest.raises(UserError, match="add one in the settings"):
        shop.do(act, deal)
    assert len(pipeline.rungs(shop.book)) == 1
