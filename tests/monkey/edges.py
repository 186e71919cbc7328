"""Where the window ends: choosing files, printing, opening addresses. Here the monkey's own answers come back."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest.mock import patch

from PySide6.QtCore import QObject, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QFileDialog

from crmdesk.store.file import SUFFIX
from crmdesk.ui.home import home
from crmdesk.ui.links import SCHEMES
from tests.interchange import TABLES, write

_GIVEN_UP = 0.2
BACKUP = ".crmdesk-backup"


class Desktop(QObject):
    """The folders from which the monkey chooses, and a count of what left the window."""

    def __init__(self, folder: Path, book: Path, chance: random.Random) -> None:
        super().__init__()
        self.folder, self.book, self._chance = folder, book, chance
        self.left: Counter[str] = Counter()
        for name in ("saved", "copies", "files"):
            (folder / name).mkdir()
        self._data = write(folder / "data", TABLES)
        for name, content in (("note.txt", "Żółw\n".encode()), ("empty.pdf", b""), ("run.exe", b"MZ" * 4000)):
            (folder / "files" / name).write_bytes(content)

    def chosen(self, dialog: ChosenFile) -> Path | None:
        """What the monkey chooses in a dialog for files; None where it gives up."""
        if self._chance.random() < _GIVEN_UP:
            return None
        if dialog.name:
            return self.folder / "saved" / dialog.name
        if dialog.mode is QFileDialog.FileMode.Directory:
            return self._chance.choice((self._data, self.folder / "copies"))
        return self._one(self._fitting(dialog.filters))

    def _fitting(self, filters: str) -> list[Path]:
        if BACKUP in filters:
            return sorted((self.folder / "copies").glob(f"{self.book.stem}*{BACKUP}"))
        if SUFFIX in filters:
            return [self.book, *sorted(home().glob(f"*{SUFFIX}"))]
        return sorted((self.folder / ("saved" if ".zip" in filters else "files")).iterdir())

    def _one(self, paths: list[Path]) -> Path | None:
        return self._chance.choice(paths) if paths else None

    @Slot(QUrl)
    def opened(self, address: QUrl) -> None:
        """An address went to the program that the system has for it."""
        self.left[address.scheme()] += 1


class ChosenFile(QObject):
    """Stands for a dialog of the system: answers by itself a moment later."""

    FileMode, AcceptMode, Option = QFileDialog.FileMode, QFileDialog.AcceptMode, QFileDialog.Option
    fileSelected = Signal(str)  # noqa: N815 - the name of Qt
    filesSelected = Signal(list)  # noqa: N815 - the name of Qt
    filterSelected = Signal(str)  # noqa: N815 - the name of Qt
    desktop: Desktop

    def __init__(self, parent: QObject, title: str, _folder: str) -> None:
        super().__init__(parent)
        self.title, self.filters, self.name = title, "", ""
        self.mode: QFileDialog.FileMode | None = None

    def open(self) -> None:
        QTimer.singleShot(0, self, self._answer)

    def _answer(self) -> None:
        path = self.desktop.chosen(self)
        self.desktop.left[self.title] += path is not None
        if path is not None:
            self.fileSelected.emit(str(path))
            self.filesSelected.emit([str(path)])
        self.deleteLater()

    def setFileMode(self, mode: QFileDialog.FileMode) -> None:
        self.mode = mode

    def setNameFilter(self, filters: str) -> None:
        self.filters = filters

    def setNameFilters(self, filters: list[str]) -> None:
        self.filters = ";;".join(filters)

    def selectFile(self, name: str) -> None:
        self.name = name

    def setAttribute(self, *_words: object) -> None:
        """Goes by itself."""

    setOption = setAcceptMode = setDefaultSuffix = setAttribute  # noqa: N815 - the names of Qt


class ChosenPrinter(QObject):
    """Stands for the dialog of the printers: prints into a file a moment later."""

    accepted = Signal()
    finished = Signal(int)
    desktop: Desktop

    def __init__(self, printer: QPrinter, parent: QObject) -> None:
        super().__init__(parent)
        self._printer = printer

    def setWindowModality(self, _modality: object) -> None:
        """Stands before nobody."""

    def show(self) -> None:
        QTimer.singleShot(0, self, self._answer)

    def _answer(self) -> None:
        self.desktop.left["print"] += 1
        self._printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        self._printer.setOutputFileName(str(self.desktop.folder / "saved" / "printed.pdf"))
        self.accepted.emit()
        self.finished.emit(1)


@contextmanager
def guarded(desktop: Desktop) -> Iterator[None]:
    """Nothing leaves the window while this holds."""
    ChosenFile.desktop = ChosenPrinter.desktop = desktop
    schemes = (*SCHEMES, "file")
    with ExitStack() as stack:
        stack.enter_context(patch("crmdesk.ui.ask_file.QFileDialog", ChosenFile))
        stack.enter_context(patch("crmdesk.screen.printing.QPrintDialog", ChosenPrinter))
        for scheme in schemes:
            QDesktopServices.setUrlHandler(scheme, desktop, "opened")  # type: ignore[arg-type]  # the stubs want text as bytes
            stack.callback(QDesktopServices.unsetUrlHandler, scheme)
        yield
