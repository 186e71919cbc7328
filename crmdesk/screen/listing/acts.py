"""What can be done on the page of a list, and its keys."""

from __future__ import annotations

from dataclasses import replace

from crmdesk.text import N_
from crmdesk.ui.actions import ACTIONS, WORKSPACE, WRITABLE, Act

_PAGES = "contacts leads activities campaigns money sales expenses surveys staff goals stages health"
ACTS: tuple[Act, ...] = (
    Act("list_find", ACTIONS, N_("&Search the list"), ("Ctrl+F", "/"), "search", WORKSPACE, page=_PAGES),
    Act("list_filter", ACTIONS, N_("Add a &filter…"), ("Ctrl+Shift+F",), "plus", WORKSPACE, page=_PAGES),
    Act("list_clear", ACTIONS, N_("Show &all"), ("Ctrl+Shift+A",), "x", WORKSPACE, page=_PAGES),
    Act("list_sort", ACTIONS, N_("S&ort by this column"), ("Ctrl+Shift+O",), "", WORKSPACE, page=_PAGES),
    Act("list_columns", ACTIONS, N_("&Columns…"), ("Ctrl+Shift+C",), "table", WORKSPACE, page=_PAGES),
    Act("list_save_view", ACTIONS, N_("Save this &view…"), ("Ctrl+D",), "bookmark", WRITABLE, page=_PAGES),
    Act("list_edit", ACTIONS, N_("&Edit the cell"), ("F2",), "", WRITABLE, page=_PAGES, break_before=True),
    Act("list_bulk", ACTIONS, N_("Change the c&hosen rows…"), ("Ctrl+Shift+E",), "", WRITABLE, page=_PAGES),
    Act("list_copy", ACTIONS, N_("Cop&y the chosen rows"), ("Ctrl+C",), "copy", WORKSPACE, page=_PAGES),
    Act("list_paste", ACTIONS, N_("&Paste cells…"), ("Ctrl+V",), "", WRITABLE, page=_PAGES),
    Act("list_delete", ACTIONS, N_("&Delete the chosen rows"), ("Del",), "trash", WRITABLE, page=_PAGES),
    Act("list_export", ACTIONS, N_("Save what is sho&wn…"), ("Ctrl+Alt+S",), "file-export", WORKSPACE, page=_PAGES),
    Act(
        "list_export_chosen",
        ACTIONS,
        N_("Save &the chosen rows…"),
        ("Ctrl+Alt+Shift+S",),
        "file-export",
        WORKSPACE,
        page=_PAGES,
    ),
)


def acts_within(page: str, prefix: str) -> tuple[Act, ...]:
    """The same for a page that shows a list as one of its views: its ids begin with `prefix`; it searches by itself."""
    return tuple(replace(act, id=f"{prefix}_{act.id}", page=page) for act in ACTS if act.id != "list_find")
