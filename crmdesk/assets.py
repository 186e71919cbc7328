"""Files that come with the program: icons, fonts, translations, help.

They lie in `resources/`, which is beside the package in a checkout, inside it in an installed wheel,
and beside the unpacked program in a frozen build. Standard library only.
"""

import sys
from functools import cache
from pathlib import Path

REGULAR = "DejaVuSans.ttf"
BOLD = "DejaVuSans-Bold.ttf"


def resource(*parts: str) -> Path:
    """The file or folder that came with the program, for example `resource("icons", "home.svg")`."""
    path = root().joinpath(*parts)
    if not path.exists():
        raise _incomplete(f"{'/'.join(parts)} is missing from {root()}")
    return path


def icon(name: str) -> Path:
    """The drawing of that name, in `currentColor`: recolour it before it is painted."""
    return resource("icons", f"{name}.svg")


def font(*, bold: bool = False) -> Path:
    """The font that has the letters of every European language, for paper and for screens without fonts."""
    return resource("fonts", BOLD if bold else REGULAR)


@cache
def root() -> Path:
    """The folder `resources`, wherever this copy of the program keeps it."""
    for folder in _places():
        if folder.is_dir():
            return folder
    raise _incomplete("its resources are in none of " + ", ".join(str(folder) for folder in _places()))


def _places() -> list[Path]:
    package = Path(__file__).resolve().parent
    frozen = getattr(sys, "_MEIPASS", None)
    unpacked = [Path(frozen) / "resources", Path(frozen) / "crmdesk" / "resources"] if frozen else []
    return [*unpacked, package / "resources", package.parent / "resources"]


def _incomplete(what: str) -> FileNotFoundError:
    return FileNotFoundError(f"crmdesk is not installed completely: {what}. Install crmdesk again.")
