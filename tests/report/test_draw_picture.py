"""Pictures on paper: every kind is drawn, its labels can be read out, and nothing stands outside."""

from io import BytesIO

import pypdf
import pytest
from reportlab.pdfgen.canvas import Canvas

from crmdesk.domain.plot import Picture, Rect, Role
from crmdesk.domain.plot_layout import Box, lay
from crmdesk.report.draw_picture import Letters, draw
from crmdesk.report.fonts import Fonts
from crmdesk.report.pen import SMALLEST, Pen
from crmdesk.report.structure import Structure
from tests.domain.pictures import every_picture

PICTURES = every_picture()
AREA = Box(20, 20, 260, 130)


def printed(picture: Picture, lines: int = 0) -> bytes:
    file = BytesIO()
    canvas = Canvas(file, pagesize=(300, 170), invariant=True, initialFontName="Courier")
    pen = Pen(canvas, Fonts(), Structure(canvas))
    draw(pen, picture, AREA, lines)
    canvas.showPage()
    canvas.save()
    return file.getvalue()


@pytest.mark.parametrize("name", PICTURES)
def test_every_label_that_has_room_is_on_the_page(name: str):
    picture, lines = PICTURES[name]
    text = pypdf.PdfReader(BytesIO(printed(picture, lines))).pages[0].extract_text()
    wanted = [one.text for one in lay(picture, AREA.width, AREA.height, Letters(Fonts()), lines).labels]
    assert all("".join(one.split()) in "".join(text.split()) for one in wanted)


def test_the_same_picture_twice_is_the_same_bytes():
    assert printed(*PICTURES["columns"]) == printed(*PICTURES["columns"])


def test_hatched_marks_differ_from_solid_ones():
    solid, hatched = (printed((Rect(0, 0, 1, 1, role),)) for role in (Role.GOOD, Role.BAD))
    assert solid != hatched


def test_what_is_not_nothing_can_be_seen():
    assert printed((Rect(0, 0, 0.5, 0.0001, Role.ACTUAL),)) != printed((Rect(0, 0, 0.5, 0, Role.ACTUAL),))


def test_letters_are_never_smaller_than_the_smallest():
    assert Letters(Fonts()).height > SMALLEST
