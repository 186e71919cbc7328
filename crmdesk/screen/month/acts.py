"""The steps of closing a month by their names, and what can be done on its page."""

from __future__ import annotations

from crmdesk.text import N_
from crmdesk.ui.actions import ACTIONS, WORKSPACE, Act

PAGE = "month"
STEPS = ("problems", "changed", "goals", "sentences", "words", "finish")
_NAMES = (
    N_("Data &problems"),
    N_("&Changed since printed"),
    N_("&Goals"),
    N_("&Sentences"),
    N_("C&omment"),
    N_("&Keep"),
)
ACTS: tuple[Act, ...] = (
    Act(
        "month_next",
        ACTIONS,
        N_("&Next step, at the last one close"),
        ("Ctrl+Return",),
        "chevron-right",
        WORKSPACE,
        page=PAGE,
    ),
    Act("month_before", ACTIONS, N_("Step &before"), ("Ctrl+Shift+Return",), "chevron-left", WORKSPACE, page=PAGE),
    Act("month_past", ACTIONS, N_("P&ast summaries"), ("Ctrl+M",), "history", WORKSPACE, page=PAGE),
    *(
        Act(f"month_{id}", ACTIONS, name, (f"Alt+{number}",), "", WORKSPACE, page=PAGE, break_before=number == 1)
        for number, (id, name) in enumerate(zip(STEPS, _NAMES, strict=True), 1)
    ),
)
