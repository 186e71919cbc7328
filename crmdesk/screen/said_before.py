"""What stood out of a period when it was looked at last, so that it is read at once until it was looked at anew."""

from __future__ import annotations

import json
from collections.abc import Sequence

from crmdesk.domain.change import Tone
from crmdesk.domain.errors import UserError
from crmdesk.domain.period import Period, parse_period
from crmdesk.insight.saying import Saying
from crmdesk.kpi.only import Only
from crmdesk.kpi.records import Link, link_text
from crmdesk.store import note
from crmdesk.store.file import Workspace
from crmdesk.text import language

KEY = "said"
# So many periods and filters are kept.
_MOST = 24


def recall(workspace: Workspace, period: Period, only: Only) -> list[Saying] | None:
    """The sentences about a period; None where it was never looked at in this language."""
    kept = note.recall(workspace, KEY)
    rows = kept.get(_name(period, only)) if isinstance(kept, dict) else None
    try:
        return None if rows is None else [_saying(row, workspace.settings.fiscal_year_start_month) for row in rows]
    except (ValueError, TypeError, KeyError, UserError):
        return None


def keep(workspace: Workspace, period: Period, only: Only, said: Sequence[Saying]) -> None:
    """Keeps the sentences about a period."""
    before = note.recall(workspace, KEY)
    kept = dict(before) if isinstance(before, dict) else {}
    kept.pop(_name(period, only), None)
    kept[_name(period, only)] = [[one.rule, one.text, one.tone.value, link_text(one.link), one.weight] for one in said]
    note.keep(workspace, KEY, dict(list(kept.items())[-_MOST:]))


def _name(period: Period, only: Only) -> str:
    return " ".join((language(), period.label, *(f"{name}={key!r}" for name, key in only)))


def _saying(row: Sequence[object], fiscal_start: int) -> Saying:
    rule, text, tone, link, weight = row
    # The page that opens it looks whether there is such a list.
    kpi, period, part, pairs = json.loads(str(link))
    only = Only(tuple((str(name), key) for name, key in pairs))
    target = Link(str(kpi), parse_period(str(period), fiscal_start), str(part), only)
    return Saying(str(rule), str(text), Tone(str(tone)), target, float(str(weight)))
