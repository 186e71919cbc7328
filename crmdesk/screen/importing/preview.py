"""The first rows of a table as they stand in its file, and the controls that say how the file is written."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from crmdesk.exchange.found import Found, Layout
from crmdesk.exchange.rules import TableRule
from crmdesk.exchange.table import shown
from crmdesk.screen.importing.walk import Sample
from crmdesk.text import N_, _, n_
from crmdesk.ui.choice import PickBox
from crmdesk.ui.plain import Label, say
from crmdesk.ui.table import Column, Table

COLUMNS = 60
"""So many columns of a table are shown; the others are read when it is brought in."""
ENCODINGS = {
    "utf-8": N_("Unicode (UTF-8)"),
    "utf-16": N_("Unicode (UTF-16)"),
    "cp1252": N_("Western Windows (cp1252)"),
    "latin-1": N_("Western (Latin-1)"),
    "cp1250": N_("Central European Windows (cp1250)"),
    "cp1251": N_("Cyrillic Windows (cp1251)"),
    "mac_roman": N_("Old Mac (Mac Roman)"),
    "cp850": N_("DOS (cp850)"),
    "shift_jis": N_("Japanese (Shift JIS)"),
    "gb18030": N_("Chinese (GB 18030)"),
}
DELIMITERS = {
    ",": N_("Comma"),
    ";": N_("Semicolon"),
    "\t": N_("Tab"),
    "|": N_("Bar"),
    ":": N_("Colon"),
    "spaces": N_("Spaces"),
}
_MOST_LINES = 200


class RawTable(Table):
    """Cells as they stand in the file, each column as wide as it needs to be."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__((), _("First rows of the table"), parent)
        self.setSortingEnabled(False)

    def show_sample(self, columns: Sequence[str], rows: Sample) -> None:
        """Shows these rows under their headings."""
        line = Column(_("Line"), lambda row: str(row[0]), number=True)
        self.set_columns((line, *(Column(name, partial(_cell, at)) for at, name in enumerate(columns[:COLUMNS]))))
        self.show_rows(rows)
        self.resizeColumnToContents(0)

    def _stretch(self) -> None:
        return


def _cell(at: int, row: tuple[int, list[str]]) -> str:
    return shown(row[1][at])


class WrittenAs(QWidget):
    """Encoding, delimiter and heading line of a text table. `changed` carries a TableRule after each change by hand."""

    changed = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.encoding, self.delimiter = PickBox(self), PickBox(self)
        self.heading = QSpinBox(self)
        self.heading.setRange(0, _MOST_LINES)
        self.heading.setSpecialValueText(_("none"))
        self.heading.setKeyboardTracking(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        for text, control in (
            (_("Letters"), self.encoding),
            (_("Columns separated by"), self.delimiter),
            (_("Headings in line"), self.heading),
        ):
            label = Label(text, self, muted=True)
            label.setBuddy(control)
            say(control, text)
            row.addWidget(label)
            row.addWidget(control)
        row.addStretch(1)
        for box in (self.encoding, self.delimiter):
            box.activated.connect(lambda _place: self._tell())
        self.heading.valueChanged.connect(lambda _line: self._tell())

    def show_layout(self, layout: Layout) -> None:
        """Shows how a table was read."""
        self.heading.blockSignals(True)
        self.heading.setValue(layout.headings[-1] if layout.headings else 0)
        self.heading.blockSignals(False)
        _choose(self.encoding, ENCODINGS, _encoding(layout.encoding))
        _choose(self.delimiter, DELIMITERS, layout.delimiter)

    def rule(self) -> TableRule:
        """How the table is to be read."""
        line = self.heading.value()
        return TableRule(
            encoding=self.encoding.currentData(),
            delimiter=self.delimiter.currentData(),
            headings=(line,) if line else (),
        )

    def _tell(self) -> None:
        self.changed.emit(self.rule())


def _encoding(name: str) -> str:
    """The encoding as it is offered: a mark at the beginning of the file makes no other one of it."""
    plain = name.lower().removesuffix("-sig").removesuffix("-le").removesuffix("-be")
    return {"utf8": "utf-8", "iso-8859-1": "latin-1", "windows-1252": "cp1252"}.get(plain, plain)


def _choose(box: PickBox, known: dict[str, str], value: str) -> None:
    names = {key: _(text) for key, text in known.items()}
    names.setdefault(value, value)
    box.show_choices([(text, key) for key, text in names.items()], list(names).index(value))


def left_out_text(layout: Layout | None) -> str:
    """Which lines are no rows of the table, the first of them with the reason."""
    left = layout.left_out if layout is not None else ()
    if not left:
        return ""
    line, reason = left[0]
    text = n_("Line {line} is not a row: {reason}", "Line {line} and {others} more are not rows: {reason}", len(left))
    return text.format(line=line, others=len(left) - 1, reason=reason)


class Preview(QWidget):
    """The first rows of one table, and how its file is written."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.written = WrittenAs(self)
        self.doubts = Label("", self, wrap=True)
        self.doubts.setProperty("bad", True)
        self.left_out = Label("", self, muted=True, wrap=True)
        self.table = RawTable(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in (self.written, self.doubts, self.left_out):
            column.addWidget(part)
        column.addWidget(self.table, 1)

    def show_table(self, found: Found, rows: Sample, fault: str = "") -> None:
        """Shows a table; one that cannot be read as it was stated says why."""
        self.written.setVisible(found.layout is not None and found.form == "csv")
        if found.layout is not None:
            self.written.show_layout(found.layout)
        doubts = [*found.doubts, *([fault] if fault else [])]
        self.doubts.setText("\n".join(doubts))
        self.doubts.setVisible(bool(doubts))
        said = left_out_text(found.layout)
        self.left_out.setText(said)
        self.left_out.setVisible(bool(said))
        self.table.show_sample(found.columns, rows)
