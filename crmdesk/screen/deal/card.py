"""A card of the deal board: what stands on it in words, and how it is painted."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from crmdesk.chart.paint import fitted
from crmdesk.domain.wording import money_text, short_date_text
from crmdesk.store.board import DealCard
from crmdesk.store.file import Workspace
from crmdesk.text import _, n_
from crmdesk.ui.theme import Colours

LINES = 4
MARGIN, PAD, STRIPE = 4.0, 9.0, 4.0
OVERDUE_SIGN, STALE_SIGN = "▲", "■"


@dataclass(frozen=True, slots=True)
class CardFace:
    """The texts of a card. `mark` is its warning; `late` says that it is the red one, otherwise it is grey."""

    deal: DealCard
    amount: str
    age: str
    step: str
    mark: str
    late: bool

    @property
    def spoken(self) -> str:
        """The card in a sentence, for people who cannot see it."""
        deal = self.deal
        parts = (deal.title, deal.contact, self.amount, self.mark.partition(" ")[2], self.step, self.age, deal.owner)
        return ", ".join(part for part in parts if part)


def face_of(deal: DealCard, workspace: Workspace) -> CardFace:
    """The texts of a deal's card."""
    amount = _("no amount") if deal.amount is None else money_text(deal.amount, workspace.settings.currency)
    age = n_("{n} day in this stage", "{n} days in this stage", deal.days).format(n=deal.days)
    mark = f"{OVERDUE_SIGN} {_('Overdue')}" if deal.overdue else f"{STALE_SIGN} {_('Stale')}" if deal.stale else ""
    return CardFace(deal, amount, age, _step(deal, workspace), mark, deal.overdue)


def tip_of(face: CardFace) -> str:
    """Everything about a deal that a narrow card may cut."""
    deal = face.deal
    lines = [deal.title, deal.contact, face.amount, face.mark]
    if deal.expected_on is not None:
        lines.append(_("Expected to close on {day}").format(day=short_date_text(deal.expected_on)))
    lines += [face.step, face.age, deal.owner]
    return "\n".join(line for line in lines if line)


def _step(deal: DealCard, workspace: Workspace) -> str:
    if deal.task is None:
        return _("No next step")
    day = short_date_text(workspace.calendar.day_of(deal.task.due_at))
    return _("{day}: {task}").format(day=day, task=deal.task.subject) if deal.task.subject else day


def height_of(letters: QFont) -> int:
    """How tall a card is."""
    return round(QFontMetricsF(letters).height() * LINES * 1.08 + 2 * (PAD + MARGIN) - 4)


def paint(
    painter: QPainter, area: QRectF, face: CardFace, colours: Colours, *, chosen: bool = False, focus: bool = False
) -> None:
    """Draws a card; `focus`: the keys go to it."""
    box = area.adjusted(MARGIN, MARGIN / 2, -MARGIN, -MARGIN / 2)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    wide = 2.5 if focus else 1.0
    painter.setPen(QPen(QColor(colours.accent if focus else colours.line), wide))
    painter.setBrush(QColor(colours.hover if chosen else colours.panel))
    painter.drawRoundedRect(box.adjusted(wide / 2, wide / 2, -wide / 2, -wide / 2), 5, 5)
    if face.mark:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.bad_mark if face.late else colours.before))
        painter.drawRect(QRectF(box.left() + 2, box.top() + 5, STRIPE, box.height() - 10))
    _write(painter, box.adjusted(PAD + STRIPE, PAD - 4, -PAD, -PAD + 4), face, colours)


def _write(painter: QPainter, box: QRectF, face: CardFace, colours: Colours) -> None:
    """The four lines, each with something at its left and at its right."""
    plain = QFont(painter.font())
    bold = QFont(plain)
    bold.setBold(True)
    quiet = colours.bad if face.late else colours.muted
    deal = face.deal
    days = n_("{n} day", "{n} days", deal.days).format(n=deal.days)
    tall = box.height() / LINES
    lines = (
        (deal.title, bold, colours.text, "", plain, colours.muted),
        (deal.contact, plain, colours.text, face.mark, plain, quiet),
        (face.amount, bold, colours.text, deal.owner, plain, colours.muted),
        (face.step, plain, colours.muted if deal.task else colours.bad, days, plain, colours.muted),
    )
    for number, (left, letters, colour, right, other, shade) in enumerate(lines):
        line = QRectF(box.left(), box.top() + number * tall, box.width(), tall)
        painter.setFont(other)
        painter.setPen(QColor(shade))
        metrics = QFontMetricsF(other)
        most = line.width() * 0.55
        taken = min(metrics.horizontalAdvance(right) + 1, most)
        flags = Qt.TextFlag.TextSingleLine | Qt.AlignmentFlag.AlignVCenter
        place = QRectF(line.right() - taken, line.top(), taken, tall)
        painter.drawText(place, flags | Qt.AlignmentFlag.AlignRight, fitted(metrics, right, most))
        painter.setFont(letters)
        painter.setPen(QColor(colour))
        room = QRectF(line.left(), line.top(), line.width() - (taken + 8 if right else 0), tall)
        painter.drawText(room, flags, fitted(QFontMetricsF(letters), left, room.width()))
    painter.setFont(plain)
