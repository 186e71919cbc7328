"""The oracle agrees with every figure that was worked by hand."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests import oracle
from tests.oracle.difference import differences

GOLDEN = Path(__file__).parents[1] / "golden"
CASES = [
    (folder, number)
    for folder in sorted(GOLDEN.iterdir())
    if folder.is_dir()
    for number in range(len(json.loads((folder / "expected.json").read_text(encoding="utf-8"))))
]


@pytest.mark.parametrize(("folder", "number"), CASES, ids=lambda one: getattr(one, "name", str(one)))
def test_oracle_agrees_with_the_figures_worked_by_hand(folder: Path, number: int) -> None:
    case = json.loads((folder / "expected.json").read_text(encoding="utf-8"))[number]
    currency = json.loads((folder / "workspace.json").read_text(encoding="utf-8"))["currency"]
    args, expected = case["args"], case["kpis"]
    found: Any
    if "months" in args:
        found = oracle.months(folder, args["period"], args["as_of"], args["months"])
    else:
        found, expected = [oracle.table(folder, args["period"], args["as_of"])], [expected]
    assert len(found) == len(expected)
    for ours, theirs in zip(found, expected, strict=True):
        assert differences(ours, theirs, currency) == []
