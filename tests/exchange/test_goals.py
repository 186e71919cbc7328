"""Goals of a person or a channel come in and go out in columns that stand there only where somebody has such goals."""

import json
from pathlib import Path

import pytest

from tests.interchange import TABLES, bring, succeeds, write
from tests.tables import files_in

SCOPED = (
    "kpi,period,target,note,staff_id,channel,due_on\nrevenue,2026-03,1000,,,,\nrevenue,2026-03,400,mine,ana,,2026-03-20\n"
    "revenue,2026-03,300,,,Web,\nrevenue,2026-03,200,,ben,Web,\n"
)


def goals(folder: Path) -> str:
    return (folder / "goals.csv").read_bytes().decode("utf-8-sig").replace("\r\n", "\n")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    bring(tmp_path / "a.crmdesk", write(tmp_path / "in", {**TABLES, "goals": SCOPED}))
    return tmp_path / "a.crmdesk"


def test_goals_of_persons_and_channels_go_round(file: Path, tmp_path: Path) -> None:
    succeeds("export", file, tmp_path / "out")
    assert goals(tmp_path / "out") == SCOPED
    report = bring(file, tmp_path / "out")
    assert (sum(report["created"].values()), sum(report["updated"].values())) == (0, 0)
    bring(tmp_path / "b.crmdesk", tmp_path / "out")
    succeeds("export", tmp_path / "b.crmdesk", tmp_path / "again")
    assert files_in(tmp_path / "again") == files_in(tmp_path / "out")


def test_a_column_that_no_goal_uses_is_not_written(tmp_path: Path) -> None:
    bring(tmp_path / "a.crmdesk", write(tmp_path / "in", TABLES))
    succeeds("export", tmp_path / "a.crmdesk", tmp_path / "out")
    assert goals(tmp_path / "out") == TABLES["goals"]


def test_a_file_without_the_columns_speaks_of_the_goals_of_the_business(file: Path, tmp_path: Path) -> None:
    report = bring(file, write(tmp_path / "new", {"goals": "kpi,period,target,note\nrevenue,2026-03,1200,\n"}))
    assert (report["created"]["goals"], report["updated"]["goals"]) == (0, 1)
    succeeds("export", file, tmp_path / "out")
    assert goals(tmp_path / "out") == SCOPED.replace("1000", "1200")


def test_what_a_file_says_of_one_persons_goal_changes_that_one(file: Path, tmp_path: Path) -> None:
    said = "kpi,period,target,staff_id,due_on\nrevenue,2026-03,450,ana,\ncsat,2026-03,0.9,ben,2026-03-15\n"
    report = bring(file, write(tmp_path / "new", {"goals": said}))
    assert (report["created"]["goals"], report["updated"]["goals"]) == (1, 1)
    succeeds("export", file, tmp_path / "out")
    wanted = SCOPED.replace("400,mine,ana,,2026-03-20", "450,mine,ana,,")
    assert goals(tmp_path / "out") == f"{wanted}csat,2026-03,0.9,,ben,,2026-03-15\n"


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    [
        (
            "nps,2026,1,,eve,,",
            "staff_id",
            "names a record that is neither in the workspace nor in a good row of staff.csv",
        ),
        ("nps,2026,1,,,,soon", "due_on", "is not a date like"),
        ("revenue,2026-03,1,,ben,Web,", "period", "has a goal in line 5 already"),
    ],
)
def test_a_row_that_breaks_a_rule_is_named(row: str, column: str, reason: str, tmp_path: Path) -> None:
    report = bring(tmp_path / "a.crmdesk", write(tmp_path / "in", {**TABLES, "goals": f"{SCOPED}{row}\n"}))
    (refused,) = report["rejected"]
    assert (refused["line"], refused["column"]) == (6, column) and reason in refused["reason"]


def test_somebody_with_a_goal_of_their_own_is_not_deleted_by_an_undo(file: Path, tmp_path: Path) -> None:
    bring(file, write(tmp_path / "more", {"staff": "id,name\neve,Eve\n"}))
    bring(file, write(tmp_path / "hers", {"goals": "kpi,period,target,staff_id\nnps,2026,50,eve\n"}))
    succeeds("undo-import", file)
    succeeds("undo-import", file)
    succeeds("export", file, tmp_path / "out")
    assert goals(tmp_path / "out") == SCOPED


def test_a_mapping_brings_them_in_too(file: Path, tmp_path: Path) -> None:
    mapping = {
        "kind": "goals",
        "fields": {
            "kpi": {"value": "revenue"},
            "period": {"value": "2026-04"},
            "target": "Sum",
            "staff_id": "Who",
            "channel": "Where",
            "due_on": {"column": "Until", "date": "%d.%m.%Y"},
        },
    }
    (tmp_path / "m.json").write_text(json.dumps(mapping), encoding="utf-8")
    (tmp_path / "t.csv").write_text("Who,Where,Sum,Until\nana,,700,15.04.2026\n,Web,900,\n", encoding="utf-8")
    report = bring(file, tmp_path / "t.csv", "--mapping", tmp_path / "m.json")
    assert report["created"]["goals"] == 2 and report["rejected"] == []
    succeeds("export", file, tmp_path / "out")
    assert goals(tmp_path / "out").startswith(SCOPED)
    assert goals(tmp_path / "out").endswith("revenue,2026-04,700,,ana,,2026-04-15\nrevenue,2026-04,900,,,Web,\n")


def test_the_figures_of_the_whole_business_have_its_goals_alone(file: Path) -> None:
    told = json.loads(succeeds("kpis", file, "--period", "2026-03", "--json"))
    assert float(told["kpis"]["revenue"]["target"]) == 1000
