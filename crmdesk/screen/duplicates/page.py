"""Duplicates: pairs of contacts that may be one, the surest first, side by side, to be merged or kept apart."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QVBoxLayout, QWidget

from crmdesk.domain.wording import number_text, percent_text
from crmdesk.insight.duplicates import Pair, find_duplicates, sure_groups
from crmdesk.screen.duplicates import commands
from crmdesk.screen.duplicates.compare import Comparison, wide
from crmdesk.screen.past_table import chosen, show_again
from crmdesk.store.file import Workspace
from crmdesk.store.journal import Change
from crmdesk.store.merging import kept_apart, survivor
from crmdesk.text import N_, _, n_
from crmdesk.ui.actions import ACTIONS, WORKSPACE, WRITABLE, Act
from crmdesk.ui.button import ENTER, Button
from crmdesk.ui.desk import Desk, Page, Place
from crmdesk.ui.flow import Flow
from crmdesk.ui.icons import icon
from crmdesk.ui.jobs import Job, Task
from crmdesk.ui.kept import KeptSplitter
from crmdesk.ui.plain import Label, ask, say
from crmdesk.ui.table import Column, Table

ACTS: tuple[Act, ...] = (
    Act("doubles_merge", ACTIONS, N_("&Merge these two"), ("Ctrl+Return",), "check", WRITABLE, page="doubles"),
    Act("doubles_apart", ACTIONS, N_("They are &not the same"), ("Ctrl+D",), "x", WRITABLE, page="doubles"),
    Act("doubles_swap", ACTIONS, N_("Keep the o&ther one"), ("Ctrl+R",), "refresh", WORKSPACE, page="doubles"),
    Act("doubles_open", ACTIONS, N_("&Open the one that stays"), ("Ctrl+J",), needs=WORKSPACE, page="doubles"),
    Act(
        *("doubles_sure", ACTIONS, N_("Merge &all certain duplicates…"), ("Ctrl+Shift+Return",), "check", WRITABLE),
        break_before=True,
        page="doubles",
    ),
    Act("doubles_again", ACTIONS, N_("Ask a&gain about those kept apart"), (), needs=WRITABLE, page="doubles"),
)
_TOUCHING = {"contact", "known_as"}
_NAME_WIDTH = 220
# Nothing is as sure as 100 %.
_MOST = 0.99


@dataclass(frozen=True, slots=True)
class Line:
    """A pair in words."""

    pair: Pair
    one: str
    other: str

    @property
    def ids(self) -> set[int]:
        """The row ids of both."""
        return {self.pair.one, self.pair.other}

    @property
    def why(self) -> str:
        """What speaks for it, and what against."""
        reasons, against = ", ".join(self.pair.likeness.reasons), ", ".join(self.pair.likeness.against)
        return _("{reasons}; but {against}").format(reasons=reasons, against=against) if against else reasons


class DuplicatesPage(Page):
    """Lists the pairs; below, the one that is chosen. They are found off the window's thread."""

    name = "doubles"

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(desk, parent)
        self._job: Job | None = None
        self._filling = False
        self.groups: list[list[int]] = []
        self.head = Label("", self, size=1.35, bold=True)
        self.sure = Button(icon("check"), "", self)
        self.sure.clicked.connect(self.merge_sure)
        self.table = _Pairs(_columns(), _("Duplicates"), self)
        wide(self.table, 0, 1, 2)
        self.table.entered_pair.connect(self.merge)
        self.table.selectionModel().currentRowChanged.connect(self._on_chosen)
        self.why = Label("", self, wrap=True)
        self.comparison = Comparison(desk, self)
        self._make_buttons()
        self._arrange()
        self.setFocusProxy(self.table)

    def _make_buttons(self) -> None:
        self.join = Button(_("Merge"), self)
        self.join.setProperty("primary", True)
        self.join.clicked.connect(self.merge)
        say(self.join, _("Merge"), _("Make one contact of both; it can be undone and separated again (Ctrl+Enter)"))
        self.apart = Button(icon("x"), _("Not the same"), self)
        self.apart.clicked.connect(self.keep_apart)
        say(self.apart, _("Not the same"), _("They are two contacts: do not ask about them again (Ctrl+D)"))
        self.swap = Button(icon("refresh"), _("Keep the other one"), self)
        self.swap.clicked.connect(self.turn)
        say(self.swap, _("Keep the other one"), _("The other contact stays, this one is merged into it (Ctrl+R)"))
        self.one, self.other = Button(self), Button(self)
        self.one.clicked.connect(lambda: self._open(self.comparison.keep))
        self.other.clicked.connect(lambda: self._open(self.comparison.gone))

    def _arrange(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.head, 1)
        head.addWidget(self.sure)
        self.below = QWidget(self)
        row = Flow()
        for button in (self.join, self.apart, self.swap, self.one, self.other):
            row.addWidget(button)
        inside = QVBoxLayout(self.below)
        inside.setContentsMargins(0, 6, 0, 0)
        inside.addWidget(self.why)
        inside.addWidget(self.comparison, 1)
        inside.addLayout(row)
        self.none = Label("", self, muted=True, wrap=True)
        self.parts = KeptSplitter(self.desk, Qt.Orientation.Vertical, self)
        self.parts.addWidget(self.table)
        self.parts.addWidget(self.below)
        self.parts.show_as("doubles", [280, 340])
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 12, 6)
        column.addLayout(head)
        column.addWidget(self.none)
        column.addWidget(self.parts, 1)
        # Without the pairs, what is said of them stays at the top.
        column.addStretch()

    # What is shown

    def show_place(self, place: Place) -> None:
        self._show(([], {}))
        self.head.setText(_("Looking for duplicates …"))
        self.none.hide()
        self.refresh(None)

    def title(self) -> str:
        return _("Duplicates")

    def refresh(self, change: Change | None) -> None:
        if change is not None and not _TOUCHING & change.tables:
            return
        if self._job is not None:
            self._job.cancel()
        self._job = self.desk.session.read(_("Looking for duplicates"), _read, self._show)
        self._job.finished.connect(self._forget)

    def _forget(self) -> None:
        if self._job is self.sender():
            self._job = None

    def leave(self) -> None:
        self._show(([], {}))

    def _show(self, found: tuple[list[Pair], Mapping[int, str]]) -> None:
        pairs, names = found
        self.groups = sure_groups(pairs, kept_apart(self.desk.here)) if pairs else []
        lines = [Line(pair, names.get(pair.one, ""), names.get(pair.other, "")) for pair in pairs]
        shown = next((place for place, line in enumerate(lines) if line.ids == set(self.comparison.pair)), None)
        self._filling = True
        show_again(self.table, lines)
        if shown is not None:
            self.table.selectRow(shown)
        self._filling = False
        text = n_("{n} pair may be one contact", "{n} pairs may be one contact each", len(pairs))
        self.head.setText(text.format(n=number_text(len(pairs))) if pairs else _("Duplicates"))
        self.none.setText(
            _("No two contacts look like the same one. New ones are looked for whenever this page is opened.")
        )
        self.none.setVisible(not pairs)
        self.parts.setVisible(bool(pairs))
        count = sum(len(group) - 1 for group in self.groups)
        sure = n_("Merge the {n} certain one…", "Merge the {n} certain ones…", count).format(n=number_text(count))
        self.sure.setText(sure)
        say(self.sure, sure, _("Merge all certain duplicates, after showing how many (Ctrl+Shift+Enter)"))
        self.sure.setVisible(bool(self.groups) and not self._read_only())
        self._show_chosen()

    def _on_chosen(self) -> None:
        # While the list is filled anew, its rows are not yet what they will be.
        if not self._filling:
            self._show_chosen()

    def _show_chosen(self) -> None:
        line = self._chosen()
        if line is None:
            self.comparison.clear()
        elif line.ids == set(self.comparison.pair):
            self._compare(*self.comparison.pair)
        else:
            keep = survivor(self.desk.here, line.ids)
            self._compare(keep, *(line.ids - {keep}))
        self._enable()

    def _compare(self, keep: int, gone: int) -> None:
        line = self._chosen()
        self.comparison.show_pair(keep, gone)
        if line is not None:
            self.why.setText(_("What they share: {reasons}").format(reasons=line.why))
            names = {line.pair.one: line.one, line.pair.other: line.other}
            for button, number in ((self.one, keep), (self.other, gone)):
                text = _("Open “{name}”").format(name=names[number])
                button.setText(
                    self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, _NAME_WIDTH).replace("&", "&&")
                )
                say(button, text)

    def _enable(self) -> None:
        there = bool(self.comparison.keep)
        for button in (self.one, self.other, self.swap):
            button.setEnabled(there)
        for button in (self.apart, self.join):
            button.setEnabled(there and not self._read_only())
        self.desk.looked.emit()

    def _read_only(self) -> bool:
        here = self.desk.session.workspace
        return here is None or here.read_only

    def _chosen(self) -> Line | None:
        line: Line | None = chosen(self.table)
        return line

    # What can be done

    def handlers(self) -> dict[str, Callable[[], None]]:
        return {
            "doubles_merge": self.merge,
            "doubles_apart": self.keep_apart,
            "doubles_swap": self.turn,
            "doubles_open": lambda: self._open(self.comparison.keep),
            "doubles_sure": self.merge_sure,
            "doubles_again": partial(commands.ask_again, self.desk),
        }

    def can(self, act: str) -> bool:
        if act == "doubles_again":
            return self.desk.session.workspace is not None and bool(kept_apart(self.desk.here))
        return bool(self.groups) if act == "doubles_sure" else bool(self.comparison.keep)

    def merge(self) -> None:
        """Makes one contact of the two, as it is chosen."""
        keep, gone = self.comparison.keep, self.comparison.gone
        if keep and commands.merge(self.desk, keep, gone, self.comparison.choices()):
            self._drop(lambda line: gone in line.ids)

    def keep_apart(self) -> None:
        """They are two."""
        pair = self.comparison.pair
        if pair[0] and commands.keep_apart(self.desk, *pair):
            self._drop(lambda line: line.ids == set(pair))

    def turn(self) -> None:
        """The other one stays."""
        if self.comparison.keep:
            self._compare(self.comparison.gone, self.comparison.keep)

    def merge_sure(self) -> None:
        """All that are sure, once their number was seen."""
        groups = self.groups
        if not groups:
            return
        doubles_, kept = sum(len(group) - 1 for group in groups), len(groups)
        text = n_(
            "{n} contact is a duplicate of another one. It can be separated again, and one undo reverses it.",
            "{n} contacts are duplicates of {kept} others. Each can be separated again, and one undo reverses it all.",
            doubles_,
        ).format(n=number_text(doubles_), kept=number_text(kept))
        buttons = {"merge": _("Merge them"), "": _("Not now")}

        def answered(key: str) -> None:
            if key:
                commands.merge_groups(self.desk, groups)

        ask(self, _("Merge all certain duplicates"), text, buttons, answered)

    def _drop(self, goes: Callable[[Line], bool]) -> None:
        """What was decided is gone at once; the rest is looked at again meanwhile."""
        rest = [line for line in self.table.rows.rows if not goes(line)]
        names = {number: name for line in rest for number, name in _names_in(line)}
        self._show(([line.pair for line in rest], names))

    def _open(self, number: int) -> None:
        if number:
            self.desk.open_record("contact", number)


