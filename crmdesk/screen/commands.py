"""What the window's own actions do, by their ids in the table of actions."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication

from crmdesk.screen import pages
from crmdesk.text import _
from crmdesk.ui.desk import Page, Place
from crmdesk.ui.plain import message
from crmdesk.ui.theme import Look

if TYPE_CHECKING:
    from crmdesk.screen.main_window import MainWindow


def handlers_of(window: MainWindow) -> dict[str, Callable[[], Any]]:
    """One for each line of the window's table."""
    areas = {f"area{number}": partial(window.show_area, number - 1) for number in range(1, 7)}
    looks = {f"look_{look.value}": partial(window.choose_look, look) for look in Look}
    sections = {f"go_{one.id}": partial(window.desk.go, Place(one.id)) for one in pages.SECTIONS}
    return {
        **areas,
        **looks,
        **sections,
        **window.filing.handlers(),
        # What prints is loaded when it is first asked for.
        "preview": lambda: window.printing.preview(),  # noqa: PLW0108 - as said above
        "pdf": lambda: window.printing.ask_pdf(),  # noqa: PLW0108 - as said above
        "sheet": lambda: window.printing.ask_sheet(),  # noqa: PLW0108 - as said above
        **window.undoing.handlers(),
        "larger": lambda: window.choose_zoom(window.theme.zoom + 10),
        "smaller": lambda: window.choose_zoom(window.theme.zoom - 10),
        "usual": lambda: window.choose_zoom(100),
        "sidebar": window.toggle_sidebar,
        "measure": window.read_again,
        "back": window.go_back,
        "forward": partial(window.navigator.step, 1),
        "earlier": partial(window.measuring.step, -1),
        "later": partial(window.measuring.step, 1),
        "period": window.type_period,
        "quit": window.close,
        "who": window.who.ask,
        "palette": partial(show_palette, window),
        "find": partial(show_palette, window),
        "add": partial(add, window),
        "add_kind": partial(add_kind, window),
        "shortcuts": partial(show_shortcuts, window),
        "about": partial(show_about, window),
    }


def add(window: MainWindow) -> None:
    """Adds what the page is about; where it is about nothing of the kind, asks what."""
    page = window.page
    if not isinstance(page, Page) or not page.makes:
        add_kind(window)
        return
    from crmdesk.screen.quick_add import QuickAdd

    form = QuickAdd(window.desk, page.makes, window, page.preset() or None)
    form.added.connect(page.show_added)
    form.open()


def add_kind(window: MainWindow) -> None:
    """Asks what to add."""
    from crmdesk.screen.quick_add import ask_kind

    ask_kind(window.desk, window)


def show_palette(window: MainWindow) -> None:
    """Finds records, pages and commands."""
    from crmdesk.screen.palette import Palette

    Palette(window).open()


def show_shortcuts(window: MainWindow) -> None:
    """Help for the present page, and every key, those of the page first; before it, what a dialog in front says."""
    from crmdesk.screen.shortcuts import ShortcutPage

    front = QApplication.activeModalWidget()
    if not isinstance(front, ShortcutPage):
        ShortcutPage(front or window, window.shows()).open()


def show_about(window: MainWindow) -> None:
    """What crmdesk says of itself."""
    from crmdesk.screen.shortcuts import about_text

    message(window, _("About crmdesk"), about_text())
