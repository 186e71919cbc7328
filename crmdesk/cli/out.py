"""Commands that take data out, and away: export, erase."""

from __future__ import annotations

import sys
from argparse import Namespace
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from crmdesk.cli.usage import UsageError, print_json, step
from crmdesk.store.file import Workspace, open_workspace
from crmdesk.store.listing import LISTINGS, Listing, all_columns
from crmdesk.store.query import Query, row_ids
from crmdesk.store.views import views_of
from crmdesk.text import _, n_

_SHOWN = 20
Ids = Sequence[int] | None


def export(given: Namespace) -> int:
    """`crmdesk export`: the name of the target says in which form."""
    form = given.target.suffix.lower()
    if given.view is not None and given.list is None:
        raise UsageError(_("--view is a view of a list; name the list with --list, such as --list contacts."))
    with open_workspace(given.file, read_only=True) as workspace:
        if given.person is not None:
            _person(workspace, given)
        else:
            _FORMS.get(form, _interchange)(workspace, given)
    return 0


def erase(given: Namespace) -> int:
    """`crmdesk erase`."""
    from crmdesk.store import erased, erasing
    from crmdesk.store.person import contact_named
    from crmdesk.ui.home import home

    with open_workspace(given.file, read_only=given.dry_run) as workspace:
        contact = contact_named(workspace, given.person)
        outlook = erasing.look(workspace, contact, given.also)
        if not given.json:
            _tell(outlook)
        if given.dry_run:
            copies: list[Path] = []
        else:
            _ask(outlook.name, given)
            uids = workspace.rows("SELECT uid FROM contact WHERE id = ?", (contact,))[0]
            lists = home()
            erasing.erase(workspace, contact, given.also)
            # Whichever of its backups is restored on this computer, wherever to, knows.
            erased.add_beside(lists / workspace.path.name, uids)
            copies = _copies(workspace, uids, given)
    if given.json:
        print_json({**asdict(outlook), "erased": not given.dry_run, "copies": [str(path) for path in copies]})
    elif not given.dry_run:
        print(_("The person was erased."))
        for path in copies:
            print(_("This copy still contains the person: {path}. Erase it there too with --copies.").format(path=path))
    return 0


def _copies(workspace: Workspace, uids: Sequence[bytes], given: Namespace) -> list[Path]:
    """The copies that still know the person; none after they were erased there too."""
    from crmdesk.store import erasing_copies
    from crmdesk.ui.home import folder_of

    found = erasing_copies.knowing(erasing_copies.copies_of(workspace.path, folder_of(workspace.path)), uids)
    if not given.copies:
        return found
    for path in found:
        step(_("Erasing in {file} …").format(file=path.name))
        erasing_copies.erase_in(path, uids, workspace.clock, workspace.path)
    step("")
    return []


def _ask(name: str, given: Namespace) -> None:
    """Asks twice, since nothing brings it back; `--yes` is the answer of a script."""
    if given.yes:
        return
    if not sys.stdin.isatty():
        raise UsageError(_("Erasing cannot be undone: say --yes, or --dry-run to see what it would do."))
    print(_("This cannot be undone. Type the name to erase the person for good: {name}").format(name=name))
    if input().strip() != name.strip() or input(_("Erase for good? Type yes: ")).strip() != _("yes"):
        raise UsageError(_("Nothing was erased."))


def _tell(outlook: Any) -> None:
    records = sum(outlook.counts.values())
    text = n_(
        "{name}: {n} record will no longer name anyone.", "{name}: {n} records will no longer name anyone.", records
    )
    print(text.format(name=outlook.name, n=records))
    for one in outlook.mentions[:_SHOWN]:
        print(_("  named in {kind} “{name}”: {text}").format(kind=one.kind, name=one.name, text=one.text))
    if len(outlook.mentions) > _SHOWN:
        print(_("  … and {n} more; --json lists them all").format(n=len(outlook.mentions) - _SHOWN))
    for period in outlook.summaries:
        print(_("  the kept summary of {period} names the person and goes").format(period=period))
    for name in outlook.results:
        print(_("  the result file of the import of {name} names the person and goes").format(name=name))
    for name in outlook.files:
        print(_("  check it yourself: the file “{name}” of another record names the person").format(name=name))
    for word, count in outlook.alone:
        text = n_(
            "  “{word}” alone is in {n} other text and stays; say --also {word} if it means the person",
            "  “{word}” alone is in {n} other texts and stays; say --also {word} if it means the person",
            count,
        )
        print(text.format(word=word, n=count))
    for text in outlook.shared:
        print(_("  stays elsewhere, because it also belongs to somebody else: {text}").format(text=text))


