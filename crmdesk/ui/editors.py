"""The controls in which the values of fields are typed, one kind for each kind of field."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QDate, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetricsF, QKeyEvent, QTextCharFormat, QWheelEvent
from PySide6.QtWidgets import (
    QCalendarWidget,
    QComboBox,
    QCompleter,
    QLineEdit,
    QPlainTextEdit,
    QToolButton,
    QWidget,
)

from crmdesk.domain.calendar import FIRST_YEAR, LAST_YEAR, date_of_day
from crmdesk.domain.wording import short_date_text, weekday_name
from crmdesk.store import lookup
from crmdesk.store.field import TEXT_LIMIT, Choice, Day, Keyword, KpiName, LongText, Moment, PeriodName, Ref
from crmdesk.text import _
from crmdesk.ui import fields, goal_fields
from crmdesk.ui.desk import Desk
from crmdesk.ui.editor import Editor
from crmdesk.ui.icons import icon
from crmdesk.ui.ref_editor import RefEditor

_LINES = 4
# The sheet of a month is higher than Qt thinks, by the frames of its buttons.
_ROW = 28
# The Julian day of 1970-01-01, by which Qt counts days.
_JULIAN = 2_440_588


class LineEditor(Editor):
    """Anything that is typed in one line."""

    def __init__(self, field: fields.Field, desk: Desk, parent: QWidget) -> None:
        super().__init__(field, desk, parent)
        self.line = QLineEdit(self)
        self.line.setAlignment(fields.alignment(field))
        self.line.setPlaceholderText(_placeholder(field))
        self.line.setMaxLength(TEXT_LIMIT)
        self.hold(self.line)
        self.line.textEdited.connect(self.changed)
        self.line.editingFinished.connect(self._on_finished)

    def text(self) -> str:
        return self.line.text()

    def set_text(self, text: str) -> None:
        self.line.setText(text)
        self.line.setCursorPosition(0)

    def select_all(self) -> None:
        self.line.selectAll()

    def _on_finished(self) -> None:
        self._tidy()
        self.committed.emit()

    def _tidy(self) -> None:
        """Writes what was understood in the usual way: `12k` as `12,000.00`, `tomorrow` as its date."""
        if self.touched:
            try:
                value = self.value()
            except ValueError:
                return
            self.line.setText(fields.written(self.field, value, self.desk.here))


class DateEditor(LineEditor):
    """A day or a moment: typed in words or figures, or chosen from the month's sheet (Alt+Down)."""

    def __init__(self, field: Day | Moment, desk: Desk, parent: QWidget) -> None:
        super().__init__(field, desk, parent)
        act = self.line.addAction(icon("calendar"), QLineEdit.ActionPosition.TrailingPosition)
        act.setText(_("Choose a day (Alt+Down)"))
        act.triggered.connect(self.show_sheet)
        self.sheet: QCalendarWidget | None = None

    def hint(self) -> str:
        if not self.touched:
            return ""
        try:
            value = self.value()
        except ValueError:
            return ""
        if value is None:
            return ""
        day = value if isinstance(self.field, Day) else self.desk.here.calendar.day_of(value)
        text = fields.shown(self.field, value, self.desk.here)
        return _("{weekday}, {date}").format(weekday=weekday_name(date_of_day(day).weekday()), date=text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.show_sheet()
        else:
            super().keyPressEvent(event)

    def show_sheet(self) -> None:
        """Opens the sheet of the month under the line."""
        sheet = QCalendarWidget(self.line)
        sheet.setWindowFlags(Qt.WindowType.Popup)
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.ISOWeekNumbers)
        sheet.setDateRange(QDate(FIRST_YEAR, 1, 1), QDate(LAST_YEAR, 12, 31))
        sheet.setSelectedDate(QDate.fromJulianDay(self._day() + _JULIAN))
        sheet.setAccessibleName(_("Choose a day"))
        sheet.clicked.connect(self._on_chosen)
        sheet.activated.connect(self._on_chosen)
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            # Qt's red is hard to read in a dark window.
            sheet.setWeekdayTextFormat(day, QTextCharFormat())
        for name, arrow in (("qt_calendar_prevmonth", "chevron-left"), ("qt_calendar_nextmonth", "chevron-right")):
            if isinstance(button := sheet.findChild(QToolButton, name), QToolButton):
                button.setIcon(icon(arrow))
        sheet.resize(sheet.sizeHint() + QSize(0, _ROW))
        sheet.move(self.mapToGlobal(QPoint(0, self.height())))
        sheet.show()
        sheet.setFocus(Qt.FocusReason.PopupFocusReason)
        self.sheet = sheet

    def _day(self) -> int:
        """The day that stands in the line, else today."""
        calendar = self.desk.here.calendar
        try:
            value = self.value()
        except ValueError:
            value = None
        if value is None:
            return calendar.day_of(self.desk.now())
        return int(value) if isinstance(self.field, Day) else calendar.day_of(value)

    def _on_chosen(self, chosen: QDate) -> None:
        if self.sheet is None:
            return
        sheet, self.sheet = self.sheet, None
        sheet.close()
        self.line.setText(short_date_text(chosen.toJulianDay() - _JULIAN))
        self.changed.emit()
        self._tidy()
        self.line.setFocus()
        self.committed.emit()


