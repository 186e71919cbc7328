"""The PDF file around the pages: paper, fonts, outline, and what the file says of itself."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from io import BytesIO
from math import sqrt
from typing import Any

from crmdesk.domain.clock import MICROSECONDS
from crmdesk.report.about import packet
from crmdesk.report.accent import accent_of
from crmdesk.report.draw_head import foot
from crmdesk.report.draw_person import talk_pages
from crmdesk.report.draw_wall import wall_pages
from crmdesk.report.fonts import REGULAR, Fonts, face
from crmdesk.report.options import Options
from crmdesk.report.page import WIDTH, Draw, pages
from crmdesk.report.parts import Footer, Poster, Summary, TalkSheet, Title
from crmdesk.report.pen import Pen
from crmdesk.report.structure import Structure
from crmdesk.text import _, language

MARGIN = 42.52
A3_TO_A4 = sqrt(2)
PAPERS = {"A4": (595.276, 841.89), "Letter": (612.0, 792.0)}


@dataclass(frozen=True, slots=True)
class Bound:
    """What becomes a file: how its pages are drawn on a live box of so many points, what stands below them, on which
    paper, in which colour, what the file says of itself, and how much larger than drawn it is printed.
    """

    pages: Callable[[Pen], Sequence[Draw]]
    live: tuple[float, float]
    footer: Footer
    paper: tuple[float, float]
    colour: str
    told: Mapping[str, str]
    scale: float = 1.0


def build(bound: Bound, fonts: Fonts, now: int) -> tuple[bytes, int]:
    """A PDF, and its number of pages. The same pages and moment give the same bytes."""
    target = BytesIO()
    canvas = blank(target, bound.told, now, bound.paper)
    canvas.showOutline()
    structure = Structure(canvas)
    pen = Pen(canvas, fonts, structure, accent_of(bound.colour))
    drawn = bound.pages(pen)
    (wide, high), (width, height) = bound.paper, bound.live
    for number, draw in enumerate(drawn, 1):
        with pen.moved((wide - width * bound.scale) / 2, (high - height * bound.scale) / 2, bound.scale):
            draw(pen)
            with structure.decoration():
                foot(pen, bound.footer, width, number, len(drawn))
        canvas.showPage()
        structure.next_page()
    structure.finish()
    canvas.save()
    return target.getvalue(), len(drawn)


def summary_bound(summary: Summary, options: Options) -> Bound:
    """A summary ready to become a file."""
    head = summary.head
    paper = PAPERS[options.paper]
    draw = partial(pages, summary=summary, height=paper[1] - 2 * MARGIN)
    words = _told(head, summary.keywords)
    return Bound(draw, (WIDTH, paper[1] - 2 * MARGIN), summary.footer, paper, options.colour, words)


def poster_bound(poster: Poster, options: Options) -> Bound:
    """A sheet for the wall ready to become a file: across, and on A3 everything as much larger as the paper is."""
    scale = A3_TO_A4 if options.paper == "A3" else 1.0
    high, wide = PAPERS["A4" if options.paper == "A3" else options.paper]
    live = (wide - 2 * MARGIN, high - 2 * MARGIN)
    draw = partial(wall_pages, poster=poster, width=live[0], height=live[1])
    words = _told(poster.head, poster.keywords)
    return Bound(draw, live, poster.footer, (wide * scale, high * scale), options.colour, words, scale)


def talk_bound(sheet: TalkSheet, options: Options) -> Bound:
    """A sheet for a talk ready to become a file."""
    paper = PAPERS[options.paper]
    draw = partial(talk_pages, sheet=sheet, width=WIDTH, height=paper[1] - 2 * MARGIN)
    words = _told(sheet.head, sheet.keywords)
    return Bound(draw, (WIDTH, paper[1] - 2 * MARGIN), sheet.footer, paper, options.colour, words)


def _told(head: Title, keywords: Sequence[str]) -> dict[str, str]:
    return told(
        title=f"{head.business}: {head.title} {head.period}",
        author=head.business,
        subject=_("The figures of {period}").format(period=head.period),
        keywords=", ".join(keywords),
    )


def blank(target: BytesIO, words: Mapping[str, str], now: int, size: tuple[float, float]) -> Any:
    """A file to draw on, that says of itself what it was told; never the time of the computer's clock."""
    from reportlab.pdfbase.pdfdoc import XMP
    from reportlab.pdfgen.canvas import Canvas

    face(REGULAR)
    canvas = Canvas(
        target,
        pagesize=size,
        invariant=1,
        pageCompression=1,
        initialFontName=REGULAR,
        pdfVersion=(1, 7),
        lang=words["language"],
    )
    canvas.setTitle(words["title"])
    canvas.setAuthor(words["author"])
    canvas.setSubject(words["subject"])
    canvas.setKeywords(words["keywords"])
    canvas.setCreator(words["tool"])
    canvas.setProducer(words["producer"])
    canvas.setViewerPreference("DisplayDocTitle", "true")
    document, stamp = canvas._doc, _Stamp(now)  # noqa: SLF001 - the only way to give the file a moment of its own
    document._timeStamp = stamp  # noqa: SLF001 - as above
    document.signature = hashlib.md5(str(now).encode(), usedforsecurity=False)
    document.Catalog.Metadata = XMP(creator=lambda _document: packet(words, stamp.moment))
    return canvas


def told(*, title: str, author: str, subject: str, keywords: str) -> dict[str, str]:
    """What the file says of itself."""
    return {
        "title": title,
        "author": author,
        "subject": subject,
        "keywords": keywords,
        "language": language(),
        "tool": "crmdesk",
        "producer": "crmdesk, ReportLab",
    }


class _Stamp:
    """The moment of the summary as reportlab asks for it; never the clock of the computer."""

    def __init__(self, now: int) -> None:
        self.moment = datetime.fromtimestamp(now // MICROSECONDS, UTC)
        self.t = self.moment.timestamp()
        self.lt = self.moment.timetuple()
        self.YMDhms = tuple(self.lt)[:6]
        self.dhh = self.dmm = 0
        self.tzname = "UTC"
