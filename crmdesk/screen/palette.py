"""Ctrl+K: one box that finds records, figures, pages and commands, and goes there."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout

from crmdesk.domain.fold import fold
from crmdesk.kpi.base import all_kpis
from crmdesk.screen.palette_ink import ENTRY, MARKS, EntryInk
from crmdesk.screen.recent import ICONS, saved_views
from crmdesk.store.base import Record, own_fields, references_of
from crmdesk.store.field import Choice, Decimal, Text
from crmdesk.store.file import Workspace
from crmdesk.store.registry import record_type
from crmdesk.store.row import name_of, row
from crmdesk.store.search import find
from crmdesk.text import N_, _
from crmdesk.ui.actions import keys_text, plain_name
from crmdesk.ui.button import ENTER
from crmdesk.ui.desk import RECORD, Place
from crmdesk.ui.dialog import Dialog
from crmdesk.ui.jobs import Job, Task
from crmdesk.ui.plain import say

if TYPE_CHECKING:
    from crmdesk.screen.main_window import MainWindow

# Kind and number of a record, its name, and whose it is.
Found = tuple[str, int, str, str]
_HITS = 24
# Of a line that a record was found by so many letters are shown.
_PASSAGE = 40
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}


@dataclass(frozen=True, slots=True)
class Entry:
    """Something to choose: where it belongs, its text, what stands at its end, its icon, and what it does."""

    group: str
    text: str
    hint: str
    icon: str
    run: Callable[[], None]


class Palette(Dialog):
    """Shows what fits the words that are typed: records by how well they fit, figures, views, pages and commands."""

    help = N_(
        "Type parts of a name, of a page or of something to do; accents and typing errors do not matter. Up and down"
        " choose a line, Enter takes it, Esc closes."
    )

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setWindowTitle(_("Find or do anything"))
        self._window = window
        self._job: Job | None = None
        self._fixed = [*_views(window), *_commands(window)]
        self._figures = _figures(window)
        self.box = QLineEdit(self)
        self.box.setPlaceholderText(_("A name, a page, something to do…"))
        say(self.box, _("Find or do anything"))
        self.box.installEventFilter(self)
        self.list = QListWidget(self)
        self.list.setItemDelegate(EntryInk(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(_("What was found"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(lambda _item: self.choose())
        frame = QFrame(self)
        frame.setProperty("panel", True)
        around = QVBoxLayout(self)
        around.setContentsMargins(0, 0, 0, 0)
        around.addWidget(frame)
        column = QVBoxLayout(frame)
        column.setContentsMargins(10, 10, 10, 10)
        column.addWidget(self.box)
        column.addWidget(self.list, 1)
        size = QSize(min(640, window.width() - 40), min(460, window.height() - 80))
        self.resize(size)
        self.move(window.mapToGlobal(QPoint((window.width() - size.width()) // 2, 60)))
        self.box.textChanged.connect(self.search)
        self.search("")

    def search(self, text: str) -> None:
        """Shows what fits: commands at once, records as soon as they are found."""
        if self._job is not None:
            self._job.cancel()
            self._job = None
        words = fold(text).split()
        if not words:
            self._show([*self._recent(), *self._fixed], words)
            return
        fitting = [entry for entry in (*self._figures, *self._fixed) if fits(entry.text, words)]
        self._show(fitting, words)
        self._job = self._window.session.read(
            _("Searching"), partial(_found, text), partial(self._on_found, text, fitting)
        )
        self._job.finished.connect(self._forget)

    def choose(self) -> None:
        """Does what the chosen line says."""
        item: QListWidgetItem | None = self.list.currentItem()
        entry = item.data(ENTRY) if item is not None else None
        if isinstance(entry, Entry):
            self.accept()
            entry.run()

    def done(self, result: int) -> None:
        # What is still looked for nobody waits for any more.
        if self._job is not None:
            self._job.cancel()
            self._job = None
        super().done(result)

    def _forget(self) -> None:
        if self._job is self.sender():
            self._job = None

    def _on_found(self, text: str, fitting: Sequence[Entry], hits: list[Found]) -> None:
        if text == self.box.text():
            # A page that is called just that comes before records that have the words somewhere.
            begins = [entry for entry in fitting if fold(entry.text).startswith(fold(text))]
            others = [entry for entry in fitting if entry not in begins]
            self._show([*begins, *self._records(hits), *others], fold(text).split())

    def _records(self, hits: Iterable[Found]) -> list[Entry]:
        groups: dict[str, list[Entry]] = {}
        for kind, row_id, name, hint in hits:
            group = _(record_type(kind).title)
            run = partial(self._window.desk.open_record, kind, row_id)
            groups.setdefault(group, []).append(Entry(group, name, hint, ICONS.get(kind, "table"), run))
        return [entry for group in groups.values() for entry in group]

    def _recent(self) -> list[Entry]:
        desk = self._window.desk
        return [
            Entry(_("Recent"), name, "", sign, partial(desk.open_record, place.kind, place.id))
            for name, sign, place in self._window.sidebar.recent.entries()
            if place.page == RECORD
        ]

    def _show(self, entries: Iterable[Entry], words: Sequence[str]) -> None:
        self.list.clear()
        group = ""
        for entry in entries:
            if entry.group != group:
                group = entry.group
                head = QListWidgetItem(group)
                head.setFlags(Qt.ItemFlag.NoItemFlags)
                self.list.addItem(head)
            item = QListWidgetItem(entry.text)
            item.setData(ENTRY, entry)
            item.setData(MARKS, marks(entry.text, words))
            self.list.addItem(item)
        self.list.setCurrentRow(1 if self.list.count() else -1)
        if not self.list.count():
            none = QListWidgetItem(_("Nothing has that name."))
            none.setFlags(Qt.ItemFlag.NoItemFlags)
            self.list.addItem(none)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """While one types, arrows walk through the list and Enter chooses."""
        if watched is self.box and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            key = Qt.Key(event.key())
            if key in ENTER:
                self.choose()
                return True
            if key in _STEPS:
                self._walk(_STEPS[key])
                return True
        return super().eventFilter(watched, event)

    def _walk(self, step: int) -> None:
        rows = [row for row in range(self.list.count()) if self.list.item(row).data(ENTRY) is not None]
        if rows:
            here = rows.index(self.list.currentRow()) if self.list.currentRow() in rows else 0
            self.list.setCurrentRow(rows[min(max(here + step, 0), len(rows) - 1)])


def _views(window: MainWindow) -> list[Entry]:
    group, desk = _("Views"), window.desk
    return [
        Entry(group, name, "", "bookmark", partial(desk.go, place)) for name, place in saved_views(window.session.here)
    ]


def _figures(window: MainWindow) -> list[Entry]:
    """The page of each figure; too many to be shown before anything is typed."""
    group, desk = _("Figures"), window.desk
    return [Entry(group, _(kpi.name), "", "chart-bar", partial(desk.go, Place("figure", kpi.id))) for kpi in all_kpis()]


def _commands(window: MainWindow) -> list[Entry]:
    """What can be done now, pages first."""
    found = []
    for act in window.bars.acts:
        action = window.bars.actions[act.id]
        if act.id in ("palette", "find") or not action.isEnabled():
            continue
        group = _("Pages") if act.id.startswith("go_") else _("Commands")
        found.append(Entry(group, plain_name(act), keys_text(act), act.icon, action.trigger))
    areas = [
        Entry(_("Pages"), f"{_('Dashboard')}: {plain_name(act)}", "", act.icon, partial(_go_area, window, act.id))
        for act in window.bars.acts
        if act.id.startswith("area")
    ]
    return sorted([*found, *areas], key=lambda entry: entry.group != _("Pages"))


def _go_area(window: MainWindow, id: str) -> None:
    window.desk.go(Place("dashboard", detail=str(int(id.removeprefix("area")) - 1)))


def _found(text: str, workspace: Workspace, _task: Task) -> list[Found]:
    found = []
    for hit in find(workspace, text, limit=_HITS):
        record = record_type(hit.kind)
        name, values = name_of(workspace, record, hit.id), row(workspace, record, hit.id) or {}
        hints = (_passage(record, values, name, fold(text).split()), _whose(workspace, record, values))
        found.append((hit.kind, hit.id, name, " · ".join(filter(None, hints))))
    return found


def _passage(record: type[Record], values: Mapping[str, Any], name: str, words: Sequence[str]) -> str:
    """Where a record has the words, if its name does not tell: the beginning of the line that has one of them."""
    beyond = [word for word in words if not fits(name, [word])]
    own = own_fields(record).items()
    columns = [column for column, field in own if isinstance(field, Text) and not isinstance(field, Choice | Decimal)]
    lines = (line.strip() for column in columns for line in (values.get(column) or "").splitlines())
    line = next((line for line in lines if any(fits(line, [word]) for word in beyond)), "")
    return line if len(line) <= _PASSAGE else f"{line[:_PASSAGE]}…"


def _whose(workspace: Workspace, record: type[Record], values: Mapping[str, Any]) -> str:
    """The contact that a record belongs to: many tickets have the same subject."""
    column = next((name for name in ("contact_id", "company_id") if name in references_of(record)), "")
    owner = values.get(column)
    return name_of(workspace, record_type("contact"), owner) if owner is not None else ""


def fits(text: str, words: Sequence[str]) -> bool:
    """Whether each word begins one of the text's."""
    own = fold(text).split()
    return all(any(one.startswith(word) for one in own) for word in words)


def marks(text: str, words: Sequence[str]) -> tuple[tuple[int, int], ...]:
    """Where in a text the words stand: first letter and length of each place, in order."""
    found: list[tuple[int, int]] = []
    place = 0
    while place < len(text):
        begins = text[place].isalnum() and (place == 0 or not text[place - 1].isalnum())
        length = max((_length(text, place, word) for word in words), default=0) if begins else 0
        if length:
            found.append((place, length))
        place += max(length, 1)
    return tuple(found)


def _length(text: str, place: int, word: str) -> int:
    """How many letters of the text from there are the word, written with or without accents; 0 where they are not."""
    for length in range(max(len(word) // 2, 1), len(word) + 2):
        if fold(text[place : place + length]) == word:
            return length
    return 0