class KeywordEditor(LineEditor):
    """A word of those that are used again and again; the known ones are proposed."""

    def __init__(self, field: Keyword, desk: Desk, parent: QWidget) -> None:
        super().__init__(field, desk, parent)
        self.keyword, self._known = field, False
        self.line.textEdited.connect(self._on_edited)

    def _on_edited(self) -> None:
        if not self._known:
            self._known = True
            completer = QCompleter(lookup.keywords(self.desk.here, self.keyword), self)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.activated.connect(self.changed)
            self.line.setCompleter(completer)


class ChoiceEditor(Editor):
    """One of a few: `words` are what each value is called."""

    def __init__(self, field: fields.Field, words: Mapping[str, str], desk: Desk, parent: QWidget) -> None:
        super().__init__(field, desk, parent)
        self.box = _Box(self)
        if not field.required:
            self.box.addItem("–", None)
        for word, name in words.items():
            self.box.addItem(name, word)
        self.hold(self.box)
        self.box.activated.connect(self._on_activated)

    def set_value(self, value: Any) -> None:
        self._value = value
        if value is not None and self.box.findData(value) < 0:
            self.box.addItem(fields.written(self.field, value, self.desk.here), value)
        self.bring_back(value)
        self._given = self.state()

    def value(self) -> Any:
        return self.box.currentData()

    def text(self) -> str:
        return self.box.currentText()

    def set_text(self, text: str) -> None:
        self.box.setCurrentIndex(self.box.findText(text))

    def state(self) -> Any:
        return self.box.currentData()

    def bring_back(self, state: Any) -> None:
        self.box.setCurrentIndex(self.box.findData(state))

    def _on_activated(self) -> None:
        self.changed.emit()
        self.committed.emit()


class LongTextEditor(Editor):
    """A text of several lines; Tab leaves it."""

    def __init__(self, field: LongText, desk: Desk, parent: QWidget) -> None:
        super().__init__(field, desk, parent)
        self.area = _Area(self)
        self.hold(self.area)
        self.area.textChanged.connect(self._on_changed)
        self.area.left.connect(self.committed)
        self._silent = False

    def text(self) -> str:
        # Qt's plain text would turn a space that does not break into one that does.
        return self.area.document().toRawText().replace("\u2029", "\n")

    def set_text(self, text: str) -> None:
        self._silent = True
        self.area.setPlainText(text)
        self._silent = False

    def select_all(self) -> None:
        self.area.selectAll()

    def _on_changed(self) -> None:
        if not self._silent:
            self.changed.emit()


class _Box(QComboBox):
    """A list that the wheel turns only where the keys go, so that scrolling a form changes nothing."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class _Area(QPlainTextEdit):
    """Says when it was left."""

    left = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setFixedHeight(round(QFontMetricsF(self.font()).lineSpacing() * _LINES + 14))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() not in (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason):
            self.left.emit()


def _placeholder(field: fields.Field) -> str:
    match field:
        case Day() if field.ahead:
            return _("tomorrow, fri, +2w")
        case Moment() if field.ahead:
            return _("tomorrow, fri 3pm, +2w")
        case Day() | Moment():
            return _("today, mon, 31 Oct")
        case _:
            return "" if fields.is_number(field) else _(field.help)


def editor_for(field: fields.Field, desk: Desk, parent: QWidget) -> Editor:
    """A control for the values of a field."""
    match field:
        case Ref():
            return RefEditor(field, desk, parent)
        case Choice():
            return ChoiceEditor(field, {word: _(name) for word, name in field.words.items()}, desk, parent)
        case KpiName():
            return ChoiceEditor(field, goal_fields.kpi_names(), desk, parent)
        case PeriodName():
            return ChoiceEditor(field, goal_fields.period_names(desk.here, desk.now()), desk, parent)
        case LongText():
            return LongTextEditor(field, desk, parent)
        case Day() | Moment():
            return DateEditor(field, desk, parent)
        case Keyword():
            return KeywordEditor(field, desk, parent)
        case _:
            return LineEditor(field, desk, parent)
