"""The floor of the KPIs about tickets, leads' answers, surveys and the team."""

from crmdesk.domain.calendar import HOUR
from tests.bench.floor import FOREVER, Answers, Question, means, ratios, working_days

# The first reply is noted with the ticket; only where it came before the ticket itself must a later one be found.
_ANSWERED = """
SELECT i, sum(took), count(*) FROM (
  SELECT (SELECT i FROM month WHERE start_at <= at AND at < cut_at ORDER BY start_at DESC LIMIT 1) AS i,
         at - opened_at AS took
  FROM (SELECT opened_at, CASE WHEN first_response_at >= opened_at THEN first_response_at ELSE
               (SELECT min(at) FROM ticket_event WHERE ticket_id = ticket.id AND kind = 'replied'
                AND at >= ticket.opened_at) END AS at
        FROM ticket WHERE first_response_at IS NOT NULL AND opened_at < :now)
  WHERE at < :now)
GROUP BY i
"""
_LEADS_ANSWERED = """
SELECT i, sum(first_response_at - lead_at), count(*) FROM month CROSS JOIN contact
  ON first_response_at >= start_at AND first_response_at < cut_at AND lead_at <= first_response_at
WHERE lead_at < :now GROUP BY i
"""
# Most tickets are resolved once: only of the others is it asked when the next turn came.
_RESOLVED = """
WITH outcome AS MATERIALIZED (
  SELECT ticket_id, kind, min(at) AS at, count(*) AS turns FROM ticket_event
  WHERE kind IN ('resolved', 'reopened') AND at < :now GROUP BY ticket_id)
SELECT ticket_id, at, :forever AS until FROM outcome WHERE turns = 1 AND kind = 'resolved'
UNION ALL
SELECT event.ticket_id, event.at,
       coalesce((SELECT n.at FROM ticket_event n WHERE n.ticket_id = event.ticket_id AND (n.at, n.id) > (event.at,
                 event.id) AND n.kind IN ('resolved', 'reopened') AND n.at < :now ORDER BY n.at, n.id LIMIT 1),
                :forever)
FROM outcome CROSS JOIN ticket_event event ON event.ticket_id = outcome.ticket_id
WHERE turns > 1 AND event.kind = 'resolved' AND event.at < :now
"""
_SETTLED = """
SELECT i, sum(at - opened_at), count(*) FROM month CROSS JOIN resolved ON at >= start_at AND at < cut_at
  AND until >= cut_at GROUP BY i
"""
# How many came and were resolved by the end of each month, added up; less the resolutions that did not last, and
# those of tickets that came only later.
_OPEN = f"""
SELECT i,
  (SELECT count(*) FROM ticket WHERE opened_at < cut_at AND opened_at >= iif(i = :oldest, 0, start_at)),
  (SELECT count(*) FROM resolved WHERE at < cut_at AND at >= iif(i = :oldest, 0, start_at)),
  (SELECT count(*) FROM resolved INDEXED BY resolved_for_a_time WHERE until < cut_at AND until < {FOREVER})
  + (SELECT count(*) FROM resolved INDEXED BY resolved_early WHERE opened_at > at AND at < cut_at
     AND until >= cut_at AND opened_at >= cut_at)
FROM month ORDER BY start_at
"""
_CSAT = """
SELECT i, sum(score >= 4), count(*) FROM (
  SELECT i, score, row_number() OVER (PARTITION BY i, coalesce(ticket_id, -survey.id)
                                      ORDER BY answered_at DESC, survey.id DESC) AS place
  FROM month CROSS JOIN survey ON kind = 'csat' AND answered_at >= start_at AND answered_at < cut_at)
WHERE place = 1 GROUP BY i
"""
_NPS = """
SELECT i, sum(score >= 9) - sum(score <= 6), count(*) FROM (
  SELECT i, score, row_number() OVER (PARTITION BY i, coalesce(contact_id, -survey.id)
                                      ORDER BY answered_at DESC, survey.id DESC) AS place
  FROM month CROSS JOIN survey ON kind = 'nps' AND answered_at >= start_at AND answered_at < cut_at)
WHERE place = 1 GROUP BY i
"""
# The first thing that a person recorded settles it, so nothing is counted.
_ADOPTED = """
SELECT i, sum(
  EXISTS (SELECT 1 FROM month_day CROSS JOIN activity ON activity.day = month_day.day AND activity.staff_id = staff.id
          WHERE month_day.i = month.i)
  OR EXISTS (SELECT 1 FROM stage_change c WHERE c.at >= start_at AND c.at < cut_at
             AND coalesce(c.staff_id, (SELECT owner_id FROM deal WHERE deal.id = c.deal_id)) = staff.id)
  OR EXISTS (SELECT 1 FROM ticket_event e WHERE e.at >= start_at AND e.at < cut_at
             AND coalesce(e.staff_id, (SELECT owner_id FROM ticket WHERE ticket.id = e.ticket_id)) = staff.id)),
  count(*)
FROM month CROSS JOIN staff ON coalesce(started_on, first) <= last AND coalesce(left_on, last) >= first GROUP BY i
"""
_DAYS = """
WITH RECURSIVE each(i, day, last) AS (
  SELECT i, first, last FROM month UNION ALL SELECT i, day + 1, last FROM each WHERE day < last)
SELECT i, day FROM each ORDER BY i, day
"""


def answers(q: Question) -> dict[str, Answers]:
    q.table("resolved", f"SELECT r.*, opened_at FROM ({_RESOLVED}) r CROSS JOIN ticket ON ticket.id = r.ticket_id")
    q.rows("CREATE INDEX temp.resolved_at ON resolved (at, until, opened_at)")
    q.rows(f"CREATE INDEX temp.resolved_for_a_time ON resolved (until) WHERE until < {FOREVER}")
    q.rows("CREATE INDEX temp.resolved_early ON resolved (at) WHERE opened_at > at")
    q.rows("DROP TABLE IF EXISTS temp.month_day")
    q.rows("CREATE TEMP TABLE month_day (i, day, PRIMARY KEY (i, day)) WITHOUT ROWID")
    q.rows(f"INSERT INTO month_day {_DAYS}")
    tickets, leads = q.by_span(_ANSWERED), q.by_span(_LEADS_ANSWERED)
    pairs = zip((row or (0, 0) for row in tickets), (row or (0, 0) for row in leads), strict=True)
    settled = q.by_span(_SETTLED)
    days = working_days(q, ("support", "owner"))
    return {
        "response_time": means([(one[0] + two[0], one[1] + two[1]) for one, two in pairs], HOUR),
        "lead_response_time": means(leads, HOUR),
        "resolution_time": means(settled, HOUR),
        "open_tickets": _open(q),
        "service_productivity": [
            (row[1] / day, row[1]) if row and day else (None, 0) for row, day in zip(settled, days, strict=True)
        ],
        "csat": ratios(q.by_span(_CSAT)),
        "nps": [(100 * row[0] / row[1], row[1]) if row else (None, 0) for row in q.by_span(_NPS)],
        "adoption_rate": ratios(q.by_span(_ADOPTED)),
    }


def _open(q: Question) -> Answers:
    """Of all that came by a cut, what was not resolved at it."""
    oldest = min(range(len(q.spans)), key=lambda i: q.spans[i].start)
    found: Answers = [(None, 0)] * len(q.spans)
    waiting = 0
    for i, came, resolved, undone in q.rows(_OPEN, oldest=oldest):
        waiting += came - resolved
        found[i] = (waiting + undone, waiting + undone)
    return found
