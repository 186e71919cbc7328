"""How the window will look when it is opened next: a picture, kept in the file when the window is closed.

It shows figures. So it counts only while the file is as it was then to the last step and note, and no longer than the
figures do. It lies among the remembered results: what erases a person forgets it with them.
"""

from __future__ import annotations

import binascii
import json
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from crmdesk import __version__
from crmdesk.domain.errors import UserError
from crmdesk.store.engine import Engine, RawError

if TYPE_CHECKING:
    from crmdesk.store.file import Workspace

KEY = "first sight"
# Whether the program was closed properly is noted while it runs.
_STATE = """
SELECT (SELECT max(id) FROM operation),
    (SELECT group_concat(tbl || version, ' ') FROM (SELECT tbl, version FROM table_version ORDER BY tbl)),
    (SELECT count(*) || ' ' || coalesce(max(at), 0) FROM note WHERE key <> 'open'),
    (SELECT count(*) FROM erased)
"""
_FAST = 1
_MOST_DOTS = 64_000_000
"""No screen has more; a file of somebody else may say anything."""


class Picture(NamedTuple):
    """Pixels of 32 bits, row after row, with the title of their window and the moments between which they are true.

    `blanks` are areas (left, top, width, height, in points) that are true until `midnight` only.
    """

    pixels: bytes
    width: int
    height: int
    ratio: float
    title: str
    blanks: list[list[int]]
    since: int
    midnight: int
    until: int


def recall(path: Path, looks: str, now: int) -> Picture | None:
    """The picture of a file that nobody has open; None where it is not how the file would be shown now.

    `looks`: all that the look of a window depends on beside the file.
    """
    if _is_open(path):
        return None
    engine = Engine(path, read_only=True, immutable=True)
    try:
        engine.connect()
        found = engine.rows("SELECT stamp, result FROM remembered WHERE key = ?", (KEY,))
        if not found or found[0][0] != _stamp(engine, looks) or _must_wait(engine):
            return None
        picture = _read(found[0][1])
    except (UserError, RawError, OSError, ValueError, TypeError, zlib.error):
        return None
    finally:
        engine.close()
    if not picture.since <= now < picture.until:
        return None
    return picture._replace(blanks=[]) if now < picture.midnight else picture


def keep(workspace: Workspace, looks: str, picture: Picture) -> None:
    """Keeps a picture for as long as nothing is changed. Raises UserError."""
    engine = workspace.engine
    engine.require_in_place()
    packed = binascii.b2a_base64(zlib.compress(picture.pixels, _FAST), newline=False).decode("ascii")
    text = f"{json.dumps(picture[1:])}\n{packed}"
    engine.rows("INSERT OR REPLACE INTO remembered VALUES (?, ?, ?)", (KEY, _stamp(engine, looks), text))


def is_kept(workspace: Workspace, looks: str, size: tuple[int, int, float], now: int) -> bool:
    """Whether the picture that is kept is of that size, and still true as a whole."""
    sql = "SELECT substr(result, 1, instr(result, char(10))) FROM remembered WHERE key = ? AND stamp = ?"
    heads = [json.loads(head) for (head,) in workspace.rows(sql, (KEY, _stamp(workspace.engine, looks)))]
    return any((*head[:3],) == size and head[-3] <= now < head[-2] for head in heads)


def _read(text: str) -> Picture:
    head, packed = text.split("\n")
    picture = Picture(b"", *json.loads(head))
    length = picture.width * picture.height * 4
    if not 0 < length <= _MOST_DOTS * 4:
        raise ValueError("no picture has this size")
    packing = zlib.decompressobj()
    pixels = packing.decompress(binascii.a2b_base64(packed), length + 1)
    if len(pixels) != length or not packing.eof:
        raise ValueError("the picture is not whole")
    return picture._replace(pixels=pixels)


def _stamp(engine: Engine, looks: str) -> str:
    return "|".join(map(str, (__version__, looks, *engine.rows(_STATE)[0])))


def _is_open(path: Path) -> bool:
    """Whether a program has the file open, or was killed while it had."""
    try:
        return path.with_name(f"{path.name}-wal").stat().st_size > 0
    except OSError:
        return False


def _must_wait(engine: Engine) -> bool:
    """Whether somebody has to be erased again first, because this is an older copy."""
    # In most folders there is no list, and nothing more is loaded.
    if not any(engine.path.parent.glob("*.crmdesk-erased")):
        return False
    from crmdesk.store.erased import is_waiting

    return is_waiting(engine)
