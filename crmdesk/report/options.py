"""What a print is asked to be: which sheet, how long, which sections, in which language, in whose colours and words."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from crmdesk.domain.errors import UserError
from crmdesk.kpi.base import all_kpis
from crmdesk.kpi.measurement import Source
from crmdesk.store.file import Workspace
from crmdesk.store.stationery import logo_of, stationery
from crmdesk.text import N_, _, languages

SUMMARY, WALL, PERSON = "summary", "wall", "person"
KINDS = {SUMMARY: N_("Summary"), WALL: N_("Sheet for the wall"), PERSON: N_("Sheet for a talk with one person")}
A4, LETTER, A3 = "A4", "Letter", "A3"
# A summary stands on the first two, a sheet for the wall on any of them.
PAPERS = (A4, LETTER, A3)
# The sections that can be left out, in the order of the paper. The scorecard always stands there.
SECTIONS = {
    "sentence": N_("In a sentence"),
    "charts": N_("Revenue and pipeline"),
    "comment": N_("Comment"),
    "changed": N_("What changed"),
    "next": N_("What to do next"),
    "sales": N_("Sales"),
    "marketing": N_("Marketing"),
    "service": N_("Service"),
    "customers": N_("Customers"),
    "team": N_("Team"),
    "goals": N_("Goals"),
    "notes": N_("Notes on the data"),
    "definitions": N_("How the figures are computed"),
}
_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")


@dataclass(frozen=True, slots=True)
class NextStep:
    """Something to be done: what, by whom, by which day."""

    text: str
    who: str = ""
    due_on: int | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """How a print is wanted.

    `language` is a code like de, empty for the one that is spoken. `appendix` names the KPIs whose lists follow at the
    end. `person` is the row of whom a sheet for a talk is about. `colour` is that of headings as #RRGGBB, empty for
    black; `logo` is a picture file. `sentences` and `next_steps` take the place of those that rules would find; None
    leaves it to the rules.
    """

    kind: str = SUMMARY
    pages: int = 2
    paper: str = A4
    language: str = ""
    sections: tuple[str, ...] = tuple(SECTIONS)
    appendix: tuple[str, ...] = ()
    person: int | None = None
    colour: str = ""
    logo: bytes = b""
    comment: str = ""
    sentences: tuple[str, ...] | None = None
    next_steps: tuple[NextStep, ...] | None = None

    def has(self, section: str) -> bool:
        return section in self.sections


PLAIN = Options()


def usual(source: Source, paper: str = A4) -> Options:
    """How the business wants its summary, by its settings."""
    if not isinstance(source, Workspace):
        return Options(paper=paper)
    kept = stationery(source)
    return Options(
        pages=kept.pages,
        paper=paper,
        language=kept.language,
        sections=tuple(one for one in SECTIONS if one not in kept.left_out),
        colour=kept.colour,
        logo=logo_of(source),
    )


def checked(options: Options) -> Options:
    """The options, if they can be printed. Raises UserError."""
    _known(options.kind, KINDS, _("“{word}” is not a kind of sheet; there are {all}."))
    for section in options.sections:
        _known(section, SECTIONS, _("“{word}” is not a section of the summary; there are {all}."))
    for kpi in options.appendix:
        _known(kpi, [one.id for one in all_kpis()], _("There is no KPI “{word}”; there are {all}."))
    papers = PAPERS if options.kind == WALL else (A4, LETTER)
    _known(options.paper, papers, _("“{word}” is not a paper size for this sheet; there are {all}."))
    if options.language:
        _known(options.language.partition("_")[0], languages(), _("There is no translation “{word}”; there are {all}."))
    if options.pages not in (1, 2):
        raise UserError(_("A summary has one page or two, not {n}.").format(n=options.pages))
    if options.kind == PERSON and options.person is None:
        raise UserError(_("Choose the person whom the sheet is about."))
    if options.colour and not is_colour(options.colour):
        text = _("“{colour}” is not a colour; write it as #RRGGBB, such as #0055AA.")
        raise UserError(text.format(colour=options.colour))
    return options


def is_colour(text: object) -> bool:
    """Whether a text is a colour as #RRGGBB."""
    return isinstance(text, str) and _COLOUR.fullmatch(text) is not None


def to_json(options: Options) -> dict[str, Any]:
    """The options as JSON keeps them, without the logo."""
    kept = {one.name: getattr(options, one.name) for one in fields(Options) if one.name != "logo"}
    if options.next_steps is not None:
        kept["next_steps"] = [[one.text, one.who, one.due_on] for one in options.next_steps]
    return {name: list(value) if isinstance(value, tuple) else value for name, value in kept.items()}


def of_json(kept: Mapping[str, Any], logo: bytes = b"") -> Options:
    """The options that were kept; what this version does not know is left out."""
    known = {one.name: kept[one.name] for one in fields(Options) if one.name in kept}
    lists = {name: tuple(value) for name, value in known.items() if isinstance(value, list)}
    if lists.get("next_steps"):
        lists["next_steps"] = tuple(NextStep(*one) for one in lists["next_steps"])
    if "sections" in lists:
        lists["sections"] = tuple(one for one in lists["sections"] if one in SECTIONS)
    return replace(PLAIN, **{**known, **lists, "logo": logo})


def _known(word: str, words: Mapping[str, str] | Sequence[str], sentence: str) -> None:
    if word not in words:
        raise UserError(sentence.format(word=word, all=", ".join(words)))
