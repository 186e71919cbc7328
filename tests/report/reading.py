"""Reading back what was printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from pypdf import PdfReader
from pypdfium2 import PdfDocument

Box = tuple[float, float, float, float]


def text_of(path: Path) -> str:
    """All text of a PDF on one line, every stretch of space as one."""
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(path).pages))


def outline_of(path: Path) -> list[str]:
    return [str(entry.title) for entry in PdfReader(path).outline]


def fonts_of(path: Path) -> dict[str, Any]:
    """Every font that a page refers to, by its name, with the file embedded for it."""
    found = {}
    for page in PdfReader(path).pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]  # pypdf types them as any object
            one = font.get_object()
            found[str(one["/BaseFont"])] = one.get("/FontDescriptor", {}).get_object().get("/FontFile2")
    return found


def sizes_of(path: Path) -> Iterator[float]:
    """The size of every piece of type."""
    for page in PdfReader(path).pages:
        data = page.get_contents().get_data()
        yield from (float(size) for size in re.findall(rb"/F\d+\+?\d* ([\d.]+) Tf", data))


def collisions(path: Path, live: tuple[float, float] | None = None) -> Iterator[tuple[Any, ...]]:
    """Stretches of text that lie outside the live box (of upright paper: within its margins) or on one another."""
    with closing(PdfDocument(path)) as document:
        for number in range(len(document)):
            page = document[number]
            wide, high = page.get_size()
            room = live or (510.24, high - 2 * 42.52)
            left, low = (wide - room[0]) / 2 - 1, (high - room[1]) / 2 - 3
            words = page.get_textpage()
            boxes = [words.get_rect(place) for place in range(words.count_rects())]
            for box in boxes:
                if not (left <= box[0] and box[2] <= wide - left and low <= box[1] and box[3] <= high - low):
                    yield "outside", number, words.get_text_bounded(*box)
            for one, two in _near(boxes):
                across = min(one[2], two[2]) - max(one[0], two[0])
                along = min(one[3], two[3]) - max(one[1], two[1])
                if across > 1 and along > 1.6:
                    yield "overlap", number, words.get_text_bounded(*one), words.get_text_bounded(*two)


def _near(boxes: list[Box]) -> Iterator[tuple[Box, Box]]:
    """Every two boxes that share a height on the page."""
    rising = sorted(boxes, key=lambda box: box[1])
    for place, one in enumerate(rising):
        for two in rising[place + 1 :]:
            if two[1] >= one[3]:
                break
            yield one, two
