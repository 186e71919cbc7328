"""How the window looks: a light and a dark palette of our own, and the choice between them.

Whoever paints asks `colours_of(widget)`; the widget's palette says which of the two is on, so nothing has to be told.
Good and bad are blue and orange, which nearly everybody can tell apart; colour is never the only sign.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from crmdesk.assets import font
from crmdesk.chart.ink import Inks, Tints, inks_of

# Controls with boxes to tick. Qt takes these names as text, whatever its annotations say.
_WITH_TICKS: tuple[Any, ...] = ("QCheckBox", "QRadioButton", "QTreeView")


@dataclass(frozen=True, slots=True)
class Colours:
    """One palette. `*_mark` are for shapes (3:1 on the panel), the others for text (4.5:1)."""

    window: str
    panel: str
    hover: str
    text: str
    muted: str
    line: str
    accent: str
    on_accent: str
    good: str
    bad: str
    good_mark: str
    bad_mark: str
    actual: str
    before: str
    band: str


LIGHT = Colours(
    window="#F3F4F6",
    panel="#FFFFFF",
    hover="#F0F6FB",
    text="#1B1F24",
    muted="#57606A",
    line="#CBD1D9",
    accent="#0067A3",
    on_accent="#FFFFFF",
    good="#0067A3",
    bad="#A84400",
    good_mark="#0072B2",
    bad_mark="#D55E00",
    actual="#3A4350",
    before="#8B939E",
    band="#E3E7EC",
)
DARK = Colours(
    window="#15171A",
    panel="#1E2125",
    hover="#262B31",
    text="#E8EAED",
    muted="#A7AFBA",
    line="#3D434B",
    accent="#6CBDF2",
    on_accent="#0B1620",
    good="#6CBDF2",
    bad="#FF9A55",
    good_mark="#3A9BDC",
    bad_mark="#E8772E",
    actual="#D3D8DF",
    before="#6C7581",
    band="#343A42",
)


# The size of letters before anybody chose one, as a property of the application.
_USUAL = "usual size of letters"


class Look(StrEnum):
    """What the person chose."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Theme(QObject):
    """Puts the chosen palette on the application, and follows the system where that is the choice."""

    changed = Signal()

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._app = app
        self.look = Look.SYSTEM
        self.zoom = 100
        if not QFontDatabase.families():
            QFontDatabase.addApplicationFont(str(font()))
        if app.property(_USUAL) is None:
            # Another window may have larger letters on.
            app.setProperty(_USUAL, max(app.font().pointSizeF(), 9.0))
        self._points = float(app.property(_USUAL))
        app.styleHints().colorSchemeChanged.connect(self._on_system_changed)

    def choose(self, look: Look, zoom: int = 100) -> None:
        """Puts a look and a size of letters (percent) on."""
        self.look, self.zoom = look, min(max(zoom, 70), 200)
        letters = QFont(self._app.font())
        letters.setPointSizeF(self._points * self.zoom / 100)
        colours = DARK if self.is_dark() else LIGHT
        sheet = style_of(colours)
        # This polishes every control anew, which takes longer than all the rest of a new window.
        if letters != self._app.font() or sheet != self._app.styleSheet():
            self._app.setFont(letters)
            self._app.setPalette(palette_of(colours))
            for kind in _WITH_TICKS:
                self._app.setPalette(palette_of_ticks(colours), kind)
            self._app.setStyleSheet(sheet)
        self.changed.emit()

    def is_dark(self) -> bool:
        """Whether the dark palette is on; a system that does not say counts as light."""
        if self.look is Look.SYSTEM:
            return self._app.styleHints().colorScheme() == Qt.ColorScheme.Dark
        return self.look is Look.DARK

    def leave(self) -> None:
        """Nobody looks any more: letters are as they were, and the system is not followed."""
        self._app.styleHints().colorSchemeChanged.disconnect(self._on_system_changed)
        self.choose(self.look)
        self.deleteLater()

    @Slot()
    def _on_system_changed(self) -> None:
        if self.look is Look.SYSTEM:
            self.choose(self.look, self.zoom)


def colours_of(widget: QWidget) -> Colours:
    """The palette that is on, for painting."""
    return DARK if widget.palette().color(QPalette.ColorRole.Window).lightness() < 128 else LIGHT


@cache
def inks(colours: Colours) -> Inks:
    """How charts look in a palette."""
    bands = (colours.line, colours.band, colours.hover)
    tints = Tints(
        *(colours.text, colours.muted, colours.band, colours.actual, colours.before),
        *(colours.good_mark, colours.bad_mark, colours.accent, colours.panel, bands),
    )
    return inks_of(tints)


def inks_for(widget: QWidget) -> Inks:
    """How charts look in the palette that is on."""
    return inks(colours_of(widget))


def palette_of(colours: Colours) -> QPalette:
    """The palette as Qt's own controls want it."""
    role = QPalette.ColorRole
    found = QPalette()
    for name, colour in (
        (role.Window, colours.window),
        (role.WindowText, colours.text),
        (role.Base, colours.panel),
        (role.AlternateBase, colours.hover),
        (role.Text, colours.text),
        (role.Button, colours.panel),
        (role.ButtonText, colours.text),
        (role.BrightText, colours.bad),
        (role.ToolTipBase, colours.panel),
        (role.ToolTipText, colours.text),
        (role.PlaceholderText, colours.muted),
        (role.Highlight, colours.accent),
        (role.HighlightedText, colours.on_accent),
        (role.Link, colours.accent),
        (role.Mid, colours.line),
        (role.Midlight, colours.band),
    ):
        found.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText):
        found.setColor(QPalette.ColorGroup.Disabled, name, QColor(colours.before))
    return found


