"""Stages are added, ordered and removed without losing a deal."""

import pytest

from crmdesk.domain.errors import FieldErrors, UserError
from crmdesk.store import deal_moves, pipeline
from crmdesk.store.deal import Deal
from crmdesk.store.editing import save
from crmdesk.store.stage import Stage


def names(shop):
    return [rung.name for rung in pipeline.rungs(shop.book)]


def test_a_new_business_gets_the_usual_stages_once(shop):
    assert names(shop) == ["Lead", "Qualified", "Proposal", "Negotiation", "Won", "Lost"]
    assert [rung.probability for rung in pipeline.rungs(shop.book)] == ["0.1", "0.25", "0.5", "0.75", "1", "0"]
    assert shop.do(pipeline.start_pipeline) == []
    assert [(rung.deals, rung.ever) for rung in pipeline.rungs(shop.book)][:2] == [(1, 1), (0, 0)]


def test_a_new_stage_comes_after_the_others_of_its_kind(shop):
    shop.do(pipeline.add, "Contract", probability="0.9")
    assert names(shop) == ["Lead", "Qualified", "Proposal", "Negotiation", "Contract", "Won", "Lost"]
    shop.do(pipeline.rename, shop.won, "Done")
    shop.do(pipeline.reorder, [shop.lost, shop.won, shop.proposal])
    assert names(shop) == ["Proposal", "Lead", "Qualified", "Negotiation", "Contract", "Done", "Lost"]


def test_stages_that_stand_as_they_should_are_not_touched(shop):
    shop.do(pipeline.reorder, [shop.proposal])
    steps = len(shop.book.journal.steps())
    shop.do(pipeline.reorder, [shop.proposal])
    assert len(shop.book.journal.steps()) == steps


def test_a_stage_with_a_place_of_its_own_keeps_it(shop):
    stage = shop.do(save, Stage, None, {"name": "First", "position": 0})
    assert shop.row(Stage, stage)["position"] == 0 and names(shop)[0] == "First"


def test_removing_a_stage_asks_where_its_deals_go_and_keeps_their_history(shop):
    shop.do(deal_moves.move, shop.deal, shop.proposal)
    shop.do(deal_moves.move, shop.deal, shop.qualified)
    shop.do(deal_moves.move, shop.deal, shop.proposal)
    with pytest.raises(UserError, match="Proposal"):
        shop.do(pipeline.remove, shop.proposal)
    with pytest.raises(UserError, match="same kind"):
        shop.do(pipeline.remove, shop.proposal, shop.won)
    shop.do(pipeline.remove, shop.proposal, shop.negotiation)
    shop.do(pipeline.remove, shop.lead, shop.qualified)
    assert [stage for stage, *_ in shop.moves(shop.deal)] == [
        *(shop.qualified, shop.negotiation, shop.qualified, shop.negotiation)
    ]
    assert shop.row(Deal, shop.deal)["stage_id"] == shop.negotiation
    assert names(shop) == ["Qualified", "Negotiation", "Won", "Lost"]


@pytest.mark.parametrize("place", [4, 5])
def test_the_last_stage_of_a_kind_stays(shop, place):
    with pytest.raises(UserError, match="add another one first"):
        shop.do(pipeline.remove, shop.stages[place])
    with pytest.raises(UserError, match="add another one first"):
        shop.do(save, Stage, shop.stages[place], {"kind": "open"})


def test_the_last_open_stage_stays(shop):
    for stage in shop.stages[:3]:
        shop.do(pipeline.remove, stage, shop.negotiation)
    with pytest.raises(UserError, match="open stage"):
        shop.do(pipeline.remove, shop.negotiation)


def test_the_kind_of_a_stage_stays_once_a_deal_was_in_it(shop):
    with pytest.raises(FieldErrors, match="its kind stays"):
        shop.do(save, Stage, shop.lead, {"kind": "won"})
    shop.do(save, Stage, shop.proposal, {"kind": "won", "probability": None})
    assert shop.row(Stage, shop.proposal)["probability"] == "1"
    assert [rung.kind for rung in pipeline.rungs(shop.book)] == ["open", "open", "won", "open", "won", "lost"]
