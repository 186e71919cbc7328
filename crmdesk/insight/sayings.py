"""What a period has to say: every rule's sentences, the heaviest first, and of each KPI one.

A rule says nothing that chance could have said (`significance`). A new one is a function in a file of its family,
`say_….py`, and stands in `RULES`.
"""

from __future__ import annotations

from collections.abc import Sequence

from crmdesk.insight.say_changes import outside_usual, score_changed, share_changed
from crmdesk.insight.say_customers import churn_changed, one_customer
from crmdesk.insight.say_goals import goals_off
from crmdesk.insight.say_money import campaign_loss, channel_cost, lost_because
from crmdesk.insight.say_waiting import deals_without_next_step, inquiries_waiting, old_tickets, overdue_deals
from crmdesk.insight.saying import Rule, Saying
from crmdesk.kpi.measurement import Source
from crmdesk.kpi.overview import Overview

# What was otherwise than before; the other rules say how things stand.
CHANGES: tuple[Rule, ...] = (share_changed, score_changed, churn_changed, outside_usual, channel_cost)
RULES: tuple[Rule, ...] = (
    *CHANGES,
    goals_off,
    deals_without_next_step,
    overdue_deals,
    inquiries_waiting,
    old_tickets,
    campaign_loss,
    lost_because,
    one_customer,
)


def sayings(overview: Overview, source: Source | None = None, rules: Sequence[Rule] = RULES) -> list[Saying]:
    """What matters in an overview. Without the workspace, rules that look into its records say nothing or less."""
    found = sorted((one for rule in rules for one in rule(overview, source)), key=lambda one: -one.weight)
    heaviest: dict[str, Saying] = {}
    for one in found:
        heaviest.setdefault(one.link.kpi, one)
    return list(heaviest.values())
