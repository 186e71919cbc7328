"""What is new in watched folders, on the page of today: a line for each folder, with the way to bring it in."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from crmdesk.domain.wording import number_text
from crmdesk.screen.importing.acts import place_for
from crmdesk.store import watched
from crmdesk.store.file import Workspace
from crmdesk.store.journal import Change
from crmdesk.store.watched import News
from crmdesk.text import _, n_
from crmdesk.ui.button import Button, IconButton
from crmdesk.ui.desk import Desk, Place
from crmdesk.ui.icons import icon
from crmdesk.ui.jobs import Task
from crmdesk.ui.panel import Panel
from crmdesk.ui.plain import ShortLabel, say
from crmdesk.ui.readings import Readings

# The day is read before anything of this is.
_AFTER_MS = 300
# What somebody is writing at the moment is looked at again.
_AGAIN_MS = 3_000
# So many names of files stand in a line.
_NAMED = 4
_TABLES = {"watched_folder", "imported_file"}


class WatchedHint(Panel):
    """Looks when a file is opened, when somebody comes back from another program, and when something was brought in."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(_("New in watched folders"), parent)
        self.desk = desk
        self._readings = Readings(desk.session, self)
        self._lines: list[QWidget] = []
        self.buttons: list[Button] = []
        self.later = QTimer(self, interval=_AFTER_MS, singleShot=True)
        self.later.timeout.connect(self.look)
        desk.session.opened.connect(lambda _workspace: self._begin())
        desk.session.changed.connect(self._on_changed)
        if isinstance(app := QGuiApplication.instance(), QGuiApplication):
            app.applicationStateChanged.connect(self._on_state)
        self.hide()
        self.later.start()

    def look(self) -> None:
        """Looks for new files, off the window's thread."""
        session = self.desk.session
        if session.workspace is None or session.writing:
            return
        if not watched.folders(session.workspace):
            self.show_news([])
            return

        def work(workspace: Workspace, task: Task) -> list[News]:
            return watched.news(workspace, task.check)

        self._readings.start("news", _("Looking into watched folders"), work, self.show_news)

    def show_news(self, found: list[News]) -> None:
        """A line for each folder."""
        for line in self._lines:
            self.body.removeWidget(line)
            line.hide()
            line.deleteLater()
        self.buttons = []
        self._lines = [self._line(one) for one in found if one.files or one.fault]
        self.setVisible(bool(self._lines))
        if any(one.growing for one in found):
            QTimer.singleShot(_AGAIN_MS, self, self.look)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        # What it said may have been settled on another page that says the same.
        self.later.start()

    def _begin(self) -> None:
        self.show_news([])
        self.later.start()

    def _on_changed(self, change: Change | None) -> None:
        if change is None or change.tables & _TABLES:
            self.later.start()

    def _on_state(self, state: Qt.ApplicationState) -> None:
        # Whoever comes back from the bank's page has perhaps just put a file there.
        if state == Qt.ApplicationState.ApplicationActive:
            self.later.start()

    def _line(self, news: News) -> QWidget:
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(ShortLabel(words_of(news), line), 1)
        if news.fault:
            button = Button(icon("settings"), _("Watched folders…"), line)
            button.clicked.connect(lambda: self.desk.go(Place("settings", detail="watched")))
        else:
            button = Button(icon("file-import"), _("Look at them…"), line)
            say(button, _("Look at what is new in {folder}").format(folder=_name(news)))
            button.clicked.connect(partial(self._bring_in, news))
        row.addWidget(button)
        self.buttons.append(button)
        if news.files and not self.desk.here.read_only:
            row.addWidget(self._away(news, line))
        self.body.addWidget(line)
        return line

    def _away(self, news: News, line: QWidget) -> IconButton:
        button = IconButton(line)
        button.setIcon(icon("x"))
        button.setAutoRaise(True)
        say(button, _("Ignore what is new in {folder} until it changes").format(folder=_name(news)))
        button.clicked.connect(partial(self._leave, news))
        return button

    def _leave(self, news: News) -> None:
        watched.leave(self.desk.here, news.folder.id, news.files)
        count = len(news.files)
        text = n_("{n} file is not offered until it changes.", "{n} files are not offered until they change.", count)
        self.desk.notice.tell(text.format(n=number_text(count)), _("Offer again"), partial(self._again, news))
        self.look()

    def _again(self, news: News) -> None:
        watched.offer_again(self.desk.here, news.folder.id)
        self.look()

    def _bring_in(self, news: News) -> None:
        self.desk.go(place_for(news.files, news.folder.id))


def words_of(news: News) -> str:
    """What is new in a folder, or why that cannot be told, in one line."""
    if news.fault:
        return _("{folder}: {fault}").format(folder=news.folder.path, fault=news.fault)
    count = len(news.files)
    text = n_("{n} new file in {folder}: {names}", "{n} new files in {folder}: {names}", count)
    names = ", ".join(one.name for one in news.files[:_NAMED]) + (", …" if count > _NAMED else "")
    return text.format(n=number_text(count), folder=_name(news), names=names)


def _name(news: News) -> str:
    return news.folder.path.name or str(news.folder.path)
