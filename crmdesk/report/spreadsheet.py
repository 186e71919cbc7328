"""The summary as a spreadsheet: the same figures as real numbers and dates, with the text that stands on paper."""

from __future__ import annotations

from datetime import UTC, datetime
from io import BytesIO

from crmdesk.domain.calendar import date_of_day
from crmdesk.domain.figure import Number, Unit
from crmdesk.domain.money import Money
from crmdesk.domain.wording import period_text
from crmdesk.kpi.base import all_kpis
from crmdesk.kpi.measure import Result
from crmdesk.report.material import Material
from crmdesk.report.options import PLAIN, Options
from crmdesk.report.parts import Summary, Title, said_in
from crmdesk.report.scorecard import samples_of, status_word
from crmdesk.report.sheet_breakdowns import breakdown_sheet
from crmdesk.report.sheet_charts import chart_sheets
from crmdesk.report.sheets import LONGEST, Cell, Sheets, in_major
from crmdesk.report.summary import summarize
from crmdesk.text import _


def workbook(material: Material, options: Options = PLAIN) -> bytes:
    """The workbook as bytes. The same material gives the same bytes."""
    import xlsxwriter

    target = BytesIO()
    made_so = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(target, made_so)
    sheets = Sheets(book, material)
    summary = summarize(material, options)
    created = datetime.fromtimestamp(material.now // 1_000_000, UTC)
    book.set_properties(
        {
            "title": f"{summary.head.business}: {summary.head.title} {summary.head.period}"[:LONGEST],
            "author": summary.head.business,
            "subject": summary.head.period,
            "created": created.replace(tzinfo=None),
        }
    )
    _summary_sheet(sheets, material, summary.head)
    chart_sheets(sheets, material)
    _series_sheet(sheets, material)
    breakdown_sheet(sheets, material)
    _notes_sheet(sheets, summary)
    _definition_sheet(sheets)
    book.close()
    return target.getvalue()


def _summary_sheet(sheets: Sheets, material: Material, head: Title) -> None:
    heads = [_("Figure"), _("Value"), _("Unit"), _("As printed"), _("n"), _("Numerator"), _("Denominator")]
    heads += [_("95 % from"), _("95 % to"), _("Median"), _("90th percentile"), _("Before"), _("Year before")]
    heads += [_("Goal"), _("Status"), _("Small sample"), _("Changed since printed"), _("Area"), _("Id")]
    sheet = sheets.sheet(_("Summary"), heads, (34, 14, 10, 22, 8, 14), first=4)
    sheet.write_string(0, 0, head.business, sheets.bold)
    sheet.write_string(1, 0, f"{head.title} {head.period}")
    local = material.calendar.local(material.now).replace(microsecond=0)
    sheets.row(sheet, 2, [(_("Created"), ""), (local, "yyyy-mm-dd hh:mm")])
    sheets.row(sheet, 3, [(_("Data to"), ""), (date_of_day(material.span.last), "yyyy-mm-dd")])
    for place, result in enumerate(material.results.values()):
        sheets.row(sheet, 5 + place, _figure_cells(sheets, material, result))
        sheet.write_comment(
            5 + place, 0, _about(result), {"x_scale": 2.4, "y_scale": 1.2, "author": head.business[:50]}
        )


def _about(result: Result) -> str:
    """What a note beside a figure says: how it is computed, what it stands on."""
    said = [f"{_(result.kpi.formula)}.", *samples_of(result)[:1]]
    return "\n".join(said)[:LONGEST]


def _figure_cells(sheets: Sheets, material: Material, result: Result) -> list[tuple[Cell, str]]:
    figure, unit = result.figure, sheets.number(result.kpi.unit)
    changed = material.changed.get(result.kpi.id)
    low, high = result.interval or (None, None)
    parts = [sheets.beside(value) for value in (figure.numerator, figure.denominator)]
    return [
        (_(result.kpi.name), ""),
        (in_major(result, figure.value), unit),
        (_unit_text(result), ""),
        (result.text, ""),
        (figure.n, "#,##0"),
        (_part(result, figure.numerator), parts[0]),
        (_part(result, figure.denominator), parts[1]),
        (low, "0.0%"),
        (high, "0.0%"),
        (in_major(result, figure.median), unit),
        (in_major(result, figure.p90), unit),
        (in_major(result, result.previous), unit),
        (in_major(result, result.year_before), unit),
        (in_major(result, result.target), unit),
        (status_word(material, result)[0] if result.status else None, ""),
        (result.small_sample, ""),
        (changed.was if changed else None, ""),
        (_(result.kpi.area), ""),
        (result.kpi.id, ""),
    ]


def _part(result: Result, value: Number | None) -> Cell:
    """A numerator or denominator: in money only where it is money itself, for a day count is none."""
    return in_major(result, value) if isinstance(value, Money) else value


def _series_sheet(sheets: Sheets, material: Material) -> None:
    """Every figure in every unit up to the period."""
    kpis = all_kpis()
    names = [
        _("Period"),
        _("First day"),
        _("Last day"),
        *(f"{_(one.name)} ({_unit_of(one.unit, material)})" for one in kpis),
    ]
    sheet = sheets.sheet(_("Months") if material.period.kind == "month" else _("Periods"), names, (18, 12, 12, 16))
    for place, results in enumerate(material.series, 1):
        period = next(iter(results.values())).period
        days = [(date_of_day(day), "yyyy-mm-dd") for day in (period.first, period.end - 1)]
        values = [(in_major(results[one.id], results[one.id].figure.value), sheets.number(one.unit)) for one in kpis]
        sheets.row(sheet, place, [(period_text(period), ""), *days, *values])


def _notes_sheet(sheets: Sheets, summary: Summary) -> None:
    said = [(_("In a sentence"), summary.sentence)] if summary.sentence else []
    parts = [*summary.needed, *([summary.next_steps] if summary.next_steps else []), *summary.beside]
    said += [(part.title, text) for part in parts for block in part.blocks for text in said_in(block)]
    sheet = sheets.sheet(_("Notes"), [_("About"), _("Note")], (22, 120))
    for line, (about, text) in enumerate(said, 1):
        sheets.row(sheet, line, [(about, ""), (text, "")])


def _definition_sheet(sheets: Sheets) -> None:
    heads = [_("Figure"), _("Formula"), _("Example"), _("Unit"), _("Good when"), _("What it says"), _("Id")]
    sheet = sheets.sheet(_("Definitions"), heads, (34, 60, 60, 12, 12, 100, 22))
    for line, one in enumerate(all_kpis(), 1):
        texts = (
            _(one.name),
            _(one.formula),
            _(one.example),
            _(one.unit.value),
            _(one.better.value),
            " ".join(_(one.help).split()),
        )
        sheets.row(sheet, line, [(text, "") for text in (*texts, one.id)])


def _unit_text(result: Result) -> str:
    return _unit_words(result.kpi.unit, result.currency)


def _unit_of(unit: Unit, material: Material) -> str:
    return _unit_words(unit, material.settings.currency)


def _unit_words(unit: Unit, currency: str) -> str:
    if not unit.is_money:
        return _(unit.value)
    return currency if unit is Unit.MONEY else _("{amount} a day").format(amount=currency)
