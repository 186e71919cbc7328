"""The sheet for a talk with one person: their own figures beside their own past, their goals, what lies open.

Nobody else stands on it and nothing is ranked: figures say what was recorded, not how well somebody works.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from crmdesk.domain.errors import UserError
from crmdesk.domain.money import Money
from crmdesk.domain.period import RANGE, Period
from crmdesk.domain.wording import number_text, short_date_text, short_period_text
from crmdesk.insight.goal_standing import standings
from crmdesk.insight.goal_words import sentence as goal_sentence
from crmdesk.insight.goal_words import status_line
from crmdesk.insight.record_words import name_of
from crmdesk.kpi.base import Area, kpi_of
from crmdesk.kpi.measure import Result
from crmdesk.kpi.measurement import Source
from crmdesk.kpi.only import only
from crmdesk.kpi.records import Behind, records
from crmdesk.report.charts import chart
from crmdesk.report.material import Material, gather
from crmdesk.report.notes import letters_note
from crmdesk.report.options import Options
from crmdesk.report.parts import (
    Align,
    Blank,
    Block,
    Cell,
    Chart,
    Head,
    Points,
    Section,
    Step,
    Steps,
    Table,
    TalkSheet,
    Title,
    Words,
)
from crmdesk.report.scorecard import bare, change_of, one_past
from crmdesk.report.summary import footer_of, head_of
from crmdesk.report.tables import NOTHING, hidden, whole_money
from crmdesk.text import _, n_

_GOALS, _OPEN = 8, 5
# A course that is known in fewer units than these shows nothing, nor does one that never leaves nought.
_FEWEST = 3


def talk_sheet(source: Source, material: Material, options: Options, missing: Sequence[str] = ()) -> TalkSheet:
    """The sheet of `options.person`; `material` is that of the whole business. Raises UserError."""
    name = _name(source, options.person)
    own = gather(source, material.period, material.now, only(staff=options.person))
    whole = head_of(material, _("For a talk"), options.logo)
    head = Title(name, whole.title, whole.period, _compared(material), whole.unit, whole.logo)
    shown = [result for result in own.results.values() if _belongs(result)]
    return TalkSheet(
        head=head,
        note=_(
            "A starting point for a talk: what was recorded, beside this person’s own past. It does not say how well "
            "somebody works, and compares nobody with anybody else."
        ),
        figures=_figures(material, shown),
        charts=_charts(own, shown),
        left=[_goals(source, material, options.person), *_open(source, material, options.person)],
        right=[
            Section("well", _("What went well"), [Blank(2)]),
            Section("help", _("What is in the way, what would help"), [Blank(2)]),
            Section("agreed", _("What we agree on"), [Steps([Step("")] * 2)]),
        ],
        letters=letters_note(missing) if missing else "",
        footer=footer_of(material, whole),
        keywords=[whole.title, name, whole.period],
    )


def _name(source: Source, person: int | None) -> str:
    found = source.rows("SELECT name FROM staff WHERE id = ?", (person,))
    if not found:
        raise UserError(_("This person is not there any more; choose another one."))
    return str(found[0][0])


def _compared(material: Material) -> str:
    before, then = (short_period_text(one) for one in (material.period.before(), material.period.year_before()))
    if one_past(material.period):
        return _("compared with this person’s own {before}").format(before=before)
    return _("compared with this person’s own {before} and {then}").format(before=before, then=then)


def _belongs(result: Result) -> bool:
    """A figure that is of this person alone, and known now or before."""
    known = any(one is not None for one in (result.figure.value, result.previous, result.year_before))
    return bool(result.only) and known and result.kpi.area is not Area.CUSTOMERS and not hidden(result)


def _figures(material: Material, results: Sequence[Result]) -> Section:
    title = _("Figures")
    if not results:
        return Section("figures", title, [Words(_("Nothing is recorded of this person in this period or before."))])
    period = material.period
    words = [_("This period"), _("Before"), _("Year ago")]
    if period.kind != RANGE:
        words = [short_period_text(one) for one in (period, period.before(), period.year_before())]
    heads = [Head(_("Figure"), 0.34, Align.LEFT), Head(words[0], 0.17), Head(_("n"), 0.07)]
    heads += [Head(words[1], 0.14), Head(words[2], 0.14), Head(_("± year"), 0.14)]
    rows: list[list[Cell]] = [
        [
            _(one.kpi.name),
            one.text,
            number_text(one.figure.n),
            bare(one, one.previous),
            bare(one, one.year_before),
            change_of(one, one.year_before),
        ]
        for one in results
    ]
    if one_past(period):
        heads.pop(3)
        rows = [[*row[:3], *row[4:]] for row in rows]
    looks = _(
        "Below, each on a scale of its own: dark is the figure, hatched what is expected, light the year before, an"
        " outline the goal."
    )
    return Section("figures", title, [Table(heads, rows), Words(looks)])


def _charts(own: Material, results: Sequence[Result]) -> list[Section]:
    """The courses of the figures, each on its own scale, those first that an owner looks at first."""
    found = []
    for one in sorted(results, key=lambda one: not one.kpi.headline):
        known = [value for value in own.values(one.kpi.id) if value is not None]
        if len(known) >= _FEWEST and any(known):
            title, block = chart(own.overview, one.kpi.id)
            if isinstance(block, Chart):
                found.append(Section(f"chart {one.kpi.id}", title, [replace(block, caption=block.about)]))
    return found


def _goals(source: Source, material: Material, person: int | None) -> Section:
    """The goals of this person in the period and around it."""
    own = only(staff=person)
    found = [one for one in standings(source, material.period, material.now) if own.pairs[0] in one.aim.only.pairs]
    said = [
        _("{goal}. {status}.").format(goal=goal_sentence(one.aim, material.settings.currency), status=status_line(one))
        for one in found[:_GOALS]
    ]
    blocks: list[Block] = [Points(said)] if said else [Words(_("No goal is set for this person."))]
    if more := len(found) - len(said):
        blocks.append(Words(n_("and {n} more", "and {n} more", more).format(n=number_text(more))))
    return Section("goals", _("Goals"), blocks)


def _open(source: Source, material: Material, person: int | None) -> list[Section]:
    """The largest open deals and the oldest open tickets."""
    asked = (source, material.period, material.now, person)
    deals, tickets = _behind(*asked, "pipeline_value"), _behind(*asked, "open_tickets")
    deals.sort(key=lambda one: (-(one.amount or 0), one.id))
    tickets.sort(key=lambda one: (one.at or 0, one.id))
    found = []
    if deals:
        title = n_("{n} open deal", "{n} open deals", len(deals)).format(n=number_text(len(deals)))
        found.append(Section("deals", title, [_list(material, deals, priced=True)]))
    if tickets:
        title = n_("{n} open ticket", "{n} open tickets", len(tickets)).format(n=number_text(len(tickets)))
        found.append(Section("tickets", title, [_list(material, tickets, priced=False)]))
    return found


def _behind(source: Source, period: Period, now: int, person: int | None, kpi: str) -> list[Behind]:
    return records(source, kpi_of(kpi), period, now, only=only(staff=person))


def _list(material: Material, found: Sequence[Behind], *, priced: bool) -> Table:
    currency = material.settings.currency
    rows: list[list[Cell]] = []
    for one in found[:_OPEN]:
        day = NOTHING if one.at is None else short_date_text(material.calendar.day_of(one.at))
        amount = NOTHING if one.amount is None else whole_money(Money(one.amount), currency)
        rows.append([name_of(one), day, amount] if priced else [name_of(one), day])
    heads = [Head(_("Record"), 0.56, Align.LEFT), Head(_("since"), 0.24)]
    heads += [Head(_("Amount"), 0.20)] if priced else []
    return Table(heads, rows, max(len(found) - _OPEN, 0))
