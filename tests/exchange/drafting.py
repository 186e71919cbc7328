"""What tests of drafts share: a pipeline, and short ways to look at a draft."""

from collections.abc import Sequence

from crmdesk.exchange import questions
from crmdesk.exchange.drafts import draft as drafts
from crmdesk.exchange.drafts.draft import Draft
from crmdesk.exchange.here import Named
from crmdesk.exchange.plan import make_plan
from crmdesk.exchange.rules import Mapping
from crmdesk.exchange.walking import tables_of

PIPELINE = (
    Named("s1", "Qualified", "open"),
    Named("s2", "Proposal", "open"),
    Named("s3", "Won", "won"),
    Named("s4", "Lost", "lost"),
)
SALES = "Order date,Customer,Total,Region\n2026-01-13,Acme GmbH,12.50,North\n2026-01-14,Beta GmbH,7.25,South\n"


def fields(draft: Draft) -> dict[str, str]:
    return {one.name: one.field for one in draft.columns}


def asked(draft: Draft) -> list[str]:
    return [one.id for one in draft.questions if one.is_open]


def question(draft: Draft, key: str) -> questions.Question:
    return next(one for one in draft.questions if one.id == key)


def made(empty, *several: Draft) -> dict[str, list[dict[str, str]]]:
    """What a plan would write, by kind; a row that is refused fails the test."""
    plan = make_plan(empty, tables_of([(one.found, drafts.mappings_of(one)) for one in several], empty))
    found: dict[str, list[dict[str, str]]] = {}
    for row in plan.rows:
        if row.outcome == "left_out":
            continue
        assert row.outcome == "created", row
        cells = {name: text for name, text in dict(row.cells or {}).items() if text}
        found.setdefault(row.kind, []).append(cells)
    return found


def kinds_of(mappings: Sequence[Mapping]) -> list[str]:
    return [one.kind for one in mappings]
