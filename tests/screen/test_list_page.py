"""The page of a list: what holds for every list, and what one does with its rows."""

import csv
import io
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QHelpEvent
from PySide6.QtWidgets import QApplication, QMessageBox, QToolTip
from python_calamine import load_workbook

from crmdesk.screen.listing.page import ACTS
from crmdesk.store import note
from crmdesk.store.listing import LISTINGS, all_columns
from crmdesk.store.query import Filter, Query, count, row_ids
from crmdesk.store.sale import Sale
from crmdesk.store.views import views_of
from crmdesk.text import _
from crmdesk.ui.desk import Place
from tests.screen.driving import NOON, choose_box, dialog_of, focused, press, settle, texts, wait

pytestmark = pytest.mark.slow

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def begins_at():
    return "settings"


@pytest.mark.parametrize("listing", list(LISTINGS))
def test_every_list_shows_its_rows_and_says_how_many(listing, make_page):
    page = make_page(listing)
    number = count(page.desk.here, Query(listing), page.desk.now())
    assert page.view.rows.rowCount() == number
    assert f"{number:,} row" in page.count.text()
    assert page.presets.counts.get("", number) == number
    assert page.title() == _(LISTINGS[listing].title)
    assert page.place() == Place(listing)


@pytest.mark.parametrize("listing", list(LISTINGS))
def test_every_preset_shows_as_many_rows_as_its_button_says(listing, make_page):
    page = make_page(listing)
    for name in page.presets.counts:
        page.presets.buttons[name].click()
        assert page.view.rows.rowCount() == page.presets.counts[name]
        assert page.query.preset == name
    assert page.handlers().keys() == {act.id for act in ACTS}


@pytest.mark.parametrize("listing", list(LISTINGS))
def test_every_column_of_every_list_can_be_shown_sorted_and_grouped(listing, make_page):
    page = make_page(listing)
    page.show_columns(list(all_columns(page.listing)))
    rows = len(page.view.rows.ids)
    for column in page.view.shown_columns():
        page.sort_by(column)
        assert len(page.view.rows.ids) == rows
        page.query = Query(listing, group=column)
        assert len(page.view.rows.ids) == rows
        page.grab()


def test_a_list_without_rows_says_what_belongs_there_and_one_with_filters_how_to_see_all(contacts):
    contacts.query = Query("contacts", text="nobody is called like this")
    assert contacts.stack.currentIndex() == 1
    assert "No row matches" in contacts.empty.text()
    contacts.empty_button.click()
    assert contacts.stack.currentIndex() == 0
    assert contacts.query == Query("contacts")


def test_searching_narrows_the_list_and_the_arrow_leads_into_it(contacts):
    contacts.handlers()["list_find"]()
    assert focused() is contacts.search
    name = contacts.view.rows.text(0, "name")
    contacts.search.setText(name)
    press(Qt.Key.Key_Down)
    assert focused() is contacts.view
    assert contacts.query.text == name
    assert 0 < contacts.view.rows.rowCount() < 50
    assert name in [contacts.view.rows.text(row, "name") for row in range(contacts.view.rows.rowCount())]
    assert f"“{name}”" in contacts.title()
    contacts.go_to_search()
    press(Qt.Key.Key_Escape)
    wait(lambda: contacts.query.text == "")


def test_the_head_of_a_column_sorts_up_then_down_then_as_usual(contacts):
    usual = list(contacts.view.rows.ids)
    seen = []
    for _time in range(3):
        contacts.view.sort_wanted.emit("name")
        seen.append(list(contacts.view.rows.ids))
    here, now = contacts.desk.here, contacts.desk.now()
    assert seen[0] == list(row_ids(here, Query("contacts", sort="name"), now))
    assert seen[1] == list(row_ids(here, Query("contacts", sort="name", descending=True), now))
    assert seen[2] == usual


def test_columns_are_chosen_and_ordered_and_found_again_next_time(contacts, make_page, window):
    dialog = contacts.choose_columns()
    dialog.show_columns(["city", "name"])
    dialog.shift(1)
    dialog.accept()
    assert contacts.view.shown_columns() == ["name", "city"]
    contacts.view.setColumnWidth(1, 333)
    contacts.view.horizontalHeader().moveSection(0, 1)
    assert contacts.view.shown_columns() == ["city", "name"]
    contacts.leave()
    kept = note.recall(window.desk.here, "columns:contacts")
    assert kept["columns"] == ["city", "name"]
    assert kept["widths"]["city"] == 333
    again = make_page("contacts")
    assert again.view.shown_columns() == ["city", "name"]
    assert again.view.columnWidth(0) == 333


