"""A language with a few words, for tests of what is typed and shown in another language than English."""

import gettext

import pytest

from crmdesk import text

GERMAN = {
    "1,234.5": "1.234,5",
    "today|tod": "heute",
    "tomorrow|tmr|tom": "morgen",
    "day after tomorrow|overmorrow": "übermorgen|uebermorgen",
    "next|coming": "nächster|nächsten|nächste|nächsten",
    "in": "in",
    "ago|back": "vor",
    "d|day|days": "t|tag|tage|tagen",
    "w|week|weeks": "w|woche|wochen",
    "at|@": "um",
    "o'clock|h": "uhr|h",
    "12/31/2026": "31/12/2026",
    "{day} {month} {year}": "{day}. {month} {year}",
    "{day} {month}": "{day}. {month}",
    **dict(zip(["Monday", "Friday", "Saturday", "Sunday"], ["Montag", "Freitag", "Samstag", "Sonntag"], strict=True)),
    "March": "März",
    "October": "Oktober",
    "December": "Dezember",
    "Oct": "Okt",
    "Dec": "Dez",
    "{n} k": "{n} Tsd.",
}


class Few(gettext.NullTranslations):
    """Translates these sentences and leaves all others."""

    def __init__(self, sentences):
        super().__init__()
        self._sentences = sentences

    def gettext(self, message):
        return self._sentences.get(message, message)


def speak_german(monkeypatch: pytest.MonkeyPatch) -> None:
    """Until the test ends."""
    monkeypatch.setattr(text, "_current", Few(GERMAN))
