"""Reading back what was printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pypdf import PdfReader


def text_of(path: Path) -> str:
    """All text of a PDF on one line, every stretch of space as one."""
    return re.sub(r"\s+", " ", " ".join(page.extract_text() for page in PdfReader(path).pages))


def outline_of(path: Path) -> list[str]:
    return [str(entry.title) for entry in PdfReader(path).outline]


def fonts_of(path: Path) -> dict[str, Any]:
    """Every font that a page refers to, by its name, with the file embedded for it."""
    found = {}
    for page in PdfReader(path).pages:
        for font in page["/Resources"]["/Font"].values():  # type: ignore[index]
            one = font.get_object()
            found[str(one["/BaseFont"])] = one.get("/FontDescriptor", {}).get_object().get("/FontFile2")
    return found


def sizes_of(path: Path) -> Iterator[float]:
    """The size of every piece of type."""
    for page in PdfReader(path).pages:
        data = page.get_contents().get_data()
        yield from (float(size) for size in re.findall(rb"/F\d+\+?\d* ([\d.]+) Tf", data))