def test_a_list_without_any_column_cannot_be_asked_for(contacts):
    dialog = contacts.choose_columns()
    for row in range(dialog.list.count()):
        dialog.list.item(row).setCheckState(Qt.CheckState.Unchecked)
    assert not dialog.ok.isEnabled()
    dialog.usual.click()
    assert dialog.chosen() == list(contacts.listing.columns)
    dialog.reject()


def test_enter_opens_the_record_and_tells_its_neighbours(contacts):
    went = []
    contacts.desk.wanted.connect(went.append)
    contacts.view.setFocus()
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    first = contacts.view.rows.ids[contacts.view.currentIndex().row()]
    assert went == [Place("record", "contact", first)]
    assert list(contacts.desk.siblings) == list(contacts.view.rows.ids)


def test_a_cell_is_edited_in_place_and_enter_goes_on_below(contacts):
    view, rows = contacts.view, contacts.view.rows
    view.setFocus()
    view.setCurrentIndex(rows.index(0, rows.columns.index("city")))
    contacts.handlers()["list_edit"]()
    focused().setText("Łódź")
    press(Qt.Key.Key_Return)
    assert rows.text(0, "city") == "Łódź"
    assert (view.currentIndex().row(), view.current_column()) == (1, "city")
    assert "City" in contacts.desk.notice.text.text()
    contacts.desk.here.journal.undo(contacts.desk.here.rows("SELECT max(id) FROM operation")[0][0])
    assert rows.text(0, "city") != "Łódź"


def test_tab_edits_the_next_cell_and_esc_leaves_everything_as_it_was(contacts):
    view, rows = contacts.view, contacts.view.rows
    contacts.show_columns(["name", "city", "revenue"])
    view.setCurrentIndex(rows.index(0, 0))
    view.edit_current()
    before = rows.text(0, "city")
    focused().setText("Ann")
    press(Qt.Key.Key_Tab)
    assert rows.text(0, "name") == "Ann"
    assert view.current_column() == "city"
    focused().setText("nowhere")
    press(Qt.Key.Key_Escape)
    assert rows.text(0, "city") == before


def test_what_a_field_refuses_is_told_and_nothing_is_changed(make_page):
    page = make_page("deals")
    view, rows = page.view, page.view.rows
    view.setCurrentIndex(rows.index(0, rows.columns.index("amount")))
    before = rows.text(0, "amount")
    view.edit_current()
    focused().setText("much")
    press(Qt.Key.Key_Return)
    assert "nothing was changed" in page.desk.notice.text.text()
    assert rows.text(0, "amount") == before


def test_worked_out_columns_are_not_edited(contacts):
    assert not contacts.view.rows.may_edit("revenue")
    assert contacts.view.rows.may_edit("name")
    contacts.show_columns(["name", "revenue"])
    contacts.view.setCurrentIndex(contacts.view.rows.index(0, 1))
    contacts.view.edit_current()
    assert "open the record" in contacts.desk.notice.text.text()


def test_a_key_that_a_cell_has_no_use_for_keeps_it_and_moves_the_cursor(contacts):
    view, rows = contacts.view, contacts.view.rows
    view.setFocus()
    view.setCurrentIndex(rows.index(1, rows.columns.index("city")))
    view.edit_current()
    view.edit_current()
    focused().setText("Łódź")
    press(Qt.Key.Key_Up)
    assert rows.text(1, "city") == "Łódź"
    assert focused() is view and view.currentIndex().row() == 0


def test_copied_rows_are_a_table_for_a_spreadsheet(contacts):
    contacts.show_columns(["name", "kind", "lead_at"])
    contacts.view.selectRow(0)
    contacts.view.choose(contacts.view.rows.ids[:2])
    contacts.handlers()["list_copy"]()
    lines = list(csv.reader(io.StringIO(QGuiApplication.clipboard().text()), delimiter="\t"))
    assert lines[0] == ["Name", "Kind", "Lead since"]
    assert [line[0] for line in lines[1:]] == [contacts.view.rows.text(row, "name") for row in (0, 1)]
    assert "2 rows were copied" in contacts.desk.notice.text.text()


