"""The words of the demo business: plain lists that lie in `resources/demo/`."""

from __future__ import annotations

import json
import unicodedata
from typing import Any

from crmdesk.assets import resource
from crmdesk.store.demo.chance import Weighted

_LETTERS = str.maketrans(
    {
        "ä": "ae",
        "ö": "oe",
        "ü": "ue",
        "ß": "ss",
        "ø": "oe",
        "æ": "ae",
        "å": "aa",
        "ł": "l",
        "đ": "d",
        "ı": "i",
        "þ": "th",
        "ð": "d",
        "’": "",
        "'": "",
        ".": "",
    }
)


def words(name: str) -> dict[str, Any]:
    """The lists of one file."""
    found: dict[str, Any] = json.loads(resource("demo", f"{name}.json").read_text(encoding="utf-8"))
    return found


def weighted(pairs: list[list[Any]]) -> Weighted[Any]:
    """A table of [thing, weight]."""
    return Weighted([(thing, weight) for thing, weight in pairs])


def plain(text: str) -> str:
    """The text as it may stand in an e-mail address."""
    folded = unicodedata.normalize("NFC", text).lower().translate(_LETTERS)
    letters = unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode()
    return "-".join("".join(letter if letter.isalnum() else " " for letter in letters).split())
