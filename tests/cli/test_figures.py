"""Commands about figures: kpis, records, report."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from crmdesk.domain.clock import Clock
from crmdesk.kpi.base import all_kpis
from crmdesk.store.file import open_workspace
from tests.cli.conftest import Cli

Refused = Callable[..., str]
ASKED = ("--period", "2026-10", "--as-of", "2026-11-03T12:00")
FIELDS = {
    *("name", "unit", "value", "reason", "n", "numerator", "denominator", "interval", "median", "p90", "previous"),
    *("year_before", "target", "status", "small_sample", "beside", "by"),
}


def test_kpis_as_json_is_one_object_with_every_kpi_and_field(done: Cli, file: Path) -> None:
    found = done("kpis", file, *ASKED, "--json").json
    assert found["period"] == {"label": "2026-10", "start": "2026-10-01", "end": "2026-11-01"}
    assert (found["currency"], found["timezone"]) == ("EUR", "Europe/Berlin")
    assert found["as_of"] == "2026-11-03T12:00:00+01:00"
    assert set(found["kpis"]) == {kpi.id for kpi in all_kpis()}
    assert all(set(kpi) == FIELDS for kpi in found["kpis"].values())
    assert found["kpis"]["revenue"]["value"] == 120.0


def test_the_table_for_people_says_the_same(done: Cli, file: Path) -> None:
    said = done("kpis", file, *ASKED).out
    assert said.startswith("October 2026\n")
    assert "Revenue" in said and "120.00 EUR" in said
    assert "no data" in said


def test_only_some_kpis_in_the_order_asked(done: Cli, file: Path) -> None:
    asked = done("kpis", file, *ASKED, "--only", "revenue, csat,revenue", "--json").json
    assert list(asked["kpis"]) == ["revenue", "csat"]


@pytest.mark.parametrize("by", ["staff", "channel", "campaign", "stage"])
def test_a_breakdown_for_people(by: str, done: Cli, file: Path) -> None:
    said = done("kpis", file, *ASKED, "--by", by).out
    assert (f"Revenue, {by}" in said) == (by != "stage")
    if by == "channel":
        assert "Web" in said and "(none)" in said


def test_a_range_of_months_ends_with_the_period(done: Cli, file: Path) -> None:
    found = done("kpis", file, *ASKED, "--months", 24, "--json").json
    labels = [one["period"]["label"] for one in found]
    assert (len(labels), labels[0], labels[-1]) == (24, "2024-11", "2026-10")
    assert found[-1] == done("kpis", file, *ASKED, "--json").json
    assert len(done("kpis", file, *ASKED, "--months", 1, "--json").json) == 1
    assert done("kpis", file, *ASKED, "--months", 2).out.count("Revenue") == 2


@pytest.mark.parametrize(
    ("period", "start", "end"),
    [
        ("2026-10", "2026-10-01", "2026-11-01"),
        ("2026-Q4", "2026-10-01", "2027-01-01"),
        ("2026", "2026-01-01", "2027-01-01"),
        ("2026-10-01..2026-10-15", "2026-10-01", "2026-10-16"),
    ],
)
def test_every_form_of_a_period(period: str, start: str, end: str, done: Cli, file: Path) -> None:
    found = done("kpis", file, "--period", period, "--as-of", "2027-02-01", "--json").json["period"]
    assert found == {"label": period, "start": start, "end": end}


def test_by_default_it_is_the_last_complete_month_as_of_now(
    done: Cli, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert done("kpis", file, "--as-of", "2026-11-01", "--json").json["period"]["label"] == "2026-10"
    assert done("kpis", file, "--as-of", "2026-10-31T23:59:59", "--json").json["period"]["label"] == "2026-09"
    with open_workspace(file, read_only=True) as workspace:
        at = workspace.calendar.parse("2026-12-05T08:00:00")
    monkeypatch.setattr(Clock, "now", lambda self: at)
    found = done("kpis", file, "--json").json
    assert (found["period"]["label"], found["as_of"]) == ("2026-11", "2026-12-05T08:00:00+01:00")


@pytest.mark.parametrize("period", ["2026-13", "October", "2026-Q5", "2026-10-15..2026-10-01", "", "20261", "1066"])
def test_no_period_is_wrong_usage(period: str, refused: Refused, file: Path) -> None:
    assert "period" in refused("kpis", file, "--period", period, code=2).lower()


@pytest.mark.parametrize("moment", ["yesterday", "2026-02-30", "2026-10-01T25:00", "", "12:00"])
def test_no_moment_is_wrong_usage(moment: str, refused: Refused, file: Path) -> None:
    assert "--as-of" in refused("records", file, "csat", "--as-of", moment, code=2)


@pytest.mark.parametrize("months", ["0", "-1", "601", "many", "1.5", "²"])
def test_no_number_of_months_is_wrong_usage(months: str, refused: Refused, file: Path) -> None:
    assert "--months" in refused("kpis", file, f"--months={months}", code=2)


def test_months_up_to_a_quarter_are_wrong_usage(refused: Refused, file: Path) -> None:
    assert "must be a month" in refused("kpis", file, "--period", "2026-Q4", "--months", 2, code=2)


@pytest.mark.parametrize(
    "words", [["kpis", "--only", "nonsense"], ["kpis", "--only", ""], ["kpis", "--only", "csat,,nps"]]
)
def test_no_kpi_is_wrong_usage(words: list[str], refused: Refused, file: Path) -> None:
    command, *rest = words
    assert "There is no KPI" in refused(command, file, *rest, code=2)


@pytest.mark.parametrize("kpi", ["nonsense", "", "csat,nps"])
def test_records_takes_one_kpi(kpi: str, refused: Refused, file: Path) -> None:
    assert "There is no KPI" in refused("records", file, kpi, code=2)


def test_records_behind_a_figure(done: Cli, file: Path) -> None:
    found = done("records", file, "revenue", *ASKED, "--json").json
    assert found[0] == {
        "kind": "sale",
        "id": 1,
        "external_id": "s1",
        "label": "First",
        "at": "2026-10-03T09:15:00+02:00",
        "amount": 100.5,
    }
    assert [row["amount"] for row in found] == [100.5, -0.5, 20.0]
    assert found[1]["label"] == "s2", "what has no name goes by its id"
    lines = done("records", file, "revenue", *ASKED).out.splitlines()
    assert lines[0].split("\t") == ["sale", "s1", "2026-10-03T09:15:00+02:00", "100.5", "First"]


@pytest.mark.parametrize("kpi", [kpi.id for kpi in all_kpis()])
def test_records_have_as_many_rows_as_n(kpi: str, done: Cli, file: Path) -> None:
    n = done("kpis", file, *ASKED, "--only", kpi, "--json").json["kpis"][kpi]["n"]
    assert len(done("records", file, kpi, *ASKED, "--json").json) == n
    for part in ("numerator", "denominator"):
        assert isinstance(done("records", file, kpi, *ASKED, "--part", part, "--json").json, list)


def test_records_of_a_period_not_begun_are_none(done: Cli, file: Path) -> None:
    assert done("records", file, "revenue", "--period", "2027-01", "--as-of", "2026-11-03", "--json").json == []


def test_asking_changes_nothing(done: Cli, file: Path) -> None:
    before = file.read_bytes()
    done("kpis", file, *ASKED)
    done("records", file, "csat", *ASKED)
    done("check", file)
    assert file.read_bytes() == before


def test_report_writes_a_pdf_and_its_spreadsheet_twin(done: Cli, file: Path, tmp_path: Path) -> None:
    pdf, sheet = tmp_path / "out.pdf", tmp_path / "out.xlsx"
    said = done("report", file, *ASKED, "-o", pdf, "--paper", "Letter", "--xlsx", sheet)
    assert str(pdf) in said.out
    assert pdf.read_bytes().startswith(b"%PDF") and zipfile.is_zipfile(sheet)


def test_report_says_where_it_cannot_write(refused: Refused, file: Path, tmp_path: Path) -> None:
    said = refused("report", file, *ASKED, "-o", tmp_path / "nowhere" / "out.pdf")
    assert "nowhere" in said


def test_report_of_nothing_is_refused(refused: Refused, tmp_path: Path) -> None:
    assert "nothing.crmdesk" in refused("report", tmp_path / "nothing.crmdesk", "-o", tmp_path / "out.pdf")


def test_numbers_of_the_table_are_numbers_of_the_json(done: Cli, file: Path) -> None:
    found: dict[str, Any] = json.loads(done("kpis", file, *ASKED, "--json").out)
    counts = [str(kpi["n"]) for kpi in found["kpis"].values()]
    lines = done("kpis", file, *ASKED).out.splitlines()[2:]
    assert [line.split("n=")[1].split()[0] for line in lines if "n=" in line] == counts