class _Pairs(Table):
    """The pairs; Enter says that the chosen one is one contact."""

    entered_pair = Signal()

    def __init__(self, columns: Sequence[Column], name: str, parent: QWidget) -> None:
        super().__init__(columns, name, parent)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in ENTER and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.entered_pair.emit()
        else:
            super().keyPressEvent(event)


def _columns() -> tuple[Column, ...]:
    return (
        Column(_("One contact"), lambda line: str(line.one)),
        Column(_("The other"), lambda line: str(line.other)),
        Column(_("Why"), lambda line: str(line.why)),
        Column(_("Likely"), lambda line: percent_text(min(_score(line), _MOST), 0), _score, number=True),
    )


def _score(line: Line) -> float:
    return line.pair.likeness.score


def _names_in(line: Line) -> Iterable[tuple[int, str]]:
    return ((line.pair.one, line.one), (line.pair.other, line.other))


def _read(workspace: Workspace, task: Task) -> tuple[list[Pair], dict[int, str]]:
    def told(share: float) -> None:
        task.progress(round(share * 100), 100)

    found = find_duplicates(workspace, told=told)
    wanted = sorted({number for pair in found for number in (pair.one, pair.other)})
    rows = workspace.rows(
        "SELECT id, name, coalesce(email, phone, city, '') FROM contact WHERE id IN (SELECT value FROM json_each(?))",
        (json.dumps(wanted),),
    )
    return found, {number: f"{name} · {about}" if about else name for number, name, about in rows}
