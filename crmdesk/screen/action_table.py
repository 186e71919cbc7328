"""Every action in one table: the window's own, and those that each page declares."""

from __future__ import annotations

from functools import cache
from importlib import import_module

from crmdesk.screen.pages import PAGES, SECTIONS, PageSpec
from crmdesk.text import N_, _
from crmdesk.ui.actions import EDIT, FILE, GO, HELP, SHOW_HELP, VIEW, WORKSPACE, WRITABLE, Act, keys_text, plain_name

# Pages that hold nothing to search in: there the keys of searching find anything.
_WITHOUT_SEARCH = "today dashboard record figure preview month settings bin steps doubles import"
WINDOW: tuple[Act, ...] = (
    Act("new", FILE, N_("&New workspace…"), ("Ctrl+Alt+N",), "plus"),
    Act("open", FILE, N_("&Open…"), ("Ctrl+O",), "folder-open"),
    Act("close", FILE, N_("&Close workspace"), ("Ctrl+W",), needs=WORKSPACE),
    Act("bring_in", FILE, N_("Bring &in files…"), ("Ctrl+I",), "file-import", WRITABLE, break_before=True),
    Act("bring_in_folder", FILE, N_("Bring in a &folder…"), ("Ctrl+Shift+I",), "file-import", WRITABLE),
    Act("export", FILE, N_("&Export everything…"), ("Ctrl+E",), "file-export", WORKSPACE),
    Act("backup", FILE, N_("&Back up…"), ("Ctrl+B",), "database", WORKSPACE, break_before=True),
    Act("restore", FILE, N_("&Restore a backup…"), (), "history"),
    Act("preview", FILE, N_("&Print preview"), ("Ctrl+P",), "printer", WORKSPACE, break_before=True),
    Act("pdf", FILE, N_("Save summary as P&DF…"), ("Ctrl+S",), "file-type-pdf", WORKSPACE),
    Act("sheet", FILE, N_("Save as &spreadsheet…"), ("Ctrl+Shift+S",), "table", WORKSPACE),
    Act("quit", FILE, N_("&Quit"), ("Ctrl+Q",), "x", break_before=True),
    Act("undo", EDIT, N_("&Undo"), ("Ctrl+Z",), "arrow-back-up", WRITABLE),
    Act("redo", EDIT, N_("&Redo"), ("Ctrl+Shift+Z", "Ctrl+Y"), "arrow-forward-up", WRITABLE),
    Act("steps", EDIT, N_("&History of everything"), ("Ctrl+H",), "history", WORKSPACE, break_before=True),
    Act("bin", EDIT, N_("&Bin"), ("Ctrl+Shift+H",), "trash", WORKSPACE),
    Act("doubles", EDIT, N_("&Duplicates"), ("Ctrl+Alt+D",), "users", WORKSPACE),
    Act("add", EDIT, N_("&Add…"), ("Ctrl+N",), "plus", WRITABLE, break_before=True),
    Act("add_kind", EDIT, N_("Add &something else…"), ("Ctrl+Shift+N",), "plus", WRITABLE),
    Act("who", EDIT, N_("&Who is working…"), ("Ctrl+U",), "users", WORKSPACE),
    Act("palette", EDIT, N_("&Find or do anything…"), ("Ctrl+K",), "search", WORKSPACE, break_before=True),
    Act("find", EDIT, N_("Sear&ch…"), ("Ctrl+F", "/"), "search", WORKSPACE, page=_WITHOUT_SEARCH),
    Act("look_system", VIEW, N_("Like the &system"), (), group="look", checkable=True),
    Act("look_light", VIEW, N_("&Light"), (), "sun", group="look", checkable=True),
    Act("look_dark", VIEW, N_("&Dark"), (), "moon", group="look", checkable=True),
    Act("larger", VIEW, N_("La&rger"), ("Ctrl++", "Ctrl+="), break_before=True),
    Act("smaller", VIEW, N_("S&maller"), ("Ctrl+-",)),
    Act("usual", VIEW, N_("&Usual size"), ("Ctrl+0",)),
    Act("sidebar", VIEW, N_("Side&bar"), ("F9",), checkable=True, break_before=True),
    Act("measure", VIEW, N_("Measure &again"), ("F5",), "refresh", WORKSPACE, break_before=True),
    *(
        Act(
            f"area{number}", VIEW, text, (f"Alt+{number}",), needs=WORKSPACE, break_before=number == 1, page="dashboard"
        )
        for number, text in enumerate(
            (N_("&Overview"), N_("Sal&es"), N_("Mar&keting"), N_("Ser&vice"), N_("&Customers"), N_("&Team")), 1
        )
    ),
    Act("back", GO, N_("&Back"), ("Alt+Left",), "chevron-left", WORKSPACE),
    Act("forward", GO, N_("&Forward"), ("Alt+Right",), "chevron-right", WORKSPACE),
    *(
        Act(f"go_{one.id}", GO, one.text, (one.key,) if one.key else (), one.icon, WORKSPACE, break_before=not place)
        for place, one in enumerate(SECTIONS)
    ),
    Act(
        *("earlier", GO, N_("&Earlier period"), ("Alt+Up",), "chevron-left", WORKSPACE),
        break_before=True,
        page="dashboard figure",
    ),
    Act("later", GO, N_("Late&r period"), ("Alt+Down",), "chevron-right", WORKSPACE, page="dashboard figure"),
    Act("period", GO, N_("Type a &period"), ("Ctrl+G",), "calendar", WORKSPACE, page="dashboard figure"),
    Act(SHOW_HELP, HELP, N_("&Help and keyboard shortcuts"), ("F1", "?"), "help-circle"),
    Act("about", HELP, N_("&About crmdesk"), (), "info-circle"),
)
# Keys that parts of pages handle themselves; the page of shortcuts tells them too.
COMMON_KEYS: tuple[tuple[str, str], ...] = (
    (N_("Esc"), N_("close what is open, go back, dismiss the notice")),
    (N_("Tab, Shift+Tab"), N_("move through the page")),
    (N_("Enter, Space"), N_("press the button, open the card or the record")),
    (N_("Arrow keys"), N_("move from card to card, from row to row")),
    (N_("Alt+Shift+Arrow keys"), N_("move a card or a chart of the dashboard")),
    (N_("PgUp, PgDown"), N_("the period before, the period after; a page of a list")),
    (N_("Ctrl+C"), N_("copy the chosen rows of a table")),
)


