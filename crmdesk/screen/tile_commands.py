"""What can be done with a tile of the dashboard: its menu, and what stands behind each entry."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QMenu, QWidget

from crmdesk.chart.copying import SCALE, table_text
from crmdesk.domain.formulas import guarded
from crmdesk.report.listed import csv_of
from crmdesk.screen.areas import CARD, CHART, kind_of
from crmdesk.screen.tiles import ChartTile, Tile, drawn_of
from crmdesk.store.atomic import write_bytes
from crmdesk.text import N_, _
from crmdesk.ui.ask_file import ask_save
from crmdesk.ui.icons import icon
from crmdesk.ui.plain import no_mnemonic

if TYPE_CHECKING:
    from crmdesk.screen.dashboard import Dashboard

_ANY = (CARD, CHART, "list")
_FIGURES = (CARD, CHART)


@dataclass(frozen=True, slots=True)
class Command:
    """An entry of the menu: its text, its icon, for which kinds of tiles; a line stands before some."""

    text: str
    icon: str
    kinds: tuple[str, ...]
    do: Callable[[Dashboard, Tile], None]
    break_before: bool = False
    writes: bool = False


def expand(page: Dashboard, tile: Tile) -> None:
    """The chart in large."""
    page.expand(tile)


def explain(page: Dashboard, tile: Tile) -> None:
    """The page of the figure: how it came about, and the records behind it."""
    if tile.kpi:
        page.open_figure(tile.kpi)
    else:
        page.expand(tile)


def show_table(_page: Dashboard, tile: Tile) -> None:
    """The numbers in place of the chart, or the chart again."""
    if isinstance(tile.widget, ChartTile):
        tile.widget.switch.toggle()


def copy_picture(page: Dashboard, tile: Tile) -> None:
    """The tile as an image, twice as fine as on screen."""
    if isinstance(tile.widget, ChartTile):
        tile.widget.view.copy_picture()
    else:
        QGuiApplication.clipboard().setImage(_picture_of(tile.widget))
    page.desk.notice.tell(_("The picture of “{title}” was copied.").format(title=tile.title))


def copy_data(page: Dashboard, tile: Tile) -> None:
    """The numbers of the tile, as spreadsheets take them."""
    if page.board is not None:
        QGuiApplication.clipboard().setText(table_text(drawn_of(tile.name, page.board)))
        page.desk.notice.tell(_("The numbers of “{title}” were copied.").format(title=tile.title))


def ask_csv(page: Dashboard, tile: Tile) -> None:
    """Asks where to, and writes the numbers of the tile as a file."""
    if page.board is not None:
        period = page.board.period.label.replace("/", "-").replace("..", " ")
        proposal = Path.home() / f"{tile.name.partition(':')[2]} {period}.csv"
        ask_save(page, _("Save these numbers"), "CSV (*.csv)", proposal, partial(save_csv, page, tile))


def save_csv(page: Dashboard, tile: Tile, path: Path) -> None:
    """Writes the numbers of the tile as a file."""
    board = page.board
    if board is None:
        return
    drawn = drawn_of(tile.name, board)
    data = csv_of([guarded(head) for head in drawn.heads], ([guarded(cell) for cell in row] for row in drawn.rows))
    if page.desk.attempt(lambda: write_bytes(path, data, private=True)):
        page.desk.notice.tell(_("Saved: {path}").format(path=path))


def set_goal(page: Dashboard, tile: Tile) -> None:
    """A goal for the figure, for the period that is shown."""
    page.set_goal(tile.kpi)


COMMANDS: tuple[Command, ...] = (
    Command(N_("Show it large"), "maximize", (CHART,), expand),
    Command(N_("How it is computed, and the records"), "info-circle", _FIGURES, explain),
    Command(N_("Numbers or chart"), "table", (CHART,), show_table),
    Command(N_("Copy the picture"), "photo", _ANY, copy_picture, break_before=True),
    Command(N_("Copy the numbers"), "copy", _FIGURES, copy_data),
    Command(N_("Save the numbers as CSV…"), "download", _FIGURES, ask_csv),
    Command(N_("Set a goal…"), "target", _FIGURES, set_goal, break_before=True, writes=True),
)


def menu_of(page: Dashboard, tile: Tile) -> QMenu:
    """The menu of a tile, ready to be shown; it goes when it is closed."""
    menu = QMenu(page)
    menu.setAccessibleName(_("What can be done with “{title}”").format(title=tile.title))
    if isinstance(tile.widget, ChartTile) and (item := tile.widget.view.item) is not None and item.link is not None:
        name = _("Show the records: {mark}").format(mark=item.label)
        menu.addAction(icon("notes"), no_mnemonic(name), partial(page.open_link, item.link))
        menu.addSeparator()
    for command in COMMANDS:
        if kind_of(tile.name) in command.kinds:
            if command.break_before:
                menu.addSeparator()
            entry = menu.addAction(icon(command.icon), no_mnemonic(_(command.text)), partial(command.do, page, tile))
            entry.setEnabled(page.board is not None and (page.writable or not command.writes))
    _add_places(menu, page, tile)
    return menu


def _add_places(menu: QMenu, page: Dashboard, tile: Tile) -> None:
    """Where the tile stands."""
    menu.addSeparator()
    pin = menu.addAction(icon("pin"), _("Pin to every area"), partial(page.pin, tile.name))
    pin.setCheckable(True)
    pin.setChecked(tile.name in page.arrangement.pinned)
    menu.addAction(icon("chevron-left"), _("Move forward"), partial(page.shift, tile.name, -1))
    menu.addAction(icon("chevron-right"), _("Move back"), partial(page.shift, tile.name, 1))
    menu.addAction(icon("x"), _("Remove from here"), partial(page.take_away, tile.name))


def _picture_of(widget: QWidget) -> QImage:
    image = QImage(widget.size() * SCALE, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(SCALE)
    image.fill(widget.palette().color(widget.backgroundRole()))
    painter = QPainter(image)
    widget.render(painter, QPoint())
    painter.end()
    return image
