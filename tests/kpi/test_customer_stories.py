"""What stands beside the figures of customers and marketing, worked out by hand."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from crmdesk.store.file import open_workspace
from tests.kpi.asking import GOLDEN, imported
from tests.kpi.story import Story, told

# Customers leave only by saying so. a stays, b is lost in March, c is new, d comes and goes, e buys as nobody.
CONTACTS = """
id,kind,name,channel,campaign_id,ended_on
a,person,Anna,Web,,
b,person,Bert,Web,,2026-03-15
c,person,Cleo,Fair,k1,
d,person,Dora,,,2026-03-20
"""
SALES = """
id,sold_at,contact_id,amount
1,2026-02-20,a,100
2,2026-02-20,b,300
3,2026-03-10,a,60
4,2026-03-11,a,-10
5,2026-03-25,c,200
6,2026-03-05,d,50
7,2026-03-06,,5
"""
EXPENSES = """
id,spent_on,amount,category,channel,campaign_id
1,2026-03-01,100,marketing,,k1
2,2026-03-02,50,sales,,
3,2026-02-02,30,marketing,Web,
4,2026-03-03,999,other,Web,
5,2026-04-01,999,sales,Web,
"""
TABLES = {
    "campaigns": "id,name,channel\nk1,Spring fair,Fair\n",
    "contacts": CONTACTS,
    "sales": SALES,
    "expenses": EXPENSES,
}


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    settings = {"inactive_after_days": None, "assumed_lifespan_years": 2, "gross_margin": 0.4}
    with told(tmp_path_factory.mktemp("customers"), TABLES, **settings) as made:
        yield made


def test_churn_tells_the_bridge_and_who_came_and_went(story: Story) -> None:
    beside = dict(story("churn_rate")["beside"])
    # a and b brought 100 + 300 before March; a, who stayed, 100 + 60 − 10 up to its end.
    assert beside.pop("revenue_churn") == 1 - 150 / 400
    assert beside == {"start": 2, "lost": 1, "new": 1, "returned": 0, "end": 2, "came_and_went": 1}
    assert story("retention_rate")["beside"] == {"start": 2, "end": 2, "not_there_at_start": 1}


def test_the_bridge_of_the_golden_quarter(tmp_path: Path) -> None:
    file = imported(tmp_path / "golden.crmdesk", GOLDEN / "03-churn-and-retention")
    with open_workspace(file, read_only=True) as workspace:
        beside = Story(workspace)("churn_rate", "2026-Q1", "2026-04-15T08:00")["beside"]
    beside.pop("revenue_churn")
    # 200 − 10 + 22 + 4 = 216; three more came and ended again within the quarter.
    assert beside == {"start": 200, "lost": 10, "new": 22, "returned": 4, "end": 216, "came_and_went": 3}


def test_revenue_of_new_and_of_returning_customers(story: Story) -> None:
    found = story("revenue")
    assert (found["value"], found["n"]) == (60 - 10 + 200 + 50 + 5, 5)
    assert found["beside"] == {
        "refunds": -10,
        "sales": 4,
        "from_new_customers": 200 + 50,
        "from_returning_customers": 60 - 10,
    }
    assert story.rows("revenue", "channel") == {"Fair": (200, 1), "Web": (50, 2), None: (55, 2)}
    assert story.rows("revenue", "campaign") == {"k1": (200, 1), None: (105, 4)}


def test_new_customers_by_channel(story: Story) -> None:
    assert story.rows("new_customers", "channel") == {"Fair": (1, 1), None: (1, 1)}


def test_acquisition_cost_and_its_companions(story: Story) -> None:
    found = story("cac")
    assert (found["value"], found["numerator"], found["denominator"]) == (150 / 2, 150, 2)
    worth = found["beside"].pop("clv_to_cac")
    assert found["beside"] == {
        "new_customers": 2,
        "marketing": 100,
        "sales": 50,
        # 30 in February more, and a and b, who came then.
        "last_12_months": (150 + 30) / 4,
        "without_channel": 50,
        "channels": [
            {"key": "Fair", "label": "Fair", "expenses": 100, "new_customers": 1},
            {"key": None, "label": None, "expenses": 50, "new_customers": 1},
        ],
    }
    # Active days up to the end of March: a 9 + 31, b 9 + 14, c 7, d 15; net sales 400 + 305; two years are assumed.
    assert worth == pytest.approx(705 * 365.25 / (40 + 23 + 7 + 15) * 2 / 75)
    # The fair's campaign cost 100 and brought Cleo; nobody came for the 50 without a channel but Dora.
    assert story.rows("cac", "channel") == {"Fair": (100, 1), None: (50, 1)}


def test_without_any_expense_acquisition_has_no_cost(tmp_path: Path) -> None:
    with told(tmp_path, {**TABLES, "expenses": "id,spent_on,amount,category\n1,2026-03-03,999,other\n"}) as story:
        found = story("cac")
    assert (found["value"], found["reason"], found["n"]) == (None, "not_set_up", 2)
    assert (found["beside"]["last_12_months"], found["beside"]["clv_to_cac"]) == (None, None)
    assert (found["beside"]["new_customers"], found["beside"]["marketing"]) == (2, 0)


def test_lifetime_value_shows_its_factors(story: Story) -> None:
    found = story("clv")
    days = 40 + 23 + 7 + 15
    assert found["value"] == round(705 * 365.25 / days * 2, 2)
    assert found["n"] == 4
    assert found["beside"] == {
        "net_sales": 705,
        "customer_years_of_year": pytest.approx(days / 365.25),
        "customer_years": pytest.approx(days / 365.25),
        "losses": 2,
        "assumed": True,
        "revenue_per_year": round(705 * 365.25 / days, 2),
        "lifespan_years": 2,
        "margin_clv": round(705 * 365.25 / days * 2 * 0.4, 2),
    }
    # a and b were active on 40 + 23 days and brought 100 + 300 + 50.
    assert story.rows("clv", "channel")["Web"] == (round(450 * 365.25 / 63 * 2, 2), 2)


def test_lifetime_value_without_losses_enough_still_lists_the_channels(tmp_path: Path) -> None:
    with told(tmp_path, TABLES, inactive_after_days=0) as story:
        assert (story("clv")["value"], story("clv")["reason"]) == (None, "too_few")
        assert story.rows("clv", "channel") == {"Fair": (None, 1), "Web": (None, 2), None: (None, 1)}


def test_marketing_over_the_window_and_to_date(tmp_path: Path) -> None:
    tables = {
        "campaigns": "id,name\nk1,Fair\nk2,Asleep\n",
        "contacts": "id,kind,name,company_id,campaign_id\nfirm,company,Firm,,k1\nx,person,Xia,firm,\ny,person,Yan,,\n",
        "sales": "id,sold_at,contact_id,amount\n1,2026-03-31T23:59,x,500\n2,2025-01-10,x,400\n3,2026-01-01,y,70\n",
        "expenses": "id,spent_on,amount,category,campaign_id\n1,2026-02-01,200,other,k1\n2,2025-03-31,100,sales,k1\n"
        "3,2025-04-01,11,marketing,\n4,2025-04-01,7,sales,\n5,2024-01-01,20,marketing,k2\n",
    }
    with told(tmp_path, tables) as story:
        found = story("marketing_roi")
        rows = story.rows("marketing_roi", "campaign")
    assert (found["value"], found["numerator"], found["denominator"], found["n"]) == (2.5, 500, 200, 1)
    assert rows == {"k1": (2.5, 1)}
    asleep, fair = found["beside"].pop("campaigns")
    assert found["beside"] == {"net": 1.5, "revenue_without_campaign": 70, "marketing_without_campaign": 11}
    assert fair == {
        "key": "k1",
        "label": "Fair",
        "revenue": 500,
        "cost": 200,
        "multiple": 2.5,
        "net": 1.5,
        "to_date": {"revenue": 900, "cost": 300, "multiple": 3, "net": 2},
    }
    assert asleep["to_date"] == {"revenue": 0, "cost": 20, "multiple": 0, "net": -1}
    assert asleep["multiple"] is None


# Of the leads of March l1 and l2 buy in March, l3 in April; l4 came in February and buys in March.
# l2 was judged out in March before it bought, l3 too; l5 stays judged out; l6 is open.
LEADS = """
id,kind,name,owner_id,channel,lead_at,disqualified_at
l1,person,One,ana,Web,2026-03-01,
l2,person,Two,ana,Web,2026-03-02,2026-03-03
l3,person,Three,ana,,2026-03-03,2026-03-04
l4,person,Four,ana,,2026-02-03,
l5,person,Five,,,2026-03-05,2026-03-06
l6,person,Six,,,2026-03-06,
"""
BOUGHT = """
id,sold_at,contact_id,amount
1,2026-03-02,l1,1
2,2026-03-05,l2,1
3,2026-04-02,l3,1
4,2026-03-15,l4,1
"""


def test_leads_open_disqualified_and_decided(tmp_path: Path) -> None:
    tables = {"staff": "id,name\nana,Ana\n", "contacts": LEADS, "sales": BOUGHT}
    with told(tmp_path, tables) as story:
        found = story("lead_conversion")
        assert (found["numerator"], found["denominator"]) == (3, 5)
        beside = found["beside"]
        # l1, l2 and l4 converted in March; l3 and l5 are the others that were judged out in March.
        assert (beside["decided"], beside["decided_rate"]) == (5, 3 / 5)
        assert (beside["open"], beside["disqualified"]) == (1, 1)
        assert story.rows("lead_conversion", "channel") == {"Web": (1, 2), None: (1 / 3, 3)}
        assert story.rows("lead_conversion", "staff") == {"ana": (1, 3), None: (0, 2)}


def test_with_few_conversions_leads_mature_for_ninety_days(tmp_path: Path) -> None:
    tables = {"staff": "id,name\nana,Ana\n", "contacts": LEADS, "sales": BOUGHT}
    with told(tmp_path, tables) as story:
        beside = story("lead_conversion", as_of="2026-06-29T23:59")["beside"]
        assert (beside["median_days_to_convert"], beside["maturing"]) == (None, True)
        assert story("lead_conversion", as_of="2026-06-30")["beside"]["maturing"] is False


def test_leads_mature_as_long_as_leads_usually_take(tmp_path: Path) -> None:
    took = {"v": 1, "w": 2, "x": 3, "y": 10, "z": 20}
    contacts = "".join(f"{name},person,{name},2026-03-01\n" for name in took)
    sales = "".join(f"{name},2026-03-{1 + days:02},{name},1\n" for name, days in took.items())
    tables = {"contacts": f"id,kind,name,lead_at\n{contacts}", "sales": f"id,sold_at,contact_id,amount\n{sales}"}
    with told(tmp_path, tables) as story:
        beside = story("lead_conversion", as_of="2026-04-03T23:59")["beside"]
        assert (beside["median_days_to_convert"], beside["maturing"]) == (3, True)
        assert story("lead_conversion", as_of="2026-04-04")["beside"]["maturing"] is False


def test_leads_of_a_running_month_mature_however_fast_leads_usually_buy(tmp_path: Path) -> None:
    contacts = "".join(f"c{n},person,C,2026-03-0{n}\n" for n in range(1, 6))
    sales = "".join(f"s{n},2026-03-0{n},c{n},1\n" for n in range(1, 6))
    tables = {"contacts": f"id,kind,name,lead_at\n{contacts}", "sales": f"id,sold_at,contact_id,amount\n{sales}"}
    with told(tmp_path, tables) as story:
        beside = story("lead_conversion", as_of="2026-03-20")["beside"]
        assert (beside["median_days_to_convert"], beside["maturing"]) == (0, True)
        assert story("lead_conversion", as_of="2026-04-01")["beside"]["maturing"] is False
