"""The summary as plain values: everything that stands on the pages, and nothing of how it looks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass

from crmdesk.domain.period import MONTH, QUARTER, YEAR
from crmdesk.domain.wording import moment_text, period_text, short_date_text
from crmdesk.report.material import Material
from crmdesk.report.notes import definitions, notes
from crmdesk.report.parts import Footer, Section, Summary
from crmdesk.report.scorecard import heads, score_rows
from crmdesk.report.section_goals import goals
from crmdesk.report.section_marketing import marketing
from crmdesk.report.section_people import customers, team
from crmdesk.report.section_sales import pipeline_chart, revenue_chart, sales
from crmdesk.report.section_service import service
from crmdesk.report.sentence import changed, next_steps, sentence
from crmdesk.text import _

_LONGEST_NAME = 200


def summarize(material: Material) -> Summary:
    """What a summary of the period says."""
    period = material.period
    rows = score_rows(material)
    title = _title(period.kind)
    return Summary(
        business=material.settings.business_name.strip()[:_LONGEST_NAME] or _("My business"),
        title=title,
        period=period_text(period),
        against=_against(material),
        unit=_("amounts in {currency}").format(currency=material.settings.currency),
        heads=heads(material),
        sentence=sentence(material),
        rows=rows,
        charts=[revenue_chart(material), pipeline_chart(material)],
        changed=changed(material),
        next_steps=next_steps(material),
        goals=goals(material),
        sections=_sections(material),
        notes=notes(material),
        definitions=definitions(material),
        footer=_footer(material, title),
        keywords=[title, period_text(period), *(row.name for row in rows)],
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


def _sections(material: Material) -> list[Section]:
    return [part(material) for part in (sales, marketing, service, customers, team)]


def _against(material: Material) -> str:
    then = period_text(material.period.year_before())
    if any(one.target is not None for one in material.results.values()):
        return _("compared with the plan and with {then}").format(then=then)
    return _("compared with {then}").format(then=then)


def _title(kind: str) -> str:
    words = {MONTH: _("Monthly summary"), QUARTER: _("Quarterly summary"), YEAR: _("Yearly summary")}
    return words.get(kind, _("Summary"))


def _footer(material: Material, title: str) -> Footer:
    last = short_date_text(material.span.last) if material.span.begun else "–"
    return Footer(
        material.settings.business_name.strip()[:_LONGEST_NAME] or _("My business"),
        f"{title} {period_text(material.period)}",
        _("created {moment}").format(moment=moment_text(material.calendar.local(material.now))),
        _("data to {day}").format(day=last),
    )
