"""Asks for files and folders, without stopping the window."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

Then = Callable[[Path], None]


def ask_open(parent: QWidget, title: str, filters: str, folder: Path, then: Then) -> QFileDialog:
    """A file that is there."""
    dialog = _dialog(parent, title, folder, then)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter(filters)
    dialog.open()
    return dialog


def ask_several(
    parent: QWidget, title: str, filters: Sequence[str], folder: Path, then: Callable[[list[Path]], None]
) -> QFileDialog:
    """Files that are there, any number of them; `filters` are what the dialog offers to show."""
    dialog = QFileDialog(parent, title, str(folder))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.filesSelected.connect(lambda names: then([Path(name) for name in names]))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setNameFilters(list(filters))
    dialog.open()
    return dialog


def ask_folder(parent: QWidget, title: str, folder: Path, then: Then) -> QFileDialog:
    """A folder that is there."""
    dialog = _dialog(parent, title, folder, then)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.open()
    return dialog


def ask_save(parent: QWidget, title: str, filters: str, proposal: Path, then: Then) -> QFileDialog:
    """A file to write, of one of the sorts in `filters`; the dialog itself asks before one is replaced."""
    dialog = _dialog(parent, title, proposal.parent, then)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter(filters)
    dialog.setDefaultSuffix(proposal.suffix.lstrip("."))
    dialog.selectFile(proposal.name)
    dialog.filterSelected.connect(lambda sort: _follow(dialog, sort))
    dialog.open()
    return dialog


def _follow(dialog: QFileDialog, sort: str) -> None:
    """Another sort of file has another ending."""
    ending = re.search(r"\*(\.\w+)", sort)
    if ending is not None:
        dialog.setDefaultSuffix(ending[1].lstrip("."))
        for name in dialog.selectedFiles()[:1]:
            dialog.selectFile(Path(name).with_suffix(ending[1]).name)


def _dialog(parent: QWidget, title: str, folder: Path, then: Then) -> QFileDialog:
    dialog = QFileDialog(parent, title, str(folder))
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda name: then(Path(name)))
    return dialog
