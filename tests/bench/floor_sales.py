"""The floor of the KPIs about sales, customers, leads and marketing."""

from fractions import Fraction

from crmdesk.domain.money import rounded
from crmdesk.domain.period import Span, add_months
from tests.bench.floor import Answers, Days, Question, money, ratios

NEVER = 10**9
_CONTACTS = """
SELECT contact.id, coalesce(contact.company_id, contact.id) AS account,
       coalesce(contact.campaign_id, company.campaign_id) AS campaign
FROM contact LEFT JOIN contact company ON company.id = contact.company_id
"""
_SALES = """
INSERT INTO sold SELECT sold_day, sale.id, sold_at, sale.amount, who.account,
       coalesce(sale.campaign_id, deal.campaign_id, who.campaign)
FROM sale LEFT JOIN deal ON deal.id = sale.deal_id
LEFT JOIN who ON who.id = coalesce(sale.contact_id, deal.contact_id) WHERE sold_at < :now ORDER BY sold_day
"""
_BY_DAY = """
SELECT day, sum(amount), count(*), sum(CASE WHEN campaign IS NOT NULL THEN amount ELSE 0 END),
       sum(campaign IS NOT NULL) FROM sold GROUP BY day
"""
# What moves an account: days on which it bought (2 × day), and on which it said that it stops (2 × day + 1).
_MOVES = """
INSERT INTO moved SELECT account, 2 * day, at FROM sold WHERE amount > 0 AND account IS NOT NULL
UNION ALL SELECT account, 2 * ended_on + 1, 0 FROM contact JOIN who ON who.id = contact.id WHERE ended_on IS NOT NULL
ORDER BY 1, 2, 3
"""
# Purchases after which an account was inactive for a while, or is: `stop` is the first such day, `again` the last.
# Whoever buys and stops on one day for the first time was never active (`never_was`).
_GAPS = """
INSERT INTO gap
SELECT account, min(coalesce(next / 2, :never), day + :lapse) AS stop, again, day
FROM (SELECT account, mark / 2 AS day, next,
             CASE WHEN next % 2 THEN (SELECT min(mark) / 2 FROM moved later WHERE later.account = way.account
                                      AND later.mark > next AND later.mark % 2 = 0) ELSE next / 2 END AS again
      FROM (SELECT account, mark, lead(mark) OVER (PARTITION BY account ORDER BY mark) AS next FROM moved) way
      WHERE mark % 2 = 0 AND (next IS NULL OR next % 2 OR next / 2 > mark / 2 + :lapse))
WHERE again IS NULL OR again > min(coalesce(next / 2, :never), day + :lapse)
"""
_LOSSES = """
SELECT stop, count(*) FROM gap WHERE stop < :never AND NOT (stop = day AND (
  EXISTS (SELECT 1 FROM gap before WHERE before.account = gap.account AND before.again = gap.day)
  OR EXISTS (SELECT 1 FROM customer WHERE customer.account = gap.account AND first_day = gap.day)))
GROUP BY stop
"""
# Lost in a month: inactive at its end since a day of it, and not inactive on the day before it.
_LOST = """
SELECT i, count(*) FROM month CROSS JOIN gap INDEXED BY gap_stop ON stop BETWEEN month.first AND month.last
  AND (again IS NULL OR again > month.last)
CROSS JOIN customer ON customer.account = gap.account AND first_day < month.first
WHERE NOT EXISTS (SELECT 1 FROM gap before WHERE before.account = gap.account AND before.stop < month.first
                  AND (before.again IS NULL OR before.again >= month.first))
GROUP BY i
"""
_BEGUN = """
SELECT day, count(*), day * count(*)
FROM (SELECT first_day AS day FROM customer UNION ALL SELECT again FROM gap WHERE again IS NOT NULL) GROUP BY day
"""
_LEADS = """
SELECT i, sum(last_at >= lead_at), count(*) FROM month CROSS JOIN contact ON lead_at >= start_at AND lead_at < cut_at
CROSS JOIN who ON who.id = contact.id LEFT JOIN customer ON customer.account = who.account GROUP BY i
"""


