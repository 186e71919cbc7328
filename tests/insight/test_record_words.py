"""What records behind figures are called."""

import pytest

from crmdesk.insight.record_words import name_of
from crmdesk.kpi.records import Behind


@pytest.mark.parametrize(
    ("kind", "label", "said"),
    [
        ("survey", "csat 5", "Satisfaction: 5 of 5"),
        ("survey", "nps 10", "Recommendation: 10 of 10"),
        ("activity", "call", "Call"),
        ("activity", "Asked\n for  details", "Asked for details"),
        ("deal", "csat 5", "csat 5"),
    ],
)
def test_a_record_without_a_name_is_called_by_what_it_is(kind, label, said):
    assert name_of(Behind(kind, 1, None, label, None, None)) == said
