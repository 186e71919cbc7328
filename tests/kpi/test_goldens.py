"""The twelve golden cases, worked by hand in their READMEs, through the command line as other programs call it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from crmdesk.cli import main

GOLDEN = Path(__file__).parent.parent / "golden"
CASES = sorted(path for path in GOLDEN.iterdir() if path.is_dir())


@pytest.mark.parametrize("case", CASES, ids=lambda path: path.name)
def test_every_figure_of_the_case_agrees(case: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "golden.crmdesk"
    assert main(["import", str(file), str(case), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rejected"] == []
    for question in json.loads((case / "expected.json").read_text(encoding="utf-8")):
        asked = question["args"]
        words = ["kpis", str(file), "--period", asked["period"], "--as-of", asked["as_of"], "--json"]
        if "months" in asked:
            words += ["--months", str(asked["months"])]
        assert main(words) == 0
        document = json.loads(capsys.readouterr().out)
        tables = [one["kpis"] for one in document] if "months" in asked else [document["kpis"]]
        expected = question["kpis"] if "months" in asked else [question["kpis"]]
        assert len(tables) == len(expected)
        for table, wanted in zip(tables, expected, strict=True):
            assert set(table) == set(wanted)
            for kpi, fields in wanted.items():
                money = table[kpi]["unit"].startswith("money")
                for name, value in fields.items():
                    assert _agrees(table[kpi][name], value, money=money), (asked, kpi, name, table[kpi][name], value)


def _agrees(found: Any, wanted: Any, *, money: bool) -> bool:
    if isinstance(found, str) or isinstance(wanted, str) or found is None or wanted is None:
        return bool(found == wanted)
    return bool(found == pytest.approx(wanted, rel=1e-9, abs=0.005 if money else 1e-12))
