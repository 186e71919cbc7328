"""The letters to press in menus, in every language but English: each stands for one entry only."""

from collections import Counter
from pathlib import Path

import pytest
from PySide6.QtGui import QKeySequence

from crmdesk.screen.action_table import WINDOW, page_acts
from crmdesk.screen.pages import PAGES
from crmdesk.text import _, set_language
from crmdesk.ui.actions import MENUS

TRANSLATIONS = Path(__file__).resolve().parents[2] / "resources" / "translations"


@pytest.fixture(autouse=True, params=sorted(folder.name for folder in TRANSLATIONS.iterdir() if folder.is_dir()))
def language(request):
    set_language(request.param)
    yield
    set_language("en")


def letter(text: str) -> str:
    return _(text)[_(text).index("&") + 1].lower()


def acts_on(page: str):
    return [*(act for act in WINDOW if not act.page), *page_acts()[page]]


def test_every_menu_has_a_letter_of_its_own():
    assert len({letter(menu) for menu in MENUS}) == len(MENUS)


@pytest.mark.parametrize("page", [spec.id for spec in PAGES])
def test_every_entry_of_a_menu_has_a_letter_of_its_own(page):
    letters = Counter((act.menu, letter(act.text)) for act in acts_on(page) if "&" in act.text)
    assert [one for one, count in letters.items() if count > 1] == []


@pytest.mark.parametrize("page", [spec.id for spec in PAGES])
def test_no_shortcut_is_the_letter_of_a_menu(page):
    menus = {QKeySequence(f"Alt+{letter(menu)}").toString() for menu in MENUS}
    keys = {QKeySequence(keys).toString() for act in acts_on(page) for keys in act.keys}
    assert not menus & keys
