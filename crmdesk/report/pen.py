"""Drawing by hand on a page of reportlab: text that fits, rectangles, lines, shapes. Points, y upwards."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from crmdesk.report.fonts import Fonts, face
from crmdesk.report.letters import cleaned
from crmdesk.report.paint import INK, Colour, Paint
from crmdesk.report.structure import Structure

SMALLEST = 7.5


@dataclass(slots=True)
class Pen:
    """Draws on the canvas, from the lower left corner of the live box."""

    canvas: Any
    fonts: Fonts
    structure: Structure
    # The colour of headings.
    accent: Colour = INK

    def text(
        self,
        x: float,
        y: float,
        text: str,
        *,
        size: float = SMALLEST,
        bold: bool = False,
        colour: Colour = INK,
        align: float = 0.0,
        width: float | None = None,
    ) -> float:
        """Draws one line and returns its width; `align` 0 left, 0.5 middle, 1 right of x; clipped to `width`."""
        if size < SMALLEST:
            raise ValueError(f"type of {size} points is too small to read")
        line = cleaned(text) if width is None else self.fonts.clipped(text, size, width, bold=bold)
        shaped = self.fonts.shaped(line, bold=bold)
        if not shaped.pieces:
            return 0.0
        drawn = self.canvas.beginText(x - align * shaped.width * size, y)
        drawn.setFillColorRGB(*colour)
        for name, piece in shaped.pieces:
            face(name)
            drawn.setFont(name, size)
            drawn.textOut(piece)
        if self.structure.inside:
            # Whoever reads an element as a whole needs a space between its lines.
            drawn.textOut(" ")
        with self.structure.content("P"):
            self.canvas.drawText(drawn)
        return shaped.width * size

    def paragraph(
        self,
        x: float,
        top: float,
        width: float,
        text: str,
        *,
        size: float = SMALLEST,
        leading: float = 9.4,
        bold: bool = False,
        colour: Colour = INK,
        most: int = 99,
    ) -> float:
        """Draws lines of at most `width` from `top` downwards and returns where they end."""
        with self.structure.content("P"):
            for line in self.fonts.wrapped(text, size, width, most, bold=bold):
                top -= leading
                self.text(x, top + leading * 0.25, line, size=size, bold=bold, colour=colour)
        return top

    def rect(self, x: float, y: float, width: float, height: float, paint: Paint) -> None:
        """A rectangle; hatched ones get slanting lines, so that they differ without colour."""
        canvas = self.canvas
        with self._shape(paint):
            canvas.rect(x, y, width, height, stroke=0, fill=paint.fill is not None)
            if paint.hatch:
                self._hatch(x, y, width, height, paint.hatch)
            if paint.stroke is not None:
                canvas.rect(x, y, width, height, stroke=1, fill=0)

    def line(
        self,
        points: Sequence[tuple[float, float]],
        colour: Colour = INK,
        width: float = 0.6,
        *,
        dashed: bool = False,
    ) -> None:
        """A line through points."""
        with self._shape(Paint(None, colour, width, dashed=dashed)):
            self.canvas.setLineJoin(1)
            self.canvas.drawPath(self._path(points), stroke=1, fill=0)

    def polygon(self, points: Sequence[tuple[float, float]], paint: Paint) -> None:
        """A closed shape."""
        path = self._path(points)
        path.close()
        with self._shape(paint):
            self.canvas.drawPath(path, stroke=paint.stroke is not None, fill=paint.fill is not None)

    def circle(self, x: float, y: float, radius: float, paint: Paint) -> None:
        with self._shape(paint):
            self.canvas.circle(x, y, radius, stroke=paint.stroke is not None, fill=paint.fill is not None)

    @contextmanager
    def moved(self, x: float, y: float, scale: float = 1.0) -> Iterator[None]:
        """Draws from another corner for a while, and larger."""
        self.canvas.saveState()
        self.canvas.translate(x, y)
        if scale != 1:
            self.canvas.scale(scale, scale)
        yield
        self.canvas.restoreState()

    def bookmark(self, key: str, title: str, top: float, level: int = 0) -> None:
        """An entry of the outline that leads here."""
        x, y = self.canvas.absolutePosition(0, top)
        self.canvas.bookmarkPage(key, fit="XYZ", left=x, top=y + 4)
        self.canvas.addOutlineEntry(title, key, level=level, closed=False)

    def _path(self, points: Sequence[tuple[float, float]]) -> Any:
        path = self.canvas.beginPath()
        path.moveTo(*points[0])
        for point in points[1:]:
            path.lineTo(*point)
        return path

    @contextmanager
    def _shape(self, paint: Paint) -> Iterator[None]:
        """Draws a shape with this paint; outside of every element it is decoration."""
        with self.structure.decoration():
            self.canvas.saveState()
            if paint.fill is not None:
                self.canvas.setFillColorRGB(*paint.fill)
            if paint.stroke is not None:
                self.canvas.setStrokeColorRGB(*paint.stroke)
                self.canvas.setLineWidth(paint.width)
            if paint.dashed:
                self.canvas.setDash(2.4, 1.8)
            yield
            self.canvas.restoreState()

    def _hatch(self, x: float, y: float, width: float, height: float, step: float) -> None:
        """Lines at 45 degrees, cut off at the rectangle."""
        canvas = self.canvas
        clip = canvas.beginPath()
        clip.rect(x, y, width, height)
        canvas.saveState()
        canvas.clipPath(clip, stroke=0, fill=0)
        canvas.setLineWidth(0.8)
        at = -height
        while at < width:
            canvas.line(x + at, y, x + at + height, y + height)
            at += step
        canvas.restoreState()
