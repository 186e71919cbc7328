"""Leads: who asks for the first time, how soon somebody answers, how it is judged, and what becomes of it."""

from __future__ import annotations

from crmdesk.domain.calendar import MINUTE
from crmdesk.store.demo.accounts import NEVER, Contacts
from crmdesk.store.demo.customers import Customers
from crmdesk.store.demo.diary import Diary
from crmdesk.store.demo.marketing import Source
from crmdesk.store.demo.pipeline import Pipeline, Way
from crmdesk.store.demo.team import Member
from crmdesk.store.demo.world import World

_IN_PERSON = ("Walk-in", "Trade fair")


class Leads:
    """Everybody who might become a customer."""

    def __init__(
        self, world: World, contacts: Contacts, customers: Customers, pipeline: Pipeline, diary: Diary
    ) -> None:
        self._world, self._contacts, self._customers = world, contacts, customers
        self._pipeline, self._diary, self._chance = pipeline, diary, world.chance("leads")

    def month(self, month: int) -> None:
        """The leads of a month."""
        world = self._world
        sources = world.marketing.sources(month, world.vigour(month))
        moments = world.almanac.moments(month, self._chance, len(sources))
        order = sorted(range(len(sources)), key=lambda _: self._chance.random())
        for place, at in zip(order, moments, strict=True):
            if at < world.almanac.now:
                self._lead(at, sources[place], month)

    def _lead(self, at: int, source: Source, month: int) -> None:
        chance, almanac = self._chance, self._world.almanac
        owner = self._world.team.anyone("sales", month, chance)
        answered = self._answered(at, source, month)
        judged = almanac.later(answered, chance.about(7, 0.9)) if answered else almanac.now
        good, bad = self._judged(source, answered is not None)
        way = self._way(judged, owner, source) if good else None
        bought = way.won_at if way else judged if good and chance.even("direct") < 0.6 else None
        lead = {
            "lead_at": at,
            "first_response_at": self._past(answered),
            "qualified_at": self._past(judged) if good else None,
            "disqualified_at": self._past(almanac.later(judged, chance.between(4, 90))) if bad else None,
        }
        if bought is None or bought >= almanac.now:
            ids = self._contacts.write(at, None if chance.hit(0.04) else owner.id, source, NEVER, **lead)
        else:
            fate = self._customers.fates.of(almanac.day_of(bought))
            ids = self._contacts.write(at, owner.id, source, fate, **lead)
            self._customers.join(ids, owner, fate, at_once=way is None)
        self._talk(at, answered, ids[1], owner)
        if way is not None:
            self._deal(way, ids[1], at)

    def _answered(self, at: int, source: Source, month: int) -> int | None:
        """When somebody reached out: most of the time within the hour of work, sometimes never."""
        chance = self._chance
        if chance.hit(0.06):
            return None
        if source.channel in _IN_PERSON:
            return at + chance.whole(0, 12) * MINUTE
        slow = 3.0 if month == self._world.bad_month else 1.0
        return self._world.almanac.later(at, chance.about(0.6 * slow, 1.0))

    def _judged(self, source: Source, answered: bool) -> tuple[bool, bool]:
        """Whether it is qualified, whether it is turned down; neither means that it is still looked at."""
        if not answered:
            return False, self._chance.hit(0.3)
        good = self._chance.even("good") < 0.68 * source.quality**0.5
        return good, not good and self._chance.hit(0.7)

    def _way(self, judged: int, owner: Member, source: Source) -> Way | None:
        """The deal that a qualified lead leads to; a few want none, or buy without."""
        chance = self._chance
        if chance.hit(0.18):
            return None
        opened = self._world.almanac.later(judged, chance.between(0.1, 14))
        return self._pipeline.walk(opened, owner, 0.48 * source.quality, known=False)

    def _deal(self, way: Way, person: int, lead_at: int) -> None:
        subject = self._pipeline.subject(known=False)
        deal = self._pipeline.write(way, subject, person, lead_at, None)
        if deal is not None and way.won_at is not None:
            self._customers.pay(way.won_at, way, deal, person, subject.worth)

    def _talk(self, at: int, answered: int | None, person: int, owner: Member) -> None:
        chance = self._chance
        if chance.hit(0.5):
            self._diary.talk(at, None, person, kind="email" if chance.hit(0.7) else "call")
        if answered is not None:
            self._diary.talk(answered, owner.id, person, kind="call" if chance.hit(0.6) else "email")

    def _past(self, at: int | None) -> int | None:
        """A moment that has come already."""
        return at if at is not None and at < self._world.almanac.now else None
