"""Pages of a PDF as pictures."""

import pytest
from PySide6.QtCore import QLocale

from crmdesk.ui.paper import PAPERS, page_image, page_sizes, some_pages, usual_paper
from tests.ui.blank_pages import blank


def test_pages_have_the_size_of_their_resolution(qapp):
    images = [page_image(blank(), number, 144) for number in range(2)]
    assert [(image.width(), image.height()) for image in images] == [(1190, 1684)] * 2
    assert images[0].pixelColor(5, 5).name() == "#ffffff"
    assert page_image(blank(), 1, 72).width() == 595


def test_pages_are_as_large_as_their_paper(qapp):
    across = blank(1, 842, 595)
    assert [(size.width(), size.height()) for size in page_sizes(across)] == [(842, 595)]


def test_some_pages_are_a_pdf_of_their_own_and_all_pages_the_same_one(qapp):
    pdf = blank(4)
    assert len(page_sizes(some_pages(pdf, 2, 3))) == 2
    assert len(page_sizes(some_pages(pdf, 3, 99))) == 2
    assert some_pages(pdf, 1, 4) is pdf and some_pages(pdf, 0, 9) is pdf


@pytest.mark.parametrize(
    ("name", "paper"), [("en_US", "Letter"), ("es_MX", "Letter"), ("de_DE", "A4"), ("ja_JP", "A4")]
)
def test_the_usual_paper_depends_on_where_one_lives(name, paper):
    assert usual_paper(QLocale(name)) == paper
    assert usual_paper() in PAPERS
