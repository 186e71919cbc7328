"""The stages of the pipeline: adding, changing, ordering and removing them without losing a deal or its history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from crmdesk.domain.errors import FieldError, FieldErrors, UserError
from crmdesk.store.journal import Tx
from crmdesk.store.row import Source, present
from crmdesk.store.rules import checked
from crmdesk.store.stage import LOST, OPEN, WON, Stage
from crmdesk.store.way import ladder_of
from crmdesk.text import N_, _

Values = Mapping[str, Any]
_USUAL = (
    (N_("Lead"), OPEN, "0.1"),
    (N_("Qualified"), OPEN, "0.25"),
    (N_("Proposal"), OPEN, "0.5"),
    (N_("Negotiation"), OPEN, "0.75"),
    (N_("Won"), WON, None),
    (N_("Lost"), LOST, None),
)
_CERTAIN = {WON: "1", LOST: "0"}
_KIND_ORDER = (OPEN, WON, LOST)


class Rung(NamedTuple):
    """A stage, and how many deals are in it now and have ever been."""

    id: int
    name: str
    kind: str
    probability: str | None
    deals: int
    ever: int


def rungs(source: Source) -> list[Rung]:
    """The stages in their order. Counts every deal: for a window with a big file, a job."""
    return [
        Rung(*row)
        for row in source.rows(
            "SELECT id, name, coalesce(kind, 'open'), probability,"
            " (SELECT count(*) FROM deal WHERE stage_id = stage.id),"
            " (SELECT count(DISTINCT deal_id) FROM stage_change WHERE stage_id = stage.id)"
            " FROM stage ORDER BY position IS NULL, position, id"
        )
    ]


def start_pipeline(tx: Tx) -> list[int]:
    """Makes the usual stages in a workspace that has none; returns their numbers."""
    if ladder_of(tx).kinds:
        return []
    return [add(tx, _(name), kind, probability) for name, kind, probability in _USUAL]


def add(tx: Tx, name: str, kind: str = OPEN, probability: str | None = None) -> int:
    """A new stage, after the others of its kind."""
    return put(tx, None, checked(tx, Stage, None, {"name": name, "kind": kind, "probability": probability}))


def rename(tx: Tx, stage_id: int, name: str) -> None:
    """Another name for a stage; its deals stay in it."""
    before = present(tx, Stage, stage_id)
    put(tx, before, checked(tx, Stage, before, {"name": name}))


def reorder(tx: Tx, stage_ids: Sequence[int]) -> None:
    """Puts the stages in this order: open ones first, then won, then lost, as the KPIs by stage need them."""
    kinds = ladder_of(tx).kinds
    wanted = [stage for stage in stage_ids if stage in kinds]
    wanted += [stage for stage in kinds if stage not in wanted]
    wanted.sort(key=lambda stage: _KIND_ORDER.index(kinds[stage]))
    stored = dict(tx.rows("SELECT id, position FROM stage"))
    for position, stage in enumerate(wanted, start=1):
        if stored[stage] != position:
            tx.update(Stage, stage, {"position": position})


def remove(tx: Tx, stage_id: int, to: int | None = None) -> None:
    """Takes a stage out. Its deals, with their history, belong to the stage `to` from now on, one of the same kind."""
    before = present(tx, Stage, stage_id)
    kind = before["kind"] or OPEN
    _require_another(tx, stage_id, kind)
    if to is not None and to != stage_id:
        _merge(tx, stage_id, kind, to)
    elif _was_used(tx, stage_id):
        text = _("Deals are or were in the stage “{stage}”; choose the stage to which they go.")
        raise UserError(text.format(stage=before["name"]))
    tx.delete(Stage, stage_id)


def put(tx: Tx, before: Values | None, changed: Values) -> int:
    """Writes checked values of a stage. Raises FieldErrors, UserError."""
    after = {**(before or {}), **changed}
    kind = after.get("kind") or OPEN
    values = dict(changed)
    if kind in _CERTAIN and after.get("probability") is None:
        values["probability"] = _CERTAIN[kind]
    if before is None:
        row_id = tx.insert(Stage, values)
        if values.get("position") is None:
            reorder(tx, [])
        return row_id
    if (before["kind"] or OPEN) != kind:
        _require_new_kind(tx, before)
    tx.update(Stage, before["id"], values)
    return int(before["id"])


def _merge(tx: Tx, stage_id: int, kind: str, to: int) -> None:
    """The history says `to` wherever it said the other stage: no deal moves, so no figure of a period changes."""
    if ladder_of(tx).kinds.get(to) != kind:
        raise UserError(_("The deals of a stage can only go to one of the same kind; choose another stage."))
    tx.rows("UPDATE stage_change SET stage_id = ? WHERE stage_id = ?", (to, stage_id))
    tx.rows("UPDATE deal SET stage_id = ? WHERE stage_id = ?", (to, stage_id))


def _require_new_kind(tx: Tx, before: Values) -> None:
    """Another kind would win, lose or reopen deals that nobody touched."""
    if _was_used(tx, before["id"]):
        text = _("Deals are or were in this stage, so its kind stays; add a new stage instead.")
        raise FieldErrors([FieldError("kind", text)])
    _require_another(tx, before["id"], before["kind"] or OPEN)


def _require_another(tx: Tx, stage_id: int, kind: str) -> None:
    others = [stage for stage, its_kind in ladder_of(tx).kinds.items() if its_kind == kind and stage != stage_id]
    if not others:
        text = {
            OPEN: _("A pipeline needs an open stage; add another one first."),
            WON: _("A pipeline needs a stage for deals that are won; add another one first."),
            LOST: _("A pipeline needs a stage for deals that are lost; add another one first."),
        }
        raise UserError(text[kind])


def _was_used(tx: Tx, stage_id: int) -> bool:
    return bool(
        tx.rows("SELECT 1 FROM stage_change WHERE stage_id = ? LIMIT 1", (stage_id,))
        or tx.rows("SELECT 1 FROM deal WHERE stage_id = ? LIMIT 1", (stage_id,))
    )
