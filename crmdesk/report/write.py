"""Printing a summary: the PDF, its spreadsheet twin, and the memory of what was printed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from crmdesk.domain.period import Period
from crmdesk.kpi.measurement import Source
from crmdesk.report import printed
from crmdesk.report.document import build
from crmdesk.report.fonts import Fonts
from crmdesk.report.material import Material, gather
from crmdesk.report.notes import notes
from crmdesk.report.parts import Summary
from crmdesk.report.summary import summarize, texts
from crmdesk.store.atomic import write_bytes
from crmdesk.store.file import Workspace


@dataclass(frozen=True, slots=True)
class Written:
    """What was written: `missing` are the letters that no font has, `changes` what no longer is as it was printed,
    `remembered` whether the figures were noted in the workspace.
    """

    path: Path
    pages: int
    xlsx: Path | None
    missing: Sequence[str]
    changes: Sequence[printed.PrintedChange]
    remembered: bool


def write(
    source: Source,
    period: Period,
    now: int,
    path: Path,
    *,
    paper: str = "A4",
    xlsx: Path | None = None,
    remember: bool = True,
) -> Written:
    """Writes the summary of a period as of `now`. Raises UserError where the paper or the place will not do.

    Files appear whole or not at all. In a workspace that may be written the figures are remembered as printed.
    """
    material = gather(source, period, now)
    data, pages, missing = pdf(material, paper=paper)
    sheets = _workbook(material) if xlsx is not None else b""
    write_bytes(path, data)
    if xlsx is not None:
        write_bytes(xlsx, sheets)
    noted = remember and isinstance(source, Workspace) and printed.remember(source, material.results, now)
    return Written(path, pages, xlsx, missing, list(material.changed.values()), noted)


def pdf(material: Material, *, paper: str = "A4") -> tuple[bytes, int, list[str]]:
    """The summary as a PDF, its number of pages, and the letters that no font has."""
    fonts = Fonts()
    summary, missing = _summary(material, fonts)
    data, pages = build(summary, fonts, material.now, paper=paper)
    return data, pages, missing


def _summary(material: Material, fonts: Fonts) -> tuple[Summary, list[str]]:
    """The summary, with a note on letters that cannot be printed."""
    summary = summarize(material)
    missing = fonts.unknown(texts(summary))
    return (replace(summary, notes=notes(material, missing)) if missing else summary), missing


def _workbook(material: Material) -> bytes:
    from crmdesk.report.spreadsheet import workbook

    return workbook(material)
