"""A language that nobody speaks: longer than English, in letters of its own, with brackets where a sentence ends.

What is shown without brackets did not pass through the translator, or is no sentence that translators are given;
what is cut off will be so in other languages.
"""

import gettext
import importlib.util
import math
import re
from functools import cache
from pathlib import Path

from crmdesk import text

_TOOL = Path(__file__).resolve().parents[1] / "packaging" / "devtools" / "translate.py"
_PLAIN = "ABCDEFGHIJKLMNOPRSTUVWYZabcdefghijklmnoprstuvwyz"
_ODD = "ÀƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞŔŠŢÛṼŴÝŽàƀçðéƒĝĥîĵķļɱñöþŕšţûṽŵýž"
_LETTERS = str.maketrans(_PLAIN, _ODD)
# Places for values, and the letter to press.
_KEPT = re.compile(r"(\{\{|\}\}|\{[^{}]*\}|&.|%[a-zA-Z%])")
# Lists of words, and the filters of file dialogs.
_FORMATS = re.compile(r"\||\(\*")
_LONGER = 0.35
_SENTENCE = re.compile(r"\[[^\[\]]*\]")


class Pseudo(gettext.NullTranslations):
    """Translates every sentence that translators are given, and leaves formats and lists of words alone."""

    def gettext(self, message: str) -> str:
        sense, _mark, sentence = message.rpartition("\x04")
        return told(sentence) if (sentence, sense) in _given() else sentence

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        sentence = msgid1 if n == 1 else msgid2
        return told(sentence) if (msgid1, "") in _given() else sentence


def speak() -> None:
    """The program speaks it from now on."""
    text.use(Pseudo())


def told(sentence: str) -> str:
    """`[Ŵöñ ðéàļš··]` of `Won deals`."""
    bare = _KEPT.sub("", sentence)
    if _FORMATS.search(sentence) or not any(letter.isalpha() for letter in bare):
        return sentence
    odd = "".join(part if _KEPT.fullmatch(part) else part.translate(_LETTERS) for part in _KEPT.split(sentence))
    return f"[{odd}{'·' * (math.ceil(len(bare) * _LONGER) - 2)}]"


def untold(shown: str) -> str:
    """What is left of a shown text without the sentences of this language, one inside the other or not."""
    while (less := _SENTENCE.sub(" ", shown)) != shown:
        shown = less
    return shown


@cache
def _given() -> frozenset[tuple[str, str]]:
    """The sentences of the code that are marked for translation, with their senses."""
    spec = importlib.util.spec_from_file_location("translate", _TOOL)
    assert spec is not None and spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    return frozenset((one.one, one.sense) for one in tool.sentences())
