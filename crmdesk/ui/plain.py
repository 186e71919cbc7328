"""Text as text: the only place that hands text to controls of Qt which would take it for markup.

A business called `<b>x` shows exactly so, in labels, tooltips and messages.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFont, QResizeEvent, QStaticText, QTextOption
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QSizePolicy, QWidget

Answer = Callable[[str], None]
_FEW_LETTERS = 4
# Parts of long words, and the same with a place after them at which a line may be broken with nothing to be seen.
_LONG, _BREAK = re.compile(r"\S{24}(?=\S{12})"), "\\g<0>\u200b"
_AT_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute


class Label(QLabel):
    """A label that shows its text as it is written. A long word, such as an address, is broken where lines may be."""

    # The text where words of it are broken.
    _whole_words = ""

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        *,
        size: float = 1.0,
        bold: bool = False,
        muted: bool = False,
        wrap: bool = False,
        selectable: bool = False,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        # A name that is read from right to left begins where the others do.
        self.setAlignment(_AT_LEFT)
        # What is copied must be what was written.
        self._breaks = wrap and not selectable
        self.setWordWrap(wrap)
        self.setText(text)
        self.setProperty("muted", muted)
        self._size, self._bold = size, bold
        if wrap:
            policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
            # As high as its lines are at the width it gets; a policy of one's own would forget that.
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
        if selectable:
            flags = Qt.TextInteractionFlag
            self.setTextInteractionFlags(flags.TextSelectableByMouse | flags.TextSelectableByKeyboard)
            self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._write_in_size()

    def text(self) -> str:
        return self._whole_words or super().text()

    def setText(self, text: str) -> None:
        shown = _LONG.sub(_BREAK, text) if self._breaks else text
        self._whole_words = text if shown != text else ""
        super().setText(shown)

    def _write_in_size(self) -> None:
        if not self._bold and self._size == 1.0:
            return
        letters = QFont()
        letters.setBold(self._bold)
        if self._size != 1.0:
            letters.setPointSizeF(QApplication.font().pointSizeF() * self._size)
        self.setFont(letters)

    def changeEvent(self, event: QEvent) -> None:
        # The theme sets letters first and the style after them.
        if self._size != 1.0 and event.type() == QEvent.Type.StyleChange:
            self._write_in_size()
        super().changeEvent(event)


class ShortLabel(Label):
    """A label of one line with … where there is no room, at its end or in its middle; its tooltip tells the whole."""

    def __init__(
        self,
        text: str = "",
        parent: QWidget | None = None,
        *,
        bold: bool = False,
        muted: bool = False,
        cut: Qt.TextElideMode = Qt.TextElideMode.ElideRight,
    ) -> None:
        self._whole, self._cut = "", cut
        super().__init__(text, parent, bold=bold, muted=muted)

    def text(self) -> str:
        return self._whole

    def setText(self, text: str) -> None:
        self._whole = text
        self.setToolTip(as_tip(text))
        self.setAccessibleName(text)
        self._fit()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + 2, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        few = self.fontMetrics().horizontalAdvance("m") * _FEW_LETTERS
        return QSize(min(few, self.sizeHint().width()), super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, self._cut, self.width())
        if shown != super().text():
            super().setText(shown)


def in_lines(text: str, font: QFont, side: Qt.AlignmentFlag, width: int) -> QStaticText:
    """A text to paint in lines so wide: a label of Qt would cut an address that has no space to break it at."""
    laid = QStaticText(text)
    laid.setTextFormat(Qt.TextFormat.PlainText)
    option = QTextOption(side)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    laid.setTextOption(option)
    laid.setTextWidth(max(width, 1))
    laid.prepare(font=font)
    return laid


def say(widget: QWidget, name: str, tip: str = "") -> None:
    """Names a control for people who cannot see it, and gives it a tooltip."""
    widget.setAccessibleName(name)
    widget.setToolTip(as_tip(tip or name))


def no_mnemonic(text: str) -> str:
    """For texts of buttons, tabs and menus, where a single & would be swallowed."""
    return text.replace("&", "&&")


def message(parent: QWidget, title: str, text: str, *, fault: bool = False, detail: str = "") -> QMessageBox:
    """Shows a message with one button; the window goes on behind it."""
    icon = QMessageBox.Icon.Warning if fault else QMessageBox.Icon.Information
    box = _box(parent, icon, title, text)
    box.addButton(QMessageBox.StandardButton.Ok)
    if detail:
        box.setDetailedText(detail)
    box.open()
    return box


def ask(
    parent: QWidget,
    title: str,
    text: str,
    buttons: dict[str, str],
    answered: Answer,
    *,
    away: str = "",
    detail: str = "",
) -> QMessageBox:
    """Shows a message with these buttons (key and text) and calls `answered(key)`.

    Enter means the first, Esc and closing the message mean the key `away`, else the last.
    """
    away = away or next(reversed(buttons))
    box = _box(parent, QMessageBox.Icon.Question, title, text)
    made = {}
    for key, caption in buttons.items():
        made[key] = box.addButton(no_mnemonic(caption), QMessageBox.ButtonRole.ActionRole)
    box.setDefaultButton(made[next(iter(made))])
    box.setEscapeButton(made[away])
    if detail:
        box.setDetailedText(detail)

    def on_finished() -> None:
        answered(next((key for key, button in made.items() if button is box.clickedButton()), away))

    box.finished.connect(on_finished)
    box.open()
    return box


def _box(parent: QWidget, icon: QMessageBox.Icon, title: str, text: str) -> QMessageBox:
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setIcon(icon)
    box.setWindowTitle(title)
    box.setText(text)
    return box


def as_tip(text: str) -> str:
    """A tooltip of exactly this text, for item views too: Qt guesses whether it is markup, so it always gets some."""
    return f"<span>{html.escape(text)}</span>".replace("\n", "<br>") if text else ""
