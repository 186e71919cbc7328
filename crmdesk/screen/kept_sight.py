"""Keeps how the window will look when it is opened next, for the first sight (`first_sight`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from crmdesk.kpi.base import kpi_of
from crmdesk.screen import reading
from crmdesk.screen.areas import GOALS
from crmdesk.screen.due_today import DueToday
from crmdesk.screen.first_sight import looks, settle_layouts, size_of
from crmdesk.screen.tiles import ChartTile
from crmdesk.store import first_sight, note
from crmdesk.store.first_sight import Picture
from crmdesk.store.note import DRAFTS

if TYPE_CHECKING:
    from crmdesk.screen.main_window import MainWindow
    from crmdesk.ui.panel import Scroll

# What is inside the frame of a tile.
_FRAME = 3


def keep(window: MainWindow) -> None:
    """Keeps the picture of a window that is about to be closed, if the dashboard is what it opens with.

    Raises UserError where the file cannot be written.
    """
    if not _opens_with_dashboard(window):
        return
    workspace, now = window.session.here, window.session.now()
    look = "dark" if window.theme.is_dark() else "light"
    look = looks(window.memory, workspace.path, look, maximized=window.isMaximized())
    if first_sight.is_kept(workspace, look, size_of(window), now):
        return
    _as_opened(window)
    image = window.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    picture = Picture(
        *(bytes(image.constBits()), image.width(), image.height(), image.devicePixelRatio(), window.windowTitle()),
        blanks=[[one.x(), one.y(), one.width(), one.height()] for one in _of_the_day(window)],
        since=now,
        midnight=workspace.calendar.midnight(workspace.calendar.day_of(now) + 1),
        until=_until(window, now),
    )
    first_sight.keep(workspace, look, picture)


def _opens_with_dashboard(window: MainWindow) -> bool:
    """Whether what is shown now, and is true, is what will be shown first."""
    workspace, measuring = window.session.workspace, window.measuring
    if workspace is None or workspace.read_only or window.page is not window.dashboard or not measuring.settled:
        return False
    now = window.session.now()
    usual = not measuring.only and measuring.period == reading.first_period(workspace, now)
    quiet = window.notice.isHidden() and not note.keys(workspace, DRAFTS)
    return usual and quiet and not window.isMinimized() and not window.isFullScreen()


def _as_opened(window: MainWindow) -> None:
    """Brings the window to what it shows before anything else is read."""
    dashboard = window.dashboard
    window.reminding.leave()
    window.sidebar.open()
    # Not an empty text, which takes no room: a line without one, as it is at first.
    window.bars.data_to.clear()
    dashboard.filter.offer({})
    window.measuring.recall()
    for tile in dashboard.page.tiles:
        if isinstance(tile.widget, DueToday):
            tile.widget.forget()
        elif isinstance(tile.widget, ChartTile):
            tile.widget.switch.setChecked(False)
    cast("Scroll", dashboard.pages.currentWidget()).verticalScrollBar().setValue(0)
    dashboard.focus_card()
    for part in window.findChildren(QWidget):
        # Where the mouse is now it will not be then.
        part.setAttribute(Qt.WidgetAttribute.WA_UnderMouse, False)
    settle_layouts()


def _of_the_day(window: MainWindow) -> Iterator[QRect]:
    """Where that is shown which tomorrow may be another, though nothing is changed."""
    page = window.dashboard.page
    tiles = [one.widget for one in page.tiles if one.name == GOALS or (one.kpi and kpi_of(one.kpi).cohort)]
    inside = [_area(window, one).adjusted(_FRAME, _FRAME, -_FRAME, -_FRAME) for one in tiles]
    areas = [_area(window, page.strip), *inside]
    seen = _area(window, window.dashboard.pages)
    yield from (area & seen for area in areas if area.intersects(seen))


def _area(window: QWidget, part: QWidget) -> QRect:
    """Where a part stands in the window."""
    return QRect(part.mapTo(window, QPoint()), part.size())


def _until(window: MainWindow, now: int) -> int:
    """The end of the month, where it shows the same period up to then and that is over; else the end of the day."""
    workspace, period = window.session.here, window.measuring.period
    calendar = workspace.calendar
    ends = calendar.midnight(reading.newest_period(workspace, now).end)
    over = period is not None and calendar.midnight(period.end) <= now
    if over and reading.first_period(workspace, ends - 1) == period:
        return ends
    return calendar.midnight(calendar.day_of(now) + 1)
