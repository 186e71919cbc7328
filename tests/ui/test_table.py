"""Tables of any number of rows."""

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QAbstractItemModelTester, QTest

from crmdesk.ui.table import Column, RowTable, Table

COLUMNS = (
    Column("Name", lambda row: row[0]),
    Column("Amount", lambda row: f"{row[1]}" if row[1] is not None else "–", lambda row: row[1], number=True),
)
ROWS = [("b\tc", 10), ("a", None), ("C", 9)]


@pytest.fixture
def table(qtbot):
    """A table of three rows."""
    made = Table(COLUMNS, "Things", None)
    qtbot.addWidget(made)
    made.show_rows(ROWS)
    return made


def test_the_model_keeps_the_rules_of_qt(table):
    tester = QAbstractItemModelTester(table.rows, QAbstractItemModelTester.FailureReportingMode.Fatal)
    table.show_rows(ROWS * 2)
    table.set_columns(COLUMNS[:1])
    table.show_rows(ROWS)
    assert table.rows.columnCount() == 1
    tester.deleteLater()


def test_cells_and_heads_say_what_the_columns_say(table):
    model = table.rows
    assert model.index(0, 1).data() == "10"
    assert model.headerData(1, Qt.Orientation.Horizontal) == "Amount"
    assert model.headerData(1, Qt.Orientation.Vertical) is None
    assert model.headerData(7, Qt.Orientation.Horizontal) is None
    right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    assert model.index(0, 1).data(Qt.ItemDataRole.TextAlignmentRole) == right
    assert model.headerData(1, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole) == right
    assert model.headerData(1, Qt.Orientation.Horizontal, Qt.ItemDataRole.DecorationRole) is None
    assert model.index(0, 1).data(Qt.ItemDataRole.DecorationRole) is None
    assert model.data(QModelIndex()) is None
    assert model.rowCount(model.index(0, 0)) == 0
    assert model.columnCount(model.index(0, 0)) == 0


def test_numbers_sort_as_numbers_with_missing_ones_last(table):
    table.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    assert [row[1] for row in table.rows.rows] == [9, 10, None]
    table.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    assert [row[1] for row in table.rows.rows] == [10, 9, None]
    table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
    assert [row[0] for row in table.rows.rows] == ["a", "b\tc", "C"]
    table.rows.sort(-1)
    assert [row[0] for row in table.rows.rows] == ["a", "b\tc", "C"]


def test_chosen_rows_are_copied_as_text_with_tabs(table):
    table.selectRow(0)
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Name\tAmount\nb c\t10"
    QTest.keyClick(table, Qt.Key.Key_Down)


def test_text_is_made_only_for_rows_that_are_seen(qtbot):
    made = []

    def text(row):
        made.append(row)
        return str(row)

    table = Table((Column("N", text),), "Numbers", None)
    qtbot.addWidget(table)
    table.resize(300, 300)
    table.show()
    table.show_rows(range(200_000))
    qtbot.waitExposed(table)
    table.grab()
    assert 0 < len(set(made)) < 1_000


def test_an_empty_table_has_nothing_to_copy(qtbot):
    model = RowTable((), None)
    assert model.as_text([]) == ""


def test_the_first_column_keeps_its_words_where_the_others_are_wide(qtbot):
    wide = Table(
        (Column("What was done", str), *(Column("A very long heading " * 2, str) for _ in range(3))), "T", None
    )
    qtbot.addWidget(wide)
    wide.show()
    wide.show_rows(["Demo business"])
    assert wide.columnWidth(0) >= wide.sizeHintForColumn(0)
    wide.resize(3000, 200)
    assert wide.horizontalHeader().length() >= wide.viewport().width() - 1


def test_a_long_text_in_one_column_leaves_the_others_in_sight(qtbot):
    columns = [Column("a", lambda row: row[0]), Column("b", lambda row: row[1]), Column("c", lambda row: row[2])]
    table = Table(columns, "Things", None)
    qtbot.addWidget(table)
    table.resize(600, 200)
    table.show()
    table.show_rows([("Anna Berger", "word " * 60, "due today")])
    assert table.horizontalScrollBar().maximum() == 0
    assert table.columnWidth(2) >= table.sizeHintForColumn(2) and table.columnWidth(0) >= table.sizeHintForColumn(0)
    table.resize(4000, 200)
    assert table.columnWidth(1) >= table.sizeHintForColumn(1)
    table.set_columns(columns[:2])
    table.resize(300, 200)
    assert table.rows.columnCount() == 2
