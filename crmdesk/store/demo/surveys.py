"""What customers say: after a ticket, and when they are asked whether they would recommend the business."""

from __future__ import annotations

from crmdesk.domain.calendar import MINUTE
from crmdesk.store.demo.chance import Weighted
from crmdesk.store.demo.words import words
from crmdesk.store.demo.world import World

# Scores of people who were helped soon, who had to wait, and who waited far too long.
_PLEASED = Weighted([(5, 63.0), (4, 30.0), (3, 4.0), (2, 2.0), (1, 1.0)])
_PATIENT = Weighted([(5, 37.0), (4, 43.0), (3, 12.0), (2, 5.0), (1, 3.0)])
_ANNOYED = Weighted([(5, 6.0), (4, 21.0), (3, 24.0), (2, 25.0), (1, 24.0)])
_RECOMMEND = Weighted([(10, 31.0), (9, 24.0), (8, 18.0), (7, 12.0), (6, 6.0), (5, 4.0), (3, 3.0), (0, 2.0)])
_DOUBTFUL = Weighted([(10, 17.0), (9, 18.0), (8, 22.0), (7, 17.0), (6, 11.0), (5, 7.0), (2, 5.0), (0, 3.0)])


class Surveys:
    """Writes answers."""

    def __init__(self, world: World) -> None:
        self._world, self._sheet, self._chance = world, world.book.surveys, world.chance("surveys")
        self._words: dict[str, list[str]] = words("service")

    def csat(self, done: int, person: int | None, ticket: int, staff: int | None, wait: float, hours: float) -> None:
        """Three in ten answer after a ticket; a few answer twice, or without saying which ticket they mean."""
        chance = self._chance
        if not chance.hit(0.42):
            return
        table = _PLEASED if wait < 4 and hours < 16 else _PATIENT if wait < 6 and hours < 36 else _ANNOYED
        at = done + chance.whole(10, 2000) * MINUTE
        named = None if chance.hit(0.04) else ticket
        self._answer("csat", at, table.at(chance.even("csat")), person, named, staff)
        if chance.hit(0.02):
            self._answer("csat", at + chance.whole(30, 3000) * MINUTE, chance.draw(table), person, named, staff)

    def month(self, month: int, customers: list[int]) -> None:
        """A part of the customers is asked each month whether they would recommend the business."""
        chance, world = self._chance, self._world
        table = _DOUBTFUL if 0 <= month - world.bad_month <= 1 else _RECOMMEND
        asked = [person for person in customers if chance.hit(0.15)]
        for person, at in zip(asked, world.almanac.moments(month, chance, len(asked)), strict=True):
            self._answer("nps", at, table.at(chance.even("nps")), None if chance.hit(0.04) else person, None, None)

    def _answer(
        self, kind: str, at: int, score: int, person: int | None, ticket: int | None, staff: int | None
    ) -> None:
        comment = self._comment(kind, score) if self._chance.hit(0.3) else None
        self._sheet.later(at, kind, at, score, person, ticket, staff, comment)

    def _comment(self, kind: str, score: int) -> str:
        if kind == "nps":
            mood = "fans" if score >= 9 else "neutral" if score >= 7 else "critics"
        else:
            mood = "happy" if score >= 4 else "neutral" if score == 3 else "unhappy"
        return self._chance.pick(self._words[mood])
