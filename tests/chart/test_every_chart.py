"""Every chart in every place where it stands: letters stay inside and apart, on screen and on paper, full or empty."""

from collections.abc import Sequence

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QFont, QImage, QPainter
from PySide6.QtWidgets import QApplication

from crmdesk.chart.hit import item_at, marks_of
from crmdesk.chart.paint import draw, letters_of
from crmdesk.domain.plot import Label, Line, Panels, Picture, Rect
from crmdesk.domain.plot_layout import Laid, Metrics, lay
from crmdesk.drawing.base import Drawn, all_charts
from crmdesk.kpi.overview import Overview
from crmdesk.report.draw_picture import Letters as PaperLetters
from crmdesk.report.fonts import Fonts
from crmdesk.store.file import Workspace
from crmdesk.ui.theme import DARK, LIGHT, inks
from tests.drawing.overviews import overview_of

# A tile of a window 1366 wide, the same in two columns and narrow, the page of a figure, a large screen; half a page.
TILE, LARGE = (330, 150), (1700, 700)
SCREEN, PAPER = (TILE, (240, 200), (900, 260)), ((250, 90), (510, 130))
NEAR = 2.0
CHARTS = pytest.mark.parametrize("id", all_charts())


@pytest.fixture(scope="module")
def seen(business: Workspace, october: Overview) -> Sequence[Overview]:
    """A month that is over, one that runs, and one before there was anything."""
    return (
        october,
        overview_of(business, "2026-11", "2026-11-12T15:00"),
        overview_of(business, "2001-05", "2001-06-03T12:00"),
    )


@pytest.fixture(scope="module")
def drawn(seen: Sequence[Overview]) -> dict[str, list[Drawn]]:
    return {id: [chart.draw(overview) for overview in seen] for id, chart in all_charts().items()}


def letters(points: float) -> Metrics:
    font = QFont(QApplication.font())
    font.setPointSizeF(points)
    return letters_of(font)


def check(laid: Laid, width: float, height: float) -> None:
    for one in laid.labels:
        assert one.x >= -0.1 and one.x + one.width <= width + 0.1, one
        assert one.y >= -0.1 and one.y + one.height <= height + 0.1, one
    for number, one in enumerate(laid.labels):
        assert not [other for other in laid.labels[:number] if one.overlaps(other)], one
    for shape in laid.shapes:
        ends = shape.points if isinstance(shape, Line) else [(shape.x, shape.y)]
        if isinstance(shape, Rect):
            ends = [*ends, (shape.x + shape.width, shape.y + shape.height)]
        assert all(-NEAR <= x <= width + NEAR and -NEAR <= y <= height + NEAR for x, y in ends), shape


@CHARTS
def test_on_screen_letters_stay_inside_and_apart(qapp, drawn, id):
    for one in drawn[id]:
        for width, height in SCREEN:
            check(lay(one.picture, width, height, letters(9.0), one.lines), width, height)
    check(lay(drawn[id][0].picture, *TILE, letters(13.5), drawn[id][0].lines), *TILE)


@CHARTS
def test_on_paper_letters_stay_inside_and_apart(drawn, id):
    metrics = PaperLetters(Fonts())
    for width, height in PAPER:
        for one in drawn[id]:
            check(lay(one.picture, width, height, metrics, one.lines), width, height)


@CHARTS
def test_in_a_large_place_every_name_and_every_figure_is_shown(qapp, drawn, id):
    for one in drawn[id]:
        laid = lay(one.picture, *LARGE, letters(9.0), one.lines)
        shown = [label.text for label in laid.labels]
        strong = [label.text for label in _labels(one.picture) if label.strong]
        assert sorted(strong) == sorted(text for text in strong if text in shown)


@CHARTS
def test_in_a_tile_every_mark_can_be_pointed_at_or_walked_to(qapp, drawn, id):
    laid = lay(drawn[id][0].picture, *TILE, letters(9.0), drawn[id][0].lines)
    assert all(marks_of(laid, number) for number in range(len(drawn[id][0].items)))
    found = {item_at(laid, x, y) for x in range(0, TILE[0], 20) for y in range(5, TILE[1], 15)} - {-1}
    assert bool(found) == bool(drawn[id][0].items)


@CHARTS
def test_every_chart_is_painted_light_and_dark(qapp, drawn, id):
    one = drawn[id][0]
    for colours in (LIGHT, DARK):
        image = QImage(*TILE, QImage.Format.Format_RGB32)
        image.fill(colours.panel)
        blank = image.copy()
        painter = QPainter(image)
        draw(painter, one.picture, QRectF(0, 0, *TILE), inks(colours), one.lines)
        painter.end()
        assert (image != blank) == bool(one.picture)


def _labels(picture: Picture) -> list[Label]:
    found: list[Label] = []
    for mark in picture:
        if isinstance(mark, Label) and mark.text:
            found.append(mark)
        elif isinstance(mark, Panels):
            found += [label for part in mark.parts for label in _labels(part.picture)]
    return found
