"""The demo business: the same every time, true to itself, believable, and with every figure there."""

import unicodedata
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from crmdesk.domain.calendar import date_of_day, parse_day
from crmdesk.domain.clock import FixedClock
from crmdesk.domain.errors import UserError
from crmdesk.domain.period import parse_period
from crmdesk.kpi.base import Kpi, all_kpis
from crmdesk.kpi.measure import Result, measure
from crmdesk.store import demo
from crmdesk.store.base import fields_of, moments_of, table_of
from crmdesk.store.file import Workspace, open_workspace
from crmdesk.store.registry import RECORD_TYPES

WITH_ID = [record for record in RECORD_TYPES if "id" in record.columns]
NOW = "2026-11-15T18:00"


@pytest.fixture(scope="module")
def business(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    """The demo business as it comes."""
    path = tmp_path_factory.mktemp("demo") / "demo.crmdesk"
    demo.make(path)
    with open_workspace(path, read_only=True) as workspace:
        yield workspace


@pytest.fixture(scope="module")
def results(business: Workspace) -> list[dict[str, Result]]:
    """Every KPI of the last thirteen whole months, the latest last."""
    periods = [parse_period("2026-10")]
    while len(periods) < 13:
        periods.insert(0, periods[0].before())
    return measure(business, all_kpis(), periods, business.calendar.parse("2026-11-15T12:00"))


def content(path: Path) -> dict[str, list[tuple[object, ...]]]:
    with open_workspace(path, read_only=True) as workspace:
        return {table_of(one): workspace.rows(f"SELECT * FROM {table_of(one)} ORDER BY id") for one in RECORD_TYPES}


def none(workspace: Workspace, sql: str) -> None:
    assert workspace.rows(sql)[:5] == []


def test_same_seed_gives_the_same_content_on_any_day(tmp_path: Path) -> None:
    one, two = tmp_path / "one.crmdesk", tmp_path / "two.crmdesk"
    made = demo.make(one, months=6, scale=0.3)
    assert demo.make(two, months=6, scale=0.3, clock=FixedClock(0)) == made
    assert content(one) == content(two)
    assert {table: len(rows) for table, rows in content(one).items()} == made


def test_another_seed_gives_another_business(tmp_path: Path) -> None:
    one, two = tmp_path / "one.crmdesk", tmp_path / "two.crmdesk"
    demo.make(one, months=2, scale=0.1)
    demo.make(two, months=2, scale=0.1, seed=2)
    ones, twos = content(one), content(two)
    assert ones["contact"] != twos["contact"]
    assert not {row[1] for row in ones["sale"]} & {row[1] for row in twos["sale"]}


def test_a_business_four_times_as_large_has_more_of_everything(tmp_path: Path) -> None:
    small = demo.make(tmp_path / "small.crmdesk", months=2)
    large = demo.make(tmp_path / "large.crmdesk", months=2, scale=4)
    assert large["staff"] == small["staff"] + 3
    for table in ("contact", "deal", "ticket", "activity", "sale", "survey", "stage_change", "ticket_event"):
        assert 3 < large[table] / small[table] < 5
    assert content(tmp_path / "large.crmdesk")["campaign"][0][4] == "Search ads Berlin 2026"


def test_story_ends_on_the_day_that_was_asked_for(tmp_path: Path) -> None:
    path = tmp_path / "demo.crmdesk"
    demo.make(path, months=3, scale=0.2, until=date(2024, 3, 31))
    with open_workspace(path, read_only=True) as workspace:
        ((first, last),) = workspace.rows("SELECT min(lead_day), max(lead_day) FROM contact")
        ((latest,),) = workspace.rows("SELECT max(day) FROM activity")
    assert parse_day("2023-12-01") <= first <= parse_day("2023-12-10")
    assert parse_day("2024-03-11") <= last <= parse_day("2024-03-31")
    assert latest <= parse_day("2024-03-31")


@pytest.mark.parametrize("wish", [{"months": 0}, {"months": 241}, {"scale": 0}, {"scale": 1001}])
def test_an_impossible_wish_is_refused_before_a_file_is_made(tmp_path: Path, wish: dict[str, int]) -> None:
    with pytest.raises(UserError, match="1 to 240 months"):
        demo.make(tmp_path / "demo.crmdesk", **wish)  # type: ignore[arg-type]  # what is wrong with it is what is tried
    assert list(tmp_path.glob("demo*")) == []


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "demo.crmdesk"
    path.write_text("mine")
    with pytest.raises(UserError, match="exists already"):
        demo.make(path)
    assert path.read_text() == "mine"


def test_a_story_that_is_broken_off_leaves_nothing_behind(tmp_path: Path) -> None:
    told = []

    def stop_half_way(done: int, total: int) -> None:
        told.append((done, total))
        if done == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        demo.make(tmp_path / "demos" / "demo.crmdesk", months=4, scale=0.1, progress=stop_half_way)
    assert told[-1] == (2, 5)
    assert list((tmp_path / "demos").iterdir()) == []


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UserError, match="choose another folder"):
        demo.make(tmp_path / "file" / "demo.crmdesk", months=1, scale=0.1)


