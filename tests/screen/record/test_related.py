"""What is connected with a record: others, the figures of a customer, where facts lead to, files."""

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QWidget

from crmdesk.store import editing
from crmdesk.store.attachment import attach_bytes
from crmdesk.store.base import own_fields
from crmdesk.store.contact import Contact
from crmdesk.store.deal import Deal
from crmdesk.store.registry import record_type
from crmdesk.store.ticket import Ticket
from tests.screen.driving import focused, press, wait
from tests.screen.record.driving import dialog, one, row_of, texts, value_of


def test_related_records_open_by_keyboard_and_can_be_added(host, monkeypatch):
    deal = row_of(host, Deal)
    contact = value_of(host, Deal, deal, "contact_id")
    host.desk.open_record("contact", contact)
    row = host.page.related.rows[0]
    row.setFocus()
    press(Qt.Key.Key_Return)
    assert host.places[-1].page == "record"
    host.desk.open_record("contact", contact)
    asked = []
    monkeypatch.setattr(host.page, "add", lambda *what: asked.append(what))
    host.page.related.add_asked.disconnect()
    host.page.related.add_asked.connect(host.page.add)
    host.page.related.adders["ticket"].click()
    assert asked[0][0] == "ticket"
    assert asked[0][1]["contact_id"] == contact


def test_what_is_added_to_a_contact_starts_with_what_it_has_a_field_for(host):
    owner = one(host, "SELECT id FROM staff LIMIT 1")
    with host.desk.operation("Somebody new") as tx:
        contact = editing.save(tx, Contact, None, {"kind": "company", "name": "New", "owner_id": owner})
    host.desk.open_record("contact", contact)
    asked = []
    host.page.related.add_asked.disconnect()
    host.page.related.add_asked.connect(lambda *what: asked.append(what))
    for button in list(host.page.related.adders.values()):
        button.click()
    assert {kind for kind, _preset in asked} == {"deal", "ticket", "sale", "survey", "contact"}
    for kind, preset in asked:
        assert set(preset) <= set(own_fields(record_type(kind))) and contact in preset.values()


def test_the_list_of_all_is_asked_for_with_its_filter(host):
    staff = one(host, "SELECT owner_id FROM contact WHERE owner_id IS NOT NULL GROUP BY 1 ORDER BY count(*) DESC")
    host.desk.open_record("staff", staff)
    button = next(
        one
        for one in host.page.related.findChildren(QWidget)
        if one.accessibleName() == "Show all: Contacts as owner" and one.isEnabled()
    )
    button.click()
    assert host.places[-1].page == "contacts"
    assert f'"value": {staff}' in host.places[-1].detail


def test_a_customer_has_a_strip_and_others_have_none(host):
    buyer = one(host, "SELECT contact_id FROM sale WHERE contact_id IS NOT NULL ORDER BY sold_at DESC LIMIT 1")
    host.desk.open_record("contact", buyer)
    assert host.page.strip.isVisible()
    assert "Net sales so far" in texts(host.page.strip)
    host.desk.open_record("deal", row_of(host, Deal))
    assert not host.page.strip.isVisible()


def test_the_strip_of_somebody_of_a_company_says_that_it_counts_the_company(host):
    with host.session.here.operation("Contacts") as tx:
        firm = tx.insert(Contact, {"name": "Firm", "kind": "company"})
        pete = tx.insert(Contact, {"name": "Pete", "kind": "person", "company_id": firm})
    host.desk.open_record("contact", pete)
    assert "Firm with all its people" in texts(host.page.strip)
    host.desk.open_record("contact", firm)
    assert not host.page.strip.title.isVisible()


