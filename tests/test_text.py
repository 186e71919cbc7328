"""Sentences in the language of the reader; English is what the code says."""

import gettext
from threading import Thread

import pytest

from crmdesk import text
from crmdesk.text import N_, _, n_


class Loud(gettext.NullTranslations):
    """A language in which everything is shouted."""

    def gettext(self, message):
        return message.upper()

    def ngettext(self, msgid1, msgid2, n):
        return (msgid1 if n == 1 else msgid2).upper()

    def info(self):
        return {"language": "de"}


@pytest.fixture(autouse=True)
def english_again():
    yield
    text.set_language("en")


def test_english_is_what_the_code_says():
    assert text.set_language("en_GB") == "en"
    assert _("Won deals") == N_("Won deals") == "Won deals"
    assert _("") == ""


def test_one_and_many_are_two_sentences():
    assert [n_("{n} deal", "{n} deals", n).format(n=n) for n in (0, 1, 2)] == ["0 deals", "1 deal", "2 deals"]


def test_a_language_without_a_file_falls_back_to_english():
    assert text.set_language("xx") == "en"
    assert _("Won deals") == "Won deals"


def test_another_language_speaks_at_once_and_marked_sentences_follow(monkeypatch):
    marked = N_("Won deals")
    monkeypatch.setattr(gettext, "translation", lambda *args, **options: Loud())
    assert text.set_language("de_AT") == "de"
    assert _(marked) == "WON DEALS"
    assert n_("deal", "deals", 2) == "DEALS"


def test_one_word_of_english_may_be_two_of_another_language(monkeypatch):
    class German(gettext.NullTranslations):
        def gettext(self, message):
            return {"Open": "Offen", "command\x04Open": "Öffnen"}.get(message, message)

    assert (_("Open"), _("Open", "command"), _(N_("Open", "command"))) == ("Open", "Open", "Open")
    monkeypatch.setattr(gettext, "translation", lambda *args, **options: German())
    text.set_language("de")
    assert (_("Open"), _("Open", "command"), _(N_("Open", "command"))) == ("Offen", "Öffnen", "Öffnen")


def test_a_paper_may_speak_another_language_than_the_window():
    with text.speaking("de"):
        with text.speaking(""):
            assert text.language() == "de" and _("Monthly summary") != "Monthly summary"
        heard = []
        other = Thread(target=lambda: heard.append(text.language()))
        other.start()
        other.join()
    assert heard == ["en"] and text.language() == "en"
