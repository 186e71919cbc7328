"""Whatever stands in workspace.json, it is taken or refused in a sentence."""

import json
from pathlib import Path
from typing import Any

import pytest

from crmdesk.domain.errors import UserError
from crmdesk.exchange.interchange import settings_of_source
from crmdesk.exchange.source import open_source
from crmdesk.store.setting import NAMES, settings_of, to_json

ODD: tuple[Any, ...] = (
    *(
        None,
        True,
        False,
        0,
        1,
        -1,
        13,
        1.5,
        1e300,
        10**30,
        "",
        "x",
        "12",
        "\x00",
        "€" * 2000,
        [],
        [None],
        ["x"],
        [1, 1],
    ),
    *(
        [[]],
        {},
        {"a": 1},
        [1.5],
        [True],
        ["25:00", "26:00"],
        ["17:00", "09:00"],
        ["09:00"],
        ["2026-02-30"],
        ["9", "17"],
    ),
)


@pytest.mark.parametrize("name", [*NAMES, "format", "something_else"])
def test_odd_values_are_taken_or_refused(name: str, tmp_path: Path) -> None:
    taken = 0
    for value in ODD:
        text = json.dumps({"format": "crmdesk-1", name: value})
        (tmp_path / "workspace.json").write_text(text, encoding="utf-8")
        try:
            stored = settings_of_source(open_source(tmp_path))
        except UserError:
            continue
        taken += 1
        again = json.loads(json.dumps(to_json(settings_of(json.loads(json.dumps(stored))))))
        (tmp_path / "workspace.json").write_text(json.dumps(again), encoding="utf-8")
        round_trip = settings_of_source(open_source(tmp_path))
        assert settings_of(round_trip) == settings_of(stored), value
    assert taken or name in ("format", "currency", "timezone", "working_hours")


@pytest.mark.parametrize(
    "number", ["1e400", "-1e400", "1e-400", "0.1e1", "1" * 5000, "0.123456789012345678901234567890123"]
)
@pytest.mark.parametrize("name", ["gross_margin", "assumed_lifespan_years", "inactive_after_days"])
def test_wild_numbers_are_taken_or_refused(name: str, number: str, tmp_path: Path) -> None:
    (tmp_path / "workspace.json").write_text(f'{{"format": "crmdesk-1", "{name}": {number}}}', encoding="utf-8")
    try:
        stored = settings_of_source(open_source(tmp_path))
    except UserError:
        return
    assert json.loads(json.dumps(to_json(settings_of(stored)), allow_nan=False))
