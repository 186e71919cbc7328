"""Tables of no known program that come in together: the stages, the deals and the money of each that others name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crmdesk.exchange.drafts.kind import SURE_KIND
from crmdesk.exchange.drafts.parts import KEEP, ColumnDraft, Draft, values_in
from crmdesk.exchange.drafts.values import STAGES, kind_of_stage
from crmdesk.exchange.heading import id_of_what, refers_to, tokens
from crmdesk.exchange.heading_words import STAGE
from crmdesk.exchange.here import Named
from crmdesk.text import _

_TARGETS = {"deal_id": "deals", "ticket_id": "tickets"}
_WITH_CUSTOMERS = ("deals", "sales", "tickets", "activities", "surveys")
_NAMED = ("contact_id", "company_name", "contact_email", "contact_phone", "contact_first", "contact_last")
"""How a row names its customer, where no id does."""
_WORTH = ("sales", "deals")
_MOST = 0.5
"""So many of the ids that a table names must be those of another one."""


def together(drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts of a delivery, each with what it is beside the others."""
    stages = [stage for one in drafts if one.kind == "stages" for stage in _stages_in(one)]
    there = {one.kind for one in drafts}
    numbered = [id for one in drafts if one.kind == "contacts" and (id := one.first("id"))]
    ids = {text for id in numbered for text, _n in id.profile.common}

    sold = any(one.kind == "sales" and one.score >= SURE_KIND for one in drafts)

    def linked(one: Draft) -> Draft:
        if sold and one.kind == "deals":
            one = replace(one, here=replace(one.here, holds=one.here.holds | {"sales"}))
        one = _with_companies(_with_stages(_with_targets(one, there), stages), drafts)
        return _of_the_same_money(_with_customers(one, ids), drafts)

    return [one if one.base else linked(one) for one in drafts]


def _stages_in(draft: Draft) -> list[Named]:
    """The stages of a table by their ids."""
    id, name = draft.first("id"), draft.first("name")
    if id is None or name is None or draft.rows > STAGES:
        return []
    rows = (cells for _line, cells in draft.found.read().rows())
    found = ((cells[id.profile.place].strip(), cells[name.profile.place].strip()) for cells in rows)
    return [Named(key, text, kind_of_stage(text)) for key, text in found if key and text]


def _with_stages(deals: Draft, stages: Sequence[Named]) -> Draft:
    """Deals whose stages are those of another table, which a column names by their ids or by their names."""
    if deals.kind != "deals" or not stages:
        return deals
    here = replace(deals.here, stages=(*deals.here.stages, *stages))
    keys = {one.key for one in stages}
    numbered = next((one for one in deals.columns if STAGE & tokens(one.name) and _is_of(one, keys)), None)
    if numbered is None:
        named = deals.first("stage_id")
        return replace(deals, here=here) if named and _is_of(named, {one.name for one in stages}) else deals
    why = (_("Its cells are the ids of the stages of another table."),)
    columns = tuple(
        replace(one, field="stage_id", sure=1.0, why=why) if one is numbered else _kept(one, "stage_id")
        for one in deals.columns
    )
    return replace(deals, here=here, columns=columns)


def _is_of(column: ColumnDraft, texts: set[str]) -> bool:
    said = [text for text, _n in values_in(column)]
    return bool(said) and texts.issuperset(said)


def _kept(column: ColumnDraft, *fields: str) -> ColumnDraft:
    return replace(column, field=KEEP) if column.field in fields else column


def _with_targets(draft: Draft, there: set[str]) -> Draft:
    """Ids of deals and tickets are kept as they stand where there are none that they could be those of."""
    without = [name for name, kind in _TARGETS.items() if kind not in there and kind not in draft.here.holds]
    return replace(draft, columns=tuple(_kept(one, *without) for one in draft.columns))


def _with_companies(people: Draft, drafts: Sequence[Draft]) -> Draft:
    """People of whom a column says by an id to which contact of another table they belong."""
    if people.kind != "contacts":
        return people
    others = [one for one in drafts if one.kind == "contacts" and one.found is not people.found]
    firm = next((column for one in others if (column := _naming(people, one))), None)
    if firm is None:
        return people
    why = (_("Its cells are the ids of the contacts of another table."),)
    columns = tuple(
        replace(one, field="company_id", sure=1.0, why=why) if one is firm else _kept(one, "company_name")
        for one in people.columns
    )
    return replace(people, columns=columns)


def _with_customers(draft: Draft, ids: set[str]) -> Draft:
    """Customers that a table names by their ids in another one are these: of two people with one name each is one."""
    numbered = next((one for one in draft.columns if one.field == KEEP and _are_customers(one, ids)), None)
    if draft.kind not in _WITH_CUSTOMERS or numbered is None:
        return draft
    why = (_("Its cells are the ids of the contacts of another table."),)
    columns = tuple(
        replace(one, field="contact_id", sure=1.0, why=why) if one is numbered else _kept(one, *_NAMED)
        for one in draft.columns
    )
    return replace(draft, columns=columns)


def _are_customers(column: ColumnDraft, ids: set[str]) -> bool:
    said = [text for text, _n in values_in(column)]
    return (
        refers_to(column.name) == "contact_id" and bool(said) and sum(map(ids.__contains__, said)) >= _MOST * len(said)
    )


def _of_the_same_money(draft: Draft, drafts: Sequence[Draft]) -> Draft:
    """Payments of invoices that come in too, and quotes of deals, are the same money once more."""
    for one in drafts:
        if one.found is not draft.found and one.kind == draft.kind in _WORTH and _names(draft, one):
            is_mutual = _names(one, draft) and drafts.index(one) > _place(draft, drafts)
            return draft if is_mutual else replace(draft, same_as=one.found.name)
    return draft


def _place(draft: Draft, drafts: Sequence[Draft]) -> int:
    return next(place for place, one in enumerate(drafts) if one.found is draft.found)


def _names(draft: Draft, other: Draft) -> bool:
    return _naming(draft, other) is not None


def _naming(draft: Draft, other: Draft) -> ColumnDraft | None:
    """The column that names the records of another table by their ids."""
    own, id = draft.first("id"), other.first("id")
    noun = id_of_what(id.name) if id else ""
    if id is None or not noun or (own and id_of_what(own.name) == noun):
        return None
    known = {text for text, _n in id.profile.common}
    for column in draft.columns:
        if column is not own and id_of_what(column.name) == noun:
            said = [text for text, _n in values_in(column)]
            return column if said and sum(text in known for text in said) >= _MOST * len(said) else None
    return None
