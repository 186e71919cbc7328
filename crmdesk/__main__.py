"""`crmdesk`: the window, or the command line where the arguments ask for it."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(argv: Sequence[str] | None = None) -> int:
    """Opens the window without arguments and for `open [FILE]`; every other argument goes to the command line."""
    given = list(sys.argv[1:] if argv is None else argv)
    if given and (given[0] != "open" or {"-h", "--help"} & set(given) or len(given) > 2):
        from crmdesk import cli

        return cli.main(given)
    from crmdesk.screen.start import start

    return start(given[1] if len(given) > 1 else None)


if __name__ == "__main__":
    sys.exit(main())
