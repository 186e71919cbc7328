"""How a figure was computed: what it means, the formula with its numbers, what is left out, how far to trust it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from crmdesk.domain.figure import Number
from crmdesk.domain.wording import number_text, short_period_text
from crmdesk.insight.advice import ADVICE
from crmdesk.insight.companion import Companion, companions
from crmdesk.insight.explain import Note, Trust
from crmdesk.insight.moved import Moves, part_text
from crmdesk.insight.worked import worked
from crmdesk.kpi.measure import Result
from crmdesk.kpi.records import Link
from crmdesk.screen.figure.reading import SPLITS, Explained
from crmdesk.text import _
from crmdesk.ui.explain import Line, facts, help_text
from crmdesk.ui.link_button import LinkButton
from crmdesk.ui.panel import Panel, Scroll
from crmdesk.ui.plain import Label


class Explanation(Panel):
    """The left side of a figure's page. `asked` carries the link of a list that somebody wants to see."""

    asked = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(_("How it is computed"), parent)
        self.area = Scroll(self)
        self.body.addWidget(self.area, 1)
        self.texts: list[str] = []
        self.links: list[LinkButton] = []
        self._result: Result | None = None

    def show_result(self, result: Result, explained: Explained | None = None) -> None:
        """Says everything about a result; what takes longer to find out comes when it is known."""
        kept = self.area.verticalScrollBar().value() if self._result == result else 0
        walked = next((one.words for one in self.links if one.hasFocus()), None)
        self._result = result
        self.texts, self.links = [], []
        page = _Writer(self, QWidget(self.area))
        _formula(page, result)
        page.grid("", facts(result))
        if explained is not None:
            _moved(page, result, explained.moved)
            _explained(page, explained)
        if beside := companions(result):
            page.head(_("Beside it"))
            page.companions(result, beside)
        page.head(_("What people usually do about it"))
        for advice in ADVICE.get(result.kpi.id, ()):
            page.text(f"• {_(advice)}")
        page.column.addStretch(1)
        self.area.hold(page.inside)
        self.area.verticalScrollBar().setValue(kept)
        for link in self.links:
            if link.words == walked:
                link.setFocus(Qt.FocusReason.OtherFocusReason)


def _formula(page: _Writer, result: Result) -> None:
    page.text(help_text(result))
    page.column.addSpacing(4)
    page.text(f"= {_(result.kpi.formula)}", bold=True)
    lines = worked(result)
    for line in lines:
        page.text(line, size=1.15 if len(lines) == 1 else 1.0)
    page.text(_("For example: {example}").format(example=_(result.kpi.example)), muted=True)


def _moved(page: _Writer, result: Result, found: Sequence[Moves]) -> None:
    """The parts of the change, by each dimension the largest."""
    if not found or result.figure.value is None or result.previous is None:
        return
    page.head(
        _("What moved it since {period}: {change}").format(
            period=short_period_text(result.period.before()),
            change=part_text(_difference(result), result),
        )
    )
    for one in found:
        page.text(_(SPLITS.get(one.dimension, one.dimension)), muted=True)
        page.moves(one)


def _difference(result: Result) -> Number:
    """Money stays a whole number of its smallest unit."""
    return (result.figure.value or 0) - (result.previous or 0)


def _explained(page: _Writer, explained: Explained) -> None:
    if explained.left_out:
        page.head(_("Left out"))
        page.notes(explained.left_out, "")
    page.head(_("How far to trust it"))
    page.text(_trust_text(explained.trust))
    page.notes(explained.trust.notes, _("Fix them"))


def _trust_text(trust: Trust) -> str:
    if not trust.records:
        return _("There are no records behind it.")
    if trust.sound == trust.records:
        return _("Nothing is missing in the records behind it ({n}).").format(n=number_text(trust.records))
    text = _("{sound} of {n} records behind it have everything that it needs.")
    return text.format(sound=number_text(trust.sound), n=number_text(trust.records))


