"""The commands and their words."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from crmdesk import __version__
from crmdesk.exchange import presets
from crmdesk.exchange.mappings.help import MAPPING_HELP

_PERIOD = "2026-10, 2026-Q4, 2026 or 2026-10-01..2026-10-15 (both days included); default: the last complete month"
_AS_OF = "the moment of asking, ISO 8601; without an offset in the workspace's time zone; default: now"


def parser() -> argparse.ArgumentParser:
    """The parser of the command line."""
    top = argparse.ArgumentParser(
        prog="crmdesk", description="An offline CRM for small businesses, and every KPI that matters."
    )
    top.add_argument("--version", action="version", version=f"crmdesk {__version__}")
    top.add_argument("--self-test", action=_SelfTest, help="look whether this copy of crmdesk is whole")
    commands = top.add_subparsers(dest="command", required=True, metavar="COMMAND")
    _files(commands)
    _data(commands)
    _figures(commands)
    return top


class _SelfTest(argparse.Action):
    """Runs the self-test and ends the program: 0 whole, 1 not."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "nargs": 0})

    def __call__(self, parser: argparse.ArgumentParser, *_given: object) -> None:
        from crmdesk.cli.self_test import self_test

        faults = self_test()
        print("\n".join(faults) or "crmdesk is whole.")
        parser.exit(1 if faults else 0)


def _command(commands: Any, name: str, place: str, help: str, **options: Any) -> argparse.ArgumentParser:
    made: argparse.ArgumentParser = commands.add_parser(name, help=help, description=help, **options)
    made.set_defaults(run=_later(place))
    return made


def _later(place: str) -> Callable[[argparse.Namespace], int]:
    """The function at `module:function` of this package, imported only when its command runs."""
    module, _, function = place.partition(":")

    def run(given: argparse.Namespace) -> int:
        done: int = getattr(import_module(f"crmdesk.cli.{module}"), function)(given)
        return done

    return run


def _files(commands: Any) -> None:
    window = _command(commands, "open", "files:window", "open the window; so does crmdesk without a command")
    window.add_argument("file", type=Path, nargs="?", metavar="FILE", help="default: the last workspace")
    new = _command(commands, "new", "files:new", "make an empty workspace; refuses to overwrite")
    new.add_argument("file", type=Path, metavar="FILE")
    new.add_argument("--currency", metavar="EUR", help="three-letter code; default: the computer's")
    new.add_argument("--timezone", metavar="Europe/Berlin", help="default: the computer's")
    new.add_argument("--name", metavar="“…”", help="the name of the business")
    demo = _command(commands, "demo", "files:demo", "make a workspace with a believable invented business")
    demo.add_argument("file", type=Path, metavar="FILE")
    demo.add_argument("--months", type=int, default=24, help="how much history (default 24)")
    demo.add_argument("--scale", type=float, default=1.0, help="1 is about 600 contacts (default 1)")
    demo.add_argument("--seed", type=int, default=1, help="the same seed gives the same business (default 1)")
    check = _command(commands, "check", "files:check", "integrity of the file and health of the data")
    check.add_argument("file", type=Path, metavar="FILE")
    check.add_argument("--json", action="store_true")
    backup = _command(commands, "backup", "files:backup", "write a verified copy")
    backup.add_argument("file", type=Path, metavar="FILE")
    backup.add_argument("dest", type=Path, nargs="?", metavar="DEST", help="a file or a folder; default: beside FILE")
    restore = _command(commands, "restore", "files:restore", "put a backup in place, keeping what it replaces")
    restore.add_argument("backup", type=Path, metavar="BACKUP")
    restore.add_argument("file", type=Path, metavar="FILE")


