"""The people of the business: who they are, when they worked there, and who was at work in a month."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from crmdesk.store.demo.almanac import Almanac
from crmdesk.store.demo.chance import Chance
from crmdesk.store.demo.people import Namer
from crmdesk.store.demo.sheet import Sheet
from crmdesk.store.demo.words import words

# Who sells better than others, and who answers faster.
_SKILLS = (1.15, 0.8, 1.0, 1.2, 0.9, 1.05)


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the business; months are numbers of the almanac, `left` is the last one."""

    id: int
    role: str
    started: int
    left: int
    skill: float


class Team:
    """Who can do what in which month."""

    def __init__(self, members: Sequence[Member], months: range, bad_month: int) -> None:
        self.members = tuple(members)
        self._at = {
            (role, month): self._present(role, month, absent=month == bad_month)
            for role in ("owner", "sales", "support", "other")
            for month in months
        }
        self._last = months[-1]

    def of(self, role: str, month: int) -> tuple[Member, ...]:
        """The people of a role who work in a month."""
        return self._at[role, min(month, self._last)]

    def anyone(self, role: str, month: int, chance: Chance) -> Member:
        """Somebody of that role; the owner lends a hand now and then."""
        if chance.hit(0.08):
            return self.of("owner", month)[0]
        return chance.pick(self.of(role, month))

    def keeper(self, member: Member, month: int) -> Member:
        """That person, or, once they have left, whoever has taken over their customers."""
        if member.started <= month <= member.left:
            return member
        others = self.of(member.role, month)
        return others[member.id % len(others)]

    def _present(self, role: str, month: int, *, absent: bool) -> tuple[Member, ...]:
        there = [member for member in self.members if member.role == role and member.started <= month <= member.left]
        # In the bad month half of the support was ill.
        return tuple(there[: (len(there) + 1) // 2]) if role == "support" and absent else tuple(there)


def hire(sheet: Sheet, almanac: Almanac, months: range, bad_month: int, scale: float, namer: Namer) -> Team:
    """Writes the staff: a core of seven, one of whom leaves when another starts, and more as the business grows."""
    lists = words("team")
    change = months[0] + len(months) * 11 // 24
    members = []
    for number, (name, role) in enumerate(lists["core"]):
        started = months[0] - 40 + 5 * number if name != "Łukasz Wójcik" else change + 1
        left = change if name == "Jonas Brandt" else months[-1] + 1
        mail = f"{lists['mail'][number]}@{lists['domain']}"
        members.append(_hire(sheet, almanac, months, name, mail, Member(0, role, started, left, _SKILLS[number % 6])))
    for number in range(round(2.64 * (math.sqrt(max(scale, 1)) - 1))):
        role = ("sales", "support", "sales", "support", "other")[number % 5]
        started = months[0] - 30 + number * 7 % (29 + len(months))
        left = min(started + 6, months[-1] - 1) if number % 9 == 8 else months[-1] + 1
        name, mail = namer.colleague(lists["domain"])
        one = Member(0, role, started, max(left, started), _SKILLS[number % 6])
        members.append(_hire(sheet, almanac, months, name, mail, one))
    return Team(members, range(months[0] - 13, months[-1] + 1), bad_month)


def _hire(sheet: Sheet, almanac: Almanac, months: range, name: str, mail: str, one: Member) -> Member:
    left = almanac.starts[one.left + 1] - 1 if one.left <= months[-1] else None
    started = almanac.starts[one.started]
    number = sheet.add(name=name, email=mail, role=one.role, started_on=started, left_on=left)
    return Member(number, one.role, one.started, one.left, one.skill)
