"""Customer satisfaction: the share of answers that say 4 or 5."""

from __future__ import annotations

from collections import Counter

from crmdesk.domain.figure import Better, Figure, Unit
from crmdesk.kpi.base import DENOMINATOR, Area, kpi
from crmdesk.kpi.figures import breakdown, groups, ratio, share
from crmdesk.kpi.measurement import Fact, Measurement
from crmdesk.kpi.names import staff_names
from crmdesk.kpi.satisfaction import GOOD, csat_answers
from crmdesk.text import N_

SCORE = "score "


def evidence(m: Measurement, part: str) -> list[Fact]:
    """The answers that count; those of one score; for the numerator those that say 4 or 5."""
    wanted = range(1, 6) if part == DENOMINATOR else range(GOOD, 6)
    if part.startswith(SCORE):
        wanted = range(int(part.removeprefix(SCORE)), int(part.removeprefix(SCORE)) + 1)
    return [Fact("survey", id) for id, score, _ in m.shared(csat_answers)[0] if score in wanted]


@kpi(
    "csat",
    N_("Customer satisfaction"),
    unit=Unit.RATIO,
    better=Better.HIGHER,
    area=Area.SERVICE,
    formula=N_("Answers of 4 or 5 ÷ all answers"),
    example=N_("18×5, 12×4, 4×3, 3×2, 3×1 → 30 of 40 = 75 %"),
    reads=("survey", "ticket", "ticket_event", "staff"),
    evidence=evidence,
    place=50,
    headline=True,
    split=("staff",),
    beside=("mean", "scores"),
    filters=("staff", "channel", "campaign"),
    parts={"score {key}": N_("answers of {key}")},
)
def csat(m: Measurement) -> list[Figure]:
    """The share of satisfied customers: of the answers that customers gave in the period on a scale from 1 to 5, those
    that say 4 or 5. If a customer answered twice about one ticket, only the later answer counts.
    """
    names = m.whole(staff_names)
    figures = []
    for rows in m.shared(csat_answers):
        scores = Counter(score for _, score, _ in rows)
        n = len(rows)
        beside = {
            "mean": share(sum(score * count for score, count in scores.items()), n),
            "scores": {str(score): scores[score] for score in range(1, 6)},
        }
        by_staff = groups((person, score >= GOOD) for _, score, person in rows)
        by = {"staff": breakdown(by_staff, names, lambda hits: share(sum(hits), len(hits)))}
        figures.append(ratio(sum(scores[score] for score in (4, 5)), n, beside=beside, by=by))
    return figures
