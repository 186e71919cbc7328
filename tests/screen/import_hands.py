"""Walking through the page of bringing files in as a person does: by clicks alone."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QWidget

from crmdesk.screen.importing.page import ImportPage
from crmdesk.screen.main_window import MainWindow
from tests.screen.driving import settle

LEFT = Qt.MouseButton.LeftButton


class Hands:
    """What a person does on the page."""

    def __init__(self, window: MainWindow, paths: Sequence[Path]) -> None:
        self.window = window
        window.filing.take(list(paths))
        settle(window)
        assert isinstance(window.page, ImportPage), window.notice.text.text()
        self.page: ImportPage = window.page

    def click(self, widget: QWidget) -> None:
        assert widget.isVisible() and widget.isEnabled(), widget.accessibleName()
        QTest.mouseClick(widget, LEFT)
        settle(self.window)

    def click_row(self, view: QAbstractItemView, row: int) -> None:
        """Clicks a row of a list or a table."""
        model = view.model()
        assert model is not None
        index = model.index(row, 0)
        view.scrollTo(index)
        QTest.mouseClick(view.viewport(), LEFT, pos=view.visualRect(index).center())
        settle(self.window)

    def choose(self, box: QComboBox, data: object) -> None:
        """Chooses an entry of a box from its list."""
        places = [place for place in range(box.count()) if box.itemData(place) == data]
        assert places, [box.itemData(place) for place in range(box.count())]
        self.click(box)
        view = box.view()
        view.setCurrentIndex(view.model().index(places[0], 0))
        QTest.keyClick(view, Qt.Key.Key_Return)
        settle(self.window)

    def next(self) -> None:
        """To the next step."""
        self.click(self.page.foot.next)

    def table(self, name: str) -> None:
        """Chooses one of the tables of the first step."""
        names = [item.name for item in self.page.walk.items]
        if len(names) > 1:
            self.click_row(self.page.what.tables, names.index(name))

    def becomes(self, kind: str) -> None:
        """Says what the rows of the chosen table are."""
        self.choose(self.page.what.kind, kind)

    def column(self, name: str, field: str) -> None:
        """Says which field a column of the table that is looked at is."""
        columns = self.page.columns
        self.click_row(columns.table, [one.name for one in columns.table.rows.rows].index(name))
        self.choose(columns.part.field, field)

    def answer(self, question: str, answer: str) -> None:
        """Answers a question with one of the answers, or with what is typed."""
        names = self.page.names
        ids = [one.question.id for one in names.table.rows.rows]
        assert question in ids, ids
        self.click_row(names.table, ids.index(question))
        answers = [option.answer for option in names.table.rows.rows[ids.index(question)].question.options]
        if answer in answers:
            names.card.typed.clear()
            self.click_row(names.card.options, answers.index(answer))
        else:
            names.card.typed.clear()
            QTest.keyClicks(names.card.typed, answer)
        self.click(names.card.give)

    def open_questions(self) -> dict[str, str]:
        """The questions that are still open, by their ids, with what is probable."""
        rows = self.page.names.table.rows.rows
        return {one.question.id: one.question.suggested for one in rows if one.question.is_open}
