"""The line in which one writes down what was done or what is to be done, and the tasks that are still open."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QResizeEvent, QTextCursor
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from crmdesk.domain.errors import UserError
from crmdesk.screen.record.words import ICONS
from crmdesk.store import note, tasks
from crmdesk.store.activity import DIRECTIONS, KINDS, Activity
from crmdesk.store.base import own_fields
from crmdesk.text import N_, _
from crmdesk.ui import fields
from crmdesk.ui.button import Button
from crmdesk.ui.desk import Desk
from crmdesk.ui.icons import icon
from crmdesk.ui.panel import Panel
from crmdesk.ui.plain import Label, no_mnemonic, say

LOGGED = ("contact", "deal", "ticket")
TASK = "task"
DRAFT_MS = 800
_LABELS = {
    "call": N_("Log a call: {name}"),
    "email": N_("Log an e-mail: {name}"),
    "meeting": N_("Log a meeting: {name}"),
    "note": N_("Write a note: {name}"),
    "task": N_("Plan a task: {name}"),
}
_SAVED = {
    "call": N_("The call is noted: {name}"),
    "email": N_("The e-mail is noted: {name}"),
    "meeting": N_("The meeting is noted: {name}"),
    "note": N_("The note is saved: {name}"),
    "task": N_("The task is planned: {name}"),
}
_HINTS = {
    "call": N_("What was said? Ctrl+Enter saves"),
    "email": N_("What was written? Ctrl+Enter saves"),
    "meeting": N_("What was agreed? Ctrl+Enter saves"),
    "note": N_("What should not be forgotten? Ctrl+Enter saves"),
    "task": N_("What is to be done? Ctrl+Enter saves"),
}
_WAYS = {"out": N_("To them"), "in": N_("From them")}
_TIMED, _DIRECTED = ("call", "meeting"), ("call", "email")


class LogLine(Panel):
    """Writes an activity or a task of a record: choose what it was, type, Ctrl+Enter."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__("", parent)
        self.title.hide()
        self.desk = desk
        self.record, self.id, self.name = "", 0, ""
        self.kind = "call"
        self.kinds: dict[str, Button] = {}
        self._build_line()
        self._build_head()
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(DRAFT_MS)
        self._later.timeout.connect(self._keep_draft)
        self.text.textChanged.connect(self._later.start)
        self.choose("call")

    def _build_line(self) -> None:
        self.text = _Area(self)
        self.text.done.connect(self.save)
        say(self.text, _("What happened, or what is to be done"))
        self.button = Button(_("Save"), self)
        self.button.setProperty("primary", True)
        say(self.button, _("Save what was written (Ctrl+Enter)"))
        self.button.clicked.connect(self.save)
        row = QHBoxLayout()
        row.addWidget(self.text, 1)
        row.addWidget(self.button, 0, Qt.AlignmentFlag.AlignBottom)
        self.fault = Label("", self, wrap=True)
        self.fault.setProperty("bad", True)
        self.fault.hide()
        self.body.addLayout(row)
        self.body.addWidget(self.fault)

    def _build_head(self) -> None:
        head = self.head
        self.group = QButtonGroup(self)
        for number, (kind, title) in enumerate(KINDS.items(), 1):
            button = Button(icon(ICONS[kind]), no_mnemonic(_(title)), self)
            button.setCheckable(True)
            button.setMinimumWidth(self.fontMetrics().height() * 2)
            say(button, _(title), _("{kind} (Alt+{number})").format(kind=_(title), number=number))
            button.clicked.connect(partial(self.choose, kind))
            self.group.addButton(button)
            self.kinds[kind] = button
            head.addWidget(button)
        self.way = QComboBox(self)
        for word in DIRECTIONS:
            self.way.addItem(_(_WAYS[word]), word)
        self.way.setCurrentIndex(self.way.findData("out"))
        say(self.way, _("Who called or wrote"))
        self.minutes = _line(self, _("Minutes"), _("How many minutes it took"), 9)
        self.due = _line(self, _("tomorrow, fri 3pm, +2w"), _("When the task is due"), 24)
        self.due.returnPressed.connect(self.save)
        self.minutes.returnPressed.connect(self.save)
        head.addStretch(1)
        for control in (self.way, self.minutes, self.due):
            head.addWidget(control)

    def controls(self) -> list[QWidget]:
        """What Tab reaches as one writes: what it was, what was said, then when or how long."""
        return [*self.kinds.values(), self.text, self.way, self.minutes, self.due, self.button]

    def choose(self, kind: str) -> None:
        """What is written down: a call, a mail, a meeting, a note, a task."""
        self.kind = kind
        self.kinds[kind].setChecked(True)
        self.text.setPlaceholderText(_(_HINTS[kind]))
        self.way.setVisible(kind in _DIRECTED)
        self.minutes.setVisible(kind in _TIMED)
        self.due.setVisible(kind == TASK)
        self._fit()
        self.fault.hide()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """In a narrow place the icons of the kinds are enough."""
        line = self.fontMetrics()
        words = sum(line.horizontalAdvance(_(title)) + 3 * line.height() for title in KINDS.values())
        shown = [part for part in (self.way, self.minutes, self.due) if not part.isHidden()]
        others = sum(min(part.sizeHint().width(), part.maximumWidth()) for part in shown)
        wide = words + others + 4 * line.height() <= self.width()
        for kind, button in self.kinds.items():
            button.setText(no_mnemonic(_(KINDS[kind])) if wide else "")

    def begin(self, kind: str) -> None:
        """Chooses what is written down, and goes to the line."""
        self.choose(kind)
        self.text.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def ask_next(self) -> None:
        """After a task: there should always be a next step."""
        self.begin(TASK)
        self.text.setPlaceholderText(_("Done. What is the next step?"))
        if not self.due.text():
            self.due.setText(_("tomorrow"))

    def show_record(self, kind: str, id: int, name: str) -> None:
        """From now on it writes about this record; what was left half written about it is there again."""
        self.name = name
        if (kind, id) == (self.record, self.id):
            return
        self._keep_draft()
        self.record, self.id = kind, id
        self.setVisible(kind in LOGGED)
        draft = note.recall(self.desk.here, self._draft_key())
        self.choose(draft["kind"] if draft else "call")
        self.text.setPlainText(draft["text"] if draft else "")
        self.text.moveCursor(QTextCursor.MoveOperation.End)
        self.minutes.clear()
        self.due.clear()
        self._later.stop()

    def save(self) -> None:
        """Writes it down; what stands against it is told under the line."""
        text = self.text.toPlainText().strip()
        self.fault.hide()
        try:
            self._write(text)
        except (UserError, ValueError) as fault:
            self.fault.setText(str(fault))
            self.fault.setAccessibleName(str(fault))
            self.fault.show()
            return
        self.text.clear()
        self.minutes.clear()
        self.due.clear()
        self.choose(self.kind)
        self._keep_draft()
        self.desk.tell_done(_(_SAVED[self.kind]).format(name=self.name))
        self.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def _write(self, text: str) -> None:
        if not text:
            raise UserError(_("Write a few words first."))
        own: dict[str, Any] = {f"{self.record}_id": self.id}
        minutes, due = self._read("minutes", self.minutes), self._read("due_at", self.due)
        with self.desk.operation(_(_LABELS[self.kind]).format(name=self.name)) as tx:
            if self.kind == TASK:
                tasks.add_task(tx, text, due, **own)
                return
            way = self.way.currentData() if self.kind in _DIRECTED else None
            tasks.log(tx, self.kind, text, minutes=minutes, direction=way, **own)

    def _read(self, column: str, line: QLineEdit) -> int | None:
        if line.isHidden() or not line.text().strip():
            return None
        try:
            value: int | None = fields.typed(own_fields(Activity)[column], line.text(), self.desk.here, self.desk.now())
        except ValueError as fault:
            line.setFocus(Qt.FocusReason.OtherFocusReason)
            raise ValueError(_("“{text}” {fault}.").format(text=line.text(), fault=fault)) from None
        return value

    def _draft_key(self) -> str:
        return f"draft:log:{self.record}:{self.id}"

    def _keep_draft(self) -> None:
        """Keeps what is half written with the file, so that a crash or another page does not lose it."""
        self._later.stop()
        if not self.record or self.desk.session.workspace is None or self.desk.session.writing:
            return
        text = self.text.toPlainText()
        if text.strip():
            note.keep(self.desk.here, self._draft_key(), {"kind": self.kind, "text": text})
        elif note.recall(self.desk.here, self._draft_key()) is not None:
            note.forget(self.desk.here, self._draft_key())

    def leave(self) -> None:
        """The workspace is being closed."""
        self._keep_draft()
        self.record, self.id = "", 0
        self.text.clear()
        self._later.stop()


class _Area(QPlainTextEdit):
    """Two lines of text; Ctrl+Enter is done, Tab leaves."""

    done = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setFixedHeight(round(QFontMetricsF(self.font()).lineSpacing() * 2 + 14))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.done.emit()
        else:
            super().keyPressEvent(event)


def _line(parent: QWidget, hint: str, name: str, letters: int) -> QLineEdit:
    line = QLineEdit(parent)
    line.setPlaceholderText(hint)
    line.setFixedWidth(round(QFontMetricsF(line.font()).averageCharWidth() * letters) + 16)
    say(line, name)
    return line