def test_a_name_that_was_taken_meanwhile_is_told(tmp_path: Path) -> None:
    path = tmp_path / "demo.crmdesk"
    with pytest.raises(UserError, match="exists already; choose another name, nothing was overwritten"):
        demo.make(path, months=1, scale=0.1, progress=lambda _done, _total: path.mkdir(exist_ok=True))
    assert list(tmp_path.glob("*demo*")) == [path]


def test_one_step_of_the_history_removes_the_whole_business_and_no_key_does_by_mistake(tmp_path: Path) -> None:
    path = tmp_path / "demo.crmdesk"
    demo.make(path, months=1, scale=0.1)
    with open_workspace(path) as workspace:
        assert workspace.journal.next_undo() is None
        step = workspace.journal.latest(1)[0]
        assert step.label == "Demo business"
        workspace.journal.undo(step.id)
        assert [workspace.rows(f"SELECT count(*) FROM {table_of(one)}") for one in RECORD_TYPES] == [[(0,)]] * 13


def test_business_has_the_size_of_a_small_firm(business: Workspace) -> None:
    ((contacts, deals, tickets, sales, activities),) = business.rows(
        "SELECT (SELECT count(*) FROM contact), (SELECT count(*) FROM deal), (SELECT count(*) FROM ticket),"
        " (SELECT count(*) FROM sale), (SELECT count(*) FROM activity)"
    )
    assert 540 <= contacts <= 680
    assert 650 <= deals <= 900
    assert 1000 <= tickets <= 1500
    assert 2200 <= sales <= 3000
    assert 4000 <= activities <= 6000


@pytest.mark.parametrize("record", WITH_ID, ids=table_of)
def test_every_record_has_an_external_id_of_its_own(business: Workspace, record: type) -> None:
    ((rows, ids),) = business.rows(f"SELECT count(*), count(DISTINCT external_id) FROM {table_of(record)}")
    assert rows == ids > 0


@pytest.mark.parametrize("record", RECORD_TYPES, ids=table_of)
def test_every_moment_lies_on_its_local_day_and_was_recorded_when_it_happened(
    business: Workspace, record: type
) -> None:
    for name, day in moments_of(record).items():
        for at, found in business.rows(f"SELECT {name}, {day} FROM {table_of(record)}"):
            assert found == (None if at is None else business.calendar.day_of(at))
    if "recorded_at" in fields_of(record):
        moment = next(name for name in moments_of(record) if name != "recorded_at")
        none(business, f"SELECT id FROM {table_of(record)} WHERE recorded_at <> {moment}")


@pytest.mark.parametrize("record", RECORD_TYPES, ids=table_of)
def test_every_uid_is_of_version_seven_and_in_ascending_order(business: Workspace, record: type) -> None:
    uids = [uid for (uid,) in business.rows(f"SELECT uid FROM {table_of(record)} ORDER BY id")]
    assert uids == sorted(set(uids))
    assert {(uid[6] >> 4, uid[8] >> 6) for uid in uids} == {(7, 2)}


def test_state_of_a_deal_agrees_with_its_history(business: Workspace) -> None:
    none(
        business,
        "SELECT d.id FROM deal d JOIN stage s ON s.id = d.stage_id WHERE"
        " d.stage_id IS NOT (SELECT stage_id FROM stage_change WHERE deal_id = d.id ORDER BY at DESC, id DESC LIMIT 1)"
        " OR d.opened_at IS NOT (SELECT min(at) FROM stage_change WHERE deal_id = d.id)"
        " OR d.closed_at IS NOT iif(s.kind = 'open', NULL, (SELECT max(at) FROM stage_change WHERE deal_id = d.id))"
        " OR d.first_contact_at > d.opened_at OR (d.lost_reason IS NOT NULL AND s.kind <> 'lost')",
    )


def test_state_of_a_ticket_agrees_with_its_events(business: Workspace) -> None:
    last = "(SELECT kind FROM ticket_event WHERE ticket_id = t.id AND kind IN ('resolved', 'reopened')"
    none(
        business,
        "SELECT t.id FROM ticket t WHERE"
        " opened_at IS NOT (SELECT at FROM ticket_event WHERE ticket_id = t.id AND kind = 'received')"
        " OR first_response_at IS NOT (SELECT min(at) FROM ticket_event WHERE ticket_id = t.id AND kind = 'replied')"
        f" OR resolved_at IS NOT iif({last} ORDER BY at DESC, id DESC LIMIT 1) = 'resolved',"
        " (SELECT max(at) FROM ticket_event WHERE ticket_id = t.id AND kind = 'resolved'), NULL)",
    )


