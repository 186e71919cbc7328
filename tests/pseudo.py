"""A language that nobody speaks: longer than English, in letters of its own, with brackets where a sentence ends.

What is shown without brackets did not pass through the translator; what is cut off will be so in other languages.
"""

import gettext
import math
import re

from crmdesk import text

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
    """Translates every sentence of the code, and leaves formats and lists of words alone."""

    def gettext(self, message: str) -> str:
        return told(message.rpartition("\x04")[2])

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return told(msgid1 if n == 1 else msgid2)


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
