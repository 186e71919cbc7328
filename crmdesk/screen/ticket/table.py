"""The columns of the ticket queue: how a ticket stands, in words and signs, and in colour on top of that."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QKeyEvent, QPalette
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QWidget

from crmdesk.domain.calendar import HOUR
from crmdesk.domain.priority import PRIORITIES
from crmdesk.domain.wording import duration_text, number_text
from crmdesk.store.ticket_queue import Queued
from crmdesk.store.ticket_targets import Countdown
from crmdesk.text import _
from crmdesk.ui.table import Column, Table
from crmdesk.ui.theme import colours_of

# Signs that tell the same as the colours, for whoever cannot tell those apart.
OVER, SOON, FINE, STILL, DONE = "▲", "◆", "●", "‖", "✓"
_SOON = HOUR
_RANKS = {priority: place for place, priority in enumerate(PRIORITIES)}
_ANSWER, _RESOLUTION = 4, 5


@dataclass(frozen=True, slots=True)
class Times:
    """What the columns need to know: the moment, and the hours of a working day."""

    now: int
    hours_a_day: float


def columns(times: Callable[[], Times]) -> tuple[Column, ...]:
    """The columns of the queue."""

    def left(part: Callable[[Queued], Countdown]) -> Callable[[Queued], str]:
        return lambda one: countdown_text(part(one), one.standing.waiting, times().hours_a_day)

    return (
        Column(_("Subject"), lambda one: one.subject or _("Ticket {n}").format(n=one.id)),
        Column(_("Contact"), lambda one: one.contact[1] if one.contact else "–"),
        Column(_("Priority"), priority_text, lambda one: -_RANKS.get(one.priority or "", 1)),
        Column(_("Waiting for"), waiting_text),
        Column(_("First answer"), left(lambda one: one.standing.response), lambda one: _key(one.standing.response)),
        Column(_("Resolution"), left(lambda one: one.standing.resolution), lambda one: _key(one.standing.resolution)),
        Column(_("Age"), lambda one: age_text(one, times().now), lambda one: -one.opened_at, number=True),
        Column(_("Owner"), lambda one: one.owner[1] if one.owner else _("nobody")),
    )


def priority_text(one: Queued) -> str:
    """The priority with as many marks as it has weight."""
    if one.priority is None:
        return "–"
    return f"{'!' * _RANKS[one.priority]} {_(PRIORITIES[one.priority])}".strip()


def waiting_text(one: Queued) -> str:
    """Whom the ticket waits for."""
    if one.resolved_at is not None:
        return _("nobody: resolved")
    if one.standing.waiting:
        return _("the customer")
    return _("our first answer") if one.first_response_at is None else _("us")


def age_text(one: Queued, now: int) -> str:
    """How long ago it was received; of a resolved one, how long it took."""
    return duration_text(max((one.resolved_at or now) - one.opened_at, 0) / HOUR)


def countdown_text(one: Countdown, waiting: bool, hours_a_day: float) -> str:
    """Working time left or over, with a sign."""
    if one.left is None:
        return "–"
    text = working_text(abs(one.left) / HOUR, hours_a_day)
    if one.done:
        return f"{OVER} {_('{time} late').format(time=text)}" if one.over else f"{DONE} {_('in time')}"
    if one.over:
        return f"{OVER} {_('{time} over').format(time=text)}"
    sign = STILL if waiting and one.due is None else SOON if one.left <= _SOON else FINE
    return f"{sign} {_('{time} left').format(time=text)}"


def working_text(hours: float, hours_a_day: float) -> str:
    """Working hours as people say them: minutes below one hour, days from ten days on."""
    if hours < 1:
        return _("{n} min").format(n=number_text(round(hours * 60)))
    if hours_a_day and hours >= 10 * hours_a_day:
        return _("{n} working days").format(n=number_text(round(hours / hours_a_day)))
    return _("{n} h").format(n=number_text(hours, 1))


class QueueTable(Table):
    """The table of the queue; what is over is written in another colour, too."""

    def __init__(self, times: Callable[[], Times], parent: QWidget) -> None:
        super().__init__(columns(times), _("Tickets"), parent)
        self._over = OverDelegate(self)
        for column in (_ANSWER, _RESOLUTION):
            self.setItemDelegateForColumn(column, self._over)

    def chosen(self) -> list[int]:
        """The tickets that are chosen, from top to bottom."""
        places = sorted({index.row() for index in self.selectionModel().selectedRows()})
        return [self.rows.rows[place].id for place in places]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home and End go to the first and the last ticket: a row is chosen as a whole."""
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: len(self.rows.rows) - 1}
        if event.key() in ends and not event.modifiers():
            self.selectRow(ends[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def show_queue(self, queue: list[Queued]) -> None:
        """Shows tickets; what was chosen stays so, and a column stays the one that they are sorted by."""
        chosen, place = set(self.chosen()), max(self.currentIndex().row(), 0)
        header = self.horizontalHeader()
        column, order = header.sortIndicatorSection(), header.sortIndicatorOrder()
        self.show_rows(queue)
        if 0 <= column < len(self.rows.columns):
            self.sortByColumn(column, order)
        self._choose_again(chosen, place)

    def _choose_again(self, chosen: set[int], place: int) -> None:
        rows = self.rows.rows
        again = [row for row, one in enumerate(rows) if one.id in chosen] or [min(place, len(rows) - 1)]
        if not rows:
            return
        model = self.selectionModel()
        flags = model.SelectionFlag
        self.setCurrentIndex(self.rows.index(again[0], 0))
        for row in again:
            model.select(self.rows.index(row, 0), flags.Select | flags.Rows)


class OverDelegate(QStyledItemDelegate):
    """Writes what is over its time in the colour of bad news."""

    def __init__(self, table: QWidget) -> None:
        super().__init__(table)
        self._table = table

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        if option.text.startswith(OVER):
            option.palette.setColor(QPalette.ColorRole.Text, QColor(colours_of(self._table).bad))


def _key(one: Countdown) -> tuple[bool, int] | None:
    return None if one.left is None else (one.done, one.left)
