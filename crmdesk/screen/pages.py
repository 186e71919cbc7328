"""The pages of the window: what each is called, where it stands in the sidebar, how it is made when it is needed."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import cast

from PySide6.QtWidgets import QWidget

from crmdesk.text import N_
from crmdesk.ui.desk import RECORD, Desk, Page


@dataclass(frozen=True, slots=True)
class PageSpec:
    """A page: its name in places, its title, the entry of the menu, the icon, its key, and the class that draws it.

    `listing` is given to pages that show any of several listings.
    """

    id: str
    title: str
    text: str
    icon: str
    key: str
    module: str
    cls: str
    listing: str = ""


def _list(id: str, title: str, text: str, icon: str, key: str = "") -> PageSpec:
    return PageSpec(id, title, text, icon, key, "crmdesk.screen.listing.page", "ListPage", id)


# In the order of the sidebar.
SECTIONS: tuple[PageSpec, ...] = (
    PageSpec("today", N_("Today"), N_("&Today"), "home", "Ctrl+1", "crmdesk.screen.today.page", "TodayPage"),
    PageSpec(
        *("dashboard", N_("Dashboard"), N_("Das&hboard"), "layout-dashboard", "Ctrl+2"),
        *("crmdesk.screen.dashboard", "Dashboard"),
    ),
    _list("contacts", N_("Contacts"), N_("&Contacts"), "users", "Ctrl+3"),
    _list("leads", N_("Leads"), N_("Lea&ds"), "user-plus", "Ctrl+4"),
    PageSpec("deals", N_("Deals"), N_("Deal&s"), "briefcase", "Ctrl+5", "crmdesk.screen.deal.page", "DealPage"),
    PageSpec(
        *("tickets", N_("Tickets"), N_("T&ickets"), "headset", "Ctrl+6", "crmdesk.screen.ticket.page", "TicketPage")
    ),
    _list("activities", N_("Activities"), N_("Acti&vities"), "calendar", "Ctrl+7"),
    _list("campaigns", N_("Campaigns"), N_("Campai&gns"), "speakerphone", "Ctrl+8"),
    PageSpec("money", N_("Money"), N_("&Money"), "receipt", "Ctrl+9", "crmdesk.screen.money_page", "MoneyPage"),
    _list("surveys", N_("Surveys"), N_("S&urveys"), "mood-smile"),
    _list("staff", N_("Team"), N_("Te&am"), "building"),
    PageSpec("goals", N_("Goals"), N_("G&oals"), "target", "", "crmdesk.screen.goal.page", "GoalsPage"),
    PageSpec(
        *("month", N_("Monthly close"), N_("Monthl&y close"), "checkbox", "Ctrl+Alt+M"),
        *("crmdesk.screen.month.page", "MonthPage"),
    ),
    PageSpec(
        "health", N_("Data health"), N_("Data hea&lth"), "database", "", "crmdesk.screen.health_page", "HealthPage"
    ),
    PageSpec(
        *("settings", N_("Settings"), N_("Setti&ngs"), "settings", "Ctrl+,"),
        *("crmdesk.screen.settings.page", "SettingsPage"),
    ),
)
OTHERS: tuple[PageSpec, ...] = (
    PageSpec(RECORD, N_("Record"), "", "", "", "crmdesk.screen.record.page", "RecordPage"),
    PageSpec("figure", N_("Figure"), "", "", "", "crmdesk.screen.figure.page", "FigurePage"),
    PageSpec("preview", N_("Print preview"), "", "", "", "crmdesk.screen.print_preview", "PrintPreview"),
    PageSpec("import", N_("Bring in files"), "", "", "", "crmdesk.screen.importing.page", "ImportPage"),
    PageSpec("bin", N_("Bin"), "", "", "", "crmdesk.screen.bin_page", "BinPage"),
    PageSpec("doubles", N_("Duplicates"), "", "", "", "crmdesk.screen.duplicates.page", "DuplicatesPage"),
    PageSpec("steps", N_("History of everything"), "", "", "", "crmdesk.screen.steps_page", "StepsPage"),
)
PAGES = SECTIONS + OTHERS
_BY_ID = {spec.id: spec for spec in PAGES}


def spec_of(id: str) -> PageSpec | None:
    """The page of that name, if there is one."""
    return _BY_ID.get(id)


def section_of(id: str) -> bool:
    """Whether the page of that name stands in the sidebar."""
    return any(spec.id == id for spec in SECTIONS)


def make(spec: PageSpec, desk: Desk, parent: QWidget) -> Page:
    """Loads a page and makes it."""
    maker = getattr(import_module(spec.module), spec.cls)
    return cast("Page", maker(desk, spec.listing, parent) if spec.listing else maker(desk, parent))
