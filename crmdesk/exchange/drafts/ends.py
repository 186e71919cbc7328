"""Which deals of a file are over: by their stage, or by a status beside it, which says won or lost of any stage."""

from __future__ import annotations

from dataclasses import dataclass, replace

from crmdesk.exchange import heading_words
from crmdesk.exchange.drafts.parts import KEEP, ColumnDraft, Draft, values_in
from crmdesk.exchange.drafts.values import kind_of_stage, new_stages, stage_rows, stage_rule, texts_of_kind
from crmdesk.exchange.heading import tokens
from crmdesk.exchange.here import Named
from crmdesk.exchange.rules import FieldRule, Mapping
from crmdesk.exchange.value_words import says_how_it_ended
from crmdesk.store.stage import KINDS as STAGE_KINDS
from crmdesk.store.stage import LOST, OPEN, WON
from crmdesk.text import _

_ENDS = (WON, LOST)


@dataclass(frozen=True, slots=True)
class Ends:
    """The column that says which deals are over, and its texts that mean won, lost and open."""

    column: str
    won: frozenset[str]
    lost: frozenset[str]
    open: frozenset[str]

    @property
    def over(self) -> frozenset[str]:
        return self.won | self.lost


def ends_of(draft: Draft) -> Ends | None:
    """What says which deals are over; None where a file has no stages."""
    stage = draft.first("stage_id")
    if stage is None:
        return None
    if status := _status(draft, stage):
        of_kind = {kind: _texts(status, kind) for kind in (WON, LOST, OPEN)}
        return Ends(status.name, of_kind[WON], of_kind[LOST], of_kind[OPEN])
    found = {kind: frozenset(texts_of_kind(draft, stage, kind)) for kind in (WON, LOST, OPEN)}
    return Ends(stage.name, found[WON], found[LOST], found[OPEN])


def stages_of(draft: Draft, column: ColumnDraft) -> tuple[FieldRule, list[Mapping]]:
    """How the stage of a deal is read, and the stages that must be made for it."""
    rule, fresh = stage_rule(draft, column), new_stages(draft, column)
    status = _status(draft, column)
    if status is None:
        return rule, fresh
    keys = {kind: _end(draft, kind) for kind in _ENDS if _texts(status, kind)}
    values = {text: key for kind, key in keys.items() for text in _texts(status, kind)}
    made = [Named(key, key, kind) for kind, key in keys.items() if key not in {one.key for one in draft.here.stages}]
    over = FieldRule(columns=(status.name,), values=values, other_values="empty", empty=status.empty, otherwise=rule)
    return over, _joined(fresh, stage_rows(draft, made))


def _joined(fresh: list[Mapping], made: list[Mapping]) -> list[Mapping]:
    rows = [row for one in (*fresh, *made) for row in one.rows]
    numbered = tuple({**row, "position": str(place)} for place, row in enumerate(rows, start=_first(rows)))
    return [replace((fresh or made)[0], rows=numbered)] if rows else []


def _first(rows: list[dict[str, str]]) -> int:
    return min((int(row["position"]) for row in rows), default=1)


def _end(draft: Draft, kind: str) -> str:
    """The stage of those that ended so: the first of the workspace, else a new one."""
    return next((one.key for one in draft.here.stages if one.kind == kind), _(STAGE_KINDS[kind]))


def _texts(column: ColumnDraft, kind: str) -> frozenset[str]:
    return frozenset(text for text, _n in values_in(column) if kind_of_stage(text) == kind)


def _status(draft: Draft, stage: ColumnDraft) -> ColumnDraft | None:
    """The column beside the stages that says how deals ended, where the stages do not say it themselves."""
    if texts_of_kind(draft, stage, *_ENDS):
        return None
    for one in draft.columns:
        named = one.field == KEEP and heading_words.STATUS & tokens(one.name)
        if named and says_how_it_ended(text for text, _n in values_in(one)):
            return one
    return None
