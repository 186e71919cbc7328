"""One object of a mapping file, read with care: unknown words and wrong types are named with their place."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any

from crmdesk.domain.errors import UserError
from crmdesk.exchange.near import unknown_name
from crmdesk.text import _


class Part:
    """An object of a mapping file and the place where it stands there."""

    def __init__(self, value: object, place: str, known: Collection[str] | None = None) -> None:
        if not isinstance(value, dict):
            raise UserError(_("{place}: an object {{…}} is expected.").format(place=place))
        self.place = place
        self._values: dict[str, Any] = value
        for word in value:
            if known is not None and word not in known:
                raise UserError(unknown_name(place, word, known))

    def __contains__(self, word: str) -> bool:
        return word in self._values

    def items(self) -> Iterator[tuple[str, Any, str]]:
        """Word, value and place of each entry."""
        return ((word, value, f"{self.place} › {word}") for word, value in self._values.items())

    def at(self, word: str) -> str:
        """The place of an entry."""
        return f"{self.place} › {word}"

    def get(self, word: str) -> Any:
        """The entry as it is written."""
        return self._values.get(word)

    def text(self, word: str, default: str = "") -> str:
        """A text; numbers and true or false are taken as their text."""
        return default if word not in self._values else plain_text(self._values[word], self.at(word))

    def texts(self, word: str) -> tuple[str, ...]:
        """A list of texts; a single text is a list of one."""
        return plain_texts(self._values.get(word, []), self.at(word))

    def flag(self, word: str) -> bool:
        """True or false; false where nothing is said."""
        value = self._values.get(word, False)
        if not isinstance(value, bool):
            raise UserError(_("{place}: true or false is expected.").format(place=self.at(word)))
        return value

    def whole(self, word: str, default: int, most: int) -> int:
        """A whole number from 0 up to the most."""
        value = self._values.get(word, default)
        if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= most:
            text = _("{place}: a whole number from 0 to {most} is expected.")
            raise UserError(text.format(place=self.at(word), most=most))
        return value

    def one_of(self, word: str, choices: Collection[str], default: str) -> str:
        """One of a few words."""
        value = self.text(word, default)
        if value not in choices:
            raise UserError(unknown_name(self.at(word), value, choices))
        return value


def plain_text(value: object, place: str) -> str:
    """The text of a value that is no list and no object."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if not isinstance(value, str | int | float):
        raise UserError(_("{place}: a text in quotation marks is expected.").format(place=place))
    return str(value)


def plain_texts(value: object, place: str) -> tuple[str, ...]:
    """The texts of a list, or of a single value."""
    return tuple(plain_text(one, place) for one in (value if isinstance(value, list) else [value]))