def _together(text: str) -> str:
    """A number and its sign stay on one line."""
    return text.replace(" %", "\u00a0%")


class _Writer:
    """Puts the parts of the page below each other, and keeps what they say."""

    def __init__(self, explanation: Explanation, inside: QWidget) -> None:
        self.explanation, self.inside = explanation, inside
        # As tall as its lines are in the width that there is, not as they would be in a narrow one.
        inside.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(0, 0, 4, 0)
        self.column.setSpacing(6)

    def head(self, title: str) -> None:
        self.column.addSpacing(6)
        self.column.addWidget(Label(title, self.inside, bold=True, wrap=True))

    def text(self, text: str, *, size: float = 1.0, bold: bool = False, muted: bool = False) -> None:
        label = Label(_together(text), self.inside, size=size, bold=bold, muted=muted, wrap=True, selectable=True)
        self.column.addWidget(label)
        self.explanation.texts.append(text)

    def notes(self, notes: Sequence[Note], command: str) -> None:
        """Remarks, each of which leads to its list; `command` says what is to be done there."""
        for note in notes:
            text = _("{remark} – {command}").format(remark=note.text, command=command) if command else note.text
            self.column.addWidget(self._link(text, note.link))

    def grid(self, title: str, lines: Sequence[Line]) -> None:
        if title:
            self.head(title)
        grid = self._grid()
        for row, (name, text) in enumerate(lines):
            grid.addWidget(Label(name, self.inside, muted=True, wrap=True), row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(self._value(text), row, 1, Qt.AlignmentFlag.AlignTop)
            self.explanation.texts.append(f"{name}: {text}")

    def companions(self, result: Result, lines: Sequence[Companion]) -> None:
        """What counts the records of a list leads to it."""
        grid = self._grid()
        link = Link(result.kpi.id, result.period, "", result.only)
        for row, one in enumerate(lines):
            grid.addWidget(Label(one.name, self.inside, muted=True, wrap=True), row, 0, Qt.AlignmentFlag.AlignTop)
            asked, spoken = replace(link, part=one.part), f"{one.name}: {one.text}"
            value = self._link(one.text, asked, spoken) if one.part else self._value(one.text)
            grid.addWidget(value, row, 1, Qt.AlignmentFlag.AlignTop)
            self.explanation.texts.append(f"{one.name}: {one.text}")

    def moves(self, found: Moves) -> None:
        """The parts by one dimension: a name, its part of the change, and its own figure before and now."""
        grid = self._grid(2, 3)
        top = Qt.AlignmentFlag.AlignTop
        for row, one in enumerate(found.moves):
            if one.link is None:
                grid.addWidget(Label(one.label, self.inside, wrap=True), row, 0, top)
            else:
                grid.addWidget(self._link(one.label, one.link, f"{one.label}: {one.part} ({one.own})"), row, 0, top)
            text = _together(_("{part} ({own})").format(part=one.part, own=one.own))
            part = Label(text, self.inside, wrap=True, selectable=True)
            grid.addWidget(part, row, 1, top)
            self.explanation.texts.append(f"{one.label}: {one.part} ({one.own})")
        if found.rest:
            grid.addWidget(Label(found.rest, self.inside, muted=True, wrap=True), len(found.moves), 0, 1, 2, top)

    def _grid(self, left: int = 1, right: int = 1) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(0, left)
        grid.setColumnStretch(1, right)
        self.column.addLayout(grid)
        return grid

    def _value(self, text: str) -> Label:
        return Label(text, self.inside, wrap=True, selectable=True)

    def _link(self, text: str, link: Link, spoken: str = "") -> LinkButton:
        button = LinkButton(text, self.inside, spoken)
        button.clicked.connect(partial(self.explanation.asked.emit, link))
        self.explanation.links.append(button)
        self.explanation.texts.append(text)
        return button
