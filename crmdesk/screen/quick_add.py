"""Adding a record: what is asked for first, everything else on demand, duplicates told while typing, drafts kept."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from crmdesk.domain.errors import FieldErrors, UserError
from crmdesk.domain.wording import moment_text
from crmdesk.screen.quick_duplicates import Duplicates
from crmdesk.screen.quick_kinds import KINDS
from crmdesk.store import editing
from crmdesk.store.alike import alike
from crmdesk.store.base import own_fields
from crmdesk.text import N_, _
from crmdesk.ui import drafts, fields
from crmdesk.ui.button import Button
from crmdesk.ui.desk import Desk
from crmdesk.ui.dialog import Dialog
from crmdesk.ui.drafts import Draft, Keeper
from crmdesk.ui.form import Form
from crmdesk.ui.goal_fields import goal_faults
from crmdesk.ui.panel import Scroll
from crmdesk.ui.plain import Label, say

_WAIT_MS = 150
_NAME_LETTERS = 60
_WIDTH = 560
_SCREEN_SHARE = 0.6


class QuickAdd(Dialog):
    """Adds a record of one of the KINDS. `added` carries its row id. `preset` are values that it starts with."""

    help = N_(
        "Fields in bold are required. Ctrl+Enter saves, Ctrl+Shift+Enter saves and begins the next one. Esc closes:"
        " what was typed is kept and comes back. Dates are typed in words or figures, or chosen with Alt+Down. Records"
        " that may be the same are shown below while you type."
    )

    added = Signal(object)

    def __init__(self, desk: Desk, kind: str, parent: QWidget, preset: dict[str, Any] | None = None) -> None:
        super().__init__(parent)
        self.desk, self.kind, self.preset = desk, KINDS[kind], preset or {}
        self.setWindowTitle(_(self.kind.title))
        self.back = Label("", self, muted=True, wrap=True)
        self.afresh = Button(_("Start afresh"), self)
        self.form = Form(self.kind.record, self.kind.first, desk, self)
        self.area = Scroll(self)
        self.duplicates = Duplicates(self)
        self.fault = Label("", self, wrap=True)
        self.fault.setProperty("bad", True)
        self.fault.hide()
        self.more = Button(_("More fields"), self)
        self.again = Button(_("Save and add another"), self)
        self.save_button = Button(_("Save"), self)
        self.away = Button(_("Close"), self)
        self._lay_out()
        self._connect()
        self._keeper = Keeper(self.form, desk, key_of(kind, self.preset))
        self._start()
        self._bring_back(drafts.draft_of(desk.here, key_of(kind, self.preset)))

    def save(self) -> bool:
        """Adds the record; what stands against it is shown where it belongs. Returns whether it was added."""
        self.fault.hide()
        try:
            values = {**self._initial, **self.form.values()}
            if faults := goal_faults(values, self.desk.here):
                raise FieldErrors(faults)
            name = self._name(values)
            with self.desk.operation(_(self.kind.step).format(name=name)) as tx:
                row_id = editing.save(tx, self.kind.record, None, values)
        except FieldErrors as faults:
            self._refuse(faults)
            return False
        except UserError as fault:
            self._tell(str(fault))
            return False
        self._keeper.forget()
        self.desk.tell_done(_(self.kind.done).format(name=name))
        self.added.emit(row_id)
        return True

    def save_and_close(self) -> None:
        if self.save():
            self.accept()

    def save_and_add(self) -> None:
        """Saves, and begins the next record of the kind."""
        if self.save():
            self._start()

    def reject(self) -> None:
        """Closes; what was typed and not saved is kept and comes back."""
        self._keeper.keep()
        super().reject()

    def unfold(self) -> None:
        """Shows every field."""
        if self.kind.rest[0] not in self.form.lines:
            self.form.add(self.kind.rest, self._initial)
            self.more.hide()
            self.form.editor(self.kind.rest[0]).setFocus()

    def _name(self, values: dict[str, Any]) -> str:
        """How the record is called where it is told of, in one short line."""
        field = own_fields(self.kind.record)[self.kind.told]
        name = " ".join(fields.shown(field, values.get(self.kind.told), self.desk.here).split())
        return (name if len(name) <= _NAME_LETTERS else f"{name[:_NAME_LETTERS]}…") or "–"

    def _lay_out(self) -> None:
        top, bottom = QHBoxLayout(), QHBoxLayout()
        top.addWidget(self.back, 1)
        top.addWidget(self.afresh)
        self.area.hold(self.form)
        for button in (self.more, self.again, self.away):
            button.setAutoDefault(False)
        self.afresh.setAutoDefault(False)
        self.save_button.setDefault(True)
        self.save_button.setProperty("primary", True)
        say(self.save_button, _("Save"), _("Save (Ctrl+Enter)"))
        say(self.again, _("Save and add another"), _("Save and add another (Ctrl+Shift+Enter)"))
        say(self.away, _("Close"), _("Close (Esc); what was typed is kept"))
        bottom.addWidget(self.more)
        bottom.addStretch(1)
        for button in (self.away, self.again, self.save_button):
            bottom.addWidget(button)
        column = QVBoxLayout(self)
        column.addLayout(top)
        column.addWidget(self.area, 1)
        column.addWidget(self.duplicates)
        if self.kind.aside is not None:
            column.addWidget(self.kind.aside(self.form, self.desk, self))
        column.addWidget(self.fault)
        column.addLayout(bottom)

    def _connect(self) -> None:
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(_WAIT_MS)
        self._wait.timeout.connect(self.look_for_duplicates)
        self.form.changed.connect(self._wait.start)
        self.form.grown.connect(self._fit)
        self.duplicates.opened.connect(self._open_duplicate)
        for button, act in (
            (self.save_button, self.save_and_close),
            (self.again, self.save_and_add),
            (self.more, self.unfold),
            (self.away, self.reject),
            (self.afresh, self._forget),
        ):
            button.clicked.connect(act)
        for keys, act in (
            *(("Ctrl+Return", self.save_and_close), ("Ctrl+Enter", self.save_and_close)),
            *(("Ctrl+Shift+Return", self.save_and_add), ("Ctrl+Shift+Enter", self.save_and_add)),
        ):
            QShortcut(QKeySequence(keys), self, act)

    def _fit(self) -> None:
        """As high as the fields need, as far as the screen has room."""
        room = round(self.screen().availableGeometry().height() * _SCREEN_SHARE)
        height = max(self.form.sizeHint().height(), self.form.heightForWidth(_WIDTH))
        self.area.setMinimumHeight(min(height + 4, room))
        self.resize(max(self.width(), _WIDTH), self.sizeHint().height())

    def _start(self) -> None:
        """Everything as it is for a new record."""
        now, record = self.desk.now(), self.kind.record
        usual = editing.defaults(self.desk.here, record, now, self.desk.person)
        self._initial = {**usual, **self.kind.starts(now), **self.preset}
        self.form.show_values(self._initial)
        self.duplicates.show_found([])
        self.fault.hide()
        self.back.hide()
        self.afresh.hide()
        first = next((name for name in self.form.lines if not self._initial.get(name)), self.kind.first[0])
        self.form.editor(first).setFocus()

    def _bring_back(self, draft: Draft | None) -> None:
        if draft is None:
            return
        if not set(draft.state) <= set(self.kind.first):
            self.unfold()
        self.form.bring_back(draft.state)
        moment = moment_text(self.desk.here.calendar.local(draft.at))
        self.back.setText(_("Here is what you had typed on {moment} and not saved.").format(moment=moment))
        self.back.show()
        self.afresh.show()

    def _forget(self) -> None:
        self._keeper.forget()
        self._start()

    def _refuse(self, faults: FieldErrors) -> None:
        if any(fault.field in self.kind.rest and fault.field not in self.form.lines for fault in faults.faults):
            self.unfold()
        if rest := self.form.show_faults(faults.faults):
            self._tell(" ".join(str(fault) for fault in rest))

    def _tell(self, text: str) -> None:
        self.fault.setText(text)
        self.fault.show()

    def look_for_duplicates(self) -> None:
        """Shows the records that may be the one that is being typed."""
        values = {**self._initial, **self.form.readable()}
        self.duplicates.show_found(alike(self.desk.here, self.kind.record, values) if self.form.dirty else [])

    def _open_duplicate(self, row_id: int) -> None:
        self.reject()
        self.desk.open_record(self.kind.record.kind, row_id)


class KindList(Dialog):
    """Asks what to add: a letter goes to its line, Enter takes it. `chosen` carries the kind."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Add"))
        self.kinds = QListWidget(self)
        say(self.kinds, _("What to add"))
        for key, kind in KINDS.items():
            item = QListWidgetItem(_(kind.name), self.kinds)
            item.setData(Qt.ItemDataRole.UserRole, key)
        self.kinds.setCurrentRow(0)
        self.kinds.itemActivated.connect(self._on_activated)
        self.kinds.itemClicked.connect(self._on_activated)
        column = QVBoxLayout(self)
        column.addWidget(Label(_("What do you want to add?"), self, bold=True))
        column.addWidget(self.kinds)
        rows = self.kinds.sizeHintForRow(0) * len(KINDS) + 2 * self.kinds.frameWidth()
        self.kinds.setMinimumHeight(rows + 4)

    def _on_activated(self, item: QListWidgetItem) -> None:
        if self.isVisible():
            self.accept()
            self.chosen.emit(item.data(Qt.ItemDataRole.UserRole))


