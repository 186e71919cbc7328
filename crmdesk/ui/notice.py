"""A line below the page that tells something and may offer one thing to do about it; it never asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QHBoxLayout, QProgressBar, QWidget

from crmdesk.text import _
from crmdesk.ui.button import Button, IconButton
from crmdesk.ui.icons import icon
from crmdesk.ui.jobs import Job
from crmdesk.ui.plain import Label, ShortLabel, no_mnemonic, say


class Notice(QFrame):
    """Tells one thing at a time, until it is put away or something else is told.

    `left`: it goes while it has the keys, which must go somewhere.
    """

    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("panel", True)
        self._act: Callable[[], None] | None = None
        self.text = Label("", self, wrap=True)
        self.button = Button(self)
        self.button.clicked.connect(self._on_clicked)
        self.away = IconButton(self)
        self.away.setIcon(icon("x"))
        self.away.setAutoRaise(True)
        say(self.away, _("Dismiss this notice"))
        self.away.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 6, 4)
        row.addWidget(self.text, 1)
        row.addWidget(self.button)
        row.addWidget(self.away)
        self.hide()

    def tell(self, text: str, button: str = "", act: Callable[[], None] | None = None) -> None:
        """Shows the text, and a button if there is something to do."""
        self.text.setText(text)
        self.text.setAccessibleName(text)
        self._act = act
        self.button.setVisible(act is not None)
        self.button.setText(no_mnemonic(button))
        self.setVisible(True)

    def setVisible(self, visible: bool) -> None:
        focus = QApplication.focusWidget()
        if not visible and focus is not None and self.isAncestorOf(focus):
            self.left.emit()
        super().setVisible(visible)

    def take(self, offer: str) -> bool:
        """Takes what is offered, if it is that; returns whether it was."""
        offered = self.isVisible() and self._act is not None and self.button.text() == no_mnemonic(offer)
        if offered:
            self._on_clicked()
        return offered

    def _on_clicked(self) -> None:
        self.hide()
        if self._act is not None:
            self._act()


class Busy(QWidget):
    """Shows the work that goes on: at once as a word, after two seconds with its progress and a way to cancel it."""

    WAIT_MS = 2000

    def __init__(self, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.job: Job | None = None
        self.text = ShortLabel("", self, muted=True)
        self.bar = QProgressBar(self)
        self.bar.setFixedWidth(140)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(_("Progress"))
        self.cancel = Button(_("Cancel"), self)
        self.cancel.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.cancel.clicked.connect(self._on_cancel)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for part in (self.text, self.bar, self.cancel):
            row.addWidget(part)
        self._timer = self.startTimer(self.WAIT_MS)
        self.done()

    def follow(self, job: Job) -> None:
        """Shows a job until it has finished."""
        self.job = job
        self.text.setText(f"{job.label}…")
        self.bar.setRange(0, 0)
        self.show()
        self.killTimer(self._timer)
        self._timer = self.startTimer(self.WAIT_MS)
        job.progressed.connect(self._on_progressed)

    def done(self) -> None:
        """Nothing goes on any more."""
        self.killTimer(self._timer)
        self._timer = 0
        self.job = None
        self.bar.hide()
        self.cancel.hide()
        self.hide()

    def timerEvent(self, event: object) -> None:
        self.killTimer(self._timer)
        self._timer = 0
        self.bar.show()
        self.cancel.show()

    def _on_progressed(self, progress: object) -> None:
        done, total, what = cast("tuple[int, int, str]", progress)
        self.bar.setRange(0, total)
        self.bar.setValue(done)
        if what and self.job is not None:
            self.text.setText(f"{self.job.label}: {what}")

    def _on_cancel(self) -> None:
        if self.job is not None:
            self.job.cancel()
