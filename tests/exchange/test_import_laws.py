"""Imports of programs and folders, edits and undos in any order: nothing doubles, no edit is lost, all goes back."""

import tempfile
from pathlib import Path
from typing import Any

from hypothesis import example, given, settings
from hypothesis import strategies as st

from crmdesk.domain.errors import UserError
from crmdesk.exchange.plan import carry_out, make_plan
from crmdesk.exchange.policy import LETTER, Policy
from crmdesk.store.base import table_of
from crmdesk.store.check import integrity
from crmdesk.store.contact import Contact
from crmdesk.store.deal import Deal
from crmdesk.store.deal_moves import move
from crmdesk.store.file import Workspace, create
from crmdesk.store.import_edits import edited_since
from crmdesk.store.import_undo import imports_standing, undo_import
from crmdesk.store.registry import RECORD_TYPES
from tests.foreign import tables
from tests.tables import Contents, contents_of

CONTACTS = "id,kind,name,company_id,email,phone,Colour\n"
STAGES = "id,name,position,probability,kind\nlead,Lead,1,0.1,open\nwon,Won,2,1,won\n"
DEALS = "id,title,contact_id,stage_id,opened_at,closed_at\n"
# What programs wrote at some time or other: source, rule, files. The same people are in several of them.
FILES: list[tuple[str, Policy, dict[str, Any]]] = [
    ("hub", Policy(), {"contacts": f"{CONTACTS}1,company,Firm,,,,\n2,person,Pia Blum,1,pia@firm.example,,red\n"}),
    ("hub", Policy(), {"contacts": f"{CONTACTS}2,person,Pia Blum,1,pia@firm.example,5551234567,blue\n"
                                   "3,person,Zoe Zett,,,,\n"}),
    ("zoo", Policy(), {"contacts": f"{CONTACTS}2,person,Pia Blum,,pia@firm.example,,\n"
                                   "4,person,Ben Berg,,ben@x.example,,\n"}),
    ("zoo", Policy("overwrite"), {"contacts": f"{CONTACTS}4,person,Benno Berg,9,,1,\n"
                                              "2,person,P. Blum,,pia@firm.example,2,\n"}),
    ("", LETTER, {"contacts": f"{CONTACTS}p,person,Pia Blum,f,,,\nf,company,Firm,,,,green\n", "stages": STAGES,
                  "deals": f"{DEALS}d1,Roof,p,lead,2026-03-01,\nd2,Wall,f,won,2026-03-01,2026-03-09\n"}),
    ("", LETTER, {"stages": STAGES, "deals": f"{DEALS}d1,Roof,,won,2026-03-01,2026-04-01\n",
                  "stage_changes": "deal_id,stage_id,at\nd1,lead,2026-03-01\nd1,won,2026-04-01\n"}),
    ("hub", Policy("overwrite"), {"stages": STAGES, "deals": f"{DEALS}d1,Hall,2,lead,2026-05-01,\n",
                                  "sales": "id,sold_at,contact_id,amount\ns1,2026-05-02,2,10\n"}),
]  # fmt: skip
_CUSTOM = list(Contact._meta.columns).index("custom")
DO = st.one_of(
    st.tuples(st.just("import"), st.integers(0, len(FILES) - 1)),
    st.tuples(st.sampled_from(("edit", "move", "delete")), st.integers(0, 9)),
    st.tuples(st.sampled_from(("undo", "undo keeping", "undo all", "redo")), st.integers(0, 9)),
)


def bring(workspace: Workspace, number: int) -> None:
    """The plan is what happens; its counts are the rows of the files; the same again changes nothing."""
    source, policy, texts = FILES[number]
    opened = tables(source, **texts)
    planned = make_plan(workspace, opened, policy)
    before = contents_of(workspace)
    done = carry_out(workspace, opened, policy, label="Import")
    assert (done.counts, list(done.rows)) == (planned.counts, list(planned.rows))
    for kind, text in texts.items():
        assert sum(done.counts[kind].values()) == len(text.splitlines()) - 1
    after = contents_of(workspace)
    assert (done.report.batch is None) == (before == after)
    if policy.fill == "blanks":
        assert kept(before, after), "only blanks are filled"
    again = carry_out(workspace, opened, policy, label="Import")
    assert again.report.batch is None and contents_of(workspace) == after


