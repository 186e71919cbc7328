"""Invented people and companies: most from the business's own region, and some from everywhere else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from crmdesk.store.demo.chance import Chance, Weighted
from crmdesk.store.demo.words import plain, words


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it is written, and as it stands in an address."""

    text: str
    plain: str


class Namer:
    """Makes names, addresses and phone numbers. The numbers are those set aside for films, the domains for examples."""

    def __init__(self, chance: Chance) -> None:
        lists = words("people")
        self._chance, self._firms = chance, words("firms")
        self._cultures = Weighted([(one, one["weight"]) for one in lists["cultures"]])
        self._cities = Weighted([(one, one["weight"]) for one in lists["cities"]])
        self._streets: list[str] = lists["streets"]
        self._taken: dict[str, int] = {}

    def culture(self) -> dict[str, Any]:
        """Where a name comes from."""
        found: dict[str, Any] = self._chance.draw(self._cultures)
        return found

    def person(self, culture: dict[str, Any]) -> Name:
        given, family = self._word(culture["given"]), self._word(culture["family"])
        latin = f"{given.plain}.{family.plain}"
        if culture.get("family_first"):
            return Name(f"{family.text}{culture['join']}{given.text}", latin)
        return Name(f"{given.text} {family.text}", latin)

    def firm(self, culture: dict[str, Any]) -> Name:
        """A company: with a name of its owner's language, or one like everybody's."""
        own = self._firms["own"].get(culture["name"])
        if own and self._chance.hit(0.7):
            found = self._word(own)
        elif self._chance.hit(0.5):
            text = self._chance.pick(self._firms["word_patterns"]).format(self._chance.pick(self._firms["words"]))
            found = Name(text, plain(text))
        else:
            family = self._chance.pick(self._cultures.items[0]["family"])
            text = self._chance.pick(self._firms["family_patterns"]).format(family)
            found = Name(text, plain(text))
        number = self._number(found.plain)
        if number == 1:
            return found
        # The same name again is another branch.
        district = (self._firms["districts"][number - 2 :] or [str(number)])[0]
        return Name(f"{found.text} {district}", f"{found.plain}-{plain(district)}")

    def mailbox(self, name: Name, domain: str) -> str:
        """An e-mail address that nobody else has."""
        number = self._number(f"{name.plain}@{domain}")
        return f"{name.plain}{number if number > 1 else ''}@{domain}"

    def colleague(self, domain: str) -> tuple[str, str]:
        name = self.person(self.culture())
        return name.text, self.mailbox(name, domain)

    def address(self, culture: dict[str, Any]) -> dict[str, str | None]:
        """Street, city, postcode, country, phone: mostly in and around Berlin, now and then in the old country."""
        chance = self._chance
        if culture["home"] and chance.hit(0.15):
            city, postcode, country = culture["home"]
            return {"city": city, "postcode": postcode, "country": country}
        town = chance.draw(self._cities)
        street = f"{chance.pick(self._streets)} {chance.whole(1, 180)}"
        phone = f"{town['area']}{chance.whole(0, 999):03d}" if town["area"] and chance.hit(0.85) else None
        place = {"city": town["city"], "postcode": chance.pick(town["postcodes"]), "country": "Germany"}
        return {**place, "street": street, "phone": phone}

    def _word(self, items: list[str]) -> Name:
        text, _, latin = self._chance.pick(items).partition("|")
        return Name(text, latin or plain(text))

    def _number(self, key: str) -> int:
        self._taken[key] = self._taken.get(key, 0) + 1
        return self._taken[key]
