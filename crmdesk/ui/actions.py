"""What an action is, and how a table of them becomes menus and shortcuts.

Each page declares its own `ACTS`; `crmdesk.screen.action_table` puts them together with those of the window.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar

from crmdesk.text import N_, _
from crmdesk.ui.icons import icon

FILE, EDIT, VIEW, GO, HELP = N_("&File"), N_("&Edit"), N_("&View"), N_("&Go"), N_("&Help")
# The menu of what can be done on the page that is shown.
ACTIONS = N_("&Actions")
MENUS = (FILE, EDIT, VIEW, GO, ACTIONS, HELP)

# The action that shows help; dialogs take it by its name.
SHOW_HELP = "shortcuts"
WORKSPACE, WRITABLE = "workspace", "writable"


@dataclass(frozen=True, slots=True)
class Act:
    """An action: its text (with its mnemonic), shortcuts, icon, menu.

    `needs` says what must be open for it; `page` names the pages (with blanks between) that alone offer it, else all.
    """

    id: str
    menu: str
    text: str
    keys: tuple[str, ...] = ()
    icon: str = ""
    needs: str = ""
    group: str = ""
    checkable: bool = False
    break_before: bool = False
    page: str = ""

    def offered(self, have: set[str], page: str) -> bool:
        """Whether it can be done now."""
        return (not self.needs or self.needs in have) and (not self.page or page in self.page.split())


def build(parent: QObject, acts: Iterable[Act], handlers: Mapping[str, Callable[[], None]]) -> dict[str, QAction]:
    """A `QAction` for each line of a table."""
    made = {}
    for act in acts:
        action = QAction(_(act.text), parent)
        action.setObjectName(act.id)
        action.setShortcuts([QKeySequence(keys) for keys in pressed(act.keys)])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setCheckable(act.checkable)
        if act.icon:
            action.setIcon(icon(act.icon))
        handler = handlers[act.id]
        action.triggered.connect(lambda _checked=False, handler=handler: handler())
        made[act.id] = action
    return made


def pressed(keys: Iterable[str]) -> list[str]:
    """The keys of an action as they are pressed: Enter beside the digits is another key than Return."""
    return [one for key in keys for one in dict.fromkeys((key, key.replace("Return", "Enter")))]


def fill(bar: QMenuBar, acts: Sequence[Act], actions: Mapping[str, QAction]) -> dict[str, QMenu]:
    """The menus, each in the order of the table."""
    menus = {name: bar.addMenu(_(name)) for name in MENUS}
    for act in acts:
        add(menus[act.menu], act, actions[act.id])
    return menus


def add(menu: QMenu, act: Act, action: QAction) -> None:
    """One more entry of a menu."""
    if act.break_before and not menu.isEmpty():
        menu.addSeparator()
    menu.addAction(action)


def keys_text(act: Act) -> str:
    """The keys of an action, as the system and the language write them."""
    return ", ".join(QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) for keys in act.keys)


def plain_name(act: Act) -> str:
    """The action's text without its mnemonic."""
    return _(act.text).replace("&", "").removesuffix("…").rstrip()
