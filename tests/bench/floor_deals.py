"""The floor of the KPIs about deals."""

from fractions import Fraction

from crmdesk.domain.calendar import DAY
from crmdesk.domain.money import rounded
from tests.bench.floor import Answers, Question, means, money, ratios, working_days

# What follows a closing is looked up only where the deal does not say that this was the last.
_CLOSINGS = """
SELECT c.at, stage.kind = 'won' AS won, deal.amount, c.at - coalesce(deal.first_contact_at, deal.opened_at) AS took,
       CASE WHEN deal.closed_at = c.at AND deal.stage_id = c.stage_id THEN :forever ELSE
       coalesce((SELECT n.at FROM stage_change n WHERE n.deal_id = c.deal_id AND (n.at, n.id) > (c.at, c.id)
                 AND n.at < :now ORDER BY n.at, n.id LIMIT 1), :forever) END AS until
FROM stage_change c CROSS JOIN stage ON stage.id = c.stage_id AND stage.kind IN ('won', 'lost')
CROSS JOIN deal ON deal.id = c.deal_id WHERE c.at < :now
"""
_CLOSED = """
SELECT i, count(*), sum(won), sum(won AND amount IS NOT NULL), sum(CASE WHEN won THEN amount END),
       sum(CASE WHEN won THEN took END)
FROM month CROSS JOIN closing ON at >= start_at AND at < cut_at AND until >= cut_at GROUP BY i
"""
# A deal can be open at a cut only after it was opened and before it was closed for the last time.
_OPEN = """
SELECT i, coalesce(own, stage.probability, '0'), count(*), coalesce(sum(amount), 0)
FROM (SELECT i, deal.probability AS own, amount,
             (SELECT stage_id FROM stage_change c WHERE c.deal_id = deal.id AND c.at < cut_at
              ORDER BY c.at DESC, c.id DESC LIMIT 1) AS stage
      FROM deal CROSS JOIN month ON cut_at > opened_at AND cut_at <= coalesce(closed_at, :forever)) state
CROSS JOIN stage ON stage.id = state.stage AND coalesce(stage.kind, 'open') = 'open' GROUP BY 1, 2
"""
_ENTERED = """
SELECT (SELECT i FROM month WHERE start_at <= at AND at < cut_at ORDER BY start_at DESC LIMIT 1), sum(won), count(*)
FROM (SELECT min(change.at) AS at, max(stage_id IN (SELECT id FROM stage WHERE kind = 'won')) AS won
      FROM stage_change change WHERE change.at < :now GROUP BY deal_id) GROUP BY 1
"""


def answers(q: Question) -> dict[str, Answers]:
    q.table("closing", _CLOSINGS)
    q.rows("CREATE INDEX temp.closing_at ON closing (at, until, won, amount, took)")
    closed = [row or (0, 0, 0, 0, 0) for row in q.by_span(_CLOSED)]
    days = working_days(q, ("sales", "owner"))
    counts, totals, weighted = _open(q)
    return {
        "pipeline_value": list(zip(totals, counts, strict=True)),
        "weighted_pipeline": [(rounded(one), n) for one, n in zip(weighted, counts, strict=True)],
        "win_rate": ratios([(won, decided) for decided, won, *_ in closed]),
        "average_deal": [(money(amount, n) if n else None, n) for _, _, n, amount, _ in closed],
        "sales_cycle": means([(took, won) for _, won, _, _, took in closed], DAY),
        "sales_velocity": [_velocity(n, *row) for n, row in zip(counts, closed, strict=True)],
        "sales_productivity": [
            (money(amount or 0, day) if day else None, won)
            for (_, won, _, amount, _), day in zip(closed, days, strict=True)
        ],
        "stage_conversion": ratios(q.by_span(_ENTERED)),
    }


def _open(q: Question) -> tuple[list[int], list[int], list[Fraction]]:
    """Number, amount and weighted amount of the deals that are open at each cut."""
    counts, totals, weighted = [0] * len(q.spans), [0] * len(q.spans), [Fraction(0)] * len(q.spans)
    for i, probability, n, amount in q.rows(_OPEN):
        counts[i] += n
        totals[i] += amount
        weighted[i] += amount * Fraction(probability)
    return counts, totals, weighted


def _velocity(opened: int, decided: int, won: int, priced: int, amount: int, took: int) -> tuple[int | None, int]:
    if not priced or not took:
        return None, opened
    value = opened * Fraction(won, decided) * Fraction(amount, priced) / Fraction(took, DAY * won)
    return rounded(value), opened
