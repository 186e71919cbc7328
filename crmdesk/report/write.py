"""Printing a summary: the PDF, its spreadsheet twin, and the memory of what was printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from crmdesk.domain.errors import UserError
from crmdesk.domain.period import Period
from crmdesk.kpi.measurement import Source
from crmdesk.kpi.overview import Results
from crmdesk.kpi.remember import keep
from crmdesk.report import printed
from crmdesk.report.appendix import appendix
from crmdesk.report.document import Bound, build, poster_bound, summary_bound, talk_bound
from crmdesk.report.fonts import Fonts
from crmdesk.report.material import Material, gather
from crmdesk.report.options import PERSON, PLAIN, SUMMARY, WALL, Options, checked
from crmdesk.report.person import talk_sheet
from crmdesk.report.summary import summarize, texts
from crmdesk.report.wall import poster
from crmdesk.store.atomic import write_bytes
from crmdesk.store.file import Workspace
from crmdesk.text import _, speaking


@dataclass(frozen=True, slots=True)
class Made:
    """A print that nobody keeps yet: `missing` are the letters that no font has, `changes` what no longer is as it was
    printed, `results` the figures that are to be remembered once it leaves the house (none of a part of the business).
    """

    data: bytes
    pages: int
    missing: Sequence[str]
    changes: Sequence[printed.PrintedChange]
    results: Results


@dataclass(frozen=True, slots=True)
class Written:
    """What was written, where, and whether the figures were noted in the workspace."""

    path: Path
    pages: int
    xlsx: Path | None
    missing: Sequence[str]
    changes: Sequence[printed.PrintedChange]
    remembered: bool


def make(source: Source, period: Period, now: int, options: Options = PLAIN) -> Made:
    """The sheet that `options` ask for as a PDF. The same question gives the same bytes. Raises UserError."""
    with speaking(checked(options).language):
        return _made(source, gather(source, period, now), options)


def write(
    source: Source,
    period: Period,
    now: int,
    path: Path,
    options: Options = PLAIN,
    *,
    xlsx: Path | None = None,
    remember: bool = True,
) -> Written:
    """Writes the sheet of a period as of `now`. Raises UserError where the options or the place will not do.

    Files appear whole or not at all. In a workspace that may be written the figures are remembered as printed.
    """
    with speaking(checked(options).language):
        material = gather(source, period, now)
        made = _made(source, material, options)
        sheets = _workbook(material, options) if xlsx is not None else b""
        write_bytes(path, made.data)
        if xlsx is not None:
            write_bytes(xlsx, sheets)
        noted = isinstance(source, Workspace) and _noted(source, made if remember else None, material, path)
    return Written(path, made.pages, xlsx, made.missing, made.changes, noted)


def _noted(workspace: Workspace, made: Made | None, material: Material, path: Path) -> bool:
    """Notes what was printed, and what was measured for it. Raises UserError, which says that the paper is there."""
    try:
        noted = made is not None and printed.remember(workspace, made.results, material.now)
        keep(workspace, material.fresh)
    except UserError as fault:
        text = _("“{path}” was written, but the workspace could not note what was printed: {why}")
        raise UserError(text.format(path=path, why=fault)) from None
    return noted


def _made(source: Source, material: Material, options: Options) -> Made:
    fonts = Fonts()
    bind = {SUMMARY: _summary, WALL: _wall, PERSON: _talk}[options.kind]
    bound, missing = bind(source, material, options, fonts)
    data, pages = build(bound, fonts, material.now)
    results = material.results if options.kind == SUMMARY else {}
    return Made(data, pages, missing, list(material.changed.values()), results)


def _summary(source: Source, material: Material, options: Options, fonts: Fonts) -> tuple[Bound, list[str]]:
    lists = appendix(source, material, options.appendix)
    summary = replace(summarize(material, options), appendix=lists)
    if missing := fonts.unknown(texts(summary)):
        summary = replace(summarize(material, options, missing), appendix=lists)
    return summary_bound(summary, options), missing


def _wall(_source: Source, material: Material, options: Options, fonts: Fonts) -> tuple[Bound, list[str]]:
    found = poster(material, options)
    if missing := fonts.unknown(texts(found)):
        found = poster(material, options, missing)
    return poster_bound(found, options), missing


def _talk(source: Source, material: Material, options: Options, fonts: Fonts) -> tuple[Bound, list[str]]:
    found = talk_sheet(source, material, options)
    if missing := fonts.unknown(texts(found)):
        found = talk_sheet(source, material, options, missing)
    return talk_bound(found, options), missing


def _workbook(material: Material, options: Options) -> bytes:
    from crmdesk.report.spreadsheet import workbook

    return workbook(material, options)
