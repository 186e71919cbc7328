"""Net promoter score: those who would recommend the business, less those who would not."""

from __future__ import annotations

from math import sqrt

from crmdesk.domain.figure import Better, Figure, Reason, Unit, missing
from crmdesk.domain.stats import Z
from crmdesk.kpi.base import NUMERATOR, Area, kpi
from crmdesk.kpi.contacts import keeps_contact
from crmdesk.kpi.measurement import Fact, Measurement
from crmdesk.text import N_

PROMOTER, DETRACTOR = 9, 6
GROUPS = {
    "promoters": range(PROMOTER, 11),
    "passives": range(DETRACTOR + 1, PROMOTER),
    "detractors": range(DETRACTOR + 1),
}

# Of several answers by one contact in the period the latest counts; answers without a contact all count.
ANSWERS = """
SELECT i, id, score, person, contact FROM (
  SELECT span.i AS i, survey.id AS id, survey.score AS score, survey.answered_at AS at, survey.staff_id AS person,
         survey.contact_id AS contact,
         row_number() OVER (PARTITION BY span.i, coalesce(survey.contact_id, -survey.id)
                            ORDER BY survey.answered_at DESC, survey.id DESC) AS place
  FROM span JOIN survey ON survey.kind = 'nps' AND survey.answered_at >= span.start_at
       AND survey.answered_at < span.cut_at)
WHERE place = 1 ORDER BY i, at, id
"""


def nps_answers(m: Measurement) -> list[list[tuple[int, int]]]:
    """For each span the answers on the scale from 0 to 10 that count, each with its score."""
    found = m.grouped(ANSWERS).values()
    return [
        [(id, score) for id, score, person, contact in rows if not m.only or keeps_contact(m, contact, person)]
        for rows in found
    ]


def evidence(m: Measurement, part: str) -> list[Fact]:
    """The answers that count; those of a group; for the numerator promoters and detractors, whose difference it is."""
    wanted = GROUPS.get(part, range(11))
    return [
        Fact("survey", id)
        for id, score in m.shared(nps_answers)[0]
        if (score in wanted if part != NUMERATOR else score not in GROUPS["passives"])
    ]


@kpi(
    "nps",
    N_("Net promoter score"),
    unit=Unit.POINTS,
    better=Better.HIGHER,
    area=Area.SERVICE,
    formula=N_("(answers of 9–10 − answers of 0–6) ÷ all answers × 100"),
    example=N_("27 promoters, 15 passives, 8 detractors of 50 → +38 ± 20.7"),
    reads=("survey",),
    evidence=evidence,
    place=51,
    beside=("promoters", "passives", "detractors", "margin"),
    filters=("staff", "channel", "campaign"),
    parts={
        "promoters": N_("promoters: answers of 9 or 10"),
        "passives": N_("passives: answers of 7 or 8"),
        "detractors": N_("detractors: answers of 0 to 6"),
    },
)
def nps(m: Measurement) -> list[Figure]:
    """How likely customers are to recommend the business, from −100 to +100: of the answers given in the period on a
    scale from 0 to 10, the share of 9 and 10 less the share of 0 to 6. Of several answers by one customer in the
    period only the latest counts.
    """
    return [_figure([score for _, score in rows]) for rows in m.shared(nps_answers)]


def _figure(scores: list[int]) -> Figure:
    n = len(scores)
    promoters = sum(score >= PROMOTER for score in scores)
    detractors = sum(score <= DETRACTOR for score in scores)
    beside: dict[str, object] = {
        "promoters": promoters,
        "passives": n - promoters - detractors,
        "detractors": detractors,
        "margin": None,
    }
    if not n:
        return missing(Reason.NO_DATA, numerator=0, denominator=0, beside=beside)
    net = promoters - detractors
    p, d = promoters / n, detractors / n
    beside["margin"] = Z * sqrt((p + d - (p - d) ** 2) / n) * 100
    return Figure(net * 100 / n, None, n, net, n, beside=beside)
