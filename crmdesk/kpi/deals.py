"""The way of deals through the pipeline, as every KPI about deals reads it. Loaded once for a measurement.

A *stay* is the time that a deal was in a stage: from `at` to `until`, the moment of its next change. The state of a
deal at a moment t is the stay with at < t <= until. Of two changes at one moment the later row is the later one, so
that the earlier stay lasts no time and is no state.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from itertools import chain, islice
from operator import itemgetter
from typing import NamedTuple

from crmdesk.kpi.contacts import contact_facts
from crmdesk.kpi.freeing import free, in_order_of_time
from crmdesk.kpi.measurement import FOREVER, Fact, Measurement, by_id, maker

_CHANGES = "SELECT deal_id, at, stage_id, staff_id FROM stage_change WHERE at < :now ORDER BY deal_id, at, id"
_DEALS = """
SELECT id, owner_id, amount, probability, expected_close_on, coalesce(first_contact_at, opened_at), contact_id,
       campaign_id
FROM deal
"""
_STAGES = "SELECT id, coalesce(kind, 'open'), probability FROM stage ORDER BY position IS NULL, position, id"


class Stay(NamedTuple):
    """A deal's time in a stage."""

    at: int
    until: int
    deal: int
    stage: int
    by_whom: int | None


class Deal(NamedTuple):
    """What KPIs read of a deal; `first_at` is the first contact, or the opening where that is not known."""

    owner: int | None
    amount: int | None
    probability: str | None
    expected: int | None
    first_at: int
    contact: int | None
    campaign: int | None


class Way(NamedTuple):
    """How far a deal ever came: when it entered, the furthest open stage by its place, and whether it was ever won."""

    at: int
    deal: int
    furthest: int
    won: bool


class History(NamedTuple):
    """The history of all deals before now: stays in open stages, closings in the order of time, and their ways."""

    opened: list[Stay]
    closings: list[Stay]
    ways: list[Way]


class Closed(NamedTuple):
    """A deal that was won or lost in a span; `took` is from the first contact to the closing, in microseconds."""

    deal: int
    won: bool
    at: int
    person: int | None
    amount: int | None
    took: int


class Stage(NamedTuple):
    """A stage: its kind, its own probability, and its place among the open stages (of others -1)."""

    kind: str
    probability: str | None
    place: int


def deal_facts(m: Measurement) -> dict[int, Deal]:
    """Every deal by its id."""
    return by_id(Deal, m.rows(_DEALS))


def stages(m: Measurement) -> dict[int, Stage]:
    """Every stage by its id, in the order of the pipeline."""
    found: dict[int, Stage] = {}
    place = 0
    for id, kind, probability in m.rows(_STAGES):
        found[id] = Stage(kind, probability, place if kind == "open" else -1)
        place += kind == "open"
    return found


def history(m: Measurement) -> History:
    """The history of all deals before now."""
    known = m.whole(stages)
    rows = m.rows(_CHANGES)
    found, make = History([], [], []), maker(Stay)
    entered, furthest, won, before = 0, 0, False, None
    for (deal, at, stage, by_whom), (next_deal, next_at, *_) in zip(
        rows, chain(islice(rows, 1, None), [(None, 0)]), strict=False
    ):
        if deal != before:
            entered, furthest, won, before = at, 0, False, deal
        until = next_at if next_deal == deal else FOREVER
        kind, _, place = known[stage]
        stay = make((at, until, deal, stage, by_whom))
        if kind == "open":
            furthest = max(furthest, place)
            found.opened.append(stay)
        else:
            won = won or kind == "won"
            found.closings.append(stay)
        if next_deal != deal:
            found.ways.append(Way(entered, deal, furthest, won))
    free(rows)
    return History(
        found.opened, in_order_of_time(found.closings, itemgetter(0)), in_order_of_time(found.ways, itemgetter(0))
    )


def closed_deals(m: Measurement) -> list[list[Closed]]:
    """For each span the deals won and lost in it: closed at its cut, by a last change that lies in it."""
    known, deals = m.whole(stages), m.whole(deal_facts)
    closings = m.whole(history).closings
    found: list[list[Closed]] = []
    for span in m.spans:
        closed = []
        for place in range(bisect_left(closings, (span.start,)), bisect_left(closings, (span.cut,))):
            at, until, deal, stage, by_whom = closings[place]
            if until >= span.cut:
                owner, amount, _, _, first_at, *_ = deals[deal]
                person = owner if by_whom is None else by_whom
                if m.only and not keeps_deal(m, deal, person):
                    continue
                closed.append(Closed(deal, known[stage].kind == "won", at, person, amount, at - first_at))
        found.append(closed)
    return found


