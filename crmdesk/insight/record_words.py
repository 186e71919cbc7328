"""What a record behind a figure is called, in words: one that has no name of its own is called by what it is."""

from __future__ import annotations

from crmdesk.kpi.records import Behind
from crmdesk.store import activity, survey
from crmdesk.text import N_, _

_ANSWERS = {"csat": N_("Satisfaction: {score} of {most}"), "nps": N_("Recommendation: {score} of {most}")}


def name_of(one: Behind) -> str:
    """Its own name, on one line; of an answer its grade, of an activity without a subject its kind."""
    kind, _space, score = one.label.partition(" ")
    if one.kind == "survey" and kind in _ANSWERS:
        return _(_ANSWERS[kind]).format(score=score, most=survey.SCALES[kind][1])
    if one.kind == "activity" and one.label in activity.KINDS:
        return _(activity.KINDS[one.label])
    return " ".join(one.label.split())
