"""The summary as it will be printed: its pages as small pictures and large, and the ways to paper and to files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QIcon, QImage, QKeyEvent, QPainter, QPaintEvent, QPalette, QPixmap
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from crmdesk.domain.period import Period
from crmdesk.domain.wording import period_text
from crmdesk.store.file import Workspace
from crmdesk.text import _, n_
from crmdesk.ui.button import Button, IconButton
from crmdesk.ui.desk import Desk, Page, Place
from crmdesk.ui.icons import icon
from crmdesk.ui.jobs import Job, Task
from crmdesk.ui.kept import KeptSplitter
from crmdesk.ui.panel import Scroll
from crmdesk.ui.paper import PAPERS, page_images, print_pages, printer_for
from crmdesk.ui.plain import Label, say

if TYPE_CHECKING:
    from crmdesk.screen.main_window import MainWindow

_PREVIEW_DPI = 110
_GAP = 16
# The width of the small pages, and of a large one where the person did not choose.
_SMALL, _LARGE = 170, 850


class PrintPreview(Page):
    """Makes the summary in the background and shows its pages."""

    name = "preview"

    def __init__(self, desk: Desk, parent: QWidget, window: MainWindow) -> None:
        super().__init__(desk, parent)
        self._window = window
        self.period: Period | None = None
        self.pdf = b""
        self._job: Job | None = None
        self.small = QListWidget(self)
        self.small.setIconSize(QSize(120, 170))
        self.small.setMinimumWidth(_SMALL)
        self.small.setAccessibleName(_("Pages"))
        self.small.currentRowChanged.connect(self._on_page)
        self.area = Scroll(self)
        self.sheets = Sheets(self.area)
        self.area.hold(self.sheets)
        self.parts = KeptSplitter(desk, Qt.Orientation.Horizontal, self)
        self.parts.addWidget(self.small)
        self.parts.addWidget(self.area)
        self.parts.setStretchFactor(1, 1)
        self.parts.show_as("preview", (_SMALL, _LARGE))
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 6, 12, 6)
        column.addLayout(self._head())
        column.addWidget(self.parts, 1)

    def _head(self) -> QHBoxLayout:
        back = IconButton(self)
        back.setIcon(icon("chevron-left"))
        say(back, _("Back (Esc)"))
        back.clicked.connect(self._window.go_back)
        self.heading = Label("", self, size=1.35, bold=True)
        self.state = Label("", self, muted=True)
        self.paper = QComboBox(self)
        self.paper.addItems(PAPERS)
        self.paper.setCurrentText(self._window.printing.paper)
        say(self.paper, _("Paper"))
        self.paper.activated.connect(self._on_paper)
        self.print = Button(icon("printer"), _("Print…"), self)
        self.save = Button(icon("file-type-pdf"), _("Save as PDF…"), self)
        self.sheet = Button(icon("table"), _("Spreadsheet…"), self)
        self.print.clicked.connect(self.ask_print)
        self.save.clicked.connect(self._window.printing.ask_pdf)
        self.sheet.clicked.connect(self._window.printing.ask_sheet)
        head = QHBoxLayout()
        for part in (back, self.heading, self.state):
            head.addWidget(part)
        head.addStretch(1)
        for control in (self.paper, self.print, self.save, self.sheet):
            head.addWidget(control)
        return head

    def show_place(self, place: Place) -> None:
        self.show_period(self._window.printing.period)

    def title(self) -> str:
        return _("Print preview")

    def show_period(self, period: Period) -> None:
        """Makes the summary of a period and shows it."""
        self.period = period
        self.heading.setText(self.title())
        self.state.setText(f"{period_text(period)} · {_('being made…')}")
        self.print.setEnabled(False)
        if self._job is not None:
            self._job.cancel()
        now, paper = self._window.session.now(), self.paper.currentText()
        dots = round(_PREVIEW_DPI * self.devicePixelRatioF())

        def work(workspace: Workspace, task: Task) -> tuple[Period, bytes, list[QImage]]:
            pdf = summary_pdf(workspace, period, now, paper)
            images = []
            for image in page_images(pdf, dots):
                task.check()
                images.append(image)
            return period, pdf, images

        self._job = self._window.session.read(_("Making the summary"), work, self._on_made)
        self._job.finished.connect(self._on_finished)

    @Slot()
    def _on_finished(self) -> None:
        if self._job is self.sender():
            self._job = None

    @Slot(object)
    def _on_made(self, made: tuple[Period, bytes, list[QImage]]) -> None:
        period, self.pdf, images = made
        self.small.clear()
        for number, image in enumerate(images, 1):
            picture = QPixmap.fromImage(image.scaledToHeight(340, Qt.TransformationMode.SmoothTransformation))
            drawing = QIcon(picture)
            drawing.addPixmap(picture, QIcon.Mode.Selected)
            self.small.addItem(QListWidgetItem(drawing, str(number)))
        self.sheets.show_images(images)
        pages = n_("{n} page", "{n} pages", len(images)).format(n=len(images))
        self.state.setText(f"{period_text(period)} · {pages}")
        self.print.setEnabled(True)
        self.small.setCurrentRow(0)
        self.print.setFocus(Qt.FocusReason.OtherFocusReason)

    def ask_print(self) -> None:
        """Asks for the printer, then prints what is shown and remembers that it was."""
        printer = printer_for(self.paper.currentText(), self.title())
        dialog = QPrintDialog(printer, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if dialog.exec() == QPrintDialog.DialogCode.Accepted:
            self.print_on(printer)

    def print_on(self, printer: QPrinter) -> None:
        """Prints the pages that are shown."""
        if self.period is not None:
            pages = print_pages(self.pdf, printer)
            self._window.printing.remember(self.period)
            self._window.notice.tell(
                n_("{n} page sent to the printer.", "{n} pages sent to the printer.", pages).format(n=pages)
            )

    def _on_paper(self) -> None:
        self._window.memory.paper = self.paper.currentText()
        if self.period is not None:
            self.show_period(self.period)

    def _on_page(self, row: int) -> None:
        self.area.verticalScrollBar().setValue(self.sheets.top_of(row) if row >= 0 else 0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}.get(Qt.Key(event.key()), 0)
        if step:
            row = self.small.currentRow() + step
            self.small.setCurrentRow(min(max(row, 0), self.small.count() - 1))
        else:
            super().keyPressEvent(event)


class Sheets(QWidget):
    """The pages below each other, as wide as there is room for."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.images: list[QImage] = []
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_images(self, images: list[QImage]) -> None:
        self.images = images
        names = n_("Preview of {n} page", "Preview of {n} pages", len(images)).format(n=len(images))
        self.setAccessibleName(names)
        self.updateGeometry()
        self.update()

    def top_of(self, row: int) -> int:
        """Where a page begins."""
        return sum(size.height() + _GAP for size in self._sizes(self.width())[:row])

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return sum(size.height() + _GAP for size in self._sizes(width)) + _GAP

    def sizeHint(self) -> QSize:
        return QSize(600, self.heightForWidth(self.width()))

    def minimumSizeHint(self) -> QSize:
        return QSize(200, self.heightForWidth(self.width()))

    def _sizes(self, width: int) -> list[QSize]:
        found = []
        for image in self.images:
            wide = min(width - 2 * _GAP, round(image.width() / self.devicePixelRatioF()))
            found.append(QSize(wide, round(image.height() * wide / max(image.width(), 1))))
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        top = 0
        for image, size in zip(self.images, self._sizes(self.width()), strict=True):
            left = (self.width() - size.width()) // 2
            painter.setPen(self.palette().color(QPalette.ColorRole.Mid))
            painter.drawRect(left - 1, top, size.width() + 1, size.height() + 1)
            ratio = self.devicePixelRatioF()
            scaled = image.scaled(
                size * ratio, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            scaled.setDevicePixelRatio(ratio)
            painter.drawImage(left, top + 1, scaled)
            top += size.height() + _GAP
        painter.end()


def summary_pdf(workspace: Workspace, period: Period, now: int, paper: str) -> bytes:
    """The summary as a PDF that nobody keeps: a preview is no print."""
    from crmdesk.report.options import Options
    from crmdesk.report.write import make

    return make(workspace, period, now, Options(paper=paper)).data