def test_the_keys_stay_where_they_were_when_something_was_added(host):
    contact = value_of(host, Deal, row_of(host, Deal), "contact_id")
    host.desk.open_record("contact", contact)
    host.page.related.adders["ticket"].setFocus()
    with host.session.here.operation("Ticket") as tx:
        tx.insert(Ticket, {"subject": "Late", "contact_id": contact, "opened_at": host.desk.now()})
    wait(lambda: "Late" in [row.name for row in host.page.related.rows])
    assert host.page.related.adders["ticket"].hasFocus()
    wait(host.page.related.rows[1].isVisible)
    row = host.page.related.rows[1]
    row.setFocus()
    host.page.refresh(None)
    wait(lambda: focused() is host.page.related.rows[1] and host.page.related.rows[1] is not row)


def test_an_address_without_spaces_goes_on_in_a_second_line(host):
    host.desk.open_record("contact", row_of(host, Contact))
    value = host.page.facts.facts["email"].value
    value.setText("a" * 60 + "@mail.example")
    assert value.heightForWidth(150) >= 3 * value.fontMetrics().height()


def test_facts_lead_to_other_records_mails_calls_and_pages(host, monkeypatch):
    opened = []

    def open_link(link: str) -> bool:
        opened.append(link)
        return not link.endswith("bad")

    monkeypatch.setattr("crmdesk.screen.record.head.open_link", open_link)
    with host.session.here.operation("Contact") as tx:
        firm = tx.insert(Contact, {"name": "Firm", "kind": "company"})
        values = {"name": "Pete", "kind": "person", "company_id": firm, "email": "pete@firm.example"}
        values |= {"phone": "+49301234567", "website": "firm.example", "street": "Weg 1", "city": "Köln"}
        pete = tx.insert(Contact, values)
    host.desk.open_record("contact", pete)
    facts = host.page.facts.facts
    for name in ("email", "phone", "website"):
        facts[name].link.click()
    assert opened == ["mailto:pete@firm.example", "tel:+49301234567", "firm.example"]
    host.page.head.show_map()
    assert opened[-1].startswith("https://www.openstreetmap.org/search?query=Weg%201%2C%20K%C3%B6ln")
    host.page.head.copy_address()
    assert QGuiApplication.clipboard().text() == "Pete\nWeg 1\nKöln"
    facts["company_id"].link.click()
    assert host.page.place().id == firm
    with host.session.here.operation("Bad") as tx:
        tx.update(Contact, firm, {"website": "bad"})
    facts["website"].link.click()
    assert "cannot be opened" in host.notice.text.text()


def test_a_file_that_is_dropped_is_kept_opened_saved_and_deleted(host, tmp_path, monkeypatch):
    id = row_of(host, Contact)
    host.desk.open_record("contact", id)
    path = tmp_path / "Offer & <b>more.txt"
    path.write_bytes(b"1,200 EUR")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    action = Qt.DropAction.CopyAction
    host.page.dropEvent(
        QDropEvent(QPointF(QPoint(5, 5)), action, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    )
    files = host.page.files
    assert [row.name for row in files.rows] == [path.name]
    assert "9 bytes" in files.rows[0].about
    shown = []

    def show(url: QUrl) -> bool:
        shown.append(url.toLocalFile())
        return True

    monkeypatch.setattr("crmdesk.screen.record.files.QDesktopServices.openUrl", show)
    files.rows[0].click()
    [copy] = shown
    assert Path(copy).read_bytes() == b"1,200 EUR"
    assert "<" not in copy.rpartition("/")[2]
    host.page.leave()
    assert not Path(copy).exists()
    host.desk.open_record("contact", id)
    [line] = files.lines
    line.findChildren(QWidget)[-1].click()
    assert files.rows == []
    host.notice.button.click()
    assert len(files.rows) == 1


def test_a_program_among_the_files_is_not_run(host, monkeypatch):
    id = row_of(host, Contact)
    with host.session.here.operation("File") as tx:
        attach_bytes(tx, "Invoice.pdf.EXE", b"MZ", contact_id=id)
    monkeypatch.setattr("crmdesk.screen.record.files.QDesktopServices.openUrl", lambda _url: pytest.fail("It was run."))
    host.desk.open_record("contact", id)
    host.page.files.rows[0].click()
    box = dialog(host)
    assert "crmdesk does not run it" in box.text()
    box.reject()
