"""The summary as plain values: everything that stands on the pages, and nothing of how it looks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass, replace

from crmdesk.domain.period import MONTH, QUARTER, YEAR
from crmdesk.domain.wording import moment_text, period_text, short_date_text, short_period_text
from crmdesk.report.material import Material
from crmdesk.report.notes import definitions, letters_note, notes
from crmdesk.report.options import PLAIN, Options
from crmdesk.report.parts import Footer, Numbered, Section, Step, Steps, Summary, Title, Words
from crmdesk.report.scorecard import heads, score_rows
from crmdesk.report.section_goals import goals
from crmdesk.report.section_marketing import marketing
from crmdesk.report.section_people import customers, team
from crmdesk.report.section_sales import first_charts, sales
from crmdesk.report.section_service import service
from crmdesk.report.sentence import changed, next_steps, sentence
from crmdesk.text import _

_LONGEST_NAME = 200


def summarize(material: Material, options: Options = PLAIN, missing: Sequence[str] = ()) -> Summary:
    """What a summary of the period says; `missing` are the letters that no font has."""
    # What is left out of the scorecard is named in the notes.
    rows = score_rows(material, bare_too=not options.has("notes"))
    title = head_of(material, _title(material.period.kind), options.logo)
    whole = options.pages > 1
    formulas = definitions(material) if whole and options.has("definitions") else []
    return Summary(
        head=title,
        heads=heads(material),
        sentence=sentence(material) if options.has("sentence") else "",
        rows=rows if formulas else [replace(row, number=0) for row in rows],
        charts=first_charts(material, len(rows)) if options.has("charts") else [],
        needed=_needed(material, options, missing),
        next_steps=_next(material, options) if options.has("next") else None,
        beside=_beside(material, options, missing),
        sections=_sections(material, options) if whole else [],
        definitions=formulas,
        footer=footer_of(material, title),
        keywords=[title.title, title.period, *(row.name for row in rows)],
        whole=whole,
    )


def texts(part: object) -> Iterator[str]:
    """Every text in it, wherever it stands."""
    if isinstance(part, str):
        yield part
    elif is_dataclass(part):
        for one in fields(part):
            yield from texts(getattr(part, one.name))
    elif isinstance(part, Sequence):
        for item in part:
            yield from texts(item)


def head_of(material: Material, title: str, logo: bytes = b"") -> Title:
    """The head of a print with that title."""
    return Title(
        business=material.settings.business_name.strip()[:_LONGEST_NAME] or _("My business"),
        title=title,
        period=_to_date(material),
        against=_against(material),
        unit=_("amounts in {currency}").format(currency=material.settings.currency),
        logo=logo,
    )


def footer_of(material: Material, head: Title) -> Footer:
    """The foot of every page below that head."""
    last = short_date_text(material.span.last) if material.span.begun else "–"
    return Footer(
        head.business,
        f"{head.title} {period_text(material.period)}",
        _("created {moment}").format(moment=moment_text(material.calendar.local(material.now))),
        _("data to {day}").format(day=last),
    )


def _needed(material: Material, options: Options, missing: Sequence[str]) -> list[Section]:
    """What changed, what the owner says of it, and, where there is but one page, which letters could not be printed."""
    found = []
    if options.has("changed"):
        said = changed(material) if options.sentences is None else options.sentences
        usual = _("Nothing changed more than it usually does.")
        found.append(Section("changed", _("What changed"), [Numbered(said, usual)]))
    if options.has("comment") and options.comment.strip():
        paragraphs = [Words(one) for one in options.comment.split("\n") if one.strip()]
        found.append(Section("comment", _("Comment"), paragraphs))
    if missing and not (options.pages > 1 and options.has("notes")):
        found.append(Section("letters", _("Notes on the data"), [Words(letters_note(missing))]))
    return found


def _beside(material: Material, options: Options, missing: Sequence[str]) -> list[Section]:
    found = [goals(material)] if options.has("goals") else []
    if options.has("notes") and (options.pages > 1 or not missing):
        found.append(notes(material, missing))
    return found


def _next(material: Material, options: Options) -> Section:
    """What to do next, as the owner decided or as the records ask for it."""
    if options.next_steps is None:
        found = [Step(text) for text in next_steps(material)]
    else:
        found = [
            Step(one.text, one.who, "" if one.due_on is None else short_date_text(one.due_on))
            for one in options.next_steps
        ]
    return Section("next", _("What to do next"), [Steps(found)])


def _sections(material: Material, options: Options) -> list[Section]:
    parts = {"sales": sales, "marketing": marketing, "service": service, "customers": customers, "team": team}
    return [part(material) for name, part in parts.items() if options.has(name)]


def _to_date(material: Material) -> str:
    """The period; while it runs, that it is not over."""
    text = _("{period} to date") if material.running and material.span.begun else "{period}"
    return text.format(period=period_text(material.period))


def _against(material: Material) -> str:
    planned = any(one.target is not None for one in material.results.values())
    then = material.period.year_before()
    if material.running and material.span.begun:
        same = _("compared with the same days of {then}")
        text = _("compared with the plan and the same days of {then}") if planned else same
        return text.format(then=short_period_text(then))
    text = _("compared with the plan and with {then}") if planned else _("compared with {then}")
    return text.format(then=period_text(then))


def _title(kind: str) -> str:
    words = {MONTH: _("Monthly summary"), QUARTER: _("Quarterly summary"), YEAR: _("Yearly summary")}
    return words.get(kind, _("Summary"))
