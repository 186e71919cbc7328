"""The page of keyboard shortcuts, made from the table of actions, and what crmdesk says of itself."""

from __future__ import annotations

import platform

from PySide6.QtCore import QSize, Qt, qVersion
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from crmdesk import __version__
from crmdesk.screen.action_table import shortcut_rows
from crmdesk.text import _
from crmdesk.ui.table import Column, Table


class ShortcutPage(QDialog):
    """Every key and what it does, those of the present page first."""

    def __init__(self, parent: QWidget, page: str = "") -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Keyboard shortcuts"))
        columns = (
            Column(_("What it does"), lambda row: str(row[1])),
            Column(_("Keys"), lambda row: str(row[2])),
            Column(_("Where"), lambda row: str(row[0])),
        )
        self.table = Table(columns, _("Keyboard shortcuts"), self)
        self.table.show_rows(shortcut_rows(page))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(self.table)
        column.addWidget(buttons)
        self.resize(QSize(620, 560))


def about_text() -> str:
    """Name, version, licence and the versions below."""
    return _(
        "crmdesk {version}\nThe numbers of a small business in one file, on screen and on paper.\n\n"
        "MIT licence. Everything stays on this computer.\nPython {python}, Qt {qt}"
    ).format(version=__version__, python=platform.python_version(), qt=qVersion())
