"""Choosing what stands on an area of the dashboard: every card, chart and list by area, found by its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from crmdesk.domain.fold import fold
from crmdesk.drawing.base import charts_of
from crmdesk.kpi.base import Area, all_kpis
from crmdesk.screen.areas import CARD, CHART, AreaSpec, kind_of
from crmdesk.screen.tiles import LISTS, exists, of_use, title_of
from crmdesk.text import N_, _
from crmdesk.ui.dialog import Dialog
from crmdesk.ui.icons import icon
from crmdesk.ui.ok_cancel import OkCancel
from crmdesk.ui.plain import Label, say

_NAME = Qt.ItemDataRole.UserRole
_ICONS = {CARD: "receipt", CHART: "chart-bar"}
_LISTS = N_("Lists")


class Chooser(Dialog):
    """Calls `answered` with the tiles that are to stand on an area: those that stood there keep their order."""

    def __init__(
        self,
        area: AreaSpec,
        shown: Sequence[str],
        alone: bool,
        answered: Callable[[list[str]], None],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("What “{area}” shows").format(area=_(area.title)))
        self.resize(460, 560)
        self._shown, self._answered = tuple(shown), answered
        self.box = QLineEdit(self)
        self.box.setPlaceholderText(_("Part of a name"))
        say(self.box, _("Look for a card or a chart"))
        self.box.textChanged.connect(self.search)
        self.tree = QTreeWidget(self)
        self.tree.setHeaderHidden(True)
        say(self.tree, _("Cards, charts and lists"), _("Ticked items are shown in this area."))
        buttons = OkCancel(self, _("Show these"))
        self.ok = buttons.ok
        column = QVBoxLayout(self)
        column.addWidget(
            Label(_("Ticked items are shown in this area; new ones come last."), self, muted=True, wrap=True)
        )
        column.addWidget(self.box)
        column.addWidget(self.tree, 1)
        column.addWidget(buttons)
        self._fill(alone)
        self.tree.itemChanged.connect(lambda: self.ok.setEnabled(bool(self.chosen())))

    def _fill(self, alone: bool) -> None:
        groups = [(_(area.value), _tiles_of(area)) for area in Area]
        for title, names in (*groups, (_(_LISTS), list(LISTS))):
            head = QTreeWidgetItem(self.tree, [title])
            head.setFlags(Qt.ItemFlag.ItemIsEnabled)
            for name in names:
                if of_use(name, alone=alone):
                    self._add(head, name)
            head.setExpanded(True)

    def _add(self, head: QTreeWidgetItem, name: str) -> None:
        text = {CARD: _("{title} (card)"), CHART: _("{title} (chart)")}.get(kind_of(name), "{title}")
        item = QTreeWidgetItem(head, [text.format(title=title_of(name))])
        item.setData(0, _NAME, name)
        item.setIcon(0, icon(_ICONS.get(kind_of(name), "notes")))
        item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
        item.setCheckState(0, Qt.CheckState.Checked if name in self._shown else Qt.CheckState.Unchecked)

    def search(self, text: str) -> None:
        """Shows what has all these words in its name."""
        words = fold(text).split()
        for head in self._heads():
            for item in _children(head):
                named = fold(f"{head.text(0)} {item.text(0)}")
                item.setHidden(not all(word in named for word in words))
            head.setHidden(all(item.isHidden() for item in _children(head)))

    def items(self) -> dict[str, QTreeWidgetItem]:
        """The lines by the names of their tiles."""
        return {item.data(0, _NAME): item for head in self._heads() for item in _children(head)}

    def chosen(self) -> list[str]:
        """What is ticked; new cards come after the last card. What this dialog does not offer stays."""
        items = self.items()
        ticked = [name for name, item in items.items() if item.checkState(0) == Qt.CheckState.Checked]
        kept = [name for name in self._shown if name in ticked or (name not in items and exists(name))]
        added = [name for name in ticked if name not in kept]
        cards = [name for name in added if kind_of(name) == CARD]
        last = max((place for place, name in enumerate(kept, 1) if kind_of(name) == CARD), default=0)
        return [*kept[:last], *cards, *kept[last:], *(name for name in added if name not in cards)]

    def accept(self) -> None:
        super().accept()
        self._answered(self.chosen())

    def _heads(self) -> list[QTreeWidgetItem]:
        return [item for place in range(self.tree.topLevelItemCount()) if (item := self.tree.topLevelItem(place))]


def _children(head: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    return [item for place in range(head.childCount()) if (item := head.child(place))]


def _tiles_of(area: Area) -> list[str]:
    """The cards and charts of an area, each figure's charts after its card."""
    found: list[str] = []
    for kpi in all_kpis():
        if kpi.area is area:
            found += [f"{CARD}:{kpi.id}", *(f"{CHART}:{one.id}" for one in charts_of(kpi.id))]
    return found
