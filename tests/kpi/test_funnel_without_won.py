"""A business that has no won stage yet: its last open stage holds the deals that are in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from crmdesk.cli import main


def test_without_a_won_stage_the_last_open_stage_counts_its_own_deals(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "workspace.json").write_text('{"format": "crmdesk-1", "currency": "EUR", "timezone": "Europe/Berlin"}')
    (folder / "stages.csv").write_text("id,name,position,probability,kind\na,Asked,1,0.1,open\nb,Offer,2,0.5,open\n")
    (folder / "deals.csv").write_text(
        "id,title,stage_id,opened_at\n1,One,a,2026-01-05\n2,Two,b,2026-01-06\n3,Three,b,2026-01-07\n"
    )
    file = tmp_path / "no-won.crmdesk"
    main(["import", str(file), str(folder)])
    capsys.readouterr()
    main(["kpis", str(file), "--period", "2026-01", "--as-of", "2026-02-03", "--only", "stage_conversion", "--json"])
    found = json.loads(capsys.readouterr().out)["kpis"]["stage_conversion"]
    assert found["value"] == 0
    assert [(one["stage"], one["reached"]) for one in found["beside"]["stages"]] == [("Asked", 3), ("Offer", 2)]
