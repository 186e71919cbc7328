"""Loads the pages while the person rests, a piece at a time, so that the first look at each is quick too."""

from __future__ import annotations

import gc
import sys
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from crmdesk.screen.pages import PAGES
from crmdesk.ui.desk import RECORD
from crmdesk.ui.session import Session

if TYPE_CHECKING:
    from crmdesk.screen.main_window import MainWindow

_AFTER_MS, _PAUSE_MS, _REST_MS = 1_000, 40, 400
# What several pages stand on comes first, so that no piece takes long.
_FIRST = (
    *("phonenumbers", "rapidfuzz.process", "crmdesk.store.phone", "crmdesk.store.editing", "crmdesk.store.search"),
    *("crmdesk.store.listing", "crmdesk.store.query", "crmdesk.ui.fields", "crmdesk.ui.editors"),
    *("crmdesk.ui.list_view", "crmdesk.ui.chips", "crmdesk.ui.pasting", "crmdesk.screen.listing.commands"),
    *("crmdesk.screen.listing.page", "crmdesk.screen.quick_add", "crmdesk.store.board", "crmdesk.screen.deal.card"),
    *("crmdesk.screen.settings.business", "crmdesk.store.timeline", "crmdesk.store.customer"),
    *("crmdesk.screen.record.strip", "crmdesk.screen.record.files", "crmdesk.screen.record.history"),
    *("crmdesk.screen.record.log", "crmdesk.screen.record.facts", "crmdesk.screen.record.timeline"),
    *("crmdesk.screen.record.way", "crmdesk.screen.record.related", "crmdesk.screen.palette"),
    # What prints, of which the monthly close shows a part.
    *("crmdesk.report.material", "crmdesk.report.parts", "email.quoprimime", "urllib.request", "crmdesk.report.paint"),
    *("crmdesk.report.draw_blocks", "crmdesk.report.person", "crmdesk.report.draw_wall"),
    *("crmdesk.screen.changed_table", "crmdesk.screen.behind", "crmdesk.screen.printing", "crmdesk.screen.kept_sight"),
    *("crmdesk.screen.month.reading",),
    # What reads the files of others.
    *("crmdesk.exchange.value_words", "crmdesk.exchange.profile_numbers", "crmdesk.exchange.questions"),
    *("crmdesk.exchange.archive", "crmdesk.exchange.policy", "crmdesk.exchange.bringing"),
    *("crmdesk.exchange.importing", "crmdesk.exchange.readers.ical_parts", "crmdesk.exchange.layouts.head"),
    *(
        "crmdesk.exchange.readers.ofx",
        "crmdesk.exchange.readers.sheet",
        "crmdesk.exchange.readers.mail_text",
        "crmdesk.exchange.readers.vcard",
    ),
    *("crmdesk.exchange.formats", "crmdesk.exchange.field_headings", "crmdesk.exchange.profile"),
    *("crmdesk.exchange.drafts.rules", "crmdesk.exchange.mappings.mapping", "crmdesk.exchange.plan"),
    *("crmdesk.screen.importing.bringing", "crmdesk.screen.importing.plan"),
)
MODULES = tuple(dict.fromkeys((*_FIRST, *(spec.module for spec in PAGES))))


class WarmingUp(QObject):
    """Begins some time after a workspace was opened, when its first page stands."""

    def __init__(self, window: MainWindow, session: Session) -> None:
        super().__init__(window)
        self._window = window
        self.timer = QTimer(self, singleShot=True)
        self.timer.timeout.connect(self._load_next)
        session.opened.connect(lambda _workspace: self.timer.start(_AFTER_MS))

    def stop(self) -> None:
        """The window is being closed."""
        self.timer.stop()

    def _load_next(self) -> None:
        if self._window.rest.milliseconds < _REST_MS:
            self.timer.start(_REST_MS - self._window.rest.milliseconds)
            return
        left = [name for name in MODULES if name not in sys.modules]
        if left:
            import_module(left[0])
            self.timer.start(_PAUSE_MS)
        elif self._window.session.workspace is not None:
            # The page with the most parts, to which every list leads.
            self._window.navigator.page_of(RECORD)
            # The collector need not walk over all of that again and again.
            gc.freeze()
