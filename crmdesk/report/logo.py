"""The logo of the business: a picture file made small enough for paper, on white."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Any

from crmdesk.domain.errors import UserError
from crmdesk.text import _

# More dots than these no head of a page needs; a photograph of so many stays far below the size of a whole summary.
_WIDE, _HIGH = 330, 96
_MOST_DOTS = 50_000_000


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
    picture = _small(data)
    scale = min(wide / picture.width, high / picture.height)
    from reportlab.lib.utils import ImageReader

    return Logo(ImageReader(picture), picture.width * scale, picture.height * scale)


def require_picture(data: bytes) -> None:
    """Raises UserError where the bytes are no picture that can be printed."""
    _small(data)


@lru_cache(maxsize=4)
def _small(data: bytes) -> Any:
    """The picture on white in few dots."""
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            # A picture that would fill the memory is refused below.
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            found = Image.open(BytesIO(data), formats=("PNG", "JPEG", "GIF", "BMP", "WEBP"))
        if found.width * found.height > _MOST_DOTS:
            raise UserError(_("The logo has too many dots; choose a picture below 50 megapixels."))
        found.thumbnail((_WIDE * 4, _HIGH * 4))
        whole = found.convert("RGBA")
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, SyntaxError, ValueError) as fault:
        raise UserError(_("The logo is no picture that can be printed; choose a PNG or JPEG file.")) from fault
    white = Image.new("RGBA", whole.size, "white")
    white.alpha_composite(whole)
    white.thumbnail((_WIDE, _HIGH))
    return white.convert("RGB")
