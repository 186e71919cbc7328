"""Settings of the sales pipeline: its stages in their order, safely for the deals that are in them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from crmdesk.domain.wording import number_text, percent_text
from crmdesk.screen.settings.records import RecordSection
from crmdesk.store import pipeline
from crmdesk.store.file import Workspace
from crmdesk.store.pipeline import Rung
from crmdesk.store.stage import KINDS, Stage
from crmdesk.text import _, n_
from crmdesk.ui.button import Button
from crmdesk.ui.desk import Desk
from crmdesk.ui.plain import ask, no_mnemonic

_ROWS = "SELECT id, name, coalesce(kind, 'open'), probability FROM stage ORDER BY position IS NULL, position, id"
# More deals than these are moved by a job.
_MANY = 2_000


class StageSection(RecordSection):
    """The stages of the pipeline."""

    record = Stage
    columns = ("name", "kind", "probability")

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        self._known: dict[int, Rung] = {}
        hint = _(
            "From the first to the last; drag a stage, or move it with Alt+Up and Alt+Down. The probability says how"
            " likely a deal in it is to be won."
        )
        super().__init__(desk, parent, _("Pipeline stages"), hint)
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.model().rowsMoved.connect(self._on_dragged, Qt.ConnectionType.QueuedConnection)
        self.list.installEventFilter(self)

    def add_words(self) -> str:
        return _("Add a stage")

    def more_buttons(self) -> Sequence[Button]:
        self.up = Button(no_mnemonic(_("Move up (Alt+Up)")), self)
        self.down = Button(no_mnemonic(_("Move down (Alt+Down)")), self)
        self.away = Button(_("Remove…"), self)
        self.up.clicked.connect(partial(self.move_stage, -1))
        self.down.clicked.connect(partial(self.move_stage, 1))
        self.away.clicked.connect(self.ask_remove)
        self.usual = Button(_("Begin with the usual stages"), self)
        self.usual.clicked.connect(self.begin)
        return self.up, self.down, self.away, self.usual

    def rows(self) -> list[tuple[int, str]]:
        return [(row[0], self._words(*row)) for row in self.desk.here.rows(_ROWS)]

    def _words(self, row_id: int, name: str, kind: str, probability: str | None) -> str:
        parts = [name, _(KINDS[kind])]
        if probability is not None:
            parts.append(percent_text(float(probability), 0))
        if row_id in self._known:
            count = self._known[row_id].deals
            parts.append(n_("{n} deal", "{n} deals", count).format(n=number_text(count)))
        return " · ".join(parts)

    def show_list(self) -> None:
        super().show_list()
        self.usual.setVisible(not self.list.count())
        for button in (self.up, self.down, self.away):
            button.setVisible(bool(self.list.count()))

    def begin(self) -> None:
        """Makes the stages that most businesses have; each can be changed."""
        self.attempt(pipeline.start_pipeline, _("The usual stages were added; change what you like."))
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def load(self) -> None:
        super().load()
        self.desk.session.read(
            _("Counting deals"), lambda workspace, _task: pipeline.rungs(workspace), self._on_counted
        )

    def _on_counted(self, found: list[Rung]) -> None:
        self._known = {rung.id: rung for rung in found}
        if self.desk.session.workspace is not None:
            self.show_list()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Alt with an arrow moves the chosen stage."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
            if step and event.modifiers() & Qt.KeyboardModifier.AltModifier:
                self.move_stage(step)
                return True
            if event.key() == Qt.Key.Key_Delete:
                self.ask_remove()
                return True
        return super().eventFilter(watched, event)

    # Order

    def move_stage(self, step: int) -> None:
        """Moves the chosen stage up or down."""
        ids = self.ids()
        if self.row_id not in ids:
            return
        place = ids.index(self.row_id)
        target = place + step
        if 0 <= target < len(ids):
            ids[place], ids[target] = ids[target], ids[place]
            self._reorder(ids)

    def _on_dragged(self) -> None:
        self._reorder(self.ids())

    def _reorder(self, ids: list[int]) -> None:
        self.attempt(lambda tx: pipeline.reorder(tx, ids), _("The stages were reordered."))
        if self.ids() != ids:
            self.desk.notice.tell(_("Open stages come first, then those for won and for lost deals."))

    # Removing

    def ask_remove(self) -> None:
        """Removes the chosen stage; asks where its deals go if it has, or ever had, any."""
        if self.row_id is None:
            return
        rung = self._known.get(self.row_id)
        if rung is None or not rung.ever:
            self._remove(self.row_id, None)
            return
        others = [one for one in self._known.values() if one.kind == rung.kind and one.id != rung.id]
        if not others:
            self._remove(self.row_id, None)
            return
        count = n_("{n} deal is or was in “{stage}”.", "{n} deals are or were in “{stage}”.", rung.ever)
        text = _("{count} To which stage do they go? Their history goes along, so no figure changes.").format(
            count=count.format(n=number_text(rung.ever), stage=rung.name)
        )
        buttons = {**{str(one.id): one.name for one in others}, "": _("Keep the stage")}
        ask(self, _("Remove a stage"), text, buttons, partial(self._on_answer, rung))

    def _on_answer(self, rung: Rung, to: str) -> None:
        if to:
            self._remove(rung.id, int(to), many=rung.ever > _MANY)

    def _remove(self, stage: int, to: int | None, *, many: bool = False) -> None:
        said = _("The stage is removed.")
        if not many:
            self.attempt(lambda tx: pipeline.remove(tx, stage, to), said)
            return
        label, staff = _("Settings: {section}").format(section=self.title), self.desk.person

        def work(workspace: Workspace, _task: object) -> None:
            with workspace.operation(label, staff=staff) as tx:
                pipeline.remove(tx, stage, to)

        def done(_none: object) -> None:
            self.load()
            self.desk.tell_done(said)

        self.desk.session.write(_("Removing a stage"), work, done)
