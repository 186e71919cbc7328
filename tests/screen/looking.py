"""Looks over a window as a person would who reads everything: which words it shows, and which are cut off."""

import html
import re
from collections.abc import Iterator
from typing import NamedTuple
from zoneinfo import available_timezones

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QCheckBox,
    QComboBox,
    QGroupBox,
    QHeaderView,
    QLabel,
    QLineEdit,
    QMenu,
    QMenuBar,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QTabBar,
    QToolButton,
    QWidget,
)

from crmdesk.store.file import Workspace
from tests.pseudo import untold

_ROWS = 30
# Names of keys, and what is called the same in every language.
_SAME = set("crmdesk ctrl shift alt esc enter return tab del home end left right up down english deutsch".split())
_CODE = re.compile(r"[A-Z]{1,4}")
_WORD = re.compile(r"[^\W\d_]+")


class Text(NamedTuple):
    """A text that a control shows or says."""

    of: str
    how: str
    text: str


def texts_in(root: QWidget) -> list[Text]:
    """Every text of what is visible in a widget, those that are only said included."""
    found = []
    for one in [root, *root.findChildren(QWidget)]:
        if one.isVisible():
            found += [Text(_name(one), how, text) for how, text in _texts(one) if text]
    return found


def _texts(one: QWidget) -> Iterator[tuple[str, str]]:
    yield "name", one.accessibleName()
    yield "description", one.accessibleDescription()
    yield "tip", html.unescape(re.sub(r"<[^>]*>", " ", one.toolTip()))
    if one.isWindow():
        yield "title", one.windowTitle()
    if isinstance(one, QLabel | QAbstractButton):
        yield "text", one.text()
    if isinstance(one, QGroupBox):
        yield "title", one.title()
    if isinstance(one, QLineEdit | QPlainTextEdit):
        yield "placeholder", one.placeholderText()
    if isinstance(one, QComboBox):
        yield from (("item", one.itemText(row)) for row in range(min(one.count(), _ROWS)))
    if isinstance(one, QTabBar):
        yield from (("tab", one.tabText(place)) for place in range(one.count()))
    if isinstance(one, QMenu | QMenuBar):
        yield from (("action", action.text()) for action in one.actions())
    if isinstance(one, QAbstractItemView) and not isinstance(one, QHeaderView):
        yield from _cells(one.model())


def _cells(model: QAbstractItemModel | None) -> Iterator[tuple[str, str]]:
    if model is None:
        return
    roles = (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole)
    columns = 1 if isinstance(model, QAbstractListModel) else model.columnCount(QModelIndex())
    for column in range(columns):
        head = model.headerData(column, Qt.Orientation.Horizontal)
        if isinstance(head, str):
            yield "head", head
        for row in range(min(model.rowCount(QModelIndex()), _ROWS)):
            for role in roles:
                value = model.index(row, column).data(role)
                if isinstance(value, str):
                    yield "cell", html.unescape(re.sub(r"<[^>]*>", " ", value))


def _name(one: QWidget) -> str:
    parents = []
    at: QWidget | None = one
    while at is not None and len(parents) < 3:
        parents.append(type(at).__name__)
        at = at.parentWidget()
    return " < ".join(parents)


def words_of(workspace: Workspace) -> set[str]:
    """Every word that stands in a workspace, and those that need no translation."""
    found = set(_SAME)
    for zone in available_timezones():
        found |= words_in(zone)
    found |= words_in(str(workspace.path))
    tables = (
        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'search%' AND name NOT LIKE 'sqlite%'"
    )
    for (table,) in workspace.rows(tables):
        for row in workspace.rows(f"SELECT * FROM {table}"):
            for value in row:
                if isinstance(value, str):
                    found |= words_in(value)
    return found


def words_in(text: str) -> set[str]:
    """The words of a text, in small letters."""
    return {word.casefold() for word in _WORD.findall(text)}


def untranslated(root: QWidget, known: set[str]) -> list[str]:
    """What is shown and neither translated nor data."""
    found = []
    for one in texts_in(root):
        left = [word for word in _WORD.findall(untold(one.text)) if word.isascii() and not _CODE.fullmatch(word)]
        if [word for word in left if word.casefold() not in known]:
            found.append(f"{one.of}, {one.how}: {one.text}")
    return list(dict.fromkeys(found))


def cut_off(root: QWidget) -> list[str]:
    """What is visible and has not the room for its text."""
    shown = [one for one in [root, *root.findChildren(QWidget)] if one.isVisible() and one.width()]
    found = [f"{_name(one)}: {what}" for one in shown if (what := _cut(one))]
    return list(dict.fromkeys(found))


def _cut(one: QWidget) -> str:
    match one:
        case QLabel() if one.text() and one.wordWrap():
            return one.text() if one.heightForWidth(one.width()) > one.height() + 1 else ""
        case QToolButton() if (
            not one.icon().isNull() and one.toolButtonStyle() == Qt.ToolButtonStyle.ToolButtonIconOnly
        ):
            return ""
        case QLabel() | QPushButton() | QToolButton() | QCheckBox() | QRadioButton() if one.text():
            return f"{one.text()} ({one.sizeHint().width()} in {one.width()})" if _too_wide(one) else ""
        case QTabBar():
            hidden = [place for place in range(one.count()) if one.tabRect(place).right() > one.width() + 1]
            return ", ".join(one.tabText(place) for place in hidden)
    return ""


def _too_wide(one: QWidget) -> bool:
    return one.sizeHint().width() > one.width() + 1 and one.minimumSizeHint().width() > one.width() + 1
