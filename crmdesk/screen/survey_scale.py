"""The scale of a survey answer that is being entered: it depends on what was asked."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from crmdesk.store.survey import SCALES
from crmdesk.text import N_, _
from crmdesk.ui.form import Form
from crmdesk.ui.plain import Label

_MEANS = {
    "csat": N_("{least} is very dissatisfied, {most} is very satisfied."),
    "nps": N_("{least} is not at all likely to recommend you, {most} is extremely likely."),
}


class SurveyScale(Label):
    """Stands below the form of an answer and says what its scores mean."""

    def __init__(self, form: Form, parent: QWidget) -> None:
        super().__init__("", parent, muted=True, wrap=True)
        self._form = form
        kind = form.editor("kind").control
        if isinstance(kind, QComboBox):
            kind.currentIndexChanged.connect(lambda _place: self.look())

    def look(self) -> None:
        """Follows the kind that is chosen."""
        kind = self._form.editor("kind").value() or ""
        least, most = SCALES.get(kind, (0, 0))
        self.setText(_(_MEANS[kind]).format(least=least, most=most) if kind else "")
        score = self._form.editor("score").control
        if isinstance(score, QLineEdit):
            score.setPlaceholderText(_("{least} to {most}").format(least=least, most=most) if kind else "")
