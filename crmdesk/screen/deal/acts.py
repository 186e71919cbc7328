"""What can be done on the page of the deals, and its keys."""

from __future__ import annotations

from crmdesk.screen.listing.acts import acts_within
from crmdesk.text import N_
from crmdesk.ui.actions import ACTIONS, WORKSPACE, WRITABLE, Act

PAGE = "deals"
OF_LIST = acts_within(PAGE, "deal")
"""What can be done where the deals are shown as a list."""
ACTS: tuple[Act, ...] = (
    Act("deal_view", ACTIONS, N_("&Board or list"), ("Ctrl+Shift+B",), "table", WORKSPACE, page=PAGE),
    Act("deal_find", ACTIONS, N_("&Find a deal"), ("Ctrl+F", "/"), "search", WORKSPACE, page=PAGE),
    Act("deal_next", ACTIONS, N_("To the &next stage"), ("Ctrl+Right",), "chevron-right", WRITABLE, page=PAGE),
    Act("deal_previous", ACTIONS, N_("To the stage &before"), ("Ctrl+Left",), "chevron-left", WRITABLE, page=PAGE),
    Act("deal_menu", ACTIONS, N_("&Move to…"), ("M",), "", WRITABLE, page=PAGE),
    Act("deal_win", ACTIONS, N_("&Won…"), ("Ctrl+Shift+W",), "check", WRITABLE, page=PAGE),
    Act("deal_lose", ACTIONS, N_("&Lost…"), ("Ctrl+Shift+L",), "x", WRITABLE, page=PAGE),
    Act("deal_later", ACTIONS, N_("L&ater…"), ("Ctrl+Shift+P",), "calendar", WRITABLE, page=PAGE),
    Act("deal_copy", ACTIONS, N_("&Copy the numbers of the board"), ("Ctrl+Alt+C",), "copy", WORKSPACE, page=PAGE),
    *OF_LIST,
)
