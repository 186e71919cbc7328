"""The pages of a PDF on the screen: small ones in a row to choose from, large ones below each other, at any zoom."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, QRect, QSize, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QIcon,
    QImage,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QPixmap,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem, QSizePolicy, QWidget

from crmdesk.text import _, n_
from crmdesk.ui.jobs import Jobs, Task
from crmdesk.ui.panel import Scroll
from crmdesk.ui.paper import POINTS_PER_INCH, page_image, page_sizes

# How large a page is shown: as wide as there is room, whole, or so many percent of its size on paper.
WIDTH, WHOLE = 0, -1
ZOOMS = (WHOLE, WIDTH, 75, 100, 150, 200, 300)
_GAP = 14
# The width of a small page.
_SMALL = 132
# Points of a screen to the inch, as window systems count them.
_SCREEN_DPI = 96
# So many large pages are kept drawn; those that were not seen for longest are drawn anew.
_KEPT = 6


@dataclass(frozen=True, slots=True)
class Leaf:
    """A page: its size in points, and a small picture of it."""

    size: QSizeF
    small: QImage


def leaves_of(pdf: bytes, task: Task, ratio: float) -> list[Leaf]:
    """Every page of a PDF, small; for a job."""
    found = []
    for number, size in enumerate(page_sizes(pdf)):
        task.check()
        found.append(Leaf(size, page_image(pdf, number, _SMALL / size.width() * POINTS_PER_INCH * ratio)))
    return found


class Thumbnails(QListWidget):
    """The small pages, each with its number."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setViewMode(QListWidget.ViewMode.IconMode)
        self.setFlow(QListWidget.Flow.TopToBottom)
        self.setWrapping(False)
        self.setMovement(QListWidget.Movement.Static)
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSpacing(4)
        self.setAccessibleName(_("Pages"))

    def show_leaves(self, leaves: list[Leaf]) -> None:
        """Shows other pages; the one that was chosen stays so, if there is one of its number."""
        row = self.currentRow()
        self.clear()
        largest = QSize(0, 0)
        for number, leaf in enumerate(leaves, 1):
            picture = self._framed(leaf.small)
            drawing = QIcon(picture)
            # A chosen picture would be tinted.
            drawing.addPixmap(picture, QIcon.Mode.Selected)
            item = QListWidgetItem(drawing, str(number))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, _("Page {n}").format(n=number))
            self.addItem(item)
            largest = largest.expandedTo(picture.deviceIndependentSize().toSize())
        self.setIconSize(largest)
        self.setCurrentRow(min(max(row, 0), len(leaves) - 1))

    def _framed(self, image: QImage) -> QPixmap:
        """A small page with a line around it: paper and list are both white."""
        picture = QPixmap.fromImage(image)
        painter = QPainter(picture)
        painter.setPen(QPen(self.palette().color(QPalette.ColorRole.Mid), 2))
        painter.drawRect(picture.rect())
        painter.end()
        picture.setDevicePixelRatio(self.devicePixelRatioF())
        return picture


