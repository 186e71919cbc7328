"""Moving deals through the pipeline: each move is a stage change, and the deal's own columns say the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from crmdesk.domain.errors import FieldError, FieldErrors, UserError
from crmdesk.store import tasks
from crmdesk.store.base import own_fields
from crmdesk.store.deal import Deal
from crmdesk.store.journal import Tx
from crmdesk.store.row import name_of, person_of, present
from crmdesk.store.rules import checked
from crmdesk.store.sale import Sale
from crmdesk.store.stage import LOST, OPEN, WON
from crmdesk.store.stage_change import StageChange
from crmdesk.store.way import Event, Ladder, deal_events, deal_state, events_of, in_order, ladder_of, write_events
from crmdesk.text import _

Values = Mapping[str, Any]


def move(tx: Tx, deal_id: int, stage_id: int, at: int | None = None, staff: int | None = None) -> None:
    """The deal enters a stage, now or at a moment that is not before its last move."""
    deal, ladder = present(tx, Deal, deal_id), ladder_of(tx)
    way = _way(tx, deal, ladder)
    if stage_id not in ladder.kinds:
        raise UserError(_("This stage is not there any more; choose another one."))
    if way[-1]["stage_id"] == stage_id:
        return
    if at is not None and at < way[-1]["at"]:
        raise UserError(_("The deal was moved after that moment already; choose a later one."))
    _write(tx, deal, {}, way, [*way, _step(tx, way, stage_id, at, staff)], ladder)


def win(
    tx: Tx, deal_id: int, *, staff: int | None = None, sale: int | None = None, at: int | None = None
) -> int | None:
    """The deal is won; an amount is recorded as a sale, whose number is answered."""
    move(tx, deal_id, _first(tx, WON), at, staff)
    if sale is None:
        return None
    deal = present(tx, Deal, deal_id)
    values = {
        "sold_at": deal["closed_at"],
        "amount": sale,
        "deal_id": deal_id,
        "contact_id": deal["contact_id"],
        "campaign_id": deal["campaign_id"],
        "staff_id": person_of(tx) if staff is None else staff,
    }
    return tx.insert(Sale, checked(tx, Sale, None, values))


def lose(tx: Tx, deal_id: int, reason: str = "", staff: int | None = None, at: int | None = None) -> None:
    """The deal is lost, for a reason."""
    move(tx, deal_id, _first(tx, LOST), at, staff)
    deal = present(tx, Deal, deal_id)
    tx.update(Deal, deal_id, checked(tx, Deal, deal, {"lost_reason": reason}))


def reopen(tx: Tx, deal_id: int, staff: int | None = None) -> None:
    """A closed deal goes back to the last open stage that it was in."""
    ladder = ladder_of(tx)
    way = _way(tx, present(tx, Deal, deal_id), ladder)
    if not ladder.is_closed(way[-1]["stage_id"]):
        raise UserError(_("This deal is open; there is nothing to reopen."))
    been = [event["stage_id"] for event in way if not ladder.is_closed(event["stage_id"])]
    move(tx, deal_id, been[-1] if been else _first(tx, OPEN), None, staff)


def postpone(tx: Tx, deal_id: int, day: int, *, staff: int | None = None) -> int:
    """The deal will not close before that day: a task for its morning is added, whose number is answered."""
    deal = present(tx, Deal, deal_id)
    if deal["closed_at"] is not None:
        raise UserError(_("This deal is closed; reopen it first."))
    tx.update(Deal, deal_id, checked(tx, Deal, deal, {"expected_close_on": day}))
    subject = _("Take up “{deal}” again").format(deal=name_of(tx, Deal, deal_id))
    due_at = tasks.begin_of_work(tx, day)
    return tasks.add_task(tx, subject, due_at, deal_id=deal_id, staff=staff if staff is not None else deal["owner_id"])


def put(tx: Tx, before: Values | None, changed: Values) -> int:
    """Writes checked values of a deal, and the stage changes that follow from them. Raises FieldErrors."""
    ladder = ladder_of(tx)
    if before is None:
        return _add(tx, {**dict.fromkeys(own_fields(Deal)), **changed}, ladder)
    way = _way(tx, before, ladder)
    _write(tx, before, changed, way, _edited(tx, way, before, changed, ladder), ladder)
    return int(before["id"])


def _add(tx: Tx, deal: dict[str, Any], ladder: Ladder) -> int:
    if ladder.is_closed(deal["stage_id"]):
        if deal["closed_at"] is None:
            deal["closed_at"] = max(tx.at, deal["opened_at"])
    elif deal["closed_at"] is not None:
        raise FieldErrors([_closed_in_open_stage()])
    row_id = tx.insert(Deal, deal)
    by = {**deal, "owner_id": person_of(tx)}
    write_events(tx, StageChange, ("deal_id", row_id), [], deal_events(by, ladder))
    return row_id


def _edited(tx: Tx, way: list[Event], before: Values, changed: Values, ladder: Ladder) -> list[Event]:
    """The stage changes as the new values want them."""
    after = {**before, **changed}
    if len(way) == 1 and ladder.is_closed(way[0]["stage_id"]) and {"opened_at", "closed_at"} & changed.keys():
        # Opened and closed were one event; as soon as their moments differ they are two.
        opened = {**way[0], "stage_id": ladder.first_open or way[0]["stage_id"]}
        closed = {name: value for name, value in way[0].items() if name != "id"}
        way = [opened, closed]
    way = [*way[:-1], dict(way[-1])]
    way[0] = {**way[0], "at": after["opened_at"]}
    if "stage_id" in changed:
        at = changed.get("closed_at") if ladder.is_closed(after["stage_id"]) else None
        return [*way, _step(tx, way, after["stage_id"], at, None)]
    if "closed_at" in changed and ladder.is_closed(after["stage_id"]):
        if after["closed_at"] is None:
            raise FieldErrors([FieldError("closed_at", _("A deal that is won or lost has a day on which it closed."))])
        way[-1] = {**way[-1], "at": after["closed_at"]}
    return way


def _write(tx: Tx, deal: Values, changed: Values, before: list[Event], after: list[Event], ladder: Ladder) -> None:
    """Writes a deal and its way, if the one agrees with the other."""
    state = deal_state(in_order(after), ladder)
    wanted = {**deal, **changed}
    if changed:
        _require_agreement(wanted, changed, state, ladder)
    values = {**changed, **{name: value for name, value in state.items() if deal[name] != value}}
    if (
        ladder.kinds[deal["stage_id"]] == LOST
        and state["stage_id"] != deal["stage_id"]
        and "lost_reason" not in changed
    ):
        values["lost_reason"] = None
    tx.update(Deal, deal["id"], values)
    write_events(tx, StageChange, ("deal_id", deal["id"]), before, after)


def _require_agreement(wanted: Values, changed: Values, state: Values, ladder: Ladder) -> None:
    if "closed_at" in changed and wanted["closed_at"] is not None and not ladder.is_closed(wanted["stage_id"]):
        raise FieldErrors([_closed_in_open_stage()])
    for name in ("opened_at", "closed_at", "stage_id"):
        if name in changed and changed[name] != state[name] and not (name == "closed_at" and changed[name] is None):
            text = _("This does not agree with the other moves of the deal; look at its history.")
            raise FieldErrors([FieldError(name, text)])


def _closed_in_open_stage() -> FieldError:
    return FieldError("closed_at", _("The stage of this deal is open; choose one that is won or lost."))


def _step(tx: Tx, way: Sequence[Event], stage_id: int, at: int | None, staff: int | None) -> Event:
    # A clock that runs behind must not put the move before the one that it follows.
    moment = max(tx.at, way[-1]["at"]) if at is None else at
    return {"stage_id": stage_id, "at": moment, "staff_id": person_of(tx) if staff is None else staff}


def _way(tx: Tx, deal: Values, ladder: Ladder) -> list[Event]:
    """The stage changes of a deal; one that has none gets those that follow from its columns."""
    return events_of(tx, StageChange, "deal_id", deal["id"]) or deal_events(deal, ladder)


def _first(tx: Tx, kind: str) -> int:
    stage = ladder_of(tx).first(kind)
    if stage is None:
        text = {
            OPEN: _("There is no open stage; add one in the settings."),
            WON: _("There is no stage for deals that are won; add one in the settings."),
            LOST: _("There is no stage for deals that are lost; add one in the settings."),
        }
        raise UserError(text[kind])
    return stage