def kept(before: Contents, after: Contents) -> bool:
    """Whether every cell of a contact that was filled in is as it was, but for the fields of one's own."""
    now = {row[0]: row for row in after["contact"]}
    pairs = [pair for row in before["contact"] for pair in enumerate(zip(row, now[row[0]], strict=True))]
    return all(old in (None, new) or place == _CUSTOM for place, (old, new) in pairs)


def change(workspace: Workspace, what: str, number: int) -> None:
    """A person changes, moves or deletes something."""
    record: Any = Deal if what == "move" else Contact
    rows = workspace.rows(f"SELECT id FROM {table_of(record)} ORDER BY id LIMIT 1 OFFSET ?", (number % 3,))
    for (row_id,) in rows:
        with workspace.operation(what) as tx:
            if what == "edit":
                tx.update(Contact, row_id, {"phone": f"edit {number}", "city": f"City {number}"})
            elif what == "move":
                stages = [stage for (stage,) in tx.rows("SELECT id FROM stage ORDER BY id")]
                move(tx, row_id, stages[number % len(stages)])
            elif not tx.rows("SELECT 1 FROM deal UNION SELECT 1 FROM contact WHERE company_id = ?", (row_id,)):
                tx.delete(Contact, row_id)


def undo(workspace: Workspace, what: str, number: int) -> None:
    """Takes any import back; what was edited since stays, goes back too, or keeps it from being taken back."""
    standing = imports_standing(workspace)
    if not standing:
        return
    step = standing[number % len(standing)]
    edited = edited_since(workspace, step.id)
    before = contents_of(workspace)
    keep = None if what == "undo" else [one.key for one in edited] if what == "undo keeping" else []
    try:
        undo_import(workspace, step.id, keep=keep)
    except UserError:
        assert contents_of(workspace) == before
        return
    if what == "undo keeping":
        assert no_edit_lost(edited, before, contents_of(workspace))


def no_edit_lost(edited: list[Any], before: Contents, after: Contents) -> bool:
    """Whether the records that were kept have what was filled in since."""
    for one in edited:
        old = next(row for row in before[one.kind] if row[0] == one.row_id)
        new = next((row for row in after[one.kind] if row[0] == one.row_id), None)
        columns = list(Contact._meta.columns if one.kind == "contact" else Deal._meta.columns)
        if new is None or (
            one.kind in ("contact", "deal")
            and any(old[columns.index(name)] != new[columns.index(name)] for name in one.fields if name in columns)
        ):
            return False
    return True


def nothing_doubled(workspace: Workspace) -> bool:
    for record in RECORD_TYPES:
        table = table_of(record)
        twice = f"SELECT 1 FROM {table} WHERE external_id IS NOT NULL GROUP BY external_id HAVING count(*) > 1"
        if workspace.rows(twice):
            return False
    sql = "SELECT 1 FROM contact WHERE email IS NOT NULL GROUP BY email HAVING count(*) > 1"
    return not workspace.rows(sql)


@given(st.lists(DO, min_size=1, max_size=9))
@example([("import", 4), ("import", 5), ("undo all", 0)])
@example([("import", 5), ("import", 4)])
@settings(max_examples=20)
def test_imports_edits_and_undos_in_any_order(steps: list[tuple[str, int]]) -> None:
    with (
        tempfile.TemporaryDirectory() as place,
        create(Path(place) / "a.crmdesk", {"currency": "EUR", "timezone": "Europe/Berlin"}) as workspace,
    ):
        first = contents_of(workspace)
        for what, number in steps:
            if what == "import":
                bring(workspace, number)
            elif what == "redo":
                if (step := workspace.journal.next_redo()) is not None:
                    workspace.journal.undo(step.id)
            elif what.startswith("undo"):
                undo(workspace, what, number)
            else:
                change(workspace, what, number)
            assert nothing_doubled(workspace)
            assert integrity(workspace) == "ok"
        while (step := workspace.journal.next_undo()) is not None and step.id > 1:
            workspace.journal.undo(step.id)
        assert contents_of(workspace) == first