def won_deals(m: Measurement) -> list[list[Closed]]:
    """For each span the deals won in it."""
    return [[one for one in deals if one.won] for deals in m.shared(closed_deals)]


def open_stays(m: Measurement) -> list[list[Stay]]:
    """For each span the stays of the deals that are open at its cut."""
    found: list[list[Stay]] = [[] for _ in m.spans]
    for stay in m.whole(history).opened:
        for i in m.cuts_within(stay.at, stay.until):
            found[i].append(stay)
    if not m.only:
        return found
    return [[one for one in stays if m.keeps(stage=one.stage) and _keeps_owned(m, one.deal)] for stays in found]


def entered_between(m: Measurement, start: int, cut: int) -> list[Way]:
    """The ways of the deals whose first stage change lies in a span."""
    ways = m.whole(history).ways
    found = ways[bisect_left(ways, (start,)) : bisect_left(ways, (cut,))]
    return [way for way in found if _keeps_owned(m, way.deal)] if m.only else found


def stays_of(m: Measurement) -> dict[int, list[Stay]]:
    """The stays in open stages of each deal."""
    found: dict[int, list[Stay]] = {}
    for stay in m.whole(history).opened:
        found.setdefault(stay.deal, []).append(stay)
    return found


def deal_channels(m: Measurement) -> dict[int, str | None]:
    """The channel of each deal's contact, else of the contact's company."""
    contacts = m.whole(contact_facts)
    found = {}
    for id, deal in m.whole(deal_facts).items():
        if deal.contact is not None:
            company, own, *_ = contacts[deal.contact]
            found[id] = contacts[company].channel if own is None and company is not None else own
    return found


def deal_campaigns(m: Measurement) -> dict[int, int | None]:
    """The campaign of each deal, else the one that brought its contact or the contact's company."""
    contacts = m.whole(contact_facts)
    return {
        id: deal.campaign or (None if deal.contact is None else contacts[deal.contact].brought)
        for id, deal in m.whole(deal_facts).items()
    }


def deal_accounts(m: Measurement) -> dict[int, int]:
    """With which account each deal is."""
    contacts = m.whole(contact_facts)
    return {
        id: contacts[deal.contact].company or deal.contact
        for id, deal in m.whole(deal_facts).items()
        if deal.contact is not None
    }


def keeps_deal(m: Measurement, deal: int, person: int | None) -> bool:
    """Whether what this person did with a deal belongs to the part of the business that is measured."""
    channel, campaign = m.whole(deal_channels).get(deal), m.whole(deal_campaigns).get(deal)
    return m.keeps(staff=person, channel=channel, campaign=campaign, customer=m.whole(deal_accounts).get(deal))


def _keeps_owned(m: Measurement, deal: int) -> bool:
    return keeps_deal(m, deal, m.whole(deal_facts)[deal].owner)


def ever_a_deal(m: Measurement) -> list[bool]:
    """For each span, whether there was any deal before its cut, in whatever part of the business."""
    ways = m.whole(history).ways
    return [bool(ways) and ways[0].at < span.cut for span in m.spans]


def open_evidence(m: Measurement, _part: str) -> list[Fact]:
    """The deals open at the cut, the largest first."""
    deals = m.whole(deal_facts)
    found = sorted(stay.deal for stay in m.shared(open_stays)[0])
    return [Fact("deal", deal) for deal in sorted(found, key=lambda one: -(deals[one].amount or 0))]


def won_evidence(m: Measurement, _part: str) -> list[Fact]:
    """The deals won in the period, at the moment of winning."""
    return [Fact("deal", one.deal, one.at) for one in m.shared(won_deals)[0]]


def in_open_stages(m: Measurement, won: list[Closed]) -> Iterator[tuple[int, int, int]]:
    """(deal, stage, microseconds) for each open stage that each of these deals had been in before it was won.

    A deal that came back to a stage spent its time there in pieces, which count together.
    """
    stays = m.whole(stays_of)
    for one in won:
        spent: dict[int, int] = {}
        for stay in stays.get(one.deal, ()):
            if stay.until <= one.at:
                spent[stay.stage] = spent.get(stay.stage, 0) + stay.until - stay.at
        for stage, took in spent.items():
            if not m.only or m.keeps(stage=stage):
                yield one.deal, stage, took
