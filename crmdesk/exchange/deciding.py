"""What a row is to become: the record that it is, and which of its fields replace those that are there."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from crmdesk.exchange.bringing import Bringing
from crmdesk.exchange.parsed import Parsed
from crmdesk.exchange.policy import Choice, FieldChange, Fill
from crmdesk.store.base import Record, table_of
from crmdesk.store.rules import GOAL_KEY
from crmdesk.text import _

_LOOKED_UP = 500
# Fields that say one thing together: where one of them is not taken over, none is.
_TOGETHER: dict[str, tuple[str, ...]] = {"deal": ("stage_id", "closed_at")}

# Fields that follow from the history of a record.
_TOLD = {
    "deal": ("stage_id", "opened_at", "closed_at"),
    "ticket": ("opened_at", "first_response_at", "resolved_at"),
}


def identify(parsed: Parsed, here: Bringing, meant: dict[int, int]) -> None:
    """Finds out which record each row is. `meant` are the records that are taken by other rows, with their lines."""
    if "id" not in parsed.record.columns:
        _identify_goals(parsed, here)
        return
    known = here.ids.of(parsed.record)
    if here.matcher is None and not here.choices and known.keys().isdisjoint(parsed.external):
        return
    for i in list(parsed.standing()):
        choice = here.choice(parsed.record, parsed.first + i)
        name = parsed.external[i]
        if choice is not None and choice.do == "skip":
            parsed.left_out.add(i)
        elif name is not None and name in known:
            parsed.numbers[i] = known[name]
            _meet_again(parsed, i, meant)
        elif choice is not None and choice.do:
            _obey(parsed, i, choice, meant)
        elif here.matcher is not None:
            here.matcher.match(parsed, i, meant)


def _meet_again(parsed: Parsed, i: int, meant: dict[int, int]) -> None:
    """Two ids of one record, which was two before: what the first row says counts."""
    line = meant.setdefault(parsed.numbers[i], parsed.lines[i])
    if line != parsed.lines[i]:
        parsed.said[i] = frozenset()
        parsed.reasons[i] = _("the same record as in line {line}").format(line=line)


def _obey(parsed: Parsed, i: int, choice: Choice, meant: dict[int, int]) -> None:
    if choice.do == "update" and choice.record:
        parsed.numbers[i] = choice.record
        parsed.matched.add(i)
        parsed.reasons[i] = _("chosen by you")
        meant.setdefault(choice.record, parsed.lines[i])


def _identify_goals(parsed: Parsed, here: Bringing) -> None:
    """A goal is known by its KPI and period, and by whose it is."""
    known = {tuple(key): number for number, *key in here.source.rows(f"SELECT id, {', '.join(GOAL_KEY)} FROM goal")}
    keys = list(zip(*(parsed.columns[name] for name in GOAL_KEY), strict=True))
    for i in parsed.standing():
        parsed.numbers[i] = known.get(keys[i], 0)


def decide(parsed: Parsed, here: Bringing) -> None:
    """Of records that are known, settles each field: what the file says, or what is there."""
    names = list(parsed.columns)
    places = [i for i in parsed.standing() if parsed.numbers[i]]
    for start in range(0, len(places), _LOOKED_UP):
        some = places[start : start + _LOOKED_UP]
        stored = _stored(here, parsed.record, names, [parsed.numbers[i] for i in some])
        for i in some:
            if parsed.numbers[i] in stored:
                _settle(parsed, i, names, stored[parsed.numbers[i]], here)
            else:
                parsed.refuse(i, "id", "", _("is matched with a record that is not there any more"))


def note_change(parsed: Parsed, i: int, name: str, old: Any, new: Any, here: Bringing, *, taken: bool = True) -> None:
    """Notes that a field of a known record is another than in the file."""
    if taken:
        parsed.changed.add(i)
        if name in _TOLD.get(parsed.record.kind, ()):
            parsed.moved.add(i)
    if here.is_noting:
        record = parsed.record
        change = FieldChange(name, here.shown(record, name, old), here.shown(record, name, new), taken)
        parsed.changes.setdefault(i, []).append(change)


def _stored(here: Bringing, record: type[Record], names: Sequence[str], numbers: list[int]) -> dict[int, Any]:
    marks = ", ".join("?" * len(numbers))
    listed = ", ".join(["id", *names, "custom"])
    rows = here.source.rows(f"SELECT {listed} FROM {table_of(record)} WHERE id IN ({marks})", numbers)
    return {row[0]: row[1:] for row in rows}


def _settle(parsed: Parsed, i: int, names: Sequence[str], stored: Sequence[Any], here: Bringing) -> None:
    *before, custom = stored
    said, columns = parsed.said[i], parsed.columns
    choice, fill = here.choice(parsed.record, parsed.first + i) or Choice(), _fill(parsed, i, here)
    differing: list[tuple[str, Any, Any, bool]] = []
    for name, old in zip(names, before, strict=True):
        new = columns[name][i]
        if name not in said:
            columns[name][i] = old
        elif new != old and not (new is None and fill != "letter"):
            differing.append((name, old, new, _wins(name, old, choice, fill)))
        else:
            columns[name][i] = old
    lost = {name for name, _old, _new, taken in differing if not taken}
    if lost.intersection(group := _TOGETHER.get(parsed.record.kind, ())):
        lost.update(group)
    for name, old, new, _taken in differing:
        if name in lost:
            columns[name][i] = old
        note_change(parsed, i, name, old, new, here, taken=name not in lost)
    _settle_custom(parsed, i, custom, choice, fill, here)


def _fill(parsed: Parsed, i: int, here: Bringing) -> Fill:
    """How far a record is changed: to the letter only where the file names it by its id."""
    return "blanks" if here.policy.fill == "letter" and i in parsed.matched else here.policy.fill


def _wins(name: str, old: Any, choice: Choice, fill: Fill) -> bool:
    """Whether the file's value replaces the one that is there."""
    if name in choice.take or name in choice.keep:
        return name in choice.take
    return fill != "blanks" or old is None


def _settle_custom(parsed: Parsed, i: int, before: str | None, choice: Choice, fill: Fill, here: Bringing) -> None:
    """Custom fields after the import: those of the file, and those that were there and that it does not speak of."""
    if parsed.custom[i] == before:
        return
    stood = json.loads(before) if before else {}
    given = json.loads(parsed.custom[i] or "{}")
    merged = {}
    # A field keeps its place among the others.
    for name in {**stood, **given}:
        old, new = stood.get(name), given.get(name)
        if name in given and new != old:
            taken = _wins(name, old, choice, fill)
        else:
            taken = old is not None and name in parsed.said[i] and fill == "letter" and name not in given
        value = new if taken else old
        if new != old and (taken or name in given):
            _note_custom(parsed, i, FieldChange(name, str(old or ""), str(new or ""), taken), here)
        if value is not None:
            merged[name] = value
    same = merged == stood
    parsed.custom[i] = before if same else json.dumps(merged, ensure_ascii=False) if merged else None


def _note_custom(parsed: Parsed, i: int, change: FieldChange, here: Bringing) -> None:
    if change.taken:
        parsed.changed.add(i)
    if here.is_noting:
        parsed.changes.setdefault(i, []).append(change)
