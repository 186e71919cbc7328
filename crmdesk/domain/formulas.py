"""Cells that a spreadsheet would take for formulas: an apostrophe guards them on the way out, and goes on the way in.

Whatever the text is, it comes back as it was: one that has such an apostrophe itself gets another one.
"""

from __future__ import annotations

import re

# Signs that begin a formula, in their wide forms of East Asia too, and blanks that spreadsheets pass over before one.
_FORMULA = re.compile(r"'*[=+\-@\t\r\n＝＋－＠]")
_GUARD = "'"


def guarded(text: str) -> str:
    """The text as a cell that no spreadsheet computes."""
    return _GUARD + text if _FORMULA.match(text) else text


def bare(text: str) -> str:
    """The text of a cell that may be guarded."""
    return text[1:] if text.startswith(_GUARD) and _FORMULA.match(text, 1) else text
