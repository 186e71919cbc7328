"""The system libraries that the wheels of Qt need on Linux, and how each system calls them."""

import ctypes
import sys
from typing import NamedTuple

TESTS, WINDOW, PRINTERS = "tests", "window", "printers"


class Library(NamedTuple):
    """A library by the name the linker knows, with the package that brings it."""

    soname: str
    apt: str
    dnf: str
    pacman: str
    needed_for: str


LIBRARIES = (
    Library("libglib-2.0.so.0", "libglib2.0-0", "glib2", "glib2", TESTS),
    Library("libGL.so.1", "libgl1", "libglvnd-glx", "libglvnd", TESTS),
    Library("libEGL.so.1", "libegl1", "libglvnd-egl", "libglvnd", TESTS),
    Library("libdbus-1.so.3", "libdbus-1-3", "dbus-libs", "dbus", TESTS),
    Library("libfontconfig.so.1", "libfontconfig1", "fontconfig", "fontconfig", TESTS),
    Library("libxkbcommon.so.0", "libxkbcommon0", "libxkbcommon", "libxkbcommon", TESTS),
    Library("libgssapi_krb5.so.2", "libgssapi-krb5-2", "krb5-libs", "krb5", TESTS),
    Library("libbrotlidec.so.1", "libbrotli1", "libbrotli", "brotli", TESTS),
    Library("libxcb-cursor.so.0", "libxcb-cursor0", "xcb-util-cursor", "xcb-util-cursor", WINDOW),
    Library("libxkbcommon-x11.so.0", "libxkbcommon-x11-0", "libxkbcommon-x11", "libxkbcommon-x11", WINDOW),
    Library("libxcb-icccm.so.4", "libxcb-icccm4", "xcb-util-wm", "xcb-util-wm", WINDOW),
    Library("libxcb-keysyms.so.1", "libxcb-keysyms1", "xcb-util-keysyms", "xcb-util-keysyms", WINDOW),
    Library("libxcb-shape.so.0", "libxcb-shape0", "libxcb", "libxcb", WINDOW),
    Library("libcups.so.2", "libcups2", "cups-libs", "libcups", PRINTERS),
)
FONTS = {"apt": "fonts-dejavu-core", "dnf": "dejavu-sans-fonts", "pacman": "ttf-dejavu"}


def missing(*needs: str) -> list[Library]:
    """The libraries for these needs that this system cannot load; none on Windows and macOS."""
    if sys.platform != "linux":
        return []
    return [one for one in LIBRARIES if one.needed_for in needs and not _loads(one.soname)]


def _loads(soname: str) -> bool:
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True
