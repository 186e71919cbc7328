"""What happens when something goes wrong: a sentence for the owner, or a report for whoever mends crmdesk."""

from __future__ import annotations

import platform
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from crmdesk import __version__
from crmdesk.domain.calendar import Calendar
from crmdesk.domain.clock import Clock
from crmdesk.domain.errors import UserError
from crmdesk.store.atomic import write_bytes
from crmdesk.text import _
from crmdesk.ui.home import home

Tell = Callable[[BaseException], object]


def words_for(fault: BaseException, clock: Clock) -> tuple[str, str]:
    """Title and text of a message about a fault; a fault of crmdesk itself is written down first."""
    if isinstance(fault, UserError):
        return _("This could not be done"), str(fault)
    try:
        path = str(write_report(fault, clock))
    except UserError as refused:
        path = str(refused)
    text = _(
        "Something in crmdesk went wrong. Your data is safe: what was not finished was not written.\n"
        "A report for the makers of crmdesk is in:\n{path}"
    )
    return _("crmdesk made a mistake"), text.format(path=path)


def write_report(fault: BaseException, clock: Clock) -> Path:
    """Writes where a fault happened; the report holds no data of the business but what the fault itself says."""
    stamp = Calendar("UTC").text(clock.now())[:19].replace(":", "")
    lines = [f"crmdesk {__version__}, Python {platform.python_version()}, {platform.platform()}", ""]
    lines += traceback.format_exception(fault)
    path = home() / "reports" / f"fault {stamp}.txt"
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    write_bytes(path, "\n".join(lines).encode("utf-8", "backslashreplace"), private=True)
    return path


def catch_all(tell: Tell) -> None:
    """Tells the person about everything that nobody caught, instead of printing it where nobody looks."""

    def hook(kind: type[BaseException], fault: BaseException, at: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, fault, at)
            return
        sys.__excepthook__(kind, fault, at)
        tell(fault)

    sys.excepthook = hook
