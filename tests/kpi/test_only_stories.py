"""What a figure is of one person, channel or campaign where no breakdown says it, worked out by hand."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from crmdesk.domain.period import parse_period
from crmdesk.kpi.base import kpi_of
from crmdesk.kpi.measure import measure
from crmdesk.kpi.only import Key, only
from tests.kpi.story import STAGES, Story, told

# Berta works for Acme, which came by the fair; Cleo and Dora came by themselves.
CONTACTS = """
id,kind,name,company_id,owner_id,channel,campaign_id,lead_at,first_response_at
acme,company,Acme,,ana,,,,
berta,person,Berta,acme,bob,Fair,k1,2026-03-02T09:00,2026-03-02T10:00
cleo,person,Cleo,,bob,Web,,2026-03-03T09:00,2026-03-03T12:00
dora,person,Dora,,,,,,
"""
DEALS = """
id,title,contact_id,owner_id,amount,stage_id,opened_at,closed_at
d1,Won of Acme,berta,ana,1000,won,2026-03-05,2026-03-15
d2,Lost of Cleo,cleo,ana,500,lost,2026-03-05,2026-03-20
d3,Open of Cleo,cleo,bob,300,offer,2026-03-06,
d4,Open of Acme,acme,bob,700,lead,2026-03-07,
"""
SALES = """
id,sold_at,amount,contact_id,staff_id
s1,2026-02-10,100,cleo,
s2,2026-03-15,1000,berta,ana
s3,2026-03-16,50,dora,
"""
EXPENSES = """
id,spent_on,amount,category,campaign_id,channel
e1,2026-03-01,200,marketing,k1,
e2,2026-03-01,80,marketing,,Web
"""
SURVEYS = """
id,kind,answered_at,score,contact_id,ticket_id,staff_id
n1,nps,2026-03-10,10,berta,,ana
n2,nps,2026-03-11,3,cleo,,
n3,nps,2026-03-12,8,,,
c1,csat,2026-03-10,5,,t1,
c2,csat,2026-03-11,2,cleo,,
"""
TABLES = {
    "staff": "id,name,role\nana,Ana,owner\nbob,Bob,sales\n",
    "stages": STAGES,
    "campaigns": "id,name,channel\nk1,Spring fair,Fair\n",
    "contacts": CONTACTS,
    "deals": DEALS,
    "sales": SALES,
    "expenses": EXPENSES,
    "tickets": "id,subject,contact_id,channel,opened_at\nt1,Steam,berta,Phone,2026-03-09\n",
    "surveys": SURVEYS,
}


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    with told(tmp_path_factory.mktemp("parts"), TABLES, inactive_after_days=90) as made:
        yield made


def kept(story: Story, name: str, key: str | None) -> Key:
    """What `only` knows a person or a campaign by."""
    table = {"staff": "staff", "campaign": "campaign", "customer": "contact"}.get(name)
    if table is None or key is None:
        return key
    found: int = story.workspace.rows(f"SELECT id FROM {table} WHERE external_id = ?", (key,))[0][0]
    return found


@pytest.mark.parametrize(
    ("kpi", "name", "key", "value", "n"),
    [
        # A deal has the channel of its contact, else of the contact's company; Acme itself names none.
        ("pipeline_value", "channel", "Web", 300_00, 1),
        ("pipeline_value", "channel", None, 700_00, 1),
        ("pipeline_value", "staff", "ana", 0, 0),
        ("pipeline_value", "customer", "acme", 700_00, 1),
        ("weighted_pipeline", "channel", "Web", 150_00, 1),
        ("win_rate", "campaign", "k1", 1.0, 1),
        ("win_rate", "campaign", None, 0.0, 1),
        ("average_deal", "channel", "Fair", 1000_00, 1),
        ("average_deal", "channel", "Web", None, 0),
        ("stage_conversion", "channel", "Web", 0.0, 2),
        ("sales_cycle", "campaign", "k1", 10.0, 1),
        # Nothing of Bob's was decided, and nothing of Ana's is open.
        ("sales_velocity", "staff", "bob", None, 2),
        ("sales_velocity", "staff", "ana", 0, 0),
        ("revenue", "customer", "acme", 1000_00, 1),
        # Acme has the channel, the campaign and not the owner of Berta: it has one of its own.
        ("new_customers", "channel", "Fair", 1, 1),
        ("new_customers", "campaign", "k1", 1, 1),
        ("new_customers", "staff", "ana", 1, 1),
        ("new_customers", "staff", "bob", 0, 0),
        ("new_customers", "staff", None, 1, 1),
        # Cleo was there at the start of March, and at its end.
        ("retention_rate", "staff", "bob", 1.0, 1),
        ("churn_rate", "channel", "Web", 0.0, 1),
        ("churn_rate", "channel", "Fair", None, 0),
        # The fair's campaign brought Acme for 200; nobody new came by the Web for its 80.
        ("cac", "campaign", "k1", 200_00, 1),
        ("cac", "channel", "Web", None, 0),
        ("marketing_roi", "channel", "Fair", 5.0, 1),
        ("marketing_roi", "channel", "Web", None, 0),
        ("lead_response_time", "staff", "bob", 2.0, 2),
        ("lead_response_time", "campaign", "k1", 1.0, 1),
        # Answers have the channel of the customer who gave them, also of the one whose ticket it was about.
        ("nps", "channel", "Fair", 100, 1),
        ("nps", "channel", "Web", -100, 1),
        ("nps", "channel", None, 0, 1),
        ("nps", "staff", "ana", 100, 1),
        ("csat", "channel", "Fair", 1.0, 1),
        ("csat", "campaign", None, 0.0, 1),
        ("clv", "campaign", "k1", None, 1),
    ],
)
def test_a_figure_of_a_part(story: Story, kpi: str, name: str, key: str | None, value: float | None, n: int) -> None:
    part = only(**{name: kept(story, name, key)})
    now = story.workspace.calendar.parse("2026-04-10")
    (found,) = measure(story.workspace, [kpi_of(kpi)], [parse_period("2026-03")], now, only=part)
    figure = found[kpi].figure
    assert (figure.value, figure.n) == (value, n)
