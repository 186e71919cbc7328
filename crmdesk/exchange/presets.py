"""Mappings that come with crmdesk, for what other programs export: each a mapping file in `resources/presets`.

Such a file says more than a mapping does: the title of the source, the headings by which its files are recognised
(`headings`: those that a usual export has, `more`: those it may have; a list stands for one heading and its other
spellings), the file names that the program gives (`files`), the formats (`forms`), and whether dates and numbers are
written as the settings of its user say (`follows_settings`), so that their format is decided anew for every file.
Those in the folder `no_place` have no mapping: they are what the program exports and crmdesk does not keep.
"""

from __future__ import annotations

import json
from collections.abc import Mapping as Words
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crmdesk.assets import resource

if TYPE_CHECKING:
    from crmdesk.exchange.rules import Mapping

TEXT_FORMS = ("csv", "xlsx", "xls", "ods", "sheet")
"""The formats of files with a row of headings."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A column of a source: its name in the mappings, its other spellings (`*` stands for anything)."""

    name: str
    spellings: tuple[str, ...] = ()
    is_usual: bool = True


@dataclass(frozen=True, slots=True)
class Known:
    """A file that a program is known to write, and what its columns mean.

    `part` is what the rows are in a format that says so. Files of one `source` refer to each other by its ids; of
    those of one kind, that with the lesser `turn` comes first. `became` is the column of leads that names the contact
    which each of them became.
    """

    name: str
    title: str
    source: str
    mappings: tuple[Mapping, ...]
    headings: tuple[Heading, ...]
    forms: tuple[str, ...] = TEXT_FORMS
    files: tuple[str, ...] = ()
    part: str = ""
    note: str = ""
    follows_settings: bool = False
    turn: int = 0
    became: str = ""
    missing: tuple[str, ...] = field(default=())

    @property
    def program(self) -> str:
        """The name of the program, without the kind of file."""
        return self.title.partition(":")[0]


def names() -> list[str]:
    """The names of all presets, sorted."""
    return sorted(path.stem for path in resource("presets").glob("*.json"))


def load(name: str) -> list[Mapping]:
    """The mappings of one of them."""
    return list(known(name).mappings)


def known_sources() -> list[Known]:
    """All of them, sorted by name."""
    return [known(name) for name in names()]


@cache
def known(name: str) -> Known:
    """One of them, with all that it says about its source."""
    return _read(resource("presets", f"{name}.json"))


@cache
def without_place() -> tuple[Known, ...]:
    """What known programs export and crmdesk has no place for: sources without mappings."""
    return tuple(_read(path) for path in sorted(resource("presets", "no_place").glob("*.json")))


def _read(path: Path) -> Known:
    from crmdesk.exchange.mappings import (
        file as mapping_file,  # the list of names is shown by commands that read no mapping
    )

    document: dict[str, Any] = json.loads(path.read_text("utf-8"))
    source, mappings = document["source"], document.get("mappings")
    return Known(
        path.stem,
        title=document["title"],
        source=source,
        mappings=tuple(mapping_file.mappings_of(mappings, path.name, source)) if mappings else (),
        headings=(*_headings(document, "headings"), *_headings(document, "more")),
        forms=tuple(document.get("forms", TEXT_FORMS)),
        files=tuple(document.get("files", ())),
        part=document.get("part", ""),
        note=document.get("note", ""),
        follows_settings=document.get("follows_settings", False),
        turn=document.get("turn", 0),
        became=document.get("became", ""),
    )


def _headings(document: Words[str, Any], word: str) -> list[Heading]:
    spelled = [[one] if isinstance(one, str) else one for one in document.get(word, ())]
    return [Heading(name, tuple(others), word == "headings") for name, *others in spelled]