def test_one_row_is_deleted_at_once_and_comes_back(contacts):
    contacts.view.setFocus()
    contacts.view.selectRow(2)
    gone, after = contacts.view.rows.ids[2], contacts.view.rows.ids[3]
    number = contacts.view.rows.rowCount()
    contacts.handlers()["list_delete"]()
    assert gone not in contacts.view.rows.ids
    assert contacts.view.rows.rowCount() < number
    assert contacts.view.current_id() in (after, contacts.view.rows.ids[2])
    assert "was deleted" in contacts.desk.notice.text.text()
    contacts.desk.notice.button.click()
    wait(lambda: gone in contacts.view.rows.ids)
    assert contacts.view.rows.rowCount() == number


def test_several_rows_go_at_once_with_what_belongs_to_them_and_come_back(contacts):
    here, rows = contacts.desk.here, contacts.view.rows
    number = rows.rowCount()
    buyers = [row_id for (row_id,) in here.rows("SELECT contact_id FROM sale GROUP BY 1 HAVING contact_id > 0 LIMIT 3")]
    contacts.view.choose(buyers)
    contacts.delete_button.click()
    wait(lambda: not set(buyers) & set(rows.ids))
    told = contacts.desk.notice.text.text()
    assert "3 records were deleted." in told and "With that went:" in told and "Sales" in told
    contacts.desk.notice.button.click()
    wait(lambda: rows.rowCount() == number)


def test_what_others_refer_to_is_not_deleted_and_the_reason_is_told(make_page):
    page = make_page("staff")
    page.view.choose(page.view.rows.ids[:2])
    number = page.view.rows.rowCount()
    page.handlers()["list_delete"]()
    assert page.view.rows.rowCount() == number
    assert page.desk.notice.text.text()


def test_of_very_many_rows_the_number_is_told_first(contacts, monkeypatch):
    monkeypatch.setattr("crmdesk.screen.listing.commands._FEW", 2)
    number = contacts.view.rows.rowCount()
    for answer, left in (("Keep them", number), ("Delete", None)):
        contacts.view.choose(contacts.view.rows.ids[:3])
        contacts.delete_button.click()
        box = dialog_of(contacts, QMessageBox)
        assert "3 records" in box.text()
        next(button for button in box.buttons() if button.text() == answer).click()
        wait(lambda: not contacts.desk.session.writing)
        assert left in (None, contacts.view.rows.rowCount())
    wait(lambda: contacts.view.rows.rowCount() <= number - 3)


def test_many_rows_get_one_value_with_the_number_told_first(contacts):
    contacts.view.choose(contacts.view.rows.ids[:5])
    contacts.handlers()["list_bulk"]()
    dialog = contacts.commands.dialog
    choose_box(dialog.column, "city")
    dialog.editor.set_text("Łódź")
    dialog.look()
    assert "5 of 5 records will change" in dialog.preview.text()
    dialog.accept()
    assert {contacts.view.rows.text(row, "city") for row in range(5)} == {"Łódź"}


def test_a_count_that_comes_when_its_dialog_is_gone_is_told_nobody(make_window, book):
    window = make_window(book, at_once=False)
    window.desk.go(Place("contacts"))
    settle(window)
    view = window.page.view
    view.setCurrentIndex(view.rows.index(0, view.rows.columns.index("city")))
    view.choose(view.rows.ids[:3])
    window.page.handlers()["list_bulk"]()
    assert window.jobs.running
    window.page.commands.dialog.reject()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    settle(window)


