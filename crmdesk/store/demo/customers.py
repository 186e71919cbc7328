"""What customers do month by month: they order, ask for offers, need help, and now and then send something back."""

from __future__ import annotations

from crmdesk.store.demo.accounts import Account, Contacts, Fate, Fates, account
from crmdesk.store.demo.diary import Diary
from crmdesk.store.demo.pipeline import Pipeline, Way
from crmdesk.store.demo.support import Support
from crmdesk.store.demo.surveys import Surveys
from crmdesk.store.demo.team import Member
from crmdesk.store.demo.words import words
from crmdesk.store.demo.world import World

_ORDER = 180.0
_DEALS, _TICKETS, _CALLS = 0.29, 0.62, 0.34


class Customers:
    """Everybody who buys."""

    def __init__(
        self, world: World, contacts: Contacts, pipeline: Pipeline, support: Support, surveys: Surveys, diary: Diary
    ) -> None:
        self._world, self._contacts, self._pipeline = world, contacts, pipeline
        self._diary, self._support, self._surveys, self._chance = diary, support, surveys, world.chance("customers")
        self.fates, self._accounts = Fates(world), list[Account]()
        self._notes: list[str] = words("offers")["orders"]

    def found(self) -> None:
        """The customers from before the story begins: their invoices of the last year were brought over."""
        world, chance = self._world, self._chance
        begin = world.almanac.starts[world.months[0]]
        for _ in range(max(round(58 * world.scale), 6)):
            first = begin - chance.whole(1, 360)
            fate = self.fates.of(first, least=begin - first if chance.hit(0.85) else 20)
            owner = world.team.anyone("sales", world.months[0], chance)
            at = world.almanac.office_moment(first - chance.whole(0, 600), chance)
            ids = self._contacts.write(at, owner.id, world.marketing.organic(), fate)
            self._accounts.append(account(ids, owner, fate, first, chance))

    def join(self, ids: tuple[int, int], owner: Member, fate: Fate, *, at_once: bool) -> None:
        """A lead became a customer: it orders at once, or some weeks after the deal that it began with."""
        one = account(ids, owner, fate, fate.spans[0][0], self._chance)
        if not at_once:
            one.next_order += max(round(one.gap), 3)
        self._accounts.append(one)

    def month(self, month: int) -> None:
        """One month of all customers."""
        starts = self._world.almanac.starts
        first, end = starts[month], starts[month + 1]
        self._accounts = [one for one in self._accounts if one.spans[-1][1] >= first]
        there = []
        for one in self._accounts:
            for begin, last in one.spans:
                if begin < end and last >= first:
                    there.append(one)
                    self._order(one, begin, last, end)
        if month >= self._world.months[0] - 2:
            # Offers of the last weeks before the story begins are still open then.
            self._offers(there, month)
        if month in self._world.months:
            self._ask(there, month)
            self._surveys.month(month, [one.person for one in there])

    def _order(self, one: Account, begin: int, last: int, end: int) -> None:
        """The orders of a customer before the end of a month, in a span of being one."""
        chance, almanac = self._chance, self._world.almanac
        one.next_order = max(one.next_order, begin)
        busy = almanac.season(almanac.month_of(end - 1)) ** 0.5
        while one.next_order < min(last + 1, end):
            at = almanac.office_moment(one.next_order, chance)
            one.next_order += max(2, round(chance.about(one.gap, 0.3) / busy))
            if almanac.day_of(at) <= last:
                self.sell(at, one, round(_ORDER * one.size * chance.about(1.0, 0.3) * 100))

    def sell(self, at: int, one: Account, cents: int) -> None:
        """Writes an order, and seldom the refund that follows."""
        chance, world = self._chance, self._world
        month = world.almanac.month_at(at)
        staff = world.team.keeper(one.owner, month).id if chance.hit(0.5) else None
        contact = one.person if chance.hit(0.4) else one.id
        campaign = self._campaign(month, 0.012)
        note = chance.pick(self._notes)
        world.book.sales.later(at, at, contact, cents, None, campaign, staff, note)
        if chance.hit(0.022):
            back = world.almanac.later(at, chance.between(8, 120))
            share = 1.0 if chance.hit(0.35) else chance.between(0.15, 0.6)
            world.book.sales.later(back, back, contact, -round(cents * share), None, campaign, staff, f"Refund: {note}")

    def _offers(self, there: list[Account], month: int) -> None:
        """Offers that customers ask for in a month."""
        season = self._world.almanac.season(month)
        for one, at in self._spread([one for one in there if self._chance.hit(_DEALS * season)], month):
            self.offer(one, at)

    def _ask(self, there: list[Account], month: int) -> None:
        """Help that customers ask for in a month, and what the business does for them unasked."""
        chance, world = self._chance, self._world
        season, bad = world.almanac.season(month), month == world.bad_month
        tickets = [one for one in there for _ in range(chance.count(_TICKETS * season * (1.5 if bad else 1.0)))]
        calls = [one for one in there if chance.hit(_CALLS * season)]
        for one, at in self._spread(tickets, month):
            self._support.ticket(at, one.person)
        for _, at in self._spread([None] * chance.count(1.6 * world.scale * season), month):
            self._support.ticket(at, None)
        for one, at in self._spread(calls, month):
            staff = world.team.keeper(one.owner, month).id
            self._diary.talk(at, staff if chance.hit(0.97) else None, one.person)
            if chance.hit(0.3):
                self._diary.task(at, staff, one.person)
        for helper in world.team.of("other", month):
            # Whoever drives the van seldom writes anything down.
            if there and chance.hit(0.5):
                at = world.almanac.moments(month, chance, 1)[0]
                self._diary.talk(at, helper.id, chance.pick(there).person, kind="note")

    def offer(self, one: Account, asked: int) -> None:
        """A deal with a customer."""
        chance, almanac = self._chance, self._world.almanac
        at = almanac.later(asked, chance.between(0.2, 4))
        leaves = one.spans[-1][1] < almanac.day_of(at) + 45
        way = self._pipeline.walk(at, one.owner, 0.02 if leaves else 0.4, known=True)
        subject = self._pipeline.subject(known=True)
        campaign = self._campaign(almanac.month_at(at), 0.05)
        contact = None if chance.hit(0.03) else one.person
        deal = self._pipeline.write(way, subject, contact, asked if chance.hit(0.6) else None, campaign)
        if deal is not None and way.won_at is not None:
            self.pay(way.won_at, way, deal, contact, subject.worth)

    def pay(self, at: int, way: Way, deal: int, contact: int | None, cents: int) -> None:
        """The money of a deal that was won: at once, or half of it a few weeks later."""
        chance, world = self._chance, self._world
        month = world.almanac.month_at(at)
        staff = world.team.keeper(way.seller, month).id
        named = None if chance.hit(0.08) else contact
        first = cents // 2 if chance.hit(0.12) else cents
        world.book.sales.later(at, at, named, first, deal, None, staff, "Deal")
        if first < cents:
            rest = world.almanac.later(at, chance.between(60, 160))
            world.book.sales.later(rest, rest, named, cents - first, deal, None, staff, "Second half")
        elif chance.hit(0.015):
            back = world.almanac.later(at, chance.between(16, 120))
            world.book.sales.later(back, back, named, -cents, deal, None, staff, "Refund: machine taken back")

    def _campaign(self, month: int, share: float) -> int | None:
        """The campaign whose voucher was shown, if any."""
        running = self._world.marketing.running(month)
        return self._chance.pick(running).id if running and self._chance.hit(share) else None

    def _spread(self, who: list[Account] | list[None], month: int) -> list[tuple[Account, int]]:
        """Gives everybody a moment of the month."""
        moments = self._world.almanac.moments(month, self._chance, len(who))
        order = sorted(range(len(who)), key=lambda _: self._chance.random())
        return [(who[place], at) for place, at in zip(order, moments, strict=True)]  # type: ignore[misc]  # a list of None has None for everybody
