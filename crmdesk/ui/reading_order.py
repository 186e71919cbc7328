"""Tab leads through a window as one reads it: as things stand, not as they were made.

Qt's own order is that of making, and it passes over all other parts of a page that hands its focus to one of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QFormLayout,
    QGridLayout,
    QLayout,
    QLineEdit,
    QScrollArea,
    QWidget,
)

# What stands in these belongs to them: cells, the line of a box.
_WHOLE = (QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit)


def move(window: QWidget, *, forward: bool) -> bool:
    """Puts the keys on the control after the present one, or before it; returns whether there is one."""
    order = list(dict.fromkeys(parts(window)))
    here = _place(order, QApplication.focusWidget())
    ahead = [*order[here + 1 :], *order[:here]]
    target = next((one for one in (ahead if forward else reversed(ahead)) if takes_tab(one)), None)
    if target is None:
        return False
    target.setFocus(Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason)
    bring_in_sight(target)
    return True


def parts(widget: QWidget) -> Iterator[QWidget]:
    """A widget and all that is seen in it, in the order of reading."""
    yield widget
    if not isinstance(widget, _WHOLE):
        for child in _children(widget):
            if child.isVisible():
                yield from parts(child)


def takes_tab(widget: QWidget) -> bool:
    """Whether Tab stops there."""
    tab = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return tab and widget.isEnabled() and widget.isVisible() and widget.focusProxy() is None


def _children(widget: QWidget) -> list[QWidget]:
    """What stands in a widget; one that wants another order than that of its places has a function `controls`."""
    inside = [one for one in widget.children() if isinstance(one, QWidget) and not one.isWindow()]
    own, layout = getattr(widget, "controls", None), widget.layout()
    first = own() if own is not None else list(_laid_out(inside, layout)) if layout is not None else []
    others = set(inside) - set(first)
    return [*first, *sorted(others, key=lambda one: (one.y(), one.x()))]


def _laid_out(inside: Sequence[QWidget], layout: QLayout) -> Iterator[QWidget]:
    # The items of a layout are not asked for: PySide would keep them when they are gone.
    inner = [one for one in layout.children() if isinstance(one, QLayout)]
    widgets = [one for one in inside if layout.indexOf(one) >= 0]
    places: list[QWidget | QLayout] = [*widgets, *inner]
    for one in sorted(places, key=lambda one: _cell(layout, one)):
        if isinstance(one, QLayout):
            yield from _laid_out(inside, one)
        else:
            yield one


def _cell(layout: QLayout, one: QWidget | QLayout) -> tuple[int, ...]:
    """In which place of its layout something stands; PySide's types are wrong about grids and forms."""
    place = layout.indexOf(one)
    if not isinstance(layout, QGridLayout | QFormLayout):
        return (place,)
    row, column, *_spans = cast("Sequence[Any]", layout.getItemPosition(place))
    return row, getattr(column, "value", column)


def _place(order: list[QWidget], widget: QWidget | None) -> int:
    """Where in the order a control stands; for what is not in it, where that stands to which it belongs."""
    while widget is not None and widget not in order:
        widget = widget.parentWidget()
    return order.index(widget) if widget is not None else 0


def bring_in_sight(widget: QWidget) -> None:
    """Scrolls whatever it stands in as far as it takes to see it."""
    around = widget.parentWidget()
    while around is not None and not around.isWindow():
        if isinstance(around, QScrollArea):
            show_whole = getattr(around, "show_whole", around.ensureWidgetVisible)
            show_whole(widget)
        around = around.parentWidget()
