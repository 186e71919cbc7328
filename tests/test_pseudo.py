"""The language of the tests that look for untranslated and cut-off texts."""

import pytest

from crmdesk.text import N_, _, n_, set_language
from tests import pseudo


@pytest.fixture(autouse=True)
def odd():
    pseudo.speak()
    yield
    set_language("en")


def test_a_sentence_is_longer_and_marked_and_keeps_its_places():
    assert _("Contacts") == "[Çöñţàçţš·]"
    assert n_("{n} deal", "{n} deals", 2).format(n=2) == "[2 ðéàļš·]"
    assert _("&File") == "[&Fîļé]"
    assert pseudo.untold(_("“{name}” was deleted.").format(name=_("Contacts"))).strip() == ""


def test_formats_stay_as_they_are():
    for sample in ("1,234.5", "12/31/2026", "{day} {month} {year}", "ago|back"):
        assert _(sample) == sample


def test_what_translators_are_not_given_is_not_translated():
    assert _("No translator has seen this") == "No translator has seen this"
    assert _(N_("Open", "command")) == _("Open", "command") == "[Öþéñ]"
