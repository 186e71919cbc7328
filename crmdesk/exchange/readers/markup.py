"""Text that a program keeps as HTML, without its tags."""

from __future__ import annotations

import html
import re

LINE_ENDS = re.compile(r"<br[^<>]{0,200}>|</(?:p|div|li|tr|h[1-6])>", re.IGNORECASE)
TAG = re.compile(r"<[/!]?[a-zA-Z][^<>]{0,2000}>")
ENDLESS_NUMBER = re.compile(r"&#[xX]?[0-9a-fA-F]{9,};?")
"""The number of a letter that no alphabet has; Python refuses to count so far."""
EMPTY_LINES = re.compile(r"\n[ \t]*\n\s*")


def plain(text: str) -> str:
    """The words of a text; where a paragraph ended, a line ends."""
    if "<" not in text and "&" not in text:
        return text
    lines = TAG.sub("", LINE_ENDS.sub("\n", text))
    return EMPTY_LINES.sub("\n", unescaped(lines).replace("\xa0", " ")).strip()


def unescaped(text: str) -> str:
    """A text with the letters that are written by their names and numbers."""
    return html.unescape(ENDLESS_NUMBER.sub("\ufffd", text)) if "&" in text else text
