"""Every action of the window in one table: the menus, the toolbar and the page of shortcuts are made from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from crmdesk.text import N_, _
from crmdesk.ui.icons import icon

FILE, EDIT, VIEW, GO, HELP = N_("&File"), N_("&Edit"), N_("&View"), N_("&Go"), N_("&Help")


@dataclass(frozen=True, slots=True)
class Act:
    """An action: its text (with its mnemonic), shortcuts, icon, menu; `needs` says what must be open for it."""

    id: str
    menu: str
    text: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    needs: str = ""
    group: str = ""
    checkable: bool = False
    break_before: bool = False


WORKSPACE, WRITABLE, FIGURE = "workspace", "writable", "figure"
TABLE: tuple[Act, ...] = (
    Act("new", FILE, N_("&New workspace…"), ("Ctrl+N",), "plus"),
    Act("open", FILE, N_("&Open…"), ("Ctrl+O",), "folder-open"),
    Act("close", FILE, N_("&Close workspace"), ("Ctrl+W",), needs=WORKSPACE),
    Act("import_folder", FILE, N_("Import a &folder…"), ("Ctrl+I",), "file-import", WRITABLE, break_before=True),
    Act("import_zip", FILE, N_("Import a &zip file…"), ("Ctrl+Shift+I",), "file-import", WRITABLE),
    Act("export", FILE, N_("&Export everything…"), ("Ctrl+E",), "file-export", WORKSPACE),
    Act("backup", FILE, N_("&Back up…"), ("Ctrl+B",), "database", WORKSPACE, break_before=True),
    Act("restore", FILE, N_("&Restore a backup…"), (), "history", WRITABLE),
    Act("preview", FILE, N_("&Print preview"), ("Ctrl+P",), "printer", WORKSPACE, break_before=True),
    Act("pdf", FILE, N_("Save summary as P&DF…"), ("Ctrl+S",), "file-type-pdf", WORKSPACE),
    Act("sheet", FILE, N_("Save as &spreadsheet…"), ("Ctrl+Shift+S",), "table", WORKSPACE),
    Act("quit", FILE, N_("&Quit"), ("Ctrl+Q",), "x", break_before=True),
    Act("undo", EDIT, N_("&Undo"), ("Ctrl+Z",), "arrow-back-up", WRITABLE),
    Act("redo", EDIT, N_("&Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), "arrow-forward-up", WRITABLE),
    Act("look_system", VIEW, N_("Like the &system"), (), group="look", checkable=True),
    Act("look_light", VIEW, N_("&Light"), (), "sun", group="look", checkable=True),
    Act("look_dark", VIEW, N_("&Dark"), (), "moon", group="look", checkable=True),
    Act("larger", VIEW, N_("La&rger"), ("Ctrl++", "Ctrl+="), break_before=True),
    Act("smaller", VIEW, N_("S&maller"), ("Ctrl+-",)),
    Act("usual", VIEW, N_("&Usual size"), ("Ctrl+0",)),
    Act("measure", VIEW, N_("Measure &again"), ("F5",), "refresh", WORKSPACE, break_before=True),
    Act("back", GO, N_("&Back"), ("Alt+Left", "Esc"), "chevron-left", WORKSPACE),
    Act("earlier", GO, N_("&Earlier period"), ("Alt+Up",), "chevron-left", WORKSPACE, break_before=True),
    Act("later", GO, N_("&Later period"), ("Alt+Down",), "chevron-right", WORKSPACE),
    Act("period", GO, N_("Type a &period"), ("Ctrl+G",), "calendar", WORKSPACE),
    Act("area1", GO, N_("&Overview"), ("Ctrl+1",), "layout-dashboard", WORKSPACE, break_before=True),
    Act("area2", GO, N_("&Sales"), ("Ctrl+2",), "briefcase", WORKSPACE),
    Act("area3", GO, N_("&Marketing"), ("Ctrl+3",), "speakerphone", WORKSPACE),
    Act("area4", GO, N_("Ser&vice"), ("Ctrl+4",), "headset", WORKSPACE),
    Act("area5", GO, N_("&Customers"), ("Ctrl+5",), "users", WORKSPACE),
    Act("area6", GO, N_("&Team"), ("Ctrl+6",), "user-plus", WORKSPACE),
    Act("shortcuts", HELP, N_("&Keyboard shortcuts"), ("F1", "?"), "help-circle"),
    Act("about", HELP, N_("&About crmdesk"), (), "info-circle"),
)
# Keys that the pages handle themselves; the page of shortcuts tells them too.
PAGE_KEYS: tuple[tuple[str, str], ...] = (
    (N_("PgUp, PgDown"), N_("the period before, the period after")),
    (N_("Arrow keys"), N_("move from card to card")),
    (N_("Enter, Space"), N_("open the figure of a card, the record list of a figure")),
    (N_("Tab, Shift+Tab"), N_("move through the page")),
    (N_("Ctrl+C"), N_("copy the chosen rows of a table")),
)


def build(parent: QObject, handlers: Mapping[str, Callable[[], None]]) -> dict[str, QAction]:
    """An action for each line of the table."""
    made = {}
    for act in TABLE:
        action = QAction(_(act.text), parent)
        action.setObjectName(act.id)
        action.setShortcuts([QKeySequence(keys) for keys in act.keys])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setCheckable(act.checkable)
        if act.icon:
            action.setIcon(icon(act.icon))
        handler = handlers[act.id]
        action.triggered.connect(lambda _checked=False, handler=handler: handler())
        made[act.id] = action
    return made


def fill(bar: QMenuBar, actions: Mapping[str, QAction]) -> dict[str, QMenu]:
    """The menus, in the order of the table."""
    menus: dict[str, QMenu] = {}
    for act in TABLE:
        if act.menu not in menus:
            menus[act.menu] = bar.addMenu(_(act.menu))
        if act.break_before:
            menus[act.menu].addSeparator()
        menus[act.menu].addAction(actions[act.id])
    return menus


def enable(actions: Mapping[str, QAction], have: set[str]) -> None:
    """Switches off what cannot be done now."""
    for act in TABLE:
        actions[act.id].setEnabled(not act.needs or act.needs in have)


def shortcut_rows() -> list[tuple[str, str]]:
    """Keys and what they do, for the page of shortcuts."""
    own = [(" / ".join(act.keys), plain_name(act)) for act in TABLE if act.keys]
    return own + [(_(keys), _(what)) for keys, what in PAGE_KEYS]


def plain_name(act: Act) -> str:
    """The action's text without its mnemonic."""
    return _(act.text).replace("&", "").removesuffix("…")
