"""Customers and their fate: when they buy for the first time, when they stop, whether they say so, and who returns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crmdesk.store.demo.chance import Chance
from crmdesk.store.demo.marketing import Source
from crmdesk.store.demo.team import Member
from crmdesk.store.demo.world import World

# How many days a customer stays on average.
_STAYS = 800.0


@dataclass(frozen=True, slots=True)
class Fate:
    """The spans of days in which somebody is a customer, and the day on which they said that they stop."""

    spans: tuple[tuple[int, int], ...]
    ended_on: int | None


NEVER = Fate((), None)


@dataclass(slots=True)
class Account:
    """A customer as the story goes on. `id` is the company, or the person if there is none; `person` is who calls."""

    id: int
    person: int
    owner: Member
    spans: tuple[tuple[int, int], ...]
    gap: float
    size: float
    next_order: int


class Fates:
    """Decides how long customers stay."""

    def __init__(self, world: World) -> None:
        self._chance = world.chance("fates")
        starts = world.almanac.starts
        self._bad = range(starts[world.bad_month], starts[world.bad_month + 1])
        self._today = world.almanac.day_of(world.almanac.now)

    def of(self, first: int, *, least: int = 20) -> Fate:
        """The fate of somebody who buys for the first time on a day, and stays at least so many days."""
        chance = self._chance
        end = first + least + int(chance.lasting(_STAYS))
        if least == 20 and chance.hit(0.08):
            # Bought once, and that was it.
            end = first + 7
        said = chance.hit(0.4)
        if first < self._bad[0] < end and chance.hit(0.11):
            # Those whom the bad month cost: some leave soon, some find another supplier first.
            end, said = self._bad[-1] + chance.whole(5, 70), chance.hit(0.6)
        spans = [(first, end)]
        if chance.hit(0.28):
            back = end + chance.whole(195, 330)
            spans.append((back, back + 20 + int(chance.lasting(_STAYS / 2))))
        over = [last for _, last in spans if last <= self._today]
        return Fate(tuple(spans), over[-1] if said and over else None)


class Contacts:
    """Writes people and companies."""

    def __init__(self, world: World) -> None:
        self._world, self._chance = world, world.chance("contacts")

    def write(self, at: int, owner: int | None, source: Source, fate: Fate, **lead: int | None) -> tuple[int, int]:
        """A company with one or two people, or a person. `lead` are the lead's moments. Answers account and person."""
        namer, chance, sheet = self._world.namer, self._chance, self._world.book.contacts
        culture = namer.culture()
        address = namer.address(culture)
        shared = {
            "owner_id": owner,
            "channel": source.channel,
            "campaign_id": source.campaign,
            "created_at": at,
            **{name: address.get(name) for name in ("street", "city", "postcode", "country")},
        }
        ended: dict[str, Any] = {"ended_on": fate.ended_on, "tags": self._tags(fate), "notes": self._note()}
        phone = address.get("phone")
        if chance.hit(0.48):
            return (alone := self._person(culture, "", phone, {**shared, **ended, **lead})), alone
        firm = namer.firm(culture)
        company = sheet.add(
            kind="company",
            name=firm.text,
            email=f"info@{firm.plain}.example",
            phone=phone,
            website=f"https://www.{firm.plain}.example" if chance.hit(0.7) else None,
            **shared,
            **ended,
        )
        shared["company_id"] = company
        person = self._person(culture, firm.plain, None, {**shared, **lead})
        if chance.hit(0.12):
            self._person(namer.culture(), firm.plain, None, shared)
        return company, person

    def _person(self, culture: dict[str, Any], firm: str, phone: str | None, shared: dict[str, Any]) -> int:
        namer, chance = self._world.namer, self._chance
        name = namer.person(culture)
        mail = namer.mailbox(name, f"{firm or 'mail'}.example") if chance.hit(0.93) else None
        return self._world.book.contacts.add(kind="person", name=name.text, email=mail, phone=phone, **shared)

    def _tags(self, fate: Fate) -> str | None:
        tags = [
            tag
            for tag, share in (("regular", 0.5), ("invoice by post", 0.06))
            if fate.spans and self._chance.hit(share)
        ]
        return ";".join(tags) or None

    def _note(self) -> str | None:
        return "Prefers to be called in the morning." if self._chance.hit(0.05) else None


def account(ids: tuple[int, int], owner: Member, fate: Fate, first_order: int, chance: Chance) -> Account:
    """A customer at the beginning of its story."""
    gap = chance.about(23, 0.3) if chance.hit(0.75) else min(chance.about(62, 0.25), 95)
    return Account(*ids, owner, fate.spans, gap, chance.about(1.0, 0.55), first_order)
