"""Commands about figures: kpis, records, report."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from crmdesk.cli.usage import UsageError, kpi_named, kpis_of, moment_of, period_of, print_json
from crmdesk.domain.errors import Damaged, UserError
from crmdesk.domain.money import decimals_of, major
from crmdesk.domain.period import MONTH, Period
from crmdesk.domain.wording import change_text, period_text, value_text
from crmdesk.kpi.as_json import table_json
from crmdesk.kpi.measure import Result, measure
from crmdesk.kpi.records import Behind
from crmdesk.kpi.records import records as records_behind
from crmdesk.store.file import Workspace, open_workspace
from crmdesk.text import _

if TYPE_CHECKING:
    from crmdesk.report.options import Options


def kpis(given: Namespace) -> int:
    """`crmdesk kpis`."""
    chosen = kpis_of(given.only)
    with open_workspace(given.file, read_only=True) as workspace:
        now = moment_of(workspace, given.as_of)
        period = period_of(workspace, given.period, now)
        periods = _months(period, given.months)
        found = measure(workspace, chosen, periods, now)
        if given.json:
            tables = [table_json(workspace, one, now, results) for one, results in zip(periods, found, strict=True)]
            print_json(tables if given.months is not None else tables[0])
            return 0
    for place, (one, results) in enumerate(zip(periods, found, strict=True)):
        if place:
            print()
        _print_table(one, results, given.by)
    return 0


def records(given: Namespace) -> int:
    """`crmdesk records`."""
    kpi = kpi_named(given.kpi)
    with open_workspace(given.file, read_only=True) as workspace:
        now = moment_of(workspace, given.as_of)
        found = records_behind(workspace, kpi, period_of(workspace, given.period, now), now, given.part)
        listed = [_record(workspace, one) for one in found]
    if given.json:
        print_json(listed)
        return 0
    for row in listed:
        cells = (row["kind"], row["external_id"] or f"#{row['id']}", row["at"] or "", row["amount"], row["label"])
        print("\t".join("" if cell is None else " ".join(str(cell).split()) for cell in cells))
    return 0


def report(given: Namespace) -> int:
    """`crmdesk report`. What was printed is remembered in the workspace, if that may be written now."""
    from crmdesk.report.write import write

    if given.xlsx is not None and given.xlsx.absolute() == given.output.absolute():
        raise UsageError(_("-o and --xlsx name the same file; give each its own name."))
    with _for_printing(given.file) as workspace:
        now = moment_of(workspace, given.as_of)
        period = period_of(workspace, given.period, now)
        done = write(workspace, period, now, given.output, _options(workspace, given), xlsx=given.xlsx)
    if done.missing:
        from crmdesk.report.notes import letters_note

        print(f"crmdesk: {letters_note(done.missing)}", file=sys.stderr)
    print(given.output)
    return 0


def _for_printing(file: Path) -> Workspace:
    """A workspace that remembers what is printed; where it cannot be written now, one that is only read."""
    try:
        return open_workspace(file)
    except Damaged:
        raise
    except UserError:
        workspace = open_workspace(file, read_only=True)
    note = _("“{file}” cannot be written now, so these figures are not remembered as printed.")
    print(f"crmdesk: {note.format(file=file.name)}", file=sys.stderr)
    return workspace


def _options(workspace: Workspace, given: Namespace) -> Options:
    """What the words ask for, over what the settings say."""
    from crmdesk.report.options import PERSON, checked, usual

    if (given.kind == PERSON) != (given.person is not None):
        raise UsageError(_("A sheet about one person needs both --kind person and --person."))
    asked = {
        "kind": given.kind,
        "pages": given.pages,
        "sections": _words(given.sections),
        "appendix": _words(given.appendix),
        "language": given.language,
        "comment": given.comment,
        "person": _person(workspace, given.person) if given.kind == PERSON else None,
    }
    kept = usual(workspace, given.paper)
    try:
        return checked(replace(kept, **{name: value for name, value in asked.items() if value is not None}))
    except UserError as fault:
        raise UsageError(str(fault)) from None


def _words(text: str | None) -> tuple[str, ...] | None:
    return None if text is None else tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))


def _person(workspace: Workspace, text: str | None) -> int | None:
    """The row of a person by external id, name or number."""
    sql = "SELECT id FROM staff WHERE external_id = ?1 OR name = ?1 OR CAST(id AS TEXT) = ltrim(?1, '#') ORDER BY id"
    found = workspace.rows(sql, (text,)) if text else []
    if text and not found:
        names = [name for (name,) in workspace.rows("SELECT name FROM staff ORDER BY name")]
        raise UsageError(_("Nobody is called “{name}”; there are {all}.").format(name=text, all=", ".join(names)))
    return int(found[0][0]) if found else None


def _months(period: Period, text: str | None) -> list[Period]:
    """`--months N`: that many months, the oldest first, the last being the period."""
    if text is None:
        return [period]
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 600:
        raise UsageError(_("--months “{n}” is not a whole number from 1 to 600.").format(n=text))
    if period.kind != MONTH:
        raise UsageError(_("With --months the period must be a month, such as 2026-10."))
    months = [period]
    while len(months) < int(text):
        months.append(months[-1].before())
    return months[::-1]


def _print_table(period: Period, results: Mapping[str, Result], by: str | None) -> None:
    print(period_text(period))
    rows = [
        (
            _(result.kpi.name),
            result.text,
            f"n={result.figure.n}",
            change_text(result.figure.value, result.previous, result.kpi.unit),
            change_text(result.figure.value, result.year_before, result.kpi.unit),
            _(result.status) if result.status else "",
        )
        for result in results.values()
    ]
    _print_columns([("", _("value"), "", _("vs previous period"), _("vs a year ago"), _("goal")), *rows])
    for result in results.values():
        if by is not None and by in result.figure.by:
            _print_breakdown(result, by)


def _print_breakdown(result: Result, by: str) -> None:
    print()
    print(f"{_(result.kpi.name)}, {by}")
    rows = []
    for row in result.figure.by[by]:
        text = "–" if row.value is None else value_text(row.value, result.kpi.unit, result.currency)
        rows.append((f"  {row.label or _('(none)')}", text, f"n={row.n}"))
    _print_columns(rows)


def _print_columns(rows: Sequence[Sequence[str]]) -> None:
    widths = [max(len(row[place]) for row in rows) for place in range(len(rows[0]))] if rows else []
    for row in rows:
        first, *rest = (
            cell.ljust(width) if not place else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        print("  ".join([first, *rest]).rstrip())


def _record(workspace: Workspace, one: Behind) -> dict[str, object]:
    return {
        "kind": one.kind,
        "id": one.id,
        "external_id": one.external_id,
        "label": one.label,
        "at": None if one.at is None else workspace.calendar.text(one.at),
        "amount": None if one.amount is None else major(one.amount, decimals_of(workspace.settings.currency)),
    }
