"""How the prints of the business look: its logo and colour, how long, without which sections, in which language.

Kept with the settings; the picture of the logo lies with the files inside the workspace.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeGuard

from crmdesk.domain.errors import FieldError
from crmdesk.store import content
from crmdesk.store.file import Workspace
from crmdesk.text import N_, _

LOGO, COLOUR, PAGES, LEFT_OUT, LANGUAGE = "print_logo", "print_colour", "print_pages", "print_without", "print_language"
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_CODE = re.compile(r"[a-z]{2,3}(_[A-Z]{2})?")


@dataclass(frozen=True, slots=True)
class Stationery:
    """What was chosen. `logo` is the checksum of a picture, `colour` #RRGGBB, `language` a code; empty: none, black,
    that of the window.
    """

    logo: str = ""
    colour: str = ""
    pages: int = 2
    left_out: tuple[str, ...] = ()
    language: str = ""


def stationery(workspace: Workspace) -> Stationery:
    """What is kept; a value that makes no sense counts as nothing."""
    stored = workspace.stored_settings
    pages, left_out = stored.get(PAGES), stored.get(LEFT_OUT)
    return Stationery(
        logo=_text(stored.get(LOGO), _DIGEST),
        colour=_text(stored.get(COLOUR), _COLOUR),
        pages=pages if _is_pages(pages) else 2,
        left_out=tuple(left_out) if _are_names(left_out) else (),
        language=_text(stored.get(LANGUAGE), _CODE),
    )


def logo_of(workspace: Workspace) -> bytes:
    """The picture of the logo; nothing where there is none or where it is damaged: a print shall not fail for it."""
    digest = stationery(workspace).logo
    return (content.take(workspace, digest) or b"") if digest else b""


def _text(value: Any, shape: re.Pattern[str]) -> str:
    return value if isinstance(value, str) and shape.fullmatch(value) else ""


def _is_pages(value: Any) -> TypeGuard[int]:
    return type(value) is int and value in (1, 2)


def _are_names(value: Any) -> TypeGuard[list[str]]:
    return isinstance(value, list | tuple) and all(isinstance(one, str) and len(one) <= 40 for one in value)


def _checked_text(shape: re.Pattern[str], sentence: str) -> Callable[[str, Any], str | None]:
    def check(name: str, value: Any) -> str | None:
        if value and not _text(value, shape):
            raise FieldError(name, _(sentence))
        return value or None

    return check


def _checked_pages(name: str, value: Any) -> int:
    if not _is_pages(value):
        raise FieldError(name, _("must be 1 or 2"))
    return value


def _checked_names(name: str, value: Any) -> list[str]:
    if not _are_names(value):
        raise FieldError(name, _("must be a list of names"))
    return sorted(set(value))


CHECKS: Mapping[str, Callable[[str, Any], Any]] = {
    LOGO: _checked_text(_DIGEST, N_("must be the checksum of a picture that is kept here")),
    COLOUR: _checked_text(_COLOUR, N_("must be a colour like #0055AA, or empty")),
    PAGES: _checked_pages,
    LEFT_OUT: _checked_names,
    LANGUAGE: _checked_text(_CODE, N_("must be a code like de, or empty")),
}
