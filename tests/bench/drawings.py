"""Measures 14 and 15: the charts of every KPI drawn by our own layer, beside the libraries alone doing the same.

The libraries get the same marks in the same places; what they are spared is working out where the marks stand.
"""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication

from crmdesk.chart.paint import draw, letters_of
from crmdesk.domain.period import month
from crmdesk.domain.plot import Dot, Picture, Rect
from crmdesk.domain.plot_layout import Box, Laid, lay
from crmdesk.drawing.base import all_charts
from crmdesk.kpi.overview import overview
from crmdesk.report import draw_picture
from crmdesk.report.fonts import Fonts
from crmdesk.report.pen import Pen
from crmdesk.report.structure import Structure
from crmdesk.ui.theme import LIGHT, inks
from tests.bench.pairs import Line, compare
from tests.bench.stores import open_store

_WIDE, _HIGH = 420, 240


def lines(path: Path, size: str, pairs: int, wanted: set[str]) -> list[Line]:
    """Both measures, as far as they are wanted; the charts are those of October 2026."""
    app = QApplication.instance() or QApplication([])
    with open_store(path) as workspace:
        whole, _ = overview(workspace, month(2026, 10), workspace.clock.now())
    drawn = [chart.draw(whole) for chart in all_charts().values()]
    pictures = [(one.picture, one.lines) for one in drawn if one.picture]
    letters = letters_of(QApplication.font())
    laid = [lay(picture, _WIDE, _HIGH, letters, rows) for picture, rows in pictures]
    what = f"{len(pictures)} charts of {size}"
    found = []
    if "14" in wanted:
        ours, floor = (lambda: _painted(pictures)), (lambda: _plotted(laid))
        found.append(compare("14", f"{what} on screen / pyqtgraph alone", floor, ours, goal=1, pairs=pairs))
    if "15" in wanted:
        ours, floor = (lambda: _printed(pictures)), (lambda: _graphics(laid))
        found.append(compare("15", f"{what} on paper / reportlab.graphics alone", floor, ours, goal=1, pairs=pairs))
    app.processEvents()
    return found


def _painted(pictures: Sequence[tuple[Picture, int]]) -> None:
    """Ours on screen: laid out and painted."""
    look = inks(LIGHT)
    for picture, rows in pictures:
        image = QImage(QSize(_WIDE, _HIGH), QImage.Format.Format_ARGB32_Premultiplied)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        draw(painter, picture, QRectF(0, 0, _WIDE, _HIGH), look, rows)
        painter.end()


def _plotted(laid: Sequence[Laid]) -> None:
    """The same marks as items of pyqtgraph, a plot for each chart."""
    import pyqtgraph

    for one in laid:
        plot: Any = pyqtgraph.PlotWidget()
        plot.resize(_WIDE, _HIGH)
        plot.setRange(xRange=(0, _WIDE), yRange=(0, _HIGH), padding=0)
        rects = [shape for shape in one.shapes if isinstance(shape, Rect)]
        corners = {"x0": [r.x for r in rects], "y0": [r.y for r in rects]}
        sides = {"width": [r.width for r in rects], "height": [r.height for r in rects]}
        plot.addItem(pyqtgraph.BarGraphItem(**corners, **sides))
        for shape in one.shapes:
            if isinstance(shape, Dot):
                plot.addItem(pyqtgraph.ScatterPlotItem([shape.x], [shape.y], size=5))
            elif not isinstance(shape, Rect):
                plot.plot([x for x, _ in shape.points], [y for _, y in shape.points])
        for label in one.labels:
            text = pyqtgraph.TextItem(label.text)
            text.setPos(label.x, label.y)
            plot.addItem(text)
        plot.grab()
        plot.close()
        plot.deleteLater()
    QApplication.sendPostedEvents()


def _printed(pictures: Sequence[tuple[Picture, int]]) -> None:
    """Ours on paper: laid out and drawn, a page for each chart."""
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(BytesIO(), pagesize=(_WIDE, _HIGH), pageCompression=1)
    structure = Structure(canvas)
    pen = Pen(canvas, Fonts(), structure)
    for picture, rows in pictures:
        draw_picture.draw(pen, picture, Box(0, 0, _WIDE, _HIGH), rows)
        canvas.showPage()
        structure.next_page()
    canvas.getpdfdata()


def _graphics(laid: Sequence[Laid]) -> None:
    """The same marks as shapes of reportlab.graphics."""
    from reportlab.graphics import renderPDF, shapes
    from reportlab.pdfgen.canvas import Canvas

    canvas = Canvas(BytesIO(), pagesize=(_WIDE, _HIGH), pageCompression=1)
    for one in laid:
        drawing = shapes.Drawing(_WIDE, _HIGH)
        for shape in one.shapes:
            if isinstance(shape, Rect):
                drawing.add(shapes.Rect(shape.x, shape.y, shape.width, shape.height))
            elif isinstance(shape, Dot):
                drawing.add(shapes.Circle(shape.x, shape.y, 2))
            else:
                drawing.add(shapes.PolyLine([number for point in shape.points for number in point]))
        for label in one.labels:
            drawing.add(shapes.String(label.x, label.y, label.text, fontName="Helvetica", fontSize=7.5))
        renderPDF.draw(drawing, canvas, 0, 0)
        canvas.showPage()
    canvas.getpdfdata()
