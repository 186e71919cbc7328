"""`crmdesk`: the window, or the command line where the arguments ask for it."""

from __future__ import annotations

import builtins
import gc
import importlib
import os
import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Opens the window without arguments and for `open [FILE]`; every other argument goes to the command line."""
    given = list(sys.argv[1:] if argv is None else argv)
    if given and (given[0] != "open" or len(given) > 2 or given[-1].startswith("-")):
        try:
            from crmdesk import cli

            return cli.main(given)
        except KeyboardInterrupt:
            from crmdesk.text import _

            print(f"crmdesk: {_('stopped; nothing was left half done.')}", file=sys.stderr)
            return 1
    if not _has_display():
        from crmdesk.text import _

        text = _("There is no display to open a window on; log in to a desktop, or use a command (crmdesk --help).")
        print(f"crmdesk: {text}", file=sys.stderr)
        return 1
    load_qt()
    from crmdesk.screen.start import start

    return start(given[1] if len(given) > 1 else None)


def _has_display() -> bool:
    """Where windows are found through the environment, whether it names a place for them; Qt would abort without."""
    if sys.platform in ("win32", "darwin"):
        return True
    return any(os.environ.get(name) for name in ("DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "QT_QPA_PLATFORM"))


def load_qt() -> None:
    """Loads what every window stands on.

    Until it stands, the collector would find nothing: what is made now stays.
    """
    gc.disable()
    plain = builtins.__import__
    importlib.import_module("PySide6.QtWidgets")
    # PySide's own way to import reads the source of every module, in search of a feature that is not used here.
    builtins.__import__ = plain


if __name__ == "__main__":
    sys.exit(main())
