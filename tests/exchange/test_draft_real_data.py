"""Real files as a person would bring them in: understood, a few questions answered, and the figures are right.

The figures are those that `tests/exchange/real` works out by hand from the same files, or counted here.
"""

import contextlib
import csv
import io
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from crmdesk.cli import main
from crmdesk.exchange.drafts import draft as drafts
from crmdesk.exchange.drafts.draft import Draft, here_of
from crmdesk.exchange.drafts.several import draft_all
from crmdesk.exchange.plan import Plan, carry_out
from crmdesk.exchange.reading import read_file
from crmdesk.exchange.recognise import recognise_all
from crmdesk.exchange.walking import tables_of
from crmdesk.store.file import Workspace, create

pytestmark = pytest.mark.slow


def bring(workspace: Workspace, files: Sequence[Path], answers: Mapping[str, str] | None = None) -> Plan:
    """Brings files in with these answers, and the suggested ones to all other questions; nothing may be refused."""
    found = [one for path in files for one in read_file(path)]
    several = [answered(one, answers or {}) for one in draft_all(recognise_all(found), here_of(workspace))]
    assert [drafts.lacking(one) for one in several] == [""] * len(several)
    plan = carry_out(workspace, tables_of([(one.found, drafts.mappings_of(one)) for one in several], workspace))
    assert [(one.line, one.reason) for one in plan.rows if one.outcome in ("rejected", "doubtful")][:3] == []
    return plan


def answered(draft: Draft, answers: Mapping[str, str]) -> Draft:
    """The draft with these answers; those to questions that others raise come when they are asked."""
    for _turn in range(2):
        for key in answers:
            if any(one.id == key for one in draft.questions):
                draft = drafts.answered(draft, key, answers[key])
        draft = drafts.with_suggestions(draft)
    return draft


def figure(workspace: Workspace, as_of: str) -> Callable[[str, str], Any]:
    """What the command line says of a KPI in a period; the workspace is closed for it."""
    workspace.close()

    @cache
    def measured(period: str) -> dict[str, Any]:
        out = io.StringIO()
        with contextlib.redirect_stdout(out):
            assert main(["kpis", str(workspace.path), "--period", period, "--as-of", as_of, "--json"]) == 0
        return json.loads(out.getvalue())["kpis"]

    return lambda period, kpi: SimpleNamespace(**measured(period)[kpi])


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_maven(tmp_path, data_dir):
    folder = data_dir("maven-crm")
    files = [folder / f"{name}.csv" for name in ("sales_teams", "accounts", "sales_pipeline")]
    with create(tmp_path / "x.crmdesk", {"currency": "EUR", "timezone": "America/New_York"}) as workspace:
        plan = bring(workspace, files)
        assert {kind: counts["created"] for kind, counts in plan.counts.items()} == {
            "staff": 35,
            "contacts": 85,
            "stages": 4,
            "deals": 8800,
            "sales": 4238,
            "stage_changes": plan.counts["stage_changes"]["created"],
        }
        of = figure(workspace, "2018-01-15")
        assert (of("2017", "win_rate").value, of("2017", "revenue").value) == (4238 / 6711, 10_005_534.0)
        assert (of("2017-09", "pipeline_value").value, of("2017-09", "weighted_pipeline").value) == (
            1251928.0,
            625964.0,
        )
        assert of("2017-Q3", "sales_cycle").value == pytest.approx(48.8170246618934)
        assert of("2017-Q3", "sales_productivity").value == 1310.88
        assert of("2017-Q3", "adoption_rate").value == pytest.approx(30 / 35)


def test_olist(tmp_path, data_dir):
    folder = data_dir("olist-funnel")
    files = sorted(folder.glob("*.csv"), reverse=True)
    with create(tmp_path / "x.crmdesk", {"currency": "EUR", "timezone": "America/Sao_Paulo"}) as workspace:
        bring(workspace, files, {"sales": "1.00"})
        of = figure(workspace, "2018-12-01")
        assert of("2018-05", "revenue").value == of("2018-05", "new_customers").value == 122
        assert of("2018-01", "lead_conversion").value == pytest.approx(0.13321647677475898)
        assert of("2018-05", "sales_cycle").value is not None


