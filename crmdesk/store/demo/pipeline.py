"""Deals and their way through the stages: straight, with skips, with steps back, won, lost, or asleep."""

from __future__ import annotations

from dataclasses import dataclass

from crmdesk.store.demo.chance import Weighted
from crmdesk.store.demo.diary import Diary
from crmdesk.store.demo.team import Member
from crmdesk.store.demo.words import weighted, words
from crmdesk.store.demo.world import World

_STAGES = (
    ("Inquiry", "0.1", "open"),
    ("Qualified", "0.25", "open"),
    ("Offer", "0.5", "open"),
    ("Negotiation", "0.75", "open"),
    ("Won", "1", "won"),
    ("Lost", "0", "lost"),
)
_WON, _LOST = 4, 5
# Work hours that a deal stays in each open stage, as a median.
_STAY = (14.0, 24.0, 38.0, 26.0)
_EXITS = Weighted([(0, 22.0), (1, 30.0), (2, 33.0), (3, 15.0)])


@dataclass(frozen=True, slots=True)
class Step:
    """A stage entered, when, and by whom."""

    stage: int
    at: int
    staff: int | None


@dataclass(frozen=True, slots=True)
class Way:
    """The way of a deal as far as it has come, and when it was won, if it was and stayed so."""

    steps: tuple[Step, ...]
    won_at: int | None
    seller: Member


@dataclass(frozen=True, slots=True)
class Subject:
    """What a deal is about."""

    title: str
    amount: int | None
    worth: int


class Pipeline:
    """Makes deals. `walk` says how one goes, `write` puts it down: who buys is known only in between."""

    def __init__(self, world: World, diary: Diary) -> None:
        self._world, self._diary, self._chance = world, diary, world.chance("pipeline")
        lists = words("offers")
        self._offers = {kind: _offers(lists[kind]) for kind in ("for_leads", "for_customers")}
        self._reasons = weighted(lists["lost_reasons"])
        self._notes: list[str] = lists["deal_notes"]
        self._stages = [
            world.book.stages.add(name=name, position=place, probability=probability, kind=kind)
            for place, (name, probability, kind) in enumerate(_STAGES, 1)
        ]

    def walk(self, opened: int, owner: Member, win_share: float, *, known: bool) -> Way:
        """How a deal goes that is opened at a moment. `known`: with a customer, who need not be won over again."""
        chance = self._chance
        win_share *= owner.skill * (0.75 if self._month(opened) == self._world.bad_month else 1.0)
        start = chance.pick((1, 2)) if known and chance.hit(0.5) else 0
        if chance.even(f"won {known}") < win_share:
            route = self._route(start, _WON)
        elif chance.hit(0.03):
            route = self._route(start, min(3, start + chance.whole(0, 2)))
        else:
            route = [*self._route(start, max(start, chance.draw(_EXITS))), _LOST]
            if chance.hit(0.04):
                # Lost, and back again weeks later.
                route += [2, _WON]
        steps = self._dated(route, opened, owner, slow=1.35 if route[-1] == _LOST else 1.0)
        won = steps[-1].at if steps and steps[-1].stage == _WON else None
        return Way(tuple(steps), won, owner)

    def subject(self, *, known: bool) -> Subject:
        """What it is about, and how much it is worth. Some deals never get an amount."""
        chance = self._chance
        title, price = chance.draw(self._offers["for_customers" if known else "for_leads"])
        worth = max(round(price * chance.about(1.12, 0.28) / 10) * 1000, 5000)
        return Subject(title, None if chance.hit(0.05) else worth, worth)

    def write(
        self, way: Way, subject: Subject, contact: int | None, first_contact: int | None, campaign: int | None
    ) -> int | None:
        """Puts a deal down with its history. Answers its id, or None if it is still to come."""
        if not way.steps:
            return None
        chance, almanac = self._chance, self._world.almanac
        last, opened = way.steps[-1], way.steps[0].at
        expected = almanac.day_of(almanac.later(opened, chance.between(170, 480)))
        deal = self._world.book.deals.add(
            title=subject.title,
            contact_id=contact,
            owner_id=self._world.team.keeper(way.seller, self._month(min(last.at, almanac.now))).id,
            amount=subject.amount,
            probability=f"0.{chance.whole(1, 9)}" if chance.hit(0.1) else None,
            stage_id=self._stages[last.stage],
            first_contact_at=first_contact,
            opened_at=opened,
            expected_close_on=None if chance.hit(0.08) else expected,
            closed_at=last.at if last.stage >= _WON else None,
            lost_reason=chance.draw(self._reasons) if last.stage == _LOST else None,
            campaign_id=campaign,
            notes=chance.pick(self._notes) if chance.hit(0.12) else None,
        )
        self._write_history(deal, way, contact)
        return deal

    def _write_history(self, deal: int, way: Way, contact: int | None) -> None:
        chance, almanac, changes = self._chance, self._world.almanac, self._world.book.stage_changes
        for step in way.steps:
            changes.later(step.at, deal, self._stages[step.stage], step.at, step.staff)
            if chance.hit(0.85):
                at = almanac.later(step.at, chance.between(0.2, 9))
                self._diary.talk(at, self._seller(way, at).id, contact, deal=deal)
            if chance.hit(0.14):
                self._diary.task(step.at, self._seller(way, step.at).id, contact, deal=deal)

    def _route(self, start: int, goal: int) -> list[int]:
        """The stages from one to another."""
        chance, route = self._chance, [start]
        while route[-1] < goal:
            ahead = route[-1] + (2 if chance.hit(0.13) else 1)
            if chance.hit(0.05) and route[-1] > start:
                ahead = route[-1] - 1
            route.append(min(ahead, goal))
        return route

    def _dated(self, route: list[int], opened: int, owner: Member, *, slow: float) -> list[Step]:
        """Gives each stage its moment, and leaves out what has not happened yet."""
        chance, almanac, at, steps = self._chance, self._world.almanac, opened, []
        for place, stage in enumerate(route):
            if place:
                stay = 220.0 if route[place - 1] == _LOST else _STAY[route[place - 1]]
                at = almanac.later(at, chance.about(stay * slow, 0.65))
            if at >= almanac.now:
                break
            staff = None if chance.hit(0.02) else self._world.team.keeper(owner, self._month(at)).id
            steps.append(Step(stage, at, staff))
        return steps

    def _seller(self, way: Way, at: int) -> Member:
        return self._world.team.keeper(way.seller, self._month(min(at, self._world.almanac.now)))

    def _month(self, at: int) -> int:
        return self._world.almanac.month_at(at)


def _offers(rows: list[list[object]]) -> Weighted[tuple[str, int]]:
    return Weighted([((str(title), int(str(price))), float(str(weight))) for title, price, weight in rows])