class Sheets(QWidget):
    """The pages below each other. What is seen of them is drawn by jobs; until then small pages stand in for it."""

    def __init__(self, area: SheetArea, jobs: Jobs) -> None:
        super().__init__(area)
        self._area, self._jobs = area, jobs
        self.leaves: list[Leaf] = []
        self._pdf = b""
        self._drawn: OrderedDict[tuple[int, int], QImage] = OrderedDict()
        self._asked: set[tuple[int, int]] = set()
        self._later = QTimer(self, interval=0, singleShot=True)
        self._later.timeout.connect(self._draw_seen)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_pdf(self, pdf: bytes, leaves: list[Leaf]) -> None:
        """Shows another PDF."""
        self._pdf, self.leaves = pdf, leaves
        self._drawn.clear()
        self._asked.clear()
        self.fit()

    def fit(self) -> None:
        """Becomes as large as the pages are at the zoom that was chosen."""
        boxes = self.boxes()
        wide = max([box.right() + 1 + _GAP for box in boxes], default=0)
        high = boxes[-1].bottom() + 1 + _GAP if boxes else 0
        self.setFixedSize(max(wide, self._area.viewport().width()), max(high, 1))
        self.update()

    def boxes(self) -> list[QRect]:
        """Where each page stands."""
        room, top, found = self._area.room(), _GAP, []
        for size in self._sizes(room):
            found.append(QRect(max((self._area.viewport().width() - size.width()) // 2, _GAP), top, *_pair(size)))
            top += size.height() + _GAP
        return found

    def _sizes(self, room: QSize) -> list[QSize]:
        return [_shown(leaf.size, self._area.zoom, room) for leaf in self.leaves]

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for number, box in enumerate(self.boxes()):
            if box.intersects(event.rect()):
                chosen = self._area.hasFocus() and number == self._area.page
                role = QPalette.ColorRole.Highlight if chosen else QPalette.ColorRole.Mid
                painter.setPen(QPen(self.palette().color(role), 2 if chosen else 1))
                painter.drawRect(box.adjusted(-1, -1, 0, 0))
                painter.drawImage(box, self._drawn.get(self._key(number, box), self.leaves[number].small))
        painter.end()
        self._later.start()

    def _key(self, number: int, box: QRect) -> tuple[int, int]:
        return number, round(box.width() * self.devicePixelRatioF())

    def _draw_seen(self) -> None:
        """Draws the pages that are seen and are not drawn at this size yet."""
        seen = self.visibleRegion().boundingRect()
        for number, box in enumerate(self.boxes()):
            key = self._key(number, box)
            if box.intersects(seen) and key not in self._drawn and key not in self._asked:
                self._asked.add(key)
                dots = key[1] / self.leaves[number].size.width() * POINTS_PER_INCH
                work = partial(_draw, self._pdf, number, dots)
                self._jobs.start(_("Drawing the pages"), work, partial(self._on_drawn, self._pdf, key))

    def _on_drawn(self, pdf: bytes, key: tuple[int, int], image: QImage) -> None:
        if pdf is self._pdf:
            self._asked.discard(key)
            self._drawn[key] = image
            while len(self._drawn) > _KEPT:
                self._drawn.popitem(last=False)
            self.update()


class SheetArea(Scroll):
    """The room in which the pages are scrolled. `page_seen`: another page is in the middle of it."""

    page_seen = Signal(int)

    def __init__(self, jobs: Jobs, parent: QWidget) -> None:
        super().__init__(parent)
        self.zoom = WIDTH
        self.setWidgetResizable(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.sheets = Sheets(self, jobs)
        self.setWidget(self.sheets)
        self.sheets.setAutoFillBackground(False)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self._page = 0
        self._showing = False

    def show_pdf(self, pdf: bytes, leaves: list[Leaf]) -> None:
        """Shows other pages, from the page on that was seen."""
        self.sheets.show_pdf(pdf, leaves)
        self.setAccessibleName(n_("Preview of {n} page", "Preview of {n} pages", len(leaves)).format(n=len(leaves)))
        self.show_page(min(self._page, max(len(leaves) - 1, 0)))

    def room(self) -> QSize:
        """What there is for a page, without the scroll bar whether it is there or not."""
        whole = self.maximumViewportSize()
        return QSize(whole.width() - 2 * _GAP - self.verticalScrollBar().sizeHint().width(), whole.height() - 2 * _GAP)

    def show_zoom(self, zoom: int) -> None:
        """Shows the pages larger or smaller, the same one in the middle."""
        page = self._page
        self.zoom = zoom
        self.sheets.fit()
        self.show_page(page)

    def show_page(self, number: int) -> None:
        """Scrolls to a page."""
        boxes = self.sheets.boxes()
        if 0 <= number < len(boxes):
            self._page = number
            self._showing = True
            self.verticalScrollBar().setValue(boxes[number].top() - _GAP)
            self._showing = False
            self.sheets.update()

    @property
    def page(self) -> int:
        """The page that is seen, from 0."""
        return self._page

    def _on_scrolled(self, top: int) -> None:
        middle = top + self.viewport().height() // 2
        number = sum(1 for box in self.sheets.boxes() if box.bottom() + _GAP < middle)
        # The page that was asked for is the one that is seen, however short it is.
        if not self._showing and number != self._page and number < len(self.sheets.leaves):
            self._page = number
            self.sheets.update()
            self.page_seen.emit(number)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()), 0)
        if step:
            bar.setValue(bar.value() + step * bar.singleStep() * 3)
        elif event.key() == Qt.Key.Key_Home:
            self.show_page(0)
        elif event.key() == Qt.Key.Key_End:
            self.show_page(len(self.sheets.leaves) - 1)
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        else:
            super().wheelEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        found = super().viewportEvent(event)
        if event.type() == QEvent.Type.Resize:
            self.sheets.fit()
        return found

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.sheets.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.sheets.update()


def _shown(size: QSizeF, zoom: int, room: QSize) -> QSize:
    """How large a page is shown, in points of the screen."""
    if zoom > 0:
        return (size * (zoom / 100 * _SCREEN_DPI / POINTS_PER_INCH)).toSize()
    wide = max(room.width(), 120)
    if zoom == WHOLE:
        wide = min(wide, round(max(room.height(), 120) * size.width() / size.height()))
    return QSize(wide, round(wide * size.height() / size.width()))


def _pair(size: QSize) -> tuple[int, int]:
    return size.width(), size.height()


def _draw(pdf: bytes, number: int, dots: float, task: Task) -> QImage:
    task.check()
    return page_image(pdf, number, dots)