@pytest.mark.parametrize(("table", "owner"), [("stage_change", "deal_id"), ("ticket_event", "ticket_id")])
def test_rows_of_a_history_stand_in_order_of_time(business: Workspace, table: str, owner: str) -> None:
    none(
        business,
        f"SELECT id FROM (SELECT id, at - lag(at) OVER (PARTITION BY {owner} ORDER BY id) AS gap FROM {table})"
        " WHERE gap < 0",
    )


def test_nobody_works_before_they_start_or_after_they_leave(business: Workspace) -> None:
    worked = " UNION ALL ".join(
        f"SELECT staff_id, day FROM {one}" for one in ("stage_change", "ticket_event", "activity")
    )
    none(
        business,
        f"SELECT staff_id, day FROM ({worked}) JOIN staff s ON s.id = staff_id"
        " WHERE day < s.started_on OR day > s.left_on",
    )
    assert business.rows("SELECT count(*), count(left_on) FROM staff") == [(7, 1)]


def test_nothing_happened_after_the_last_day(business: Workspace) -> None:
    now = business.calendar.parse(NOW)
    for table, moment in (("sale", "sold_at"), ("survey", "answered_at"), ("activity", "at"), ("stage_change", "at")):
        none(business, f"SELECT id FROM {table} WHERE {moment} >= {now}")
    none(business, f"SELECT id FROM contact WHERE max(lead_at, qualified_at, disqualified_at) >= {now}")
    none(business, f"SELECT id FROM contact WHERE ended_on > {parse_day('2026-11-15')}")


def test_said_endings_come_after_the_last_sale_that_they_end(business: Workspace) -> None:
    ((ended, before),) = business.rows(
        "SELECT count(*), sum((SELECT min(sold_day) FROM sale s LEFT JOIN deal d ON d.id = s.deal_id"
        " JOIN contact p ON p.id = coalesce(s.contact_id, d.contact_id)"
        " WHERE coalesce(p.company_id, p.id) = c.id) <= c.ended_on) FROM contact c WHERE c.ended_on IS NOT NULL"
    )
    assert ended == before > 10


def test_weekends_and_holidays_are_quiet(business: Workspace) -> None:
    days = Counter(day for (day,) in business.rows("SELECT opened_day FROM ticket"))
    weekend = sum(count for day, count in days.items() if date_of_day(day).weekday() >= 5)
    assert 0 < weekend / days.total() < 0.06
    holidays = business.settings.holidays
    assert {"2025-04-18", "2025-10-03", "2026-05-25", "2026-12-25"} <= set(holidays)
    assert sum(days[parse_day(day)] for day in holidays) <= 5
    none(business, f"SELECT id FROM sale WHERE sold_day IN ({', '.join(str(parse_day(day)) for day in holidays)})")


def test_names_come_from_many_alphabets(business: Workspace) -> None:
    names = [name for (name,) in business.rows("SELECT name FROM contact")]
    letters = Counter(unicodedata.name(letter).split()[0] for name in names for letter in set(name) if letter.isalpha())
    foreign = {"GREEK", "CYRILLIC", "ARMENIAN", "HEBREW", "ARABIC", "CJK", "HIRAGANA", "HANGUL"}
    assert foreign <= set(letters)
    latin = sum(all(unicodedata.name(one).startswith("LATIN") for one in name if one.isalpha()) for name in names)
    assert latin / len(names) > 0.75
    assert all(any(letter in name for name in names) for letter in "äöüßłżşığéñøčřőễ")


def test_addresses_are_nobodys(business: Workspace) -> None:
    mails = [mail for (mail,) in business.rows("SELECT email FROM contact WHERE email IS NOT NULL")]
    assert all(mail.isascii() and mail.endswith(".example") for mail in mails)
    people = [
        mail for (mail,) in business.rows("SELECT email FROM contact WHERE email IS NOT NULL AND kind = 'person'")
    ]
    assert len(people) == len(set(people))


