"""Which record an id of a file means: one that is in the workspace already, or one that this import brings."""

from __future__ import annotations

from typing import Any

from crmdesk.exchange.parsed import Parsed
from crmdesk.store.base import Record, references_of, table_of
from crmdesk.store.journal import Tx
from crmdesk.text import _


class Ids:
    """The row numbers of every kind by external id, looked up once a kind."""

    def __init__(self, tx: Tx) -> None:
        self._tx = tx
        self._known: dict[str, dict[str, int]] = {}

    def of(self, record: type[Record]) -> dict[str, int]:
        """External id to row number; new records are added as they get their numbers."""
        table = table_of(record)
        if table not in self._known:
            # A record that never had an id leaves the house under its uid, and is known again by it.
            rows = self._tx.rows(f"SELECT coalesce(external_id, lower(hex(uid))), id FROM {table}")
            self._known[table] = dict(rows)
        return self._known[table]


def resolve(parsed: Parsed, ids: Ids, *, but: str = "") -> None:
    """Replaces the texts of references by row numbers, and refuses rows whose reference leads nowhere."""
    for name, target in references_of(parsed.record).items():
        if name == but or name not in parsed.columns:
            continue
        known = ids.of(target)
        values = parsed.columns[name]
        for i, text in enumerate(values):
            if text is not None and (number := known.get(text)) is None:
                _refuse_dangling(parsed, i, name, text, target)
                values[i] = None
            elif text is not None:
                values[i] = number


def settle_companies(parsed: Parsed, ids: Ids) -> None:
    """Refuses contacts whose company is not there, or was refused itself, until none is left."""
    present = ids.of(parsed.record)
    coming = {parsed.external[i] for i in parsed.standing()}
    companies: list[Any] = parsed.columns["company_id"]
    waiting = [i for i in parsed.standing() if companies[i] is not None]
    while dangling := [i for i in waiting if companies[i] not in coming and companies[i] not in present]:
        for i in dangling:
            _refuse_dangling(parsed, i, "company_id", companies[i], parsed.record)
            coming.discard(parsed.external[i])
        waiting = [i for i in waiting if i not in parsed.refused]


def number_rows(parsed: Parsed, ids: Ids, first: int) -> tuple[list[int], list[int], list[int]]:
    """Gives every standing row its number: places of new rows, places of known rows, and the numbers of the latter.

    New rows get the numbers from `first` on, in their order.
    """
    known = ids.of(parsed.record)
    new: list[int] = []
    old: list[int] = []
    numbers: list[int] = []
    for i in parsed.standing():
        name = parsed.external[i]
        if name is not None and name in known:
            old.append(i)
            numbers.append(known[name])
        else:
            if name is not None:
                known[name] = first + len(new)
            new.append(i)
    return new, old, numbers


def _refuse_dangling(parsed: Parsed, i: int, name: str, text: str, target: type[Record]) -> None:
    reason = _("names a record that is neither in {file} nor in the workspace")
    parsed.refuse(i, name, text, reason.format(file=f"{target.plural}.csv"))
