"""What can be done with all that is kept about one contact: saved as a card, given out, erased for good."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from crmdesk.store.contact import Contact
from crmdesk.store.file import Workspace
from crmdesk.store.row import name_of
from crmdesk.text import _
from crmdesk.ui.ask_file import ask_folder, ask_save
from crmdesk.ui.desk import Desk
from crmdesk.ui.jobs import Task


def ask_card(desk: Desk, contact: int, parent: QWidget) -> None:
    """Asks where to save the address card of a contact."""
    name = name_of(desk.here, Contact, contact)
    proposal = Path.home() / f"{_fit(name)}.vcf"
    ask_save(
        parent, _("Save the address card"), _("Address book (*.vcf)"), proposal, lambda path: card(desk, contact, path)
    )


def card(desk: Desk, contact: int, path: Path) -> None:
    """Saves the address card of a contact."""

    def work(workspace: Workspace, _task: Task) -> int:
        from crmdesk.exchange.vcard_out import export_cards

        return export_cards(workspace, path, [contact])

    def done(_number: int) -> None:
        desk.notice.tell(_("The card was saved in “{file}”.").format(file=path.name))

    desk.session.read(_("Saving the card"), work, done)


def ask_data(desk: Desk, contact: int, parent: QWidget) -> None:
    """Asks in which folder the folder with all data of a contact is to be made."""
    name = name_of(desk.here, Contact, contact)
    title = _("All data of “{name}”: choose a folder in which a new one is made").format(name=name)
    ask_folder(parent, title, Path.home(), lambda folder: data(desk, contact, folder))


def data(desk: Desk, contact: int, folder: Path) -> None:
    """Writes all that is kept about a contact into a new folder of its name."""
    name, paper = name_of(desk.here, Contact, contact), _paper()

    def work(workspace: Workspace, task: Task) -> Path:
        from crmdesk.exchange.person_out import export_person
        from crmdesk.report.person_data import person_pdf
        from crmdesk.store.atomic import free_name

        target = free_name(folder / _fit(name))
        export_person(workspace, contact, target, person_pdf(workspace, contact, paper), task.check)
        return target

    def done(target: Path) -> None:
        text = _("All data of “{name}” is in {folder}; look through it before you hand it over.")
        desk.notice.tell(text.format(name=name, folder=target))

    desk.session.read(_("Gathering all data"), work, done)


def ask_erase(desk: Desk, contact: int, parent: QWidget) -> None:
    """Shows what erasing would do, and asks twice."""
    from crmdesk.screen.erase_dialog import EraseDialog

    EraseDialog(desk, contact, parent).open()


def _fit(name: str) -> str:
    from crmdesk.exchange.person_out import file_name

    return file_name(name)


def _paper() -> str:
    from crmdesk.ui.paper import usual_paper

    return usual_paper()
