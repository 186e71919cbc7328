"""Calls, e-mails, meetings, notes and tasks: what people wrote down of their work."""

from __future__ import annotations

from crmdesk.domain.calendar import DAY
from crmdesk.store.demo.chance import Weighted
from crmdesk.store.demo.words import words
from crmdesk.store.demo.world import World

_KINDS = Weighted([("call", 40.0), ("email", 38.0), ("meeting", 10.0), ("note", 12.0)])
_MINUTES = {"call": 9.0, "email": 5.0, "meeting": 55.0}


class Diary:
    """Writes activities."""

    def __init__(self, world: World) -> None:
        self._almanac, self._sheet, self._chance = world.almanac, world.book.activities, world.chance("diary")
        self._words: dict[str, list[str]] = words("activities")

    def talk(
        self,
        at: int,
        staff: int | None,
        contact: int | None,
        *,
        deal: int | None = None,
        ticket: int | None = None,
        kind: str = "",
    ) -> None:
        """Somebody spoke or wrote to a customer, or noted something."""
        chance = self._chance
        kind = kind or chance.draw(_KINDS)
        direction = None if kind in ("meeting", "note") else "in" if chance.hit(0.35) else "out"
        about = (
            "ticket_call"
            if ticket and kind == "call"
            else "email_in"
            if direction == "in" and kind == "email"
            else kind
        )
        subject = chance.pick(self._words[about])
        body = chance.pick(self._words["body"]) if kind in ("call", "meeting") and chance.hit(0.3) else None
        minutes = max(1, round(chance.about(_MINUTES[kind], 0.5))) if kind in _MINUTES else None
        self._sheet.later(at, kind, direction, subject, body, at, None, None, minutes, contact, deal, ticket, staff)

    def task(self, at: int, staff: int, contact: int | None, *, deal: int | None = None) -> None:
        """Something to do: most of it gets done, about the time it is due."""
        chance, almanac = self._chance, self._almanac
        due = almanac.from_work(almanac.to_work(at) + chance.whole(1, 10) * 8 * 3600)
        done: int | None = almanac.later(at, chance.between(1, 1.1 * (due - at) / DAY * 5.6 + 2))
        if chance.hit(0.03) or (done is not None and done >= almanac.now):
            done = None
        subject = chance.pick(self._words["task"])
        self._sheet.later(at, "task", None, subject, None, at, due, done, None, contact, deal, None, staff)
