"""The fourth step: what the rules say of the period, to be taken, changed or left out; and sentences of one's own."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from crmdesk.domain.wording import number_text
from crmdesk.insight.closing import Sentence
from crmdesk.kpi.records import Link, link_text
from crmdesk.text import _
from crmdesk.ui.button import Button, IconButton
from crmdesk.ui.desk import Desk, Place
from crmdesk.ui.icons import icon
from crmdesk.ui.panel import Scroll
from crmdesk.ui.plain import Label, say
from crmdesk.ui.step import Step

_LINES = 2


class SentencesStep(Step):
    """A line for each sentence: whether it is printed, its words, the way to its records, and back to what was said."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        hint = _("Ticked sentences are printed under “What changed”, in your words if you change them.")
        super().__init__(desk, parent, _("Sentences"), hint)
        self.none = Label("", self, wrap=True)
        self.area = Scroll(self)
        self._inside = QWidget(self.area)
        self._lines = QVBoxLayout(self._inside)
        self._lines.setContentsMargins(0, 0, 8, 0)
        self._lines.addStretch(1)
        self.area.hold(self._inside)
        self.add = Button(icon("plus"), _("Add a sentence of your own"), self)
        self.add.clicked.connect(self.add_own)
        self.lines: list[SentenceLine] = []
        self.column.addWidget(self.none)
        self.column.addWidget(self.area, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.add)
        foot.addStretch(1)
        self.column.addLayout(foot)

    def sentences(self) -> tuple[Sentence, ...]:
        """What was decided; own sentences without a word are none."""
        found = (line.sentence() for line in self.lines)
        return tuple(one for one in found if one.rule or one.text.strip())

    def show_sentences(self, sentences: Sequence[Sentence]) -> None:
        """Shows other sentences."""
        if tuple(sentences) != self.sentences() or not self.lines:
            for line in self.lines:
                line.hide()
                line.setParent(None)
                line.deleteLater()
            self.lines = []
            for one in sentences:
                self._add(one)
        self._tell()

    def add_own(self) -> None:
        """One more line, for a sentence of one's own."""
        line = self._add(Sentence("", "", "", accepted=True))
        line.words.setFocus(Qt.FocusReason.OtherFocusReason)

    def first(self) -> QWidget | None:
        return self.lines[0].tick if self.lines else self.add

    def _add(self, one: Sentence) -> SentenceLine:
        line = SentenceLine(one, len(self.lines) + 1, self._inside)
        line.changed.connect(self._on_changed)
        if one.link is not None:
            line.records.clicked.connect(partial(self._open, one.link))
        self._lines.insertWidget(len(self.lines), line)
        self.lines.append(line)
        line.show()
        return line

    def _on_changed(self) -> None:
        self._tell()
        self.changed.emit()

    def _tell(self) -> None:
        self.none.setText(_("Nothing unusual happened: the rules found nothing beyond chance."))
        self.none.setVisible(not self.lines)
        taken = sum(1 for one in self.sentences() if one.accepted and one.text.strip())
        text = _("{n} of {all} chosen").format(n=number_text(taken), all=number_text(len(self.lines)))
        self.tell(text if self.lines else _("nothing unusual"), open_=False)

    def _open(self, link: Link) -> None:
        self.desk.go(Place("figure", link.kpi, detail=link_text(link)))


class SentenceLine(QWidget):
    """One sentence."""

    changed = Signal()

    def __init__(self, one: Sentence, number: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._one = one
        self.tick = QCheckBox(self)
        say(self.tick, _("Print sentence {n}: {text}").format(n=number, text=one.text), _("Print this sentence"))
        self.tick.setChecked(one.accepted)
        self.words = Words(self)
        say(self.words, _("The words of sentence {n}").format(n=number))
        self.words.setPlainText(one.text)
        self.records = Button(icon("table"), _("Records"), self)
        say(self.records, _("The records behind sentence {n}").format(n=number), _("The records behind it"))
        self.records.setVisible(one.link is not None)
        self.back = IconButton(self)
        self.back.setIcon(icon("arrow-back-up"))
        say(self.back, _("Put sentence {n} back to its original wording").format(n=number), _("Original wording"))
        self.back.clicked.connect(lambda: self.words.setPlainText(self._one.said))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.tick)
        row.addWidget(self.words, 1)
        row.addWidget(self.records)
        row.addWidget(self.back)
        self.tick.toggled.connect(self._on_changed)
        self.words.textChanged.connect(self._on_changed)
        self._look()

    def sentence(self) -> Sentence:
        """The sentence as it is now."""
        return replace(self._one, text=" ".join(self.words.toPlainText().split()), accepted=self.tick.isChecked())

    def _on_changed(self) -> None:
        self._look()
        self.changed.emit()

    def _look(self) -> None:
        self.words.setEnabled(self.tick.isChecked())
        self.back.setEnabled(bool(self._one.rule) and self.sentence().edited)


class Words(QPlainTextEdit):
    """A text of two lines; Tab leaves it."""

    def __init__(self, parent: QWidget, lines: int = _LINES) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setFixedHeight(round(QFontMetricsF(self.font()).lineSpacing() * lines + 18))
