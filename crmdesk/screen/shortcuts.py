"""Help for the page that is shown, with every key from the table of actions, and what crmdesk says of itself."""

from __future__ import annotations

import platform

from PySide6.QtCore import QSize, Qt, qVersion
from PySide6.QtWidgets import QDialogButtonBox, QVBoxLayout, QWidget

from crmdesk import __version__
from crmdesk.screen.action_table import shortcut_rows
from crmdesk.screen.help import help_text
from crmdesk.screen.pages import spec_of
from crmdesk.text import _
from crmdesk.ui.dialog import Dialog
from crmdesk.ui.plain import Label
from crmdesk.ui.table import Column, Table


class ShortcutPage(Dialog):
    """What the present page is for, and every key and what it does, those of the page first.

    In front of a dialog, first what that is for.
    """

    def __init__(self, parent: QWidget, page: str = "") -> None:
        super().__init__(parent)
        own = _(parent.help) if isinstance(parent, Dialog) and parent.help else ""
        spec = spec_of(page)
        of = parent.windowTitle() if own else _(spec.title) if spec is not None else ""
        title = _("Help: {page}").format(page=of) if of else _("Help")
        self.setWindowTitle(title)
        self.text = Label("\n\n".join(filter(None, (own, help_text(page)))), self, wrap=True, selectable=True)
        self.text.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        columns = (
            Column(_("What it does"), lambda row: str(row[1])),
            Column(_("Keys"), lambda row: str(row[2])),
            Column(_("Where"), lambda row: str(row[0])),
        )
        self.table = Table(columns, _("Keyboard shortcuts"), self)
        self.table.show_rows(shortcut_rows(page))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.button(QDialogButtonBox.StandardButton.Close).setText(_("Close"))
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(Label(title, self, size=1.35, bold=True))
        column.addWidget(self.text)
        column.addWidget(self.table, 1)
        column.addWidget(buttons)
        room = parent.screen().availableGeometry()
        self.resize(QSize(min(680, room.width() - 20), min(620, room.height() - 20)))
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)


def about_text() -> str:
    """Name, version, licence and the versions below."""
    return _(
        "crmdesk {version}\nThe numbers of a small business in one file, on screen and on paper.\n\n"
        "MIT licence. Everything stays on this computer.\nPython {python}, Qt {qt}"
    ).format(version=__version__, python=platform.python_version(), qt=qVersion())
