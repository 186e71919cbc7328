"""Starts the window: on the file that was named, else on the last workspace, else on the welcome page."""

from __future__ import annotations

import gc
import sys
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QApplication

from crmdesk.domain.clock import Clock
from crmdesk.domain.errors import UserError
from crmdesk.screen import first_sight
from crmdesk.screen.main_window import MainWindow

# How soon jobs in Python let the window have its turn, which it asks for many times in one paint.
TURN_SECONDS = 0.0002
# How an application that follows the palettes of `ui.theme` is started. Said later on, it would have PySide load all
# that styles know, which takes longer than the rest of a theme.
STYLE = ("-style", "Fusion")


def start(name: str | None = None) -> int:
    """Runs the window until it is closed."""
    sys.setswitchinterval(TURN_SECONDS)
    app = QApplication([sys.argv[0], *STYLE])
    app.setApplicationName("crmdesk")
    app.setApplicationDisplayName("")
    clock = Clock()
    try:
        window = shown(app, clock, name)
        settle()
        code = app.exec()
        while window.again:
            window = in_place_of(window, app, clock)
            code = app.exec()
    except UserError as fault:
        print(f"crmdesk: {fault}", file=sys.stderr)
        return 1
    return int(code)


def shown(app: QApplication, clock: Clock, name: str | None) -> MainWindow:
    """A window in the language of the person, with what it shows first. Raises UserError where it finds no home."""
    window = MainWindow(app, clock, before=partial(prepare, name=name, clock=clock))
    from crmdesk.ui.faults import catch_all

    catch_all(window.tell_fault)
    window.show()
    window.rest.watch()
    begin(window, name)
    first_sight.end(window)
    return window


def prepare(window: MainWindow, *, name: str | None, clock: Clock) -> None:
    """The first sight, before anything more is loaded; what is loaded then speaks the language of the person."""
    path = Path(name) if name is not None else next(iter(window.memory.present()), None)
    if path is not None:
        first_sight.show(window, path, clock.now())
    speak(window.memory.language)


def in_place_of(window: MainWindow, app: QApplication, clock: Clock) -> MainWindow:
    """Another window where one was closed: on the same workspace, in the language that was chosen there."""
    window.theme.leave()
    window.deleteLater()
    return shown(app, clock, None)


def speak(language: str) -> str:
    """The language that was chosen, else that of the system, else English; returns which it became.

    Qt follows with the words of its own dialogs and the names of keys and months.
    """
    from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

    from crmdesk.text import set_language

    spoken = set_language(language or QLocale.system().name())
    app = QCoreApplication.instance()
    if app is not None:
        for old in app.findChildren(QTranslator):
            app.removeTranslator(old)
            old.deleteLater()
        words = QTranslator(app)
        if words.load(f"qtbase_{spoken}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
            app.installTranslator(words)
    QLocale.setDefault(QLocale(language) if language else QLocale.system())
    return spoken


def settle() -> None:
    """Lets the collector work again, from here on and not over all that the start has loaded."""
    gc.freeze()
    gc.enable()


def begin(window: MainWindow, name: str | None) -> None:
    """What the window shows first."""
    recent = window.memory.present()
    if name is not None:
        window.open(Path(name))
    elif recent:
        window.open(recent[0])
    if window.session.workspace is None and not window.session.writing:
        window.leave_workspace()