def palette_of_ticks(colours: Colours) -> QPalette:
    """The palette of what has boxes to tick: Fusion frames them in a shade of the window that has to be seen."""
    found = palette_of(colours)
    found.setColor(QPalette.ColorRole.Window, QColor(colours.before).darker(110).lighter(140))
    return found


def style_of(colours: Colours) -> str:
    """What the palette cannot say: flat panels, tabs, and a focus ring that is seen."""
    return f"""
    QToolTip {{ color: {colours.text}; background: {colours.panel}; border: 1px solid {colours.line}; padding: 4px; }}
    QFrame[panel="true"] {{ background: {colours.panel}; border: 1px solid {colours.line}; border-radius: 6px; }}
    QFrame[line="true"] {{ border: 2px solid transparent; border-radius: 4px; }}
    QFrame[line="true"]:hover {{ background: {colours.hover}; }}
    QFrame[chosen="true"] {{ background: {colours.hover}; border-color: {colours.accent}; }}
    QLabel[muted="true"] {{ color: {colours.muted}; }}
    QLabel[bad="true"] {{ color: {colours.bad}; }} QLabel[good="true"] {{ color: {colours.good}; }}
    QTabBar::tab {{ padding: 6px 14px; border: none; border-bottom: 3px solid transparent; color: {colours.muted}; }}
    QTabBar::tab:selected {{ color: {colours.text}; border-bottom-color: {colours.accent}; }}
    QTabBar::tab:hover {{ color: {colours.text}; }}
    QTabBar:focus {{ outline: none; }}
    QTabBar::tab:selected:focus {{ background: {colours.band}; }}
    QTabWidget::pane {{ border: none; }}
    QPushButton, QToolButton {{ padding: 4px 10px; border: 1px solid {colours.line}; border-radius: 4px;
        background: {colours.panel}; }}
    QToolButton {{ padding: 4px 6px; }}
    QPushButton:hover, QToolButton:hover {{ background: {colours.hover}; }}
    QPushButton:pressed, QToolButton:pressed, QToolButton:checked {{ background: {colours.band}; }}
    QPushButton:checked {{ background: {colours.band}; border-color: {colours.accent}; }}
    QPushButton:focus, QToolButton:focus {{ border: 2px solid {colours.accent}; }}
    QPushButton[primary="true"] {{ background: {colours.accent}; color: {colours.on_accent}; }}
    QPushButton[primary="true"]:disabled {{ background: {colours.band}; color: {colours.before}; }}
    QPushButton[primary="true"]:focus {{ border: 2px solid {colours.text}; }}
    QDialogButtonBox {{ dialogbuttonbox-buttons-have-icons: 0; }}
    QLineEdit, QPlainTextEdit {{ border: 1px solid {colours.before}; border-radius: 3px; padding: 2px;
        background: {colours.panel}; }}
    QLineEdit:focus, QPlainTextEdit:focus {{ border: 2px solid {colours.accent}; padding: 1px; }}
    QPlainTextEdit:disabled {{ color: {colours.muted}; }}
    QLineEdit:disabled {{ border-color: {colours.line}; color: {colours.before}; }}
    QComboBox QLineEdit, QComboBox QLineEdit:focus, QAbstractItemView QLineEdit {{ border: none; padding: 0; }}
    QScrollBar:vertical {{ width: 8px; background: transparent; }}
    QScrollBar:horizontal {{ height: 8px; background: transparent; }}
    QScrollBar::handle {{ background: {colours.line}; border-radius: 4px; min-height: 24px; min-width: 24px; }}
    QScrollBar::handle:hover {{ background: {colours.before}; }}
    QScrollBar::add-line, QScrollBar::sub-line {{ width: 0; height: 0; }}
    QScrollBar::add-page, QScrollBar::sub-page {{ background: transparent; }}
    QTableView, QListView {{ border: 1px solid {colours.line}; padding: 1px; gridline-color: {colours.band};
        background: {colours.panel}; outline: none; }}
    QTableView:focus, QListView:focus {{ border: 2px solid {colours.accent}; padding: 0; }}
    QHeaderView::section {{ background: {colours.window}; color: {colours.muted}; padding: 5px 3px 4px; border: none;
        border-bottom: 1px solid {colours.line}; }}
    QHeaderView::up-arrow, QHeaderView::down-arrow {{ subcontrol-position: top center; width: 9px; height: 9px; }}
    QFrame#sidebar {{ background: {colours.window}; border: none; border-right: 1px solid {colours.line}; }}
    QListView#sidebar {{ background: {colours.window}; border: none; outline: none; padding: 4px 0; }}
    QListView#sidebar:focus {{ border: none; }}
    QListView#sidebar::item {{ padding: 4px 8px; border-left: 3px solid transparent; color: {colours.text}; }}
    QListView#sidebar::item:disabled {{ color: {colours.muted}; padding-top: 8px; }}
    QListView#sidebar::item:hover {{ background: {colours.hover}; }}
    QListView#sidebar::item:selected {{ background: {colours.band}; color: {colours.text};
        border-left-color: {colours.accent}; }}
    QListView#sidebar::item:selected:focus {{ border: 2px solid {colours.accent}; }}
    QFrame#sample {{ background: {colours.band}; border: none; }}
    QScrollArea {{ border: none; background: transparent; }}
    QCalendarWidget #qt_calendar_navigationbar {{ background: {colours.window}; }}
    QCalendarWidget QToolButton {{ color: {colours.text}; padding: 4px 16px; }}
    QStatusBar {{ color: {colours.muted}; }} QStatusBar::item {{ border: none; }}
    """