def _data(commands: Any) -> None:
    bring = _command(
        commands,
        "import",
        "data:bring_in",
        "bring in an interchange folder or .zip, an address book (vCard), or tables described by a mapping;"
        " FILE is made if it does not exist",
        epilog=MAPPING_HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    bring.add_argument("file", type=Path, metavar="FILE")
    bring.add_argument("source", type=Path, nargs="+", metavar="SOURCE")
    bring.add_argument("--as", dest="kind", metavar="KIND", help="what the rows of a table are: contacts, deals, …")
    bring.add_argument(
        "--preset", metavar="NAME", help=f"a mapping that comes with crmdesk: {', '.join(presets.names())}"
    )
    bring.add_argument("--mapping", type=Path, metavar="M.json", help="a mapping file, see below")
    bring.add_argument(
        "--answer", action="append", default=[], metavar="ID=VALUE", help="the answer to a question that a file asks"
    )
    bring.add_argument("--suggested", action="store_true", help="open questions get the answer that seems right")
    bring.add_argument(
        "--fill",
        choices=("blanks", "overwrite", "letter"),
        help="of known records: fill empty fields only; replace what the file has filled in; replace all, empty too",
    )
    bring.add_argument("--match", metavar="id,email,…", help="by what rows are known: id, email, phone, domain, name")
    bring.add_argument("--result", type=Path, metavar="OUT.csv", help="the rows of the file and what became of each")
    bring.add_argument("--dry-run", action="store_true", help="say what would happen, and write nothing")
    bring.add_argument("--strict", action="store_true", help="any rejected row refuses the whole import")
    bring.add_argument("--json", action="store_true")
    undo = _command(commands, "undo-import", "data:undo_import", "take an import back, updated records included")
    undo.add_argument("file", type=Path, metavar="FILE")
    undo.add_argument("batch", type=int, nargs="?", metavar="BATCH", help="default: the last import")
    undo.add_argument(
        "--edited", choices=("keep", "undo"), help="records that were changed since: they stay, or go back too"
    )
    double = _command(commands, "duplicates", "duplicates:duplicates", "contacts that may be one and the same, and why")
    double.add_argument("file", type=Path, metavar="FILE")
    double.add_argument("--merge-sure", action="store_true", help="make one contact of those that are surely one")
    double.add_argument("--json", action="store_true")
    _out(commands)


def _out(commands: Any) -> None:
    export = _command(
        commands,
        "export",
        "out:export",
        "write everything as the interchange folder, one .zip of it, or one .json; contacts as .vcf, tasks and"
        " meetings as .ics, a list as .csv or .xlsx, or all about one person as a folder",
    )
    export.add_argument("file", type=Path, metavar="FILE")
    export.add_argument("target", type=Path, metavar="DIR|X.zip", help="or X.json, X.vcf, X.ics, X.csv, X.xlsx")
    export.add_argument(
        "--list", metavar="LIST", help="contacts, leads, deals, tickets, …; for .vcf and .ics: only these"
    )
    export.add_argument("--view", metavar="NAME", help="a saved view of that list, or one of its ready-made ones")
    export.add_argument("--vcard", choices=("4.0", "3.0"), default="4.0", help="the version of a .vcf (default 4.0)")
    export.add_argument(
        "--person", metavar="WHO", help="all about one contact, by id, e-mail address or name, into DIR"
    )
    erase = _command(
        commands,
        "erase",
        "out:erase",
        "erase a person for good, in the records, the journal and the index; figures stay what they were",
    )
    erase.add_argument("file", type=Path, metavar="FILE")
    erase.add_argument("person", metavar="WHO", help="a contact, by id, e-mail address or name")
    erase.add_argument("--also", metavar="WORD", action="append", default=[], help="a word that means the person too")
    erase.add_argument("--copies", action="store_true", help="erase in the backups that still know the person, too")
    erase.add_argument("--dry-run", action="store_true", help="say what would happen, and erase nothing")
    erase.add_argument("--yes", action="store_true", help="do not ask; this cannot be undone")
    erase.add_argument("--json", action="store_true")


def _figures(commands: Any) -> None:
    kpis = _command(commands, "kpis", "figures:kpis", "the figures of a period")
    _ask(kpis)
    kpis.add_argument("--months", metavar="N", help="so many months up to the period, which must be a month")
    kpis.add_argument("--by", choices=("staff", "channel", "campaign", "stage"), help="break the table down")
    kpis.add_argument("--only", metavar="id,id")
    kpis.add_argument("--json", action="store_true")
    records = _command(commands, "records", "figures:records", "the list behind a figure")
    records.add_argument("file", type=Path, metavar="FILE")
    records.add_argument("kpi", metavar="KPI")
    records.add_argument("--period", metavar="P", help=_PERIOD)
    records.add_argument("--as-of", metavar="T", help=_AS_OF)
    records.add_argument("--part", choices=("numerator", "denominator"))
    records.add_argument("--json", action="store_true")
    report = _command(commands, "report", "figures:report", "the printed summary of a month, quarter or year")
    _ask(report)
    report.add_argument("-o", "--output", type=Path, required=True, metavar="OUT.pdf")
    report.add_argument("--paper", choices=("A4", "Letter", "A3"), default="A4", help="A3 for the wall alone")
    report.add_argument("--xlsx", type=Path, metavar="OUT.xlsx", help="also its spreadsheet twin")
    _more_of_report(report)


def _more_of_report(report: argparse.ArgumentParser) -> None:
    kept = "default: as the settings of the workspace say"
    report.add_argument("--kind", choices=("summary", "wall", "person"), default="summary", help="default: summary")
    report.add_argument("--person", metavar="ID", help="with --kind person: who, by id or name")
    report.add_argument("--pages", type=int, choices=(1, 2), help=f"a summary of one page or of two; {kept}")
    report.add_argument("--sections", metavar="a,b,…", help=f"the sections of the summary; {kept}")
    report.add_argument("--appendix", metavar="KPI,KPI", help="the lists behind these figures follow at the end")
    report.add_argument("--language", metavar="de", help=f"the language of the paper; {kept}")
    report.add_argument("--comment", metavar="“…”", help="what the owner says of the period")


def _ask(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", type=Path, metavar="FILE")
    command.add_argument("--period", metavar="P", help=_PERIOD)
    command.add_argument("--as-of", metavar="T", help=_AS_OF)
