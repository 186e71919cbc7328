"""What erasing does to the journal: what rows looked like once, and the names of steps."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Collection

from crmdesk.store.base import fields_of, table_of
from crmdesk.store.engine import Engine
from crmdesk.store.erasing_rows import GONE, TYPES, Found, Row, cleanable, emptied, note_found
from crmdesk.store.person import Person, quick_test
from crmdesk.store.steps import ERASED
from crmdesk.store.traces import Traces
from crmdesk.text import _

_SHORTEST_TITLE = 3


def clean_journal(engine: Engine, person: Person, traces: Traces, found: Found) -> None:
    """Makes images of the person's rows say nothing, takes traces out of all others, and forgets what is idle then."""
    touched, steps = _clean_images(engine, person, traces, found)
    for record, ids in person.rows.items():
        found.rows[table_of(record)] |= ids
    _clean_steps(engine, traces, found)
    for record in GONE:
        engine.rows(
            "DELETE FROM change WHERE tbl = ? AND through_id IS NULL AND row_id IN (SELECT value FROM json_each(?))",
            (table_of(record), json.dumps(sorted(found.rows[table_of(record)]))),
        )
    for table, ids in touched.items():
        _drop_idle(engine, table, ids)
    # A step of which nothing is left must not stand in the way of taking earlier ones back.
    engine.rows(
        "UPDATE operation SET source = ? WHERE id IN (SELECT value FROM json_each(?))"
        " AND NOT EXISTS (SELECT 1 FROM change WHERE operation_id = operation.id)",
        (ERASED, json.dumps(sorted(steps | found.steps))),
    )


def _clean_images(engine: Engine, person: Person, traces: Traces, found: Found) -> tuple[dict[str, set[int]], set[int]]:
    """Writes the images anew that told of the person; returns the rows that they are of, by table, and their steps."""
    new_images: list[tuple[str, int]] = []
    touched: dict[str, set[int]] = defaultdict(set)
    steps: set[int] = set()
    quick = quick_test(person)
    sql = "SELECT id, operation_id, tbl, row_id, before FROM change WHERE before IS NOT NULL"
    for number, step, table, row_id, before in engine.each(sql):
        own = person.owns(table, row_id)
        if not (own or quick.search(before) or table == "known_as" or traces.may_be_in(before)):
            continue
        image, record = json.loads(before), TYPES[table]
        if own or person.owned(table, image):
            found.steps.add(step)
            found.rows[table].add(row_id)
            note_found(record, row_id, image, found)
            image |= emptied(record, row_id, image, traces) if record not in GONE else {}
        else:
            image |= {name: traces.without(image[name]) for name in cleanable(record) if image.get(name)}
        text = json.dumps(image, ensure_ascii=False, separators=(",", ":"))
        if text != before:
            new_images.append((text, number))
            touched[table].add(row_id)
            steps.add(step)
    engine.many("UPDATE change SET before = ? WHERE id = ?", new_images)
    return touched, steps


def _drop_idle(engine: Engine, table: str, ids: Collection[int]) -> None:
    """Forgets changes that changed nothing but what is not known any more.

    Going back from the present row, image by image: an update whose image is what came after it says nothing.
    """
    fields = list(fields_of(TYPES[table]))
    pairs = ", ".join(f"'{name}', {'hex(uid)' if name == 'uid' else name}" for name in fields)
    wanted = json.dumps(sorted(ids))
    now = f"SELECT id, json_object({pairs}) FROM {table} WHERE id IN (SELECT value FROM json_each(?))"
    after: dict[int, Row] = {row_id: json.loads(image) for row_id, image in engine.rows(now, (wanted,))}
    sql = (
        "SELECT id, row_id, act, before FROM change WHERE tbl = ? AND before IS NOT NULL"
        " AND row_id IN (SELECT value FROM json_each(?)) ORDER BY id DESC"
    )
    idle = []
    for number, row_id, act, before in engine.rows(sql, (table, wanted)):
        image = json.loads(before)
        if act == "update" and (present := after.get(row_id)) == {**(present or {}), **image}:
            idle.append((number,))
        after[row_id] = {**after.get(row_id, {}), **image}
    engine.many("DELETE FROM change WHERE id = ?", idle)


def _clean_steps(engine: Engine, traces: Traces, found: Found) -> None:
    """The names of steps: a trace anywhere; what a record of theirs was called, in the steps that touched it."""
    for table, ids in found.rows.items():
        sql = "SELECT DISTINCT operation_id FROM change WHERE tbl = ? AND row_id IN (SELECT value FROM json_each(?))"
        found.steps.update(step for (step,) in engine.rows(sql, (table, json.dumps(sorted(ids)))))
    titles = _any_of(found.titles | {word for name in found.names for word in name.split()})
    for step, label in engine.rows("SELECT id, label FROM operation"):
        cleaned = traces.without(label)
        if step in found.steps:
            cleaned = titles.sub(_("[erased]"), cleaned)
        if cleaned != label:
            engine.rows("UPDATE operation SET label = ? WHERE id = ?", (cleaned, step))


def _any_of(titles: Collection[str]) -> re.Pattern[str]:
    """Any of these as whole words, the longer before the shorter; of short ones none."""
    longest_first = sorted((one for one in titles if len(one) >= _SHORTEST_TITLE), key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first)) or '(?!)'})(?!\w)")
