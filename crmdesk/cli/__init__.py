"""The command line: the same engine as the window, for scheduled jobs, scripts and checks. Never imports Qt."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from collections.abc import Sequence
from io import TextIOWrapper

from crmdesk.cli.parser import parser
from crmdesk.cli.usage import UsageError
from crmdesk.domain.errors import UserError
from crmdesk.text import _


def main(argv: Sequence[str] | None = None) -> int:
    """Runs one command. Returns 0 done, 1 could not (one line on stderr says why), 2 wrong usage."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            # A name that the console cannot show is no reason to stop.
            stream.reconfigure(errors="backslashreplace")
    try:
        given = parser().parse_args(argv)
    except SystemExit as stop:
        return int(stop.code or 0) if isinstance(stop.code, int) else 2
    try:
        _require_letters(given)
        code = int(given.run(given) or 0)
        print(end="", flush=True)
        return code
    except BrokenPipeError:
        # Whoever read our output has enough; nothing is left to be said to them.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except UsageError as fault:
        print(f"crmdesk: {_one_line(fault)}", file=sys.stderr)
        return 2
    except UserError as fault:
        print(f"crmdesk: {_one_line(fault)}", file=sys.stderr)
        return 1
    except OSError as fault:
        print(f"crmdesk: {_one_line(_told(fault))}", file=sys.stderr)
        return 1


def _require_letters(given: Namespace) -> None:
    """Names of files may hold any bytes; every other word must be text in the code page of the console."""
    for value in vars(given).values():
        for word in value if isinstance(value, list) else [value]:
            if isinstance(word, str) and any("\ud800" <= letter <= "\udfff" for letter in word):
                text = _("“{word}” holds bytes that are not text in this console’s encoding; write it in UTF-8.")
                raise UsageError(text.format(word=word))


def _told(fault: OSError) -> UserError:
    """What the system says, as a sentence; a fault without a file is one of where the output goes."""
    why = fault.strerror or str(fault)
    if fault.filename is None:
        return UserError(_("The output could not be written ({why}); make room, or send it elsewhere.").format(why=why))
    text = _("“{path}” could not be read or written ({why}); check the name, the disk and your permissions there.")
    return UserError(text.format(path=fault.filename, why=why))


def _one_line(fault: Exception) -> str:
    return " ".join(str(fault).split())
