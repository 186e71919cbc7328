"""Settings of watched folders: where a bank or a shop puts its files, and which of them count."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from crmdesk.domain.wording import moment_text, number_text
from crmdesk.screen.settings.records import RecordSection
from crmdesk.store import watched
from crmdesk.store.import_memory import WatchedFolder
from crmdesk.store.watched import Watched
from crmdesk.text import _, n_
from crmdesk.ui.ask_file import ask_folder
from crmdesk.ui.button import Button
from crmdesk.ui.desk import Desk
from crmdesk.ui.icons import icon


class WatchedSection(RecordSection):
    """The folders whose new files are offered on the page of today."""

    record = WatchedFolder
    columns = ("path", "pattern")

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        hint = _(
            "What is new in one of these folders is offered on the page Today, and comes in when you have seen what "
            "it does. “*.csv” stands for all CSV files, “*” for every file. A table is read as the last one with the "
            "same headings was."
        )
        super().__init__(desk, parent, _("Watched folders"), hint)

    def add_words(self) -> str:
        return _("Watch a folder")

    def none_words(self) -> str:
        return _("No folder is watched yet.")

    def more_buttons(self) -> Sequence[Button]:
        self.choose = Button(icon("folder-open"), _("Choose a folder…"), self)
        self.choose.clicked.connect(self.ask)
        self.away = Button(_("Stop watching"), self)
        self.away.clicked.connect(self.forget)
        self.again = Button(_("Offer its files again"), self)
        self.again.clicked.connect(self.offer_again)
        return self.choose, self.away, self.again

    def rows(self) -> list[tuple[int, str]]:
        return [(one.id, self._words(one)) for one in watched.folders(self.desk.here)]

    def _words(self, one: Watched) -> str:
        parts = [str(one.path), one.pattern]
        if one.looked_at is not None:
            when = moment_text(self.desk.here.calendar.local(one.looked_at))
            parts.append(_("brought in on {when}").format(when=when))
        if count := len(watched.left_alone(self.desk.here, one.id)):
            parts.append(n_("{n} file not offered", "{n} files not offered", count).format(n=number_text(count)))
        return " · ".join(parts)

    def show_record(self, row_id: int | None) -> None:
        super().show_record(row_id)
        self.away.setVisible(row_id is not None)
        self.again.setVisible(row_id is not None and bool(watched.left_alone(self.desk.here, row_id)))

    def ask(self) -> None:
        """Asks for the folder of the form."""
        ask_folder(self, _("Watch a folder"), Path.home(), self.take)

    def take(self, path: Path) -> None:
        """Puts a folder in the form: a new one, if one that is kept was shown."""
        if self.row_id is not None:
            self.start_new()
        for column, text in (("path", str(path)), ("pattern", watched.EVERY_FILE)):
            self.form.editor(column).set_text(text)
            self.form.editor(column).changed.emit()
        self.save_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Watches the chosen folder no more."""
        if (row := self.row_id) is not None:
            self.attempt(lambda tx: watched.forget(tx, row), _("The folder is no longer watched."))

    def offer_again(self) -> None:
        """Offers the files of the chosen folder again that could not or should not come in."""
        if (row := self.row_id) is not None:
            watched.offer_again(self.desk.here, row)
            self.load()
            self.desk.notice.tell(_("The page Today offers them again."))