def acts_of(spec: PageSpec) -> tuple[Act, ...]:
    """What a page declares; its module is loaded for that."""
    return tuple(getattr(import_module(spec.module), "ACTS", ()))


@cache
def page_acts() -> dict[str, tuple[Act, ...]]:
    """What each page alone offers, by the page's name; every page is loaded for that."""
    found: dict[str, tuple[Act, ...]] = {}
    for spec in PAGES:
        own = (*acts_of(spec), *(act for act in WINDOW if act.page))
        found[spec.id] = tuple(act for act in own if spec.id in act.page.split())
    return found


def shortcut_rows(page: str = "") -> list[tuple[str, str, str]]:
    """Where, what and which keys, for the page of shortcuts: those of the present page first."""
    parts: list[tuple[str, tuple[Act, ...]]] = [(_("Everywhere"), tuple(act for act in WINDOW if not act.page))]
    own = sorted(PAGES, key=lambda spec: spec.id != page)
    pages = [(_(spec.title), page_acts()[spec.id]) for spec in own]
    parts = [pages[0], *parts, *pages[1:]] if page else [*parts, *pages]
    rows = [(where, plain_name(act), keys_text(act)) for where, acts in parts for act in acts if act.keys]
    return rows + [(_("Everywhere"), _(what), _(keys)) for keys, what in COMMON_KEYS]