@pytest.mark.parametrize("listing", list(LISTINGS))
def test_what_is_shown_is_saved_as_csv_and_as_a_spreadsheet(listing, make_page, tmp_path: Path):
    page = make_page(listing)
    page.show_columns(list(all_columns(page.listing)))
    titles = [
        page.view.rows.headerData(place, Qt.Orientation.Horizontal) for place in range(len(page.view.rows.columns))
    ]
    for name in ("list.csv", "list.xlsx"):
        page.commands.write(tmp_path / name, page.query)
    with (tmp_path / "list.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    sheet = load_workbook(tmp_path / "list.xlsx").get_sheet_by_index(0).to_python()
    assert lines[0] == titles == sheet[0]
    assert len(lines) - 1 == len(page.view.rows.ids) == len(sheet) - 1


def test_no_cell_of_a_saved_list_is_a_formula(contacts, tmp_path: Path):
    with contacts.desk.operation("Rename") as tx:
        from crmdesk.store.contact import Contact

        tx.update(Contact, contacts.view.rows.ids[0], {"name": "=1+1", "city": "-2"})
    contacts.commands.write(tmp_path / "list.csv", Query("contacts"))
    text = (tmp_path / "list.csv").read_text(encoding="utf-8-sig")
    assert "'=1+1" in text
    assert "'-2" in text
    contacts.commands.write(tmp_path / "list.xlsx", Query("contacts"))
    sheet = load_workbook(tmp_path / "list.xlsx").get_sheet_by_index(0).to_python()
    assert sheet[1][0] == "=1+1"


def test_a_view_is_saved_chosen_renamed_and_deleted(contacts):
    contacts.query = Query("contacts", (Filter("kind", "is", "company"),), sort="name")
    contacts.show_columns(["name", "city"])
    contacts.handlers()["list_save_view"]()
    dialog = contacts.views.dialog
    assert not dialog.ok.isEnabled()
    dialog.line.setText("Firms & more")
    dialog.accept()
    (view,) = views_of(contacts.desk.here, "contacts")
    contacts.clear()
    contacts.show_columns(["name"])
    menu = contacts.views.show_menu(contacts.views_button)
    next(action for action in menu.actions() if action.text() == "Firms && more").trigger()
    menu.close()
    assert contacts.query == view.query
    assert contacts.view.shown_columns() == ["name", "city"]
    assert contacts.views.present() == view
    contacts.views.rename(view)
    contacts.views.dialog.line.setText("Firms")
    contacts.views.dialog.accept()
    (view,) = contacts.views.all()
    assert view.name == "Firms"
    contacts.views.delete(view)
    assert contacts.views.all() == []


def test_groups_have_heads_with_sums_that_are_not_chosen(make_page):
    page = make_page("expenses")
    choose_box(page.group, "category")
    page.group.activated.emit(page.group.currentIndex())
    rows = page.view.rows
    page.show_columns(["spent_on", "amount", "category"])
    heads = [row for row in range(rows.rowCount()) if rows.group_at(row) is not None]
    assert len(heads) == len(rows.groups) > 1
    head = rows.index(heads[1], 0)
    assert head.data().endswith(f": {rows.groups[1].count:,}")
    assert head.siblingAtColumn(1).data().endswith("EUR")
    assert not head.flags() & Qt.ItemFlag.ItemIsSelectable
    assert rows.row_of(rows.id_at(heads[1] + 1)) == heads[1] + 1
    page.view.setFocus()
    page.view.selectAll()
    assert sorted(page.view.chosen()) == sorted(rows.ids)
    page.grab()


def test_the_menu_of_a_row_offers_rows_like_it(contacts):
    contacts.view.setCurrentIndex(contacts.view.rows.index(0, contacts.view.rows.columns.index("kind")))
    contacts.view.menu_wanted.emit(contacts.mapToGlobal(contacts.rect().center()))
    menu = QApplication.activePopupWidget()
    only = next(action for action in menu.actions() if action.text().startswith("Only rows like this"))
    only.trigger()
    menu.close()
    assert contacts.query.filters[0].column == "kind"


def test_a_change_elsewhere_is_shown_and_the_chosen_row_stays_chosen(contacts, window):
    chosen = contacts.view.rows.ids[5]
    contacts.view.choose([chosen])
    contacts.view.go_to(chosen)
    from crmdesk.store.contact import Contact

    with window.desk.operation("Add") as tx:
        new = tx.insert(Contact, {"kind": "person", "name": "Zoë"})
    assert contacts.view.rows.ids[0] == new
    assert contacts.view.chosen() == [chosen]
    assert contacts.view.current_id() == chosen
    assert f"{len(contacts.view.rows.ids):,} rows" in contacts.count.text()


def test_a_place_leads_back_to_the_same_rows_and_a_wrong_one_to_all(contacts):
    contacts.query = Query("contacts", preset="companies", sort="name")
    place = contacts.place()
    contacts.clear()
    contacts.show_place(place)
    assert contacts.query == Query("contacts", preset="companies", sort="name")
    contacts.clear()
    for wrong in ("{", Query("deals", preset="won").as_json()):
        contacts.show_place(Place("contacts", detail=wrong))
        assert contacts.query.preset == ""
    contacts.show_place(Place("contacts", detail=Query("contacts", (Filter("nothing", "is", 1),)).as_json()))
    assert contacts.query == Query("contacts")


def test_a_file_for_reading_only_offers_no_change(make_window, book):
    first = make_window(book)
    window = make_window()
    window.open(book, read_only=True)
    settle(window)
    window.desk.go(Place("contacts"))
    settle(window)
    page = window.page
    page.view.selectRow(0)
    assert not page.add_button.isEnabled()
    assert not page.delete_button.isEnabled()
    assert page.copy_button.isEnabled()
    assert "Contacts" in texts(page)
    first.close()


def test_tab_goes_through_the_page_as_one_reads_it(contacts):
    contacts.query = Query("contacts", (Filter("kind", "is", "company"),))
    contacts.search.setFocus()
    seen = [focused()]
    for _time in range(40):
        press(Qt.Key.Key_Tab)
        if focused() in seen:
            break
        seen.append(focused())
    chip = contacts.chips.chips[0]
    wanted = [
        contacts.search,
        contacts.add_button,
        contacts.presets.buttons[""],
        chip.change,
        chip.away,
        contacts.chips.others[0],
        contacts.chips.add,
        contacts.chips.clear,
        contacts.group,
        contacts.view,
    ]
    assert [one for one in seen if one in wanted] == wanted, [one.accessibleName() for one in seen]
    assert all(one.accessibleName() for one in seen)


def test_a_list_asked_for_anew_is_shown_from_the_top_and_one_read_again_where_it_was(contacts):
    bar = contacts.view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    before = bar.value()
    contacts.refresh(None)
    assert bar.value() == before > 0
    contacts.sort_by("name")
    assert bar.value() == 0


def test_columns_of_words_have_the_room_that_is_left_unless_one_made_them(contacts):
    view = contacts.view
    header = view.horizontalHeader()
    contacts.resize(1900, 700)
    QApplication.processEvents()
    left = view.viewport().width() - header.length()
    assert 0 <= left <= 2 * len(view.rows.columns) + view.verticalScrollBar().sizeHint().width()
    name = view.rows.columns.index("name")
    header.resizeSection(name, 90)
    contacts.resize(1700, 700)
    QApplication.processEvents()
    assert header.sectionSize(name) == 90


@pytest.mark.parametrize("amount", [1, 123_456_789_012_34])
def test_an_amount_is_never_cut_off(window, make_page, amount):
    with window.desk.operation("Large") as tx:
        tx.insert(Sale, {"amount": amount, "sold_at": NOON})
    page = make_page("sales")
    view = page.view
    place = page.view.rows.columns.index("amount")
    shown = view.fontMetrics().horizontalAdvance(view.rows.index(0, place).data())
    assert view.columnWidth(place) > shown + 4
    view.setColumnWidth(place, 30)
    assert "amount" in view.widths
    settle(window)
    assert view.columnWidth(place) == 30
    point = view.visualRect(view.rows.index(0, place)).center()
    whole = QHelpEvent(QEvent.Type.ToolTip, point, view.viewport().mapToGlobal(point))
    QApplication.sendEvent(view.viewport(), whole)
    assert view.rows.index(0, place).data() in QToolTip.text()


@pytest.mark.parametrize(("lacking", "scrolls"), [(60, False), (700, True)])
def test_columns_of_words_give_way_to_a_column_that_would_be_half_out_of_sight(contacts, lacking, scrolls):
    contacts.show_columns(["name", "city", "email", "revenue"])
    view = contacts.view
    header = view.horizontalHeader()
    view.resize(100, 400)
    view.resize(header.length() + 2 * view.frameWidth() + view.verticalScrollBar().sizeHint().width() - lacking, 400)
    assert (header.length() > view.viewport().width()) == scrolls
