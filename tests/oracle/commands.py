"""Asks the real command line, in this process, what it says of a random workspace."""

import io
import json
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

from tests import oracle
from tests.oracle import random_workspace
from tests.oracle.difference import differences

Disagreement = tuple[str, str, str, object, object]


def run_json(*arguments: str) -> Any:
    """Runs one command with --json and gives what it printed."""
    from crmdesk.cli import main

    printed = io.StringIO()
    with redirect_stdout(printed):
        code = main([*arguments, "--json"])
    if code != 0:
        raise RuntimeError(f"crmdesk {' '.join(arguments)} ended with {code}")
    return json.loads(printed.getvalue())


def asked(file: Path, period: str, as_of: str, months: int | None) -> list[dict[str, Any]]:
    """What the command line says to one question: one object, or one for each month."""
    more = ["--months", str(months)] if months else []
    said = run_json("kpis", str(file), "--period", period, "--as-of", as_of, *more)
    return list(said) if months else [said]


def expected(folder: Path, period: str, as_of: str, months: int | None) -> list[oracle.Table]:
    """What the oracle says to the same question."""
    if months:
        return oracle.months(folder, period, as_of, months)
    return [oracle.table(folder, period, as_of)]


def disagreements(place: Path, seed: int, size: int = 20) -> Iterator[Disagreement]:
    """Every (question, kpi, field, ours, oracle) of a seed's workspace that does not agree."""
    folder, file = place / "folder", place / "random.crmdesk"
    random_workspace.write(folder, seed, size)
    report = run_json("import", str(file), str(folder))
    for rejected in report["rejected"]:
        yield ("import", rejected["file"], rejected["reason"], rejected, "a valid row")
    currency = json.loads((folder / "workspace.json").read_text(encoding="utf-8"))["currency"]
    for period, as_of, months in random_workspace.questions(seed):
        question = f"--period {period} --as-of {as_of}" + (f" --months {months}" if months else "")
        found = asked(file, period, as_of, months)
        wanted = expected(folder, period, as_of, months)
        if len(found) != len(wanted):
            yield (question, "*", "tables", len(found), len(wanted))
        for number, (ours, theirs) in enumerate(zip(found, wanted, strict=False)):
            where = f"{question} [{number}]" if months else question
            for kpi, field, one, other in differences(ours["kpis"], theirs, currency):
                yield (where, kpi, field, one, other)
