"""Opening addresses that stand in the data: web pages, e-mail and telephone, and nothing else."""

from __future__ import annotations

import re
from urllib.parse import quote, urlsplit

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

SCHEMES = ("https", "http", "mailto", "tel")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):(?!\d)")
_LONGEST = 2000


def link_of(text: str) -> str:
    """The address that a text means, empty where it is none of those that may be opened.

    Without a scheme an address with an @ is an e-mail, everything else a web page.
    """
    bare = text.strip()
    if not bare or len(bare) > _LONGEST or any(ord(letter) < 33 or ord(letter) == 127 for letter in bare):
        return ""
    if match := _SCHEME.match(bare):
        return bare if match[1].lower() in SCHEMES and _is_whole(bare) else ""
    if "@" in bare and "/" not in bare:
        return mail_link(bare)
    page = f"https://{bare.removeprefix('//')}"
    return page if _is_whole(page) else ""


def mail_link(address: str) -> str:
    """The address for writing an e-mail; nothing in it can add a recipient or a text."""
    return f"mailto:{quote(address.strip(), safe='@+')}"


def phone_link(dialled: str) -> str:
    """The address for calling a number, as `store.phone.dialled` writes it."""
    return f"tel:{quote(dialled, safe='+*')}" if dialled else ""


def open_link(text: str) -> bool:
    """Opens an address with the program that the system has for it; returns whether it was one, and one that may."""
    link = link_of(text)
    return bool(link) and QDesktopServices.openUrl(QUrl(link, QUrl.ParsingMode.StrictMode))


def _is_whole(address: str) -> bool:
    """Whether it says where it leads."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if parts.scheme.lower() in ("http", "https"):
        return bool(parts.hostname) and QUrl(address, QUrl.ParsingMode.StrictMode).isValid()
    return bool(parts.path)
