"""Tickets: received, answered, resolved; some wait for the customer, some come back, and one month goes badly."""

from __future__ import annotations

from typing import Any

from crmdesk.domain.calendar import HOUR
from crmdesk.store.demo.chance import Weighted
from crmdesk.store.demo.diary import Diary
from crmdesk.store.demo.surveys import Surveys
from crmdesk.store.demo.team import Member
from crmdesk.store.demo.words import weighted, words
from crmdesk.store.demo.world import World

# How much longer everything takes, and for how many working hours at most.
_PACE = {"low": 1.8, "normal": 1.0, "high": 0.6, "urgent": 0.25}
_BAD = 6.0

Event = tuple[str, int, int | None, str | None]


class Support:
    """Makes tickets with their events, and asks how satisfied people were."""

    def __init__(self, world: World, surveys: Surveys, diary: Diary) -> None:
        self._world, self._surveys, self._diary = world, surveys, diary
        self._chance = world.chance("support")
        self._words = words("service")
        self._categories: Weighted[dict[str, Any]] = Weighted(
            [(one, one["weight"]) for one in self._words["categories"]]
        )
        self._channels, self._priorities = weighted(self._words["channels"]), weighted(self._words["priorities"])

    def ticket(self, at: int, person: int | None) -> None:
        """A ticket from a customer, or from somebody unknown."""
        chance, almanac = self._chance, self._world.almanac
        if at >= almanac.now:
            return
        month = almanac.month_at(at)
        helper = self._world.team.anyone("support", month, chance)
        category, priority, channel = (
            chance.draw(table) for table in (self._categories, self._priorities, self._channels)
        )
        slow = _PACE[priority] * (_BAD if month == self._world.bad_month else 1.0) / helper.skill
        told = [event for event in self._events(at, helper, channel, slow) if event[1] < almanac.now]
        open_again = next((kind for kind, *_ in reversed(told) if kind in ("resolved", "reopened")), "reopened")
        resolved = next((event for event in reversed(told) if event[0] == "resolved"), None)
        replied = next((when for kind, when, *_ in told if kind == "replied"), None)
        ticket = self._world.book.tickets.add(
            subject=chance.pick(category["subjects"]),
            contact_id=person,
            owner_id=None if chance.hit(0.01) else helper.id,
            channel=channel,
            category=category["name"],
            priority=None if chance.hit(0.02) else priority,
            opened_at=at,
            first_response_at=replied,
            resolved_at=resolved[1] if resolved and open_again == "resolved" else None,
            notes=chance.pick(self._words["notes"]) if chance.hit(0.06) else None,
        )
        for kind, when, staff, note in told:
            self._world.book.ticket_events.later(when, ticket, kind, when, staff, note)
        self._after(ticket, person, told, at, replied)

    def _events(self, at: int, helper: Member, channel: str, slow: float) -> list[Event]:
        """The whole way of a ticket, what is still to come included."""
        chance, almanac = self._chance, self._world.almanac
        events: list[Event] = [("received", at, None, None)]
        if channel == "Phone" and chance.hit(0.4):
            # Solved on the phone: nobody had to write back.
            return [*events, ("resolved", almanac.later(at, chance.about(0.3 * slow, 0.7)), helper.id, None)]
        at = almanac.later(at, chance.about((0.25 if channel == "Phone" else 1.0) * slow, 0.85))
        events.append(("replied", at, helper.id, None))
        if chance.hit(0.1):
            at = almanac.later(at, chance.between(0.1, 2))
            events.append(("waiting", at, helper.id, chance.pick(self._words["waiting"])))
            at += round(chance.about(20, 0.7) * HOUR)
            events.append(("resumed", at, None, None))
        if chance.hit(0.008):
            return events
        at = almanac.later(at, chance.about(2.6 * slow**0.7, 0.95))
        events.append(("resolved", at, self._solver(helper, at), None))
        if chance.hit(0.1 if slow > 3 else 0.045):
            events += self._again(at, helper, slow)
        return events

    def _again(self, at: int, helper: Member, slow: float) -> list[Event]:
        """It was not solved after all."""
        chance, almanac = self._chance, self._world.almanac
        back = at + round(chance.about(30, 0.8) * HOUR)
        reply = almanac.later(back, chance.about(0.8 * slow, 0.7))
        done = almanac.later(reply, chance.about(3.0 * slow**0.7, 0.8))
        return [
            ("reopened", back, None, chance.pick(self._words["reopened"])),
            ("replied", reply, helper.id, None),
            ("resolved", done, self._solver(helper, done), None),
        ]

    def _solver(self, helper: Member, at: int) -> int | None:
        """Who solved it: mostly who answered, sometimes a colleague; now and then nobody noted who."""
        chance, almanac = self._chance, self._world.almanac
        month = almanac.month_at(at)
        if chance.hit(0.02):
            return None
        return chance.pick(self._world.team.of("support", month)).id if chance.hit(0.15) else helper.id

    def _after(self, ticket: int, person: int | None, told: list[Event], opened: int, replied: int | None) -> None:
        chance, almanac = self._chance, self._world.almanac
        if replied is not None and chance.hit(0.55):
            staff = next(staff for kind, _, staff, _ in told if kind == "replied")
            self._diary.talk(replied, staff, person, ticket=ticket, kind="call" if chance.hit(0.5) else "email")
        kind, done, solver, _ = told[-1]
        if kind == "resolved":
            hours = (almanac.to_work(done) - almanac.to_work(opened)) / 3600
            wait = hours if replied is None else (almanac.to_work(replied) - almanac.to_work(opened)) / 3600
            self._surveys.csat(done, person, ticket, solver, wait, hours)
