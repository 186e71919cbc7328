"""A sheet of paper that asks a customer how satisfied they are: one page, filled in by hand and typed in later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO

from crmdesk.domain.errors import UserError
from crmdesk.domain.wording import date_text
from crmdesk.report.document import PAPERS, blank, told
from crmdesk.report.fonts import Fonts
from crmdesk.report.page import WIDTH
from crmdesk.report.paint import INK, SOFT, Paint
from crmdesk.report.pen import Pen
from crmdesk.report.structure import Structure
from crmdesk.store.file import Workspace
from crmdesk.store.survey import SCALES
from crmdesk.text import N_, _

# From the least to the most satisfied.
ANSWERS = (*(N_("very dissatisfied"), N_("dissatisfied"), N_("neither"), N_("satisfied"), N_("very satisfied")),)
_TICKET = """
SELECT t.id, coalesce(t.subject, ''), coalesce(c.name, '') FROM ticket t LEFT JOIN contact c ON c.id = t.contact_id
WHERE t.id = ?
"""
_BOX, _WRITING = 26.0, 7
# It fits both papers.
_HIGH = 694.49


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on it."""

    business: str
    day: str
    subject: str
    customer: str
    ticket: int


def sheet_of(workspace: Workspace, ticket: int, now: int) -> Sheet:
    """The sheet about a ticket. Raises UserError where the ticket is gone."""
    rows = workspace.rows(_TICKET, (ticket,))
    if not rows:
        raise UserError(_("This ticket is no longer there; choose another one."))
    business = workspace.settings.business_name or workspace.path.stem
    return Sheet(business, date_text(workspace.calendar.day_of(now)), rows[0][1], rows[0][2], rows[0][0])


def survey_sheet(workspace: Workspace, ticket: int, now: int, *, paper: str = "A4") -> bytes:
    """The sheet as a PDF of one page. The same ticket and moment give the same bytes."""
    if paper not in PAPERS:
        raise UserError(_("“{paper}” is not a paper size; use A4 or Letter.").format(paper=paper))
    sheet = sheet_of(workspace, ticket, now)
    words = told(
        title=_("{business}: how satisfied are you?").format(business=sheet.business),
        author=sheet.business,
        subject=sheet.subject,
        keywords=_("survey"),
    )
    target = BytesIO()
    canvas = blank(target, words, now, PAPERS[paper])
    structure = Structure(canvas)
    pen = Pen(canvas, Fonts(), structure)
    wide, high = PAPERS[paper]
    with pen.moved((wide - WIDTH) / 2, (high - _HIGH) / 2):
        _draw(pen, sheet)
    canvas.showPage()
    structure.next_page()
    structure.finish()
    canvas.save()
    return target.getvalue()


def _draw(pen: Pen, sheet: Sheet) -> None:
    top = _head(pen, sheet) - 26
    top = _question(pen, top, _("1. How satisfied are you with how we handled this? Please tick one box."))
    top = _boxes(pen, top, range(SCALES["csat"][0], SCALES["csat"][1] + 1), [_(one) for one in ANSWERS]) - 26
    asked = _("2. How likely are you to recommend {business} to friends or colleagues?").format(business=sheet.business)
    top = _question(pen, top, asked)
    least, most = SCALES["nps"]
    ends = [_("not at all likely"), *[""] * (most - least - 1), _("extremely likely")]
    top = _boxes(pen, top, range(least, most + 1), ends) - 26
    top = _question(pen, top, _("3. Is there anything that you want to tell us?"))
    for line in range(1, _WRITING + 1):
        pen.line([(0, top - line * 24), (WIDTH, top - line * 24)], SOFT, 0.5)
    pen.text(0, 26, _("Thank you for your time."), size=11, bold=True)
    note = _("For us: ticket {number}. Received on: ____________ Typed in by: ____________").format(number=sheet.ticket)
    pen.text(0, 6, note, size=8.5, colour=SOFT, width=WIDTH)


def _head(pen: Pen, sheet: Sheet) -> float:
    """Who asks, when, about what, and whom."""
    with pen.structure.content("H1"):
        pen.text(0, _HIGH - 18, sheet.business, size=18, bold=True, width=WIDTH - 140)
        pen.text(WIDTH, _HIGH - 16, sheet.day, size=10, colour=SOFT, align=1.0)
    pen.line([(0, _HIGH - 30), (WIDTH, _HIGH - 30)], INK, 1.2)
    top = _HIGH - 42
    about = [_("About: {subject}").format(subject=sheet.subject)] if sheet.subject else []
    to = [_("For: {customer}").format(customer=sheet.customer)] if sheet.customer else []
    for text in [*to, *about]:
        top = pen.paragraph(0, top, WIDTH, text, size=11, leading=16, most=3)
    return top


def _question(pen: Pen, top: float, text: str) -> float:
    with pen.structure.content("H2"):
        for line in pen.fonts.wrapped(text, 12, WIDTH, 3, bold=True):
            top -= 17
            pen.text(0, top, line, size=12, bold=True)
    return top - 14


def _boxes(pen: Pen, top: float, scores: Sequence[int], words: Sequence[str]) -> float:
    """A box to tick for each score, the score in it, and what it means below."""
    step = WIDTH / len(scores)
    for place, (score, meaning) in enumerate(zip(scores, words, strict=True)):
        middle = (place + 0.5) * step
        pen.rect(middle - _BOX / 2, top - _BOX, _BOX, _BOX, Paint(None, INK, 1.0))
        pen.text(middle, top - _BOX / 2 - 4, str(score), size=11, colour=SOFT, align=0.5)
        room = step - 6 if len(scores) <= len(ANSWERS) else 3 * step
        line = pen.fonts.clipped(meaning, 9, room)
        wide = pen.fonts.width(line, 9)
        pen.text(min(max(middle - wide / 2, 0), WIDTH - wide), top - _BOX - 14, line, size=9)
    return top - _BOX - 14