def ask_kind(desk: Desk, parent: QWidget) -> KindList:
    """Asks what to add, and opens the form for it."""
    question = KindList(parent)
    question.chosen.connect(lambda kind: QuickAdd(desk, kind, parent).open())
    question.open()
    return question


def key_of(kind: str, preset: Mapping[str, Any]) -> str:
    """Under which key the draft of a form is kept: one for each kind and what it starts with."""
    return f"{kind}:{json.dumps(preset, sort_keys=True)}" if preset else kind


def resume(desk: Desk, draft: Draft, parent: QWidget) -> QuickAdd | None:
    """Opens the form that a draft was begun in."""
    kind, _colon, preset = draft.key.partition(":")
    if kind not in KINDS:
        return None
    form = QuickAdd(desk, kind, parent, json.loads(preset) if preset else None)
    form.open()
    return form


def offer_draft(desk: Desk, parent: QWidget) -> None:
    """Tells of the form that was begun last and not saved, with a button that goes on with it."""
    known = (one for one in drafts.waiting(desk.here) if one.key.partition(":")[0] in KINDS)
    draft = next(known, None)
    if draft is not None:
        what = _(KINDS[draft.key.partition(":")[0]].title)
        moment = moment_text(desk.here.calendar.local(draft.at))
        text = _("{what}: begun on {moment} and not saved.").format(what=what, moment=moment)
        desk.notice.tell(text, _("Go on"), partial(_go_on, desk, draft, parent))


def _go_on(desk: Desk, draft: Draft, parent: QWidget) -> None:
    resume(desk, draft, parent)