def _interchange(workspace: Workspace, given: Namespace) -> None:
    from crmdesk.exchange import interchange

    if given.list is not None:
        raise UsageError(_("A list becomes a .csv, .xlsx, .vcf or .ics; name such a file."))
    for path in interchange.export(workspace, given.target):
        print(path)


def _everything(workspace: Workspace, given: Namespace) -> None:
    from crmdesk.exchange.everything import export_json

    export_json(workspace, given.target)
    print(given.target)


def _cards(workspace: Workspace, given: Namespace) -> None:
    from crmdesk.exchange.vcard_out import export_cards

    _count(export_cards(workspace, given.target, _of_kind(workspace, given, "contact"), given.vcard), given.target)


def _calendar(workspace: Workspace, given: Namespace) -> None:
    from crmdesk.exchange.ical_out import export_calendar

    _count(export_calendar(workspace, given.target, _of_kind(workspace, given, "activity")), given.target)


def _list(workspace: Workspace, given: Namespace) -> None:
    from crmdesk.report import listed

    if given.list is None:
        raise UsageError(_("Which list? Say it with --list: {all}.").format(all=", ".join(LISTINGS)))
    listing, query, columns = _view(workspace, given)
    ids = row_ids(workspace, query, workspace.clock.now())
    listed.write_list(given.target, workspace, listing, columns, ids)
    _count(len(ids), given.target)


def _person(workspace: Workspace, given: Namespace) -> None:
    from crmdesk.exchange.person_out import export_person
    from crmdesk.report.person_data import person_pdf
    from crmdesk.store.person import contact_named

    contact = contact_named(workspace, given.person)
    for path in export_person(workspace, contact, given.target, person_pdf(workspace, contact)):
        print(path)


def _of_kind(workspace: Workspace, given: Namespace, kind: str) -> Ids:
    """The rows of a list of that kind of record; without a list all of them."""
    if given.list is None:
        return None
    listing, query, _columns = _view(workspace, given)
    if listing.record.kind != kind:
        raise UsageError(_("“{list}” is not a list that such a file can hold.").format(list=given.list))
    return row_ids(workspace, query, workspace.clock.now())


def _view(workspace: Workspace, given: Namespace) -> tuple[Listing, Query, Sequence[str]]:
    """A list as it is, by one of its ready-made conditions, or as a saved view."""
    if given.list not in LISTINGS:
        raise UsageError(
            _("There is no list “{name}”; there are {all}.").format(name=given.list, all=", ".join(LISTINGS))
        )
    listing = LISTINGS[given.list]
    if given.view is None:
        return listing, Query(listing.id), tuple(all_columns(listing))
    for one in views_of(workspace, listing.id):
        if one.name.casefold() == given.view.casefold():
            return listing, one.query, one.columns
    if listing.preset(given.view) is None:
        known = [*(one.name for one in views_of(workspace, listing.id)), *(one.id for one in listing.presets)]
        text = _("“{list}” has no view “{name}”; it has {all}.")
        raise UsageError(text.format(list=given.list, name=given.view, all=", ".join(known)))
    return listing, Query(listing.id, preset=given.view), tuple(all_columns(listing))


def _count(number: int, target: Path) -> None:
    text = n_("{n} record was written to {path}.", "{n} records were written to {path}.", number)
    print(text.format(n=number, path=target))


_FORMS: dict[str, Callable[[Workspace, Namespace], None]] = {
    ".json": _everything,
    ".vcf": _cards,
    ".ics": _calendar,
    ".csv": _list,
    ".xlsx": _list,
}
