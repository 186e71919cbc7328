"""What stands beside the figures of sales, worked out by hand."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.kpi.story import STAGES, Story, told

# d1 goes forth and back before it is won; d3 to d5 are lost; d6 to d8 are open at the end of March.
DEALS = """
id,title,owner_id,contact_id,amount,stage_id,opened_at,closed_at,lost_reason,expected_close_on
d1,One,ana,c1,1000,won,2026-03-01,2026-03-11,,
d2,Two,ana,c2,3000,won,2026-03-02,2026-03-12,,
d3,Three,ana,c1,500,lost,2026-03-02,2026-03-20,price,
d4,Four,,,,lost,2026-03-02,2026-03-20,,
d5,Five,ana,c2,500,lost,2026-03-02,2026-03-20,price,
d6,Six,ana,,,lead,2026-03-01,,,2026-03-31
d7,Seven,,,100,lead,2026-03-22,,,2026-04-01
d8,Eight,ana,,200,offer,2026-03-30,,,2026-03-30
"""
CHANGES = """
deal_id,stage_id,at,staff_id
d1,lead,2026-03-01,ana
d1,offer,2026-03-05,ana
d1,lead,2026-03-06,ana
d1,offer,2026-03-08,ana
d1,won,2026-03-11,ana
"""
TABLES = {
    "staff": "id,name,role\nana,Ana,sales\nben,Ben,sales\nsam,Sam,support\n",
    "contacts": "id,kind,name,company_id,channel\nc1,company,Corp,,Web\nc2,person,Pia,c1,\nc3,person,Otto,,\n",
    "stages": STAGES,
    "deals": DEALS,
    "stage_changes": CHANGES,
    "activities": "id,kind,at,staff_id\na1,call,2026-03-03,ana\na2,note,2026-03-31T23:59,ana\na3,note,2026-04-01,ana\n",
}


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    with told(tmp_path_factory.mktemp("sales"), TABLES) as made:
        yield made


def test_win_rate_by_amount_weighs_each_deal_with_its_amount(story: Story) -> None:
    # 1,000 + 3,000 won of 1,000 + 3,000 + 500 + 0 + 500 decided.
    assert story("win_rate")["beside"]["by_amount"] == 4000 / 5000
    assert story("win_rate")["value"] == 2 / 5


def test_lost_reasons_are_counted_and_no_reason_is_one_of_them(story: Story) -> None:
    assert story("win_rate")["beside"]["lost_reasons"] == {"": 1, "price": 2}


def test_who_closed_nothing_appears_without_a_win_rate(story: Story) -> None:
    assert story.rows("win_rate", "staff") == {"ana": (2 / 4, 4), "ben": (None, 0), "sam": (None, 0), None: (0, 1)}


def test_who_sold_nothing_appears_with_nothing(tmp_path: Path) -> None:
    staff = "id,name,role,left_on\nana,Ana,,\nben,Ben,sales,\ngone,Gone,sales,2026-02-28\n"
    sales = "id,sold_at,amount,staff_id\n1,2026-03-01,5,ana\n2,2026-03-01,7,\n"
    with told(tmp_path, {"staff": staff, "sales": sales}) as story:
        assert story.rows("revenue", "staff") == {"ana": (5, 1), "ben": (0, 0), None: (7, 1)}


def test_a_deal_has_its_contacts_channel_or_that_of_the_contacts_company(story: Story) -> None:
    assert story.rows("win_rate", "channel") == {"Web": (2 / 4, 4), None: (0, 1)}


def test_days_in_a_stage_are_those_of_a_deal_however_often_it_came_back(story: Story) -> None:
    # Lead: d1 4 + 2 days, d2 10 days. Offer: d1 1 + 3 days.
    assert story.rows("sales_cycle", "stage") == {"lead": ((6 + 10) / 2, 2), "offer": (4, 1)}


def test_open_deals_older_than_the_median_are_counted(story: Story) -> None:
    # Both won deals took 10 days. At the end of March d6 is 31 days old, d7 exactly 10, d8 2.
    assert story("sales_cycle")["median"] == 10
    assert story("sales_cycle")["beside"]["open_older_than_median"] == 1


def test_pipeline_counts_deals_without_amount_and_overdue_ones(story: Story) -> None:
    # The expected days 30 and 31 March have wholly passed at the end of March, 1 April has not.
    beside = story("pipeline_value")["beside"]
    assert beside == {"deals": 3, "weighted": 100 * 0.1 + 200 * 0.5, "without_amount": 1, "overdue": 2}
    assert story("pipeline_value")["value"] == 300
    assert story.rows("pipeline_value", "stage") == {"lead": (100, 2), "offer": (200, 1)}
    assert story.rows("pipeline_value", "staff") == {"ana": (200, 2), None: (100, 1)}


def test_a_day_that_still_runs_has_not_passed(story: Story) -> None:
    assert story("pipeline_value", as_of="2026-03-31T23:59")["beside"]["overdue"] == 1


def test_the_funnel_tells_reached_share_and_amount_of_each_stage(story: Story) -> None:
    # All 8 entered in March. d1, d8 and (since they were won or skipped it) d2 reached the offer; lost ones stay.
    found = story("stage_conversion")["beside"]
    assert found["stages"] == [
        {"stage": "Lead", "reached": 8, "share_of_before": None, "amount": 5300},
        {"stage": "Offer", "reached": 3, "share_of_before": 3 / 8, "amount": 4200},
        {"stage": "Won", "reached": 2, "share_of_before": 2 / 3, "amount": 4000},
    ]
    # Of the five that came no further than Lead three are lost.
    assert found["stopped"][0] == {"stage": "Lead", "lost": 3, "open": 2}


def test_average_deal_names_the_largest(story: Story) -> None:
    assert story("average_deal")["beside"] == {"largest": 3000, "without_amount": 0}
    assert (story("average_deal")["value"], story("average_deal")["median"]) == (2000, 2000)
    assert story("average_deal")["p90"] == 1000 + 0.9 * 2000


def test_sales_velocity_shows_its_four_factors(story: Story) -> None:
    assert story("sales_velocity")["beside"] == {
        "open_deals": 3,
        "win_rate": 0.4,
        "average_deal": 2000,
        "sales_cycle": 10,
    }
    assert story("sales_velocity")["value"] == 3 * 2 * 2000 / 5 / 10


def test_productivity_tells_what_each_seller_did(story: Story) -> None:
    # March 2026 has 22 working days; ana and ben sell, sam does not.
    assert story("sales_productivity")["value"] == round(4000 / 44, 2)
    ana, ben = story("sales_productivity")["beside"]["people"]
    assert ana == {
        "key": "ana", "label": "Ana", "amount": 4000, "won": 2, "win_rate": 0.5, "activities": 2, "days": 22
    }  # fmt: skip
    assert ben == {
        "key": "ben", "label": "Ben", "amount": 0, "won": 0, "win_rate": None, "activities": 0, "days": 22
    }  # fmt: skip
    assert story.rows("sales_productivity", "staff") == {"ana": (round(4000 / 22, 2), 2), "ben": (0, 0)}


def test_two_people_of_one_name_are_two(tmp_path: Path) -> None:
    # March 2026 touches 6 weeks, of which half is 3. p1 worked on a Sunday, the next Monday and the one after.
    activities = "id,kind,at,staff_id\n" + "".join(
        f"{number},call,{at},{person}\n"
        for number, (at, person) in enumerate(
            [
                ("2026-03-01", "p1"),
                ("2026-03-02", "p1"),
                ("2026-03-09", "p1"),
                ("2026-03-02", "p2"),
                ("2026-03-03", "p2"),
                ("2026-03-04", ""),
            ]
        )
    )
    staff = "id,name,started_on\np1,Kim,\np2,Kim,\np3,Lee,2026-03-31\np4,Later,2026-04-01\n"
    with told(tmp_path, {"staff": staff, "activities": activities}) as story:
        found = story("adoption_rate")
    assert (found["numerator"], found["denominator"]) == (2, 3)
    assert found["beside"]["regular"] == 1
    assert found["beside"]["who"] == [
        {"key": "p1", "label": "Kim", "things": 3, "weeks": 3},
        {"key": "p2", "label": "Kim", "things": 2, "weeks": 1},
        {"key": "p3", "label": "Lee", "things": 0, "weeks": 0},
    ]
