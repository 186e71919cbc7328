"""Imports, edits and undos in any order: nothing ever doubles, and taking all of it back gives the first state."""

import csv
import io
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from crmdesk.domain.errors import Conflict, UserError
from crmdesk.exchange import importing, interchange
from crmdesk.exchange.source import open_source
from crmdesk.store.base import table_of
from crmdesk.store.check import integrity
from crmdesk.store.file import Workspace, create
from crmdesk.store.registry import RECORD_TYPES, record_type
from tests.interchange import SETTINGS, TABLES, write
from tests.tables import contents_of

# The folder in several states: as it was, edited, shortened, with a record more, with a way more, in another zone.
VARIANTS: list[tuple[dict[str, str], dict[str, Any]]] = [
    (TABLES, SETTINGS),
    ({**TABLES, "sales": TABLES["sales"].replace("500", "1"), "staff": TABLES["staff"].replace("Ben", "B")}, SETTINGS),
    ({kind: TABLES[kind] for kind in ("staff", "campaigns", "contacts")}, {"format": "crmdesk-1"}),
    ({**TABLES, "contacts": TABLES["contacts"] + "zoe,person,Zoe,firm,,,,,\n"}, SETTINGS),
    ({**TABLES, "deals": TABLES["deals"].replace("won,2026-03-01,2026-03-09T12:00", "lead,2026-03-01,"),
      "stage_changes": "deal_id,stage_id,at,staff_id\nd1,lead,2026-03-01,ana\n"}, SETTINGS),
    ({**TABLES, "contacts": "id,kind,name,Colour\nfirm,company,Firm,red\npia,person,Pia,\n"}, SETTINGS),
    (TABLES, {**SETTINGS, "timezone": "America/Los_Angeles", "gross_margin": 0.5}),
    ({**TABLES, "tickets": TABLES["tickets"] + "bad,Odd,nobody,,,2026-03-05,,\n"}, SETTINGS),
]  # fmt: skip
STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("import"), st.integers(0, len(VARIANTS) - 1)),
        st.tuples(st.just("edit"), st.integers(0, 9)),
        st.tuples(st.just("undo"), st.integers(0, 9)),
        st.tuples(st.just("redo"), st.just(0)),
    ),
    min_size=1,
    max_size=8,
)


def bring(workspace: Workspace, folder: Path) -> importing.Report:
    source = open_source(folder)
    return importing.run(
        workspace, interchange.tables_of(source), settings=interchange.settings_of_source(source), label="Import"
    )


def edit(workspace: Workspace, number: int) -> None:
    """A person changes or deletes something."""
    with workspace.operation("Edit") as tx:
        for (row_id,) in tx.rows("SELECT id FROM contact ORDER BY id LIMIT 1 OFFSET ?", (number % 3,)):
            tx.update(record_type("contact"), row_id, {"phone": f"{number}"})
        if number > 6:
            for (row_id,) in tx.rows("SELECT id FROM survey LIMIT 1"):
                tx.delete(record_type("survey"), row_id)


def take_back(workspace: Workspace, number: int) -> None:
    """Takes any step back, if that can be."""
    steps = [step for step in workspace.journal.steps() if not step.undone and step.undoes is None][1:]
    if steps:
        try:
            workspace.journal.undo(steps[number % len(steps)].id)
        except (Conflict, UserError):
            workspace.journal.undo(steps[-1].id)


def nothing_doubled(workspace: Workspace) -> bool:
    for record in RECORD_TYPES:
        table = table_of(record)
        doubled = f"SELECT 1 FROM {table} WHERE external_id IS NOT NULL GROUP BY external_id HAVING count(*) > 1"
        if workspace.rows(doubled) or workspace.rows(f"SELECT 1 FROM {table} GROUP BY uid HAVING count(*) > 1"):
            return False
    return not workspace.rows("SELECT 1 FROM goal GROUP BY kpi, period HAVING count(*) > 1")


@given(STEPS)
@settings(max_examples=25)
def test_imports_edits_and_undos_in_any_order(steps: list[tuple[str, int]]) -> None:
    with tempfile.TemporaryDirectory() as place:
        folders = [write(Path(place) / str(n), tables, said) for n, (tables, said) in enumerate(VARIANTS)]
        with create(Path(place) / "a.crmdesk", {"currency": "EUR", "timezone": "Europe/Berlin"}) as workspace:
            first = contents_of(workspace)
            for what, number in steps:
                if what == "import":
                    before = contents_of(workspace)
                    report = bring(workspace, folders[number])
                    after = contents_of(workspace)
                    assert (report.batch is None) == (before == after)
                    assert bring(workspace, folders[number]).batch is None, "the same again is no change"
                    assert contents_of(workspace) == after
                elif what == "edit":
                    edit(workspace, number)
                elif what == "undo":
                    take_back(workspace, number)
                elif (step := workspace.journal.next_redo()) is not None:
                    workspace.journal.undo(step.id)
                assert nothing_doubled(workspace)
                assert integrity(workspace) == "ok"
            while (step := workspace.journal.next_undo()) is not None and step.id > 1:
                workspace.journal.undo(step.id)
            assert contents_of(workspace) == first


def test_every_variant_of_the_folder_is_what_it_means_to_be(tmp_path: Path) -> None:
    with create(tmp_path / "a.crmdesk", {"currency": "EUR", "timezone": "Europe/Berlin"}) as workspace:
        for number, (tables, said) in enumerate(VARIANTS):
            report = bring(workspace, write(tmp_path / str(number), tables, said))
            assert [one.line for one in report.rejected] == ([4] if number == 7 else [])
            assert report.batch is not None
        assert all(len(list(csv.reader(io.StringIO(text)))) > 1 for tables, _ in VARIANTS for text in tables.values())
