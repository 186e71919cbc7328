"""An import is taken back after other edits: what nobody touched goes back, what people did is theirs to say."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crmdesk.domain.errors import Conflict, UserError
from crmdesk.exchange.policy import LETTER, Policy
from crmdesk.store.activity import Activity
from crmdesk.store.base import table_of
from crmdesk.store.check import integrity
from crmdesk.store.contact import Contact
from crmdesk.store.deal import Deal
from crmdesk.store.deal_moves import move
from crmdesk.store.file import Workspace, create
from crmdesk.store.import_edits import HISTORY, edited_since
from crmdesk.store.import_undo import imports_standing, undo_import
from crmdesk.store.registry import ALL_TYPES
from crmdesk.store.staff import Staff
from tests.foreign import bring
from tests.tables import contents_of

CONTACTS = "id,kind,name,company_id,phone,city\nf,company,Firm,,1,\np,person,Pia,f,2,\nz,person,Zoe,,3,\n"
STAGES = "id,name,position,probability,kind\ns1,Lead,1,0.1,open\ns2,Won,2,1,won\n"
DEALS = "id,title,contact_id,stage_id,opened_at,closed_at\nd1,Roof,p,s1,2026-03-01,\nd2,Wall,,s1,2026-03-02,\n"
FILL = Policy("overwrite")


@pytest.fixture
def here(tmp_path: Path) -> Iterator[Workspace]:
    with create(tmp_path / "a.crmdesk", {"currency": "EUR", "timezone": "Europe/Berlin"}) as workspace:
        yield workspace
        assert integrity(workspace) == "ok"


def edit(workspace: Workspace, record: type, row_id: int, label: str = "Edit", **values: Any) -> None:
    with workspace.operation(label) as tx:
        tx.update(record, row_id, values)


def step_of(workspace: Workspace, **texts: str) -> int:
    number = bring(workspace, policy=FILL, **texts).report.batch
    assert number is not None
    return number


def take_all_back(workspace: Workspace) -> None:
    """Takes back every step, the latest first."""
    while (step := workspace.journal.next_undo()) is not None and step.id > 1:
        workspace.journal.undo(step.id)


def test_every_table_is_called_like_its_kind() -> None:
    assert all(table_of(record) == record.kind for record in ALL_TYPES)


def test_without_edits_it_is_an_undo_like_any_other(here: Workspace) -> None:
    before = contents_of(here)
    step = step_of(here, contacts=CONTACTS, stages=STAGES, deals=DEALS)
    after = contents_of(here)
    assert edited_since(here, step) == []
    back = undo_import(here, step)
    assert (contents_of(here), here.journal.find(back).undoes) == (before, step)
    here.journal.undo(back)
    assert contents_of(here) == after
    undo_import(here, step)
    with pytest.raises(UserError, match="already been undone"):
        undo_import(here, step)


def test_a_field_that_the_import_did_not_fill_in_is_nobodys_question(here: Workspace) -> None:
    step_of(here, contacts=CONTACTS)
    step = step_of(here, contacts=CONTACTS.replace(",2,", ",22,"))
    edit(here, Contact, 2, city="Porto")
    assert edited_since(here, step) == []
    undo_import(here, step)
    assert here.rows("SELECT phone, city FROM contact WHERE id = 2") == [("2", "Porto")]


def test_what_was_edited_is_listed_with_what_was_done_and_by_whom(here: Workspace) -> None:
    with here.operation("Team") as tx:
        ana = tx.insert(Staff, {"name": "Ana"})
    step = step_of(here, contacts=CONTACTS)
    with here.operation("New number", staff=ana) as tx:
        tx.update(Contact, 2, {"phone": "9"})
    (one,) = edited_since(here, step)
    assert (one.key, one.name, one.fields, one.by, one.is_new, one.is_needed) == (
        ("contact", 2),
        "Pia",
        ("phone",),
        ("Ana: New number",),
        True,
        False,
    )
    assert one.at > 0
    with pytest.raises(Conflict, match="1 of its records were changed since") as told:
        undo_import(here, step)
    assert told.value.rows == (("contact", 2),)


@pytest.mark.parametrize("keep", [True, False])
def test_a_record_that_was_updated_and_edited_stays_or_goes_back(here: Workspace, keep: bool) -> None:
    step_of(here, contacts=CONTACTS)
    before = contents_of(here)
    step = step_of(here, contacts=CONTACTS.replace(",2,", ",22,Rome").replace("Pia", "Pina"))
    edit(here, Contact, 2, phone="9")
    undo_import(here, step, keep=[("contact", 2)] if keep else [])
    assert here.rows("SELECT name, phone, city FROM contact WHERE id = 2") == [("Pia", "9" if keep else "2", None)]
    if not keep:
        assert contents_of(here) == before
    take_all_back(here)
    assert not here.rows("SELECT 1 FROM contact")


@pytest.mark.parametrize("keep", [True, False])
def test_a_record_that_was_made_and_edited_stays_with_what_it_needs_or_goes(here: Workspace, keep: bool) -> None:
    before = contents_of(here)
    step = step_of(here, contacts=CONTACTS)
    edit(here, Contact, 2, phone="9")
    undo_import(here, step, keep=[("contact", 2)] if keep else [])
    assert here.rows("SELECT name FROM contact ORDER BY id") == ([("Firm",), ("Pia",)] if keep else [])
    if keep:
        assert [name for (name,) in here.rows("SELECT elsewhere FROM known_as")] == ["f", "p"]
        again = bring(here, contacts=CONTACTS)
        assert [row.outcome for row in again.rows] == ["unchanged", "unchanged", "created"]
        undo_import(here, again.report.batch or 0)
    take_all_back(here)
    assert contents_of(here) == before


def test_what_later_records_need_stays(here: Workspace) -> None:
    step = step_of(here, contacts=CONTACTS)
    with here.operation("Call") as tx:
        tx.insert(Activity, {"kind": "call", "at": 0, "contact_id": 3})
    (one,) = edited_since(here, step)
    assert (one.key, one.fields, one.is_needed) == (("contact", 3), (), True)
    with pytest.raises(Conflict, match="later records refer to it"):
        undo_import(here, step)
    undo_import(here, step, keep=[])
    assert here.rows("SELECT name FROM contact") == [("Zoe",)]
    with pytest.raises(UserError, match="Nothing of"):
        undo_import(here, step, keep=[])


def test_what_was_deleted_since_stays_deleted(here: Workspace) -> None:
    step_of(here, contacts=CONTACTS)
    step = step_of(here, contacts=CONTACTS.replace(",3,", ",33,") + "y,person,Yan,,4,\n")
    with here.operation("Delete") as tx:
        tx.delete(Contact, 3)
        tx.delete(Contact, 4)
    assert edited_since(here, step) == []
    undo_import(here, step)
    assert here.rows("SELECT name FROM contact ORDER BY id") == [("Firm",), ("Pia",)]
    take_all_back(here)
    assert not here.rows("SELECT 1 FROM contact")


@pytest.mark.parametrize("keep", [True, False])
def test_a_deal_that_was_moved_since_stays_with_its_way_or_goes_back_with_it(here: Workspace, keep: bool) -> None:
    step_of(here, contacts=CONTACTS, stages=STAGES, deals=DEALS)
    before = contents_of(here)
    won = DEALS.replace("p,s1,2026-03-01,", "p,s2,2026-03-01,2026-03-09").replace("Wall", "Wall 2")
    step = bring(here, policy=LETTER, deals=won).report.batch or 0
    with here.operation("Move") as tx:
        move(tx, 1, 1)
    (one,) = edited_since(here, step)
    assert one.key == ("deal", 1) and HISTORY in one.fields
    moved = contents_of(here)
    undo_import(here, step, keep=[one.key] if keep else [])
    after = contents_of(here)
    if keep:
        assert (after["deal"][0], after["stage_change"]) == (moved["deal"][0], moved["stage_change"])
        assert after["deal"][1] == before["deal"][1]
    else:
        assert after == before
    take_all_back(here)
    assert not here.rows("SELECT 1 FROM deal")


@pytest.mark.parametrize("keep", [True, False])
def test_a_new_deal_that_was_moved_stays_or_goes_with_its_whole_way(here: Workspace, keep: bool) -> None:
    step_of(here, stages=STAGES)
    before = contents_of(here)
    step = step_of(here, contacts=CONTACTS, deals=DEALS)
    with here.operation("Move") as tx:
        move(tx, 1, 2)
    undo_import(here, step, keep=[("deal", 1)] if keep else [])
    ways = here.rows("SELECT deal_id, stage_id FROM stage_change ORDER BY id")
    assert ways == ([(1, 1), (1, 2)] if keep else [])
    assert len(here.rows("SELECT 1 FROM contact")) == (2 if keep else 0), "the deal's contact and its firm"
    if not keep:
        assert contents_of(here) == before


def test_a_title_that_was_edited_leaves_the_way_alone(here: Workspace) -> None:
    step_of(here, stages=STAGES, deals=DEALS.replace(",p,", ",,"))
    step = step_of(here, deals=DEALS.replace(",p,", ",,").replace("Roof", "Roof 2"))
    edit(here, Deal, 1, title="My roof")
    with here.operation("Move") as tx:
        move(tx, 1, 2)
    (one,) = edited_since(here, step)
    assert one.fields == ("title",)
    way = here.rows("SELECT * FROM stage_change")
    undo_import(here, step, keep=[])
    assert here.rows("SELECT title, stage_id FROM deal WHERE id = 1") == [("Roof", 2)]
    assert here.rows("SELECT * FROM stage_change") == way


def test_an_edited_step_of_a_way_is_an_edit_of_its_deal(here: Workspace) -> None:
    step = step_of(here, stages=STAGES, deals=DEALS.replace(",p,", ",,"))
    with here.operation("Who") as tx:
        tx.rows("UPDATE stage_change SET custom = '{}' WHERE id = 1")
    (one,) = edited_since(here, step)
    assert (one.key, one.fields) == (("deal", 1), (HISTORY,))


def test_another_time_zone_goes_back_with_the_import(here: Workspace) -> None:
    step_of(here, contacts="id,kind,name,lead_at\na,person,Ana,2026-03-01\nb,person,Bo,2026-03-02\n")
    before = contents_of(here)
    from crmdesk.exchange.plan import carry_out
    from tests.foreign import tables

    text = tables("", contacts="id,kind,name\nq,person,Quin\n")
    step = carry_out(here, text, LETTER, settings={"timezone": "America/Los_Angeles"}, label="Import").report.batch or 0
    edit(here, Contact, 3, phone="9")
    undo_import(here, step, keep=[])
    assert contents_of(here) == before and here.settings.timezone == "Europe/Berlin"
    edited = (
        carry_out(here, text, LETTER, settings={"timezone": "America/Los_Angeles"}, label="Import").report.batch or 0
    )
    edit(here, Contact, 4, phone="9")
    undo_import(here, edited, keep=[("contact", 4)])
    assert here.rows("SELECT count(*) FROM contact") == [(3,)]
    assert contents_of(here)["contact"][:2] == before["contact"]


@pytest.mark.parametrize("keep", [True, False])
def test_an_id_of_a_deleted_record_is_that_of_the_one_that_came_again(here: Workspace, keep: bool) -> None:
    first = step_of(here, contacts="id,kind,name\na,person,Ana\n")
    with here.operation("Delete") as tx:
        tx.delete(Contact, 1)
    before = contents_of(here)
    step = step_of(here, contacts="id,kind,name\na,person,Ana\nb,person,Bo\n")
    edit(here, Contact, 2, phone="9")
    undo_import(here, step, keep=[("contact", 2)] if keep else [])
    assert here.rows("SELECT row FROM known_as") == [(2 if keep else 1,)]
    assert keep or contents_of(here) == before
    assert [one.id for one in imports_standing(here)] == [first]
    take_all_back(here)
    assert not here.rows("SELECT 1 FROM known_as")


def test_an_edit_that_was_taken_back_is_none(here: Workspace) -> None:
    before = contents_of(here)
    step = step_of(here, contacts=CONTACTS)
    edit(here, Contact, 2, phone="9")
    edit(here, Contact, 3, phone="3")
    here.journal.undo(step + 1)
    assert edited_since(here, step) == []
    undo_import(here, step)
    assert contents_of(here) == before
