"""Every sentence shown to a person passes through here: `_` translates now, `N_` marks for later.

English is written in the code. Another language is one gettext file,
`resources/translations/de/LC_MESSAGES/crmdesk.mo`. Whole sentences only, never glued parts.
"""

import gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from crmdesk.assets import resource

DOMAIN = "crmdesk"
ENGLISH = "en"
# What stands between the sense of a sentence and the sentence in gettext's files.
_SENSE = "\x04"

_current: gettext.NullTranslations = gettext.NullTranslations()
# What is spoken instead for a while, in one thread: the language of a paper beside that of the window.
_instead: ContextVar[gettext.NullTranslations | None] = ContextVar("instead", default=None)


def _(sentence: str, sense: str = "") -> str:
    """The sentence in the language of the person who reads it.

    A sense tells apart what is one word in English and two in other languages: `_("Open", "command")`.
    """
    # gettext answers the header of its file for an empty text, and the sense too where it knows no translation.
    if not sentence:
        return ""
    found = (_instead.get() or _current).gettext(f"{sense}{_SENSE}{sentence}" if sense else sentence)
    return found.rpartition(_SENSE)[2]


def N_(sentence: str, sense: str = "") -> str:
    """Marks a sentence that is stored now and translated when it is shown; nothing but `_` may show it."""
    return f"{sense}{_SENSE}{sentence}" if sense else sentence


def n_(one: str, many: str, n: int) -> str:
    """The sentence for that many things; the caller fills in the number."""
    return _spoken().ngettext(one, many, n)


def set_language(code: str) -> str:
    """Speaks that language from now on ("de", "de_AT") and returns what it speaks: English without a file."""
    use(_load(code))
    return language()


def languages() -> list[str]:
    """The codes of all that can be spoken."""
    return [ENGLISH, *sorted(path.name for path in resource("translations").iterdir() if path.is_dir())]


def language() -> str:
    """The language that is spoken now."""
    return str(_spoken().info().get("language") or ENGLISH)


@contextmanager
def speaking(code: str) -> Iterator[None]:
    """Speaks another language for a while, in this thread alone; an empty code changes nothing."""
    token = _instead.set(_load(code) if code else _instead.get())
    try:
        yield
    finally:
        _instead.reset(token)


def use(translations: gettext.NullTranslations) -> None:
    """Speaks with these translations from now on."""
    global _current
    _current = translations


def _spoken() -> gettext.NullTranslations:
    return _instead.get() or _current


def _load(code: str) -> gettext.NullTranslations:
    if code.partition("_")[0] == ENGLISH:
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, resource("translations"), languages=[code], fallback=True)
