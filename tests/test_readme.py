"""The README tells the truth: its example of a KPI works as it stands there."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from crmdesk.cli.parser import parser

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")

_RUN = """
import runpy, sys
runpy.run_path(sys.argv[1])
from crmdesk.cli import main
sys.exit(main(sys.argv[2:]))
"""


def _example() -> str:
    (code,) = re.findall(r"```python\n(.*?)```", README, re.DOTALL)
    return str(code)


def _run(kpi: Path, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", _RUN, str(kpi), *words], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout


def test_the_kpi_of_the_readme_is_one_file_of_at_most_40_lines_and_works(tmp_path: Path) -> None:
    code = _example()
    assert len(code.splitlines()) <= 40
    kpi = tmp_path / "refund_share.py"
    kpi.write_text(code, encoding="utf-8")
    file = tmp_path / "golden.crmdesk"
    _run(kpi, "import", str(file), str(ROOT / "tests" / "golden" / "08-marketing"))
    asked = ("--period", "2025-12", "--as-of", "2026-01-15")
    figures = json.loads(_run(kpi, "kpis", str(file), *asked, "--only", "refund_share,revenue", "--json"))["kpis"]
    sales = json.loads(_run(kpi, "records", str(file), "revenue", *asked, "--json"))
    refunds = [sale for sale in sales if sale["amount"] < 0]
    assert refunds
    assert figures["refund_share"]["numerator"] == len(refunds)
    assert figures["refund_share"]["n"] == len(sales) == figures["revenue"]["n"]
    behind = json.loads(_run(kpi, "records", str(file), "refund_share", *asked, "--part", "numerator", "--json"))
    assert behind == refunds


def test_every_path_that_the_readme_names_is_there() -> None:
    named = set(re.findall(r"(?:tests|crmdesk|packaging|resources)/[\w./-]+", README))
    missing = [path for path in sorted(named) if not (ROOT / path.rstrip("./")).exists()]
    assert missing == []


def _proofs() -> Iterator[str]:
    """What stands beside each promise."""
    for line in README.splitlines():
        cells = line.split("|")
        if len(cells) == 4 and "`tests/" in cells[2]:
            yield from re.findall(r"`(tests/[^`]+)`", cells[2])


def test_every_promise_is_held_by_tests() -> None:
    proofs = set(_proofs())
    assert proofs
    assert [proof for proof in sorted(proofs) if not _has_tests(ROOT / proof)] == []


def _has_tests(place: Path) -> bool:
    found = [place] if place.is_file() else place.rglob("test_*.py")
    return any("def test_" in path.read_text(encoding="utf-8") for path in found)


def _commands() -> list[str]:
    """The commands that are shown at the start, without what is said about them."""
    lines = re.findall(r"^crmdesk (.*)$", README, re.MULTILINE)
    return [re.split(r" {2,}", line)[0] for line in lines if not line.startswith("is ")]


@pytest.mark.parametrize("command", _commands())
def test_every_command_that_is_shown_is_understood(command: str) -> None:
    parser().parse_args(shlex.split(command))


def test_every_command_for_developers_is_known() -> None:
    named = set(re.findall(r"^python3 packaging/dev\.py (\w+)", README, re.MULTILINE))
    usage = subprocess.run(
        [sys.executable, "packaging/dev.py", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    assert named
    assert named <= {line.split()[0] for line in usage.splitlines() if line.startswith("  ") and line.strip()}
