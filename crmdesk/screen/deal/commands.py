"""What is done with deals on the board: each one step of the journal, with a notice that takes it back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QWidget

from crmdesk.domain.wording import date_text
from crmdesk.screen.deal.closing import Later, Lost, Won
from crmdesk.screen.deal.zones import LATER, LOST, WON
from crmdesk.store import board, deal_moves
from crmdesk.store.board import DealCard
from crmdesk.store.journal import Tx
from crmdesk.text import _
from crmdesk.ui.desk import Desk


class DealCommands:
    """Moves deals; asks what has to be known for that in a dialog over `page`."""

    def __init__(self, desk: Desk, page: QWidget) -> None:
        self._desk, self._page = desk, page

    def move(self, deal: DealCard, stage: int, name: str) -> bool:
        """Moves a deal to a stage; returns whether that was done."""
        label = _("Move “{deal}” to {stage}").format(deal=deal.title, stage=name)
        told = _("“{deal}” is in {stage} now.").format(deal=deal.title, stage=name)
        return self._do(label, told, lambda tx: deal_moves.move(tx, deal.id, stage))

    def ask(self, deal: DealCard, zone: str) -> QDialog | None:
        """Asks what winning, losing or postponing a deal needs to know, and does it."""
        if not self._desk.attempt(self._desk.here.require_writable):
            return None
        return {WON: self._ask_won, LOST: self._ask_lost, LATER: self._ask_later}[zone](deal)

    def win(self, deal: DealCard, amount: int | None) -> None:
        """Wins a deal, with the sale of that amount or without one."""
        told = _("“{deal}” is won.") if amount is None else _("“{deal}” is won, and its sale is recorded.")
        label = _("Win “{deal}”").format(deal=deal.title)
        self._do(label, told.format(deal=deal.title), lambda tx: deal_moves.win(tx, deal.id, sale=amount))

    def lose(self, deal: DealCard, reason: str) -> None:
        """Loses a deal for a reason."""
        told = _("“{deal}” is lost.").format(deal=deal.title)
        label = _("Lose “{deal}”").format(deal=deal.title)
        self._do(label, told, lambda tx: deal_moves.lose(tx, deal.id, reason))

    def postpone(self, deal: DealCard, day: int) -> None:
        """Postpones a deal to a day, with a task for it."""
        told = _("“{deal}” is postponed to {day}; a task will remind of it.")
        label = _("Postpone “{deal}”").format(deal=deal.title)
        told = told.format(deal=deal.title, day=date_text(day))
        self._do(label, told, lambda tx: deal_moves.postpone(tx, deal.id, day))

    def _ask_won(self, deal: DealCard) -> QDialog:
        dialog = Won(self._page, deal.title, deal.amount, self._desk.here, self._desk.now())
        dialog.chosen.connect(lambda amount: self.win(deal, amount))
        dialog.open()
        return dialog

    def _ask_lost(self, deal: DealCard) -> QDialog:
        dialog = Lost(self._page, deal.title)
        dialog.chosen.connect(lambda reason: self.lose(deal, reason))
        job = self._desk.session.read(
            _("Reading earlier reasons"), lambda workspace, _task: board.reasons(workspace), dialog.propose
        )
        dialog.finished.connect(lambda _result: job.cancel())
        dialog.open()
        return dialog

    def _ask_later(self, deal: DealCard) -> QDialog:
        dialog = Later(self._page, deal.title, self._desk.here, self._desk.now())
        dialog.chosen.connect(lambda day: self.postpone(deal, day))
        dialog.open()
        return dialog

    def _do(self, label: str, told: str, act: Callable[[Tx], object]) -> bool:
        def write() -> None:
            with self._desk.operation(label) as tx:
                act(tx)

        if not self._desk.attempt(write):
            return False
        self._desk.tell_done(told)
        return True
