"""The two buttons at the end of a dialog: one does what the dialog is for and is named by it, the other leaves it."""

from __future__ import annotations

from PySide6.QtWidgets import QDialog, QDialogButtonBox

from crmdesk.text import _


class OkCancel(QDialogButtonBox):
    """`ok` accepts the dialog, and says `word`."""

    def __init__(self, dialog: QDialog, word: str) -> None:
        super().__init__(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel, dialog)
        self.ok = self.button(QDialogButtonBox.StandardButton.Ok)
        self.ok.setText(word)
        self.button(QDialogButtonBox.StandardButton.Cancel).setText(_("Cancel"))
        self.accepted.connect(dialog.accept)
        self.rejected.connect(dialog.reject)
