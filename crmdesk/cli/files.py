"""Commands about whole files: new, demo, check, backup, restore."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from pathlib import Path

from crmdesk.cli.usage import UsageError, print_json
from crmdesk.domain.calendar import Calendar
from crmdesk.domain.clock import Clock
from crmdesk.domain.errors import Damaged, FieldError, UserError
from crmdesk.insight.health import Occurring, problems
from crmdesk.store import backup as copies
from crmdesk.store.check import integrity
from crmdesk.store.file import create, open_workspace
from crmdesk.text import _


def window(given: Namespace) -> int:
    """`crmdesk open`: the program opens the window before it asks the command line, which never loads one."""
    raise UsageError(_("The window is opened by the program itself: crmdesk open {file}").format(file=given.file or ""))


def new(given: Namespace) -> int:
    """`crmdesk new`."""
    asked = {"currency": given.currency, "timezone": given.timezone, "business_name": given.name}
    try:
        if given.timezone is not None:
            Calendar(given.timezone)
    except UserError as fault:
        raise UsageError(str(fault)) from None
    try:
        create(given.file, {key: value for key, value in asked.items() if value is not None}).close()
    except FieldError as fault:
        raise UsageError(_("--{option} {fault}.").format(option=fault.field, fault=fault)) from None
    print(_("Made {path}.").format(path=given.file))
    return 0


def demo(given: Namespace) -> int:
    """`crmdesk demo`."""
    from crmdesk.store import demo as business

    if not 1 <= given.months <= 240 or not 0.01 <= given.scale <= 1000:
        raise UsageError(_("--months is 1 to 240 and --scale 0.01 to 1000."))
    business.make(given.file, months=given.months, scale=given.scale, seed=given.seed)
    print(_("Made {path} with the demo business.").format(path=given.file))
    return 0


def check(given: Namespace) -> int:
    """`crmdesk check`: exit 1 where the file is not sound, and what is wrong is said all the same."""
    try:
        with open_workspace(given.file, read_only=True) as workspace:
            state = integrity(workspace)
            found = problems(workspace, workspace.clock.now())
    except Damaged as fault:
        if given.json:
            print_json({"integrity": str(fault), "problems": []})
        raise
    if given.json:
        listed = [
            {"kind": one.check.kind, "count": one.count, "weakens": list(one.check.weakens), "example": one.example}
            for one in found
        ]
        print_json({"integrity": state, "problems": listed})
    else:
        _print_check(state, found)
    if state != "ok":
        text = _("“{file}” is not sound ({state}); restore a backup with `crmdesk restore`.")
        raise Damaged(text.format(file=given.file.name, state=state))
    return 0


def _print_check(state: str, found: Sequence[Occurring]) -> None:
    print(_("File: {state}").format(state=state))
    for one in found:
        where = ", ".join(one.check.weakens)
        print(f"{one.count:>7,}  {_(one.check.title)}  ({_('weakens')}: {where}; {_('such as')} “{one.example}”)")
    if not found:
        print(_("Data: no problem found"))


def backup(given: Namespace) -> int:
    """`crmdesk backup`."""
    with open_workspace(given.file, read_only=True) as workspace:
        path = copies.backup(workspace.engine, given.dest, Clock())
    print(_("Copied and verified: {path}").format(path=path))
    return 0


def restore(given: Namespace) -> int:
    """`crmdesk restore`."""
    kept = copies.restore(given.backup, given.file, Clock(), _lists())
    print(_("Restored {path}.").format(path=given.file))
    if kept is not None:
        print(_("What was there before is kept in {path}.").format(path=kept))
    return 0


def _lists() -> Path | None:
    """The folder with the lists of those who were erased; None for a user that has no folder for data."""
    from crmdesk.ui.home import home

    try:
        return home()
    except UserError:
        return None
