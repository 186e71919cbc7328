"""How the printed summary looks, chosen in the settings as a person would."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt

from crmdesk.report.logo import HIGH, placed
from crmdesk.report.options import usual
from crmdesk.screen.settings.print import PrintSection, small_picture
from crmdesk.store.stationery import COLOUR, LANGUAGE, LEFT_OUT, PAGES, logo_of, stationery
from crmdesk.ui.desk import Place
from tests.screen.driving import press, settle


@pytest.fixture
def section(window) -> PrintSection:
    window.desk.go(Place("settings", detail="print"))
    settle(window)
    found = window.page.section
    assert isinstance(found, PrintSection) and not found.dirty
    return found


def picture(path: Path, size: tuple[int, int] = (60, 20)) -> Path:
    Image.new("RGBA", size, (0, 80, 160, 128)).save(path)
    return path


def save(window) -> None:
    press(Qt.Key.Key_Return, keys=Qt.KeyboardModifier.ControlModifier)
    settle(window)


def test_a_logo_is_kept_small_with_the_workspace_and_undone_with_the_rest(window, section, tmp_path):
    section.logo.read(picture(tmp_path / "logo.png", (1200, 400)))
    assert section.dirty and not section.logo.picture.pixmap().isNull()
    section.logo.choose.setFocus()
    save(window)
    kept = logo_of(window.session.here)
    assert not section.dirty and kept == usual(window.session.here).logo
    with Image.open(BytesIO(kept)) as found:
        assert found.size == (288, 96) and found.mode == "RGB" and found.getpixel((9, 9)) == (127, 167, 207)
    assert placed(kept, 110, 32) is not None
    window.undoing.undo()
    settle(window)
    assert stationery(window.session.here).logo == "" and section.logo.digest() == ""


def test_a_logo_is_taken_away(window, section, tmp_path):
    section.logo.read(picture(tmp_path / "logo.png"))
    save(window)
    section.logo.remove.click()
    save(window)
    assert logo_of(window.session.here) == b"" and section.logo.picture.text() == "none"


def test_a_photograph_is_read_upright_however_large_and_in_the_colours_of_printers(tmp_path):
    turned, colours = Image.Exif(), Image.new("CMYK", (300, 100), (0, 255, 255, 0))
    turned[0x0112] = 6
    Image.new("L", (9000, 9000)).save(tmp_path / "huge.jpg", quality=5)
    Image.new("RGB", (300, 100)).save(tmp_path / "turned.jpg", exif=turned)
    colours.save(tmp_path / "printer.jpg")
    huge, upright, red = (
        Image.open(BytesIO(small_picture((tmp_path / f"{name}.jpg").read_bytes())))
        for name in ("huge", "turned", "printer")
    )
    assert huge.size == (HIGH, HIGH) and upright.size == (HIGH // 3, HIGH)
    value = red.convert("RGB").getpixel((50, 50))
    assert isinstance(value, tuple) and value[0] > 150 and max(value[1:]) < 80


def test_what_is_no_picture_is_refused_in_words(window, section, tmp_path):
    (tmp_path / "logo.png").write_text("not a picture")
    section.logo.read(tmp_path / "logo.png")
    assert "choose a PNG or JPEG" in window.notice.text.text() and not section.dirty
    damaged = picture(tmp_path / "damaged.png", (400, 400))
    damaged.write_bytes(damaged.read_bytes()[:100])
    section.logo.read(damaged)
    assert "damaged or too large" in window.notice.text.text() and not section.dirty
    section.logo.read(tmp_path / "gone.png")
    assert "cannot be read" in window.notice.text.text() and not section.dirty


def test_colour_length_language_and_sections_are_kept_as_usual(window, section):
    lines = section.lines
    lines[COLOUR].control.setEditText("#123456")
    lines[PAGES].control.setCurrentIndex(1)
    lines[LANGUAGE].control.setCurrentIndex(2)
    parts = lines[LEFT_OUT].control
    parts.setFocus()
    press(Qt.Key.Key_Home)
    press(Qt.Key.Key_Space)
    save(window)
    found = usual(window.session.here)
    assert (found.colour, found.pages, found.language) == ("#123456", 1, "de")
    assert not found.has("sentence") and found.has("charts")


def test_a_colour_that_is_none_is_told_beside_it(window, section):
    section.lines[COLOUR].control.setEditText("bluish")
    save(window)
    assert "must be a colour like #0055AA" in section.faults[COLOUR].text() and section.dirty
    section.load()