def answers(q: Question) -> dict[str, Answers]:
    _prepare(q)
    sales = q.days(_BY_DAY)
    new = q.days("SELECT first_day, count(*) FROM customer GROUP BY 1")
    begun = q.days(_BEGUN)
    ended = q.days("SELECT stop, count(*), stop * count(*) FROM gap WHERE stop < :never GROUP BY 1", never=NEVER)
    losses = q.days(_LOSSES, never=NEVER)
    cost = q.days("SELECT spent_on, sum(amount) FROM expense WHERE campaign_id IS NOT NULL GROUP BY 1")
    winning = q.days("SELECT spent_on, sum(amount) FROM expense WHERE category IN ('marketing', 'sales') GROUP BY 1")
    start = [begun.until(span.first - 1) - ended.until(span.first - 1) for span in q.spans]
    lost = [row[0] if row else 0 for row in q.by_span(_LOST)]
    won = [new.between(span.first, span.last) for span in q.spans]
    return {
        "revenue": [(sales.between(one.first, one.last), sales.between(one.first, one.last, 1)) for one in q.spans],
        "new_customers": [(n, n) for n in won],
        "churn_rate": ratios(list(zip(lost, start, strict=True))),
        "retention_rate": [(1 - gone / n, n) if n else (None, 0) for gone, n in zip(lost, start, strict=True)],
        "clv": [_clv(span, sales, begun, ended, losses, new) for span in q.spans],
        "cac": [
            (money(winning.between(one.first, one.last), n) if n else None, n)
            for one, n in zip(q.spans, won, strict=True)
        ],
        "marketing_roi": [_roi(span, sales, cost) for span in q.spans],
        "lead_conversion": ratios([(row[0] or 0, row[1]) if row else () for row in q.by_span(_LEADS)]),
    }


def _prepare(q: Question) -> None:
    q.rows("DROP TABLE IF EXISTS temp.who")
    q.rows("CREATE TEMP TABLE who (id INTEGER PRIMARY KEY, account, campaign)")
    q.rows(f"INSERT INTO who {_CONTACTS}")
    _make(q, "sold", "day, id, at, amount, account, campaign, PRIMARY KEY (day, id)")
    q.rows(_SALES)
    _make(q, "moved", "account, mark, at, PRIMARY KEY (account, mark, at)")
    q.rows(_MOVES)
    _make(q, "gap", "account, stop, again, day, PRIMARY KEY (account, stop)")
    limit = q.workspace.settings.inactive_after_days
    q.rows(_GAPS, lapse=NEVER if limit is None else limit, never=NEVER)
    q.rows("CREATE INDEX temp.gap_stop ON gap (stop, again)")
    _make(q, "customer", "account PRIMARY KEY, first_day, last_at")
    q.rows("INSERT INTO customer SELECT account, min(mark) / 2, max(at) FROM moved WHERE mark % 2 = 0 GROUP BY account")


def _make(q: Question, name: str, columns: str) -> None:
    q.rows(f"DROP TABLE IF EXISTS temp.{name}")
    q.rows(f"CREATE TEMP TABLE {name} ({columns}) WITHOUT ROWID")


def _active_days(begun: Days, ended: Days, last: int) -> int:
    """Days of all accounts together on which they were active, up to a day."""
    still = begun.until(last) - ended.until(last)
    return (last + 1) * still - begun.until(last, 1) + ended.until(last, 1)


def _clv(span: Span, sales: Days, begun: Days, ended: Days, losses: Days, new: Days) -> tuple[int | None, int]:
    customers, lost = new.until(span.last), losses.until(span.last)
    days = _active_days(begun, ended, span.last)
    of_year = days - _active_days(begun, ended, span.last - 365)
    if lost < 5 or not of_year:
        return None, customers
    year = Fraction(36525, 100)
    per_year = sales.between(span.last - 364, span.last) * year / of_year
    return rounded(per_year * days / year / lost), customers


def _roi(span: Span, sales: Days, cost: Days) -> tuple[float | None, int]:
    first = add_months(span.last + 1, -12)
    spent = cost.between(first, span.last)
    value = float(Fraction(sales.between(first, span.last, 2), spent)) if spent else None
    return value, sales.between(first, span.last, 3)
