"""Goals in words: what is wanted by when, and how it stands, in one sentence each."""

from __future__ import annotations

from collections.abc import Sequence

from crmdesk.domain.figure import Better
from crmdesk.domain.wording import date_text, percent_text, period_text, value_text
from crmdesk.insight.goal_standing import MET, MISSED, RIPENING, TO_COME, UNMEASURED, Aim, Standing
from crmdesk.kpi.measure import AT_RISK, NO_STATUS, OFF_TRACK, ON_TRACK
from crmdesk.text import N_, _, n_

_OF_A_SUM = {
    ON_TRACK: N_("On track: {reached} reached, {passed} of the working days passed"),
    AT_RISK: N_("At risk: {reached} reached, {passed} of the working days passed"),
    OFF_TRACK: N_("Off track: {reached} reached, {passed} of the working days passed"),
}
_OF_A_LEVEL = {
    ON_TRACK: N_("On track: {value}, {passed} of the working days passed"),
    AT_RISK: N_("At risk: {value}, {passed} of the working days passed"),
    OFF_TRACK: N_("Off track: {value}, {passed} of the working days passed"),
}
_OF_FEW = {
    ON_TRACK: N_("On track so far: {value}, small sample (n = {n})"),
    AT_RISK: N_("At risk so far: {value}, small sample (n = {n})"),
    OFF_TRACK: N_("Off track so far: {value}, small sample (n = {n})"),
}
_OTHERS = {
    MET: N_("Met: {value}, wanted was {target}"),
    MISSED: N_("Missed: {value}, wanted was {target}"),
    TO_COME: N_("Begins on {day}"),
    RIPENING: N_("Not decided yet: {value} so far, wanted is {target}"),
    NO_STATUS: N_("There is nothing to measure yet"),
    UNMEASURED: N_("{kpi} is not measured for a person or a channel alone"),
}


def title(aim: Aim) -> str:
    """Which figure of whom: `Revenue`, `Revenue, Anna Berger`."""
    return ", ".join((_(aim.kpi.name), *aim.whose))


def wanted(aim: Aim, currency: str) -> str:
    """The target with its direction: `at least 45,000 EUR`, `at most 4.0 %`."""
    text = _("at least {value}") if aim.kpi.better is Better.HIGHER else _("at most {value}")
    return text.format(value=value_text(aim.target, aim.kpi.unit, currency))


def sentence(aim: Aim, currency: str) -> str:
    """All of a goal but its reason: `Revenue, Anna Berger, in November 2026: at least 12,000 EUR by 30 November`."""
    text = _("{what} in {period}: {wanted}, by {day}")
    said = {"what": title(aim), "period": period_text(aim.period), "wanted": wanted(aim, currency)}
    return text.format(**said, day=date_text(aim.due))


def status_line(standing: Standing) -> str:
    """How a goal stands: `On track: 61 % reached, 58 % of the working days passed`."""
    aim, result = standing.aim, standing.result
    known = _OF_FEW if standing.weak else _OF_A_LEVEL if standing.reached is None else _OF_A_SUM
    lines = {**_OTHERS, **known}
    return _(lines[standing.status]).format(
        reached=percent_text(standing.reached or 0, 0),
        passed=percent_text(float(standing.passed), 0),
        value=result.text,
        n=result.figure.n,
        target=value_text(aim.target, aim.kpi.unit, result.currency),
        day=date_text(aim.period.first),
        kpi=_(aim.kpi.name),
    )


def left(standing: Standing) -> str:
    """How long there is to go, where something can still be done."""
    if standing.over or standing.status == TO_COME or not standing.days_left:
        return ""
    return n_("{n} working day left", "{n} working days left", standing.days_left).format(n=standing.days_left)


def tally(past: Sequence[Standing]) -> str:
    """How many of a row of goals were met: `7 of 12 met`."""
    known = [one for one in past if one.over]
    met = sum(one.status == MET for one in known)
    return _("{met} of {all} met").format(met=met, all=len(known)) if known else ""