def test_cdnow(tmp_path, data_dir):
    # One customer in ten, of whom every purchase is there.
    lines = (data_dir("cdnow") / "CDNOW_master.txt").read_text(encoding="ascii").splitlines()
    some = [line for line in lines[1:] if line.split()[0].endswith("7")]
    path = tmp_path / "CDNOW_master.txt"
    path.write_text("\n".join([lines[0], *some]) + "\n", encoding="ascii")
    with create(tmp_path / "x.crmdesk", {"currency": "USD", "timezone": "America/New_York"}) as workspace:
        plan = bring(workspace, [path])
        assert plan.counts["sales"]["created"] == len(some)
        of = figure(workspace, "1998-07-15")
        for period, start in (("1997-03", "199703"), ("1997", "1997"), ("1998-06", "199806")):
            paid = [float(line.split()[3]) for line in some if line.split()[1].startswith(start)]
            assert of(period, "revenue").value == pytest.approx(sum(paid), abs=0.005), period


def test_helpdesk(tmp_path, data_dir):
    answers = {
        "kind": "tickets",
        "case": "case:concept:name",
        "value:Activity:Wait": "nothing",
        "value:Activity:RESOLVED": "nothing",
    }
    with create(tmp_path / "x.crmdesk", {"currency": "EUR", "timezone": "Europe/Rome"}) as workspace:
        plan = bring(workspace, [data_dir("helpdesk-italian") / "Helpdesk.csv"], answers)
        assert plan.counts["tickets"]["created"] == 4580
        of = figure(workspace, "2014-02-01")
        assert of("2012", "resolution_time").value == pytest.approx(204.36899634606317)
        assert of("2011-Q2", "resolution_time").value == pytest.approx(186.80278797865662)


def test_marketing(tmp_path, data_dir):
    path = data_dir("marketing-spend") / "Marketing.csv"
    with create(tmp_path / "x.crmdesk", {"currency": "INR", "timezone": "Asia/Kolkata"}) as workspace:
        plan = bring(workspace, [path])
        of = figure(workspace, "2021-04-01")
        table = rows(path)
        earned, spent = (sum(float(row[name]) for row in table) for name in ("revenue", "campaign_cost"))
        assert plan.counts["campaigns"]["created"] == 11
        assert of("2021-02", "revenue").value == pytest.approx(earned)
        assert of("2021-02", "marketing_roi").value == pytest.approx(earned / spent)


@pytest.mark.parametrize(
    ("year", "answers", "kpi"),
    [
        ("2016", {"kind": "surveys", "need:score": "column:Q7ALL"}, "csat"),
        ("2017", {"kind": "surveys", "need:answered_at": "2017-05-15"}, "nps"),
    ],
)
def test_airport(tmp_path, data_dir, year, answers, kpi):
    path = data_dir("sfo-survey") / f"{year}_SFO_Customer_Survey.csv"
    with create(tmp_path / "x.crmdesk", {"currency": "USD", "timezone": "America/Los_Angeles"}) as workspace:
        bring(workspace, [path], answers)
        given = Counter(row["Q7ALL" if kpi == "csat" else "NETPRO"] for row in rows(path))
        scale = range(1, 6) if kpi == "csat" else range(11)
        n = sum(given[str(score)] for score in scale)
        found = figure(workspace, f"{year}-07-01")(f"{year}-05", kpi)
        assert found.n == n
        if kpi == "csat":
            assert found.value == pytest.approx((given["4"] + given["5"]) / n)
        else:
            likely, unlikely = given["9"] + given["10"], sum(given[str(score)] for score in range(7))
            assert found.value == pytest.approx(100 * (likely - unlikely) / n)


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("atomic-crm_contacts", 500),
        ("atomic-crm_contacts_export", 2),
        ("google-domain-shared-contacts_sample1", 16),
        ("thunderbird_basic_csv_addressbook", 2),
        ("thunderbird_csv_no_header", 2),
        ("thunderbird_csv_semicolon", 2),
        ("thunderbird_utf16_addressbook", 1),
    ],
)
def test_address_books(tmp_path, data_dir, name, count):
    with create(tmp_path / "x.crmdesk", {"currency": "EUR", "timezone": "UTC"}) as workspace:
        bring(workspace, [data_dir("contacts") / "csv" / f"{name}.csv"])
        people = workspace.rows("SELECT name, email FROM contact WHERE kind = 'person'")
        assert len(people) == count
        assert all(person for person, _mail in people)
