"""What the window saves for other programs has the form that the name of the file says."""

import json

import pytest
from PySide6.QtWidgets import QFileDialog

from crmdesk.screen.exporting import filters_for_everything, save_everything
from crmdesk.store.activity import Activity
from crmdesk.store.file import open_workspace
from tests.screen.one_page import OnePage


def test_everything_can_be_saved_in_every_form_that_is_offered(book, tmp_path):
    with open_workspace(book, read_only=True) as workspace:
        for name in ("all.zip", "all.json", "all.vcf", "all.ics"):
            assert f"*.{name[-3:]}" in filters_for_everything() or name == "all.json"
            save_everything(tmp_path / name, workspace)
        people = workspace.rows("SELECT count(*) FROM contact")[0][0]
    assert (tmp_path / "all.zip").read_bytes().startswith(b"PK")
    assert len(json.loads((tmp_path / "all.json").read_text(encoding="utf-8"))["contacts"]) == people
    assert (tmp_path / "all.vcf").read_bytes().count(b"BEGIN:VCARD") == people
    assert b"BEGIN:VTODO" in (tmp_path / "all.ics").read_bytes()


def test_chosen_contacts_are_saved_as_an_address_book(contacts: OnePage, tmp_path):
    contacts.view.selectRow(0)
    contacts.handlers()["list_export_chosen"]()
    (dialog,) = contacts.findChildren(QFileDialog)
    assert [sort.split("*")[1] for sort in dialog.nameFilters()] == [".xlsx)", ".csv)", ".vcf)"]
    dialog.selectFile(str(tmp_path / "list.xlsx"))
    dialog.filterSelected.emit(dialog.nameFilters()[2])
    assert dialog.defaultSuffix() == "vcf" and dialog.selectedFiles()[0].endswith("list.vcf")
    dialog.filterSelected.emit("All files")
    dialog.reject()
    contacts.commands.write(tmp_path / "one.vcf", contacts.view.chosen())
    assert (tmp_path / "one.vcf").read_bytes().count(b"BEGIN:VCARD") == 1
    contacts.view.clearSelection()
    contacts.view.setCurrentIndex(contacts.view.model().index(-1, -1))
    contacts.commands.export_chosen()
    assert len([one for one in contacts.findChildren(QFileDialog) if one.isVisible()]) == 0


@pytest.mark.parametrize("listing", ["activities"])
def test_tasks_and_meetings_are_saved_as_a_calendar(make_page, listing, tmp_path):
    page = make_page(listing)
    ids = [
        id
        for (id,) in page.desk.here.rows(f"SELECT id FROM {Activity._meta.table_name} WHERE kind = 'meeting' LIMIT 2")
    ]
    page.commands.write(tmp_path / "two.ics", ids)
    assert (tmp_path / "two.ics").read_bytes().count(b"BEGIN:VEVENT") == len(ids) == 2
