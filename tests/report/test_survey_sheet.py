"""The sheet of paper that asks a customer, read back from the file."""

import pytest
from pypdf import PdfReader

from crmdesk.domain.errors import UserError
from crmdesk.report.survey_sheet import ANSWERS, survey_sheet
from crmdesk.store.contact import Contact
from crmdesk.store.file import Workspace
from crmdesk.store.ticket import Ticket
from tests.report.conftest import NOW
from tests.report.reading import fonts_of, sizes_of, text_of


def ticket(
    workspace: Workspace, subject: str | None = "The <b>printer</b> & the toner", name: str = "Żółw 株式会社"
) -> int:
    at = workspace.calendar.parse(NOW)
    with workspace.operation("Ask") as tx:
        contact = tx.insert(Contact, {"kind": "company", "name": name}) if name else None
        return tx.insert(Ticket, {"subject": subject, "contact_id": contact, "opened_at": at})


@pytest.fixture
def printed(shop, tmp_path):
    workspace = shop("Corner & Söhne")
    row, now = ticket(workspace), workspace.calendar.parse(NOW)
    path = tmp_path / "sheet.pdf"
    path.write_bytes(survey_sheet(workspace, row, now))
    return path


def test_it_is_one_page_that_asks_both_questions_about_the_ticket(printed):
    assert len(PdfReader(printed).pages) == 1
    text = text_of(printed)
    for part in ("Corner & Söhne", "3 November 2026", "The <b>printer</b> & the toner", "Żółw 株式会社", *ANSWERS):
        assert part in text
    assert "How satisfied are you" in text and "recommend Corner & Söhne" in text and "ticket 1" in text
    assert all(str(score) in text for score in range(11))


def test_its_fonts_are_embedded_and_large_enough_to_read(printed):
    assert all(fonts_of(printed).values()) and min(sizes_of(printed)) >= 7.5


def test_the_same_ticket_and_moment_give_the_same_bytes_and_the_paper_is_chosen(shop):
    workspace = shop()
    row, now = ticket(workspace), workspace.calendar.parse(NOW)
    assert survey_sheet(workspace, row, now) == survey_sheet(workspace, row, now)
    assert survey_sheet(workspace, row, now, paper="Letter") != survey_sheet(workspace, row, now)
    with pytest.raises(UserError, match="not a paper size"):
        survey_sheet(workspace, row, now, paper="A5")


@pytest.mark.parametrize("long", ["", "Ωμέγα " * 400, "שלום " * 50])
def test_any_text_fits_on_the_page(shop, tmp_path, long):
    workspace = shop(f"Shop {long}"[:900])
    row = ticket(workspace, long or None, long)
    path = tmp_path / "sheet.pdf"
    path.write_bytes(survey_sheet(workspace, row, workspace.calendar.parse(NOW)))
    assert len(PdfReader(path).pages) == 1 and "Thank you" in text_of(path)


def test_a_ticket_that_is_gone_is_told(shop):
    workspace = shop()
    with pytest.raises(UserError, match="no longer there"):
        survey_sheet(workspace, 7, 0)
