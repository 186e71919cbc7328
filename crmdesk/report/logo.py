"""The logo of the business on paper: a small picture, as large as there is room."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from typing import Any

from crmdesk.domain.errors import UserError
from crmdesk.text import _

# So many dots are enough for the head of a page; the settings make every logo as small as this.
WIDE, HIGH = 330, 96


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture and its size on paper in points."""

    picture: Any
    width: float
    height: float


def placed(data: bytes, wide: float, high: float) -> Logo | None:
    """The picture of a file, as large as the room allows; None without one. Raises UserError."""
    if not data:
        return None
    from reportlab.lib.utils import ImageReader

    try:
        picture = ImageReader(BytesIO(data))
        width, height = picture.getSize()
        if width * height > WIDE * HIGH:
            raise UserError(_("The logo has too many pixels for paper; choose it again in the settings."))
        picture.getRGBData()
    except (OSError, ValueError, SyntaxError) as fault:
        raise UserError(_("The logo is not a picture that can be printed; choose it again in the settings.")) from fault
    scale = min(wide / width, high / height)
    return Logo(picture, width * scale, height * scale)