@pytest.mark.parametrize(
    "untidy",
    [
        "deal WHERE amount IS NULL",
        "deal WHERE contact_id IS NULL",
        "deal WHERE closed_at IS NULL AND expected_close_on < 20700",
        "deal WHERE lost_reason = 'Price'",
        "sale WHERE amount < 0",
        "sale WHERE contact_id IS NULL AND deal_id IS NOT NULL",
        "stage_change WHERE staff_id IS NULL",
        "ticket WHERE contact_id IS NULL",
        "ticket_event WHERE kind = 'waiting'",
        "ticket_event WHERE kind = 'reopened'",
        "activity WHERE kind = 'task' AND done_at IS NULL",
        "expense WHERE category = 'other'",
        "expense WHERE category = 'marketing' AND campaign_id IS NULL",
        "survey WHERE ticket_id IS NULL AND kind = 'csat'",
        "contact WHERE lead_at IS NOT NULL AND first_response_at IS NULL",
        "contact WHERE ended_on IS NOT NULL",
        "goal WHERE period = '2026-Q4'",
        "goal WHERE period = '2026' AND kpi = 'revenue'",
        "goal WHERE staff_id IS NOT NULL AND kpi = 'revenue' AND note IS NOT NULL",
        "goal WHERE channel IS NOT NULL AND due_on IS NOT NULL",
    ],
)
def test_real_life_is_in_it(business: Workspace, untidy: str) -> None:
    assert business.rows(f"SELECT count(*) FROM {untidy}")[0][0] > 0


def test_every_won_deal_has_its_money(business: Workspace) -> None:
    none(
        business,
        "SELECT d.id FROM deal d JOIN stage s ON s.id = d.stage_id WHERE s.kind = 'won'"
        " AND NOT EXISTS (SELECT 1 FROM sale WHERE deal_id = d.id AND amount > 0)",
    )


def test_deals_skip_stages_step_back_and_come_back(business: Workspace) -> None:
    moves = business.rows(
        "SELECT position - lag(position) OVER (PARTITION BY deal_id ORDER BY at, c.id), kind,"
        " lag(kind) OVER (PARTITION BY deal_id ORDER BY at, c.id)"
        " FROM stage_change c JOIN stage s ON s.id = c.stage_id"
    )
    assert any(step == 2 and kind == "open" for step, kind, _ in moves)
    assert any(step == -1 for step, *_ in moves)
    assert any(before == "lost" for *_, before in moves)


@pytest.mark.parametrize("kpi", all_kpis(), ids=lambda kpi: kpi.id)
def test_every_figure_of_the_last_month_is_there_with_its_comparisons(
    results: list[dict[str, Result]], kpi: Kpi
) -> None:
    result = results[-1][kpi.id]
    assert result.figure.value is not None, result.figure.reason
    assert result.previous is not None
    assert result.year_before is not None


@pytest.mark.parametrize(
    ("kpi", "least", "most"),
    [
        ("win_rate", 0.2, 0.6),
        ("csat", 0.8, 1.0),
        ("nps", 20, 60),
        ("churn_rate", 0.005, 0.07),
        ("response_time", 1, 9),
        ("resolution_time", 5, 45),
        ("lead_conversion", 0.1, 0.6),
        ("sales_cycle", 10, 45),
        ("marketing_roi", 1, 5),
        ("revenue", 3_000_000, 12_000_000),
        ("adoption_rate", 0.6, 1.0),
    ],
)
def test_figures_have_believable_magnitudes(
    results: list[dict[str, Result]], kpi: str, least: float, most: float
) -> None:
    latest = results[-1][kpi].figure.value
    assert latest is not None
    assert least <= latest <= most


def test_a_customer_is_worth_some_times_what_it_cost(results: list[dict[str, Result]]) -> None:
    ratio = results[-1]["cac"].figure.beside["clv_to_cac"]
    assert 3 <= float(str(ratio)) <= 9


def test_one_month_of_support_went_badly_and_cost_customers(results: list[dict[str, Result]]) -> None:
    values = {kpi: [float(month[kpi].figure.value or 0) for month in results] for kpi in ("csat", "response_time")}
    bad = next(place for place, month in enumerate(results) if month["csat"].period.label == "2026-03")
    assert values["csat"][bad] == min(values["csat"]) < 0.7
    assert values["response_time"][bad] == max(values["response_time"]) > 15
    churn = [float(month["churn_rate"].figure.value or 0) for month in results]
    assert max(churn[bad + 1 : bad + 4]) > sum(churn[:bad]) / bad


def test_some_campaigns_paid_and_some_did_not(results: list[dict[str, Result]]) -> None:
    rows = results[-1]["marketing_roi"].figure.by["campaign"]
    values = [row.value for row in rows if row.key and row.value is not None]
    assert max(values) > 2
    assert min(values) < 1


def test_some_goals_were_met_and_some_missed(results: list[dict[str, Result]]) -> None:
    statuses = Counter(result.status for month in results for result in month.values() if result.target is not None)
    assert statuses["on track"] > 30
    assert statuses["off track"] > 15
    assert len({kpi for kpi, result in results[-1].items() if result.target is not None}) >= 8
