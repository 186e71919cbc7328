"""Sales in the order of time, each with the account, the campaign and the person that it belongs to."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field
from itertools import accumulate
from typing import NamedTuple

from crmdesk.kpi.deals import deal_facts
from crmdesk.kpi.measurement import Measurement

_SALES = """
SELECT id, sold_at, sold_day, amount, contact_id, deal_id, campaign_id, staff_id FROM sale
WHERE sold_at < :now ORDER BY sold_day, sold_at, id
"""
_CONTACTS = "SELECT id, company_id, channel, campaign_id, owner_id FROM contact ORDER BY id"


class Contact(NamedTuple):
    """What KPIs read of a contact."""

    company: int | None
    channel: str | None
    campaign: int | None
    owner: int | None


@dataclass(slots=True)
class SalesBook:
    """Sales as columns, in the order of time.

    `accounts` is None for a sale of nobody. `campaigns` is the sale's own, else its deal's, else its contact's, else
    that of the contact's company. `people` is who sold, else the owner of the deal, else of the contact.
    """

    ids: list[int] = field(default_factory=list)
    ats: list[int] = field(default_factory=list)
    days: list[int] = field(default_factory=list)
    amounts: list[int] = field(default_factory=list)
    accounts: list[int | None] = field(default_factory=list)
    campaigns: list[int | None] = field(default_factory=list)
    people: list[int | None] = field(default_factory=list)

    def between(self, start: int, cut: int) -> range:
        """The places of the sales with start <= at < cut."""
        return range(bisect_left(self.ats, start), bisect_left(self.ats, cut))

    def of_days(self, first: int, last: int) -> range:
        """The places of the sales on the days `first..last`."""
        return range(bisect_left(self.days, first), bisect_right(self.days, last))


def contact_facts(m: Measurement) -> dict[int, Contact]:
    """Every contact by its id."""
    return {id: Contact(*row) for id, *row in m.rows(_CONTACTS)}


def sales_book(m: Measurement) -> SalesBook:
    """Every sale before now."""
    contacts, deals = m.shared(contact_facts), m.shared(deal_facts)
    book = SalesBook()
    for id, at, day, amount, contact, deal, campaign, person in m.rows(_SALES):
        account = None
        if deal is not None:
            owner, *_, of_deal, named = deals[deal]
            contact = of_deal if contact is None else contact  # noqa: PLW2901 - a sale takes its deal's
            campaign = named if campaign is None else campaign  # noqa: PLW2901
            person = owner if person is None else person  # noqa: PLW2901
        if contact is not None:
            company, _, brought, owner = contacts[contact]
            account = contact if company is None else company
            if campaign is None:
                campaign = brought if brought is not None or company is None else contacts[company].campaign  # noqa: PLW2901
            person = owner if person is None else person  # noqa: PLW2901
        book.ids.append(id)
        book.ats.append(at)
        book.days.append(day)
        book.amounts.append(amount)
        book.accounts.append(account)
        book.campaigns.append(campaign)
        book.people.append(person)
    return book


def net_between(m: Measurement, first: int, last: int) -> int:
    """Net sales of everybody on the days `first..last`, as far as they lie before now."""
    places, sums = m.shared(sales_book).of_days(first, last), m.shared(_sums)
    return sums[places.stop] - sums[places.start]


def channels(m: Measurement) -> dict[int, str]:
    """The channel of each account that has one: its own, else that of the earliest of its contacts that has one."""
    contacts = m.shared(contact_facts)
    found: dict[int, str] = {}
    for id, one in contacts.items():
        if one.channel is not None:
            found.setdefault(id if one.company is None else one.company, one.channel)
    for id, one in contacts.items():
        if one.channel is not None and id in found and one.company is None:
            found[id] = one.channel
    return found


def _sums(m: Measurement) -> list[int]:
    return [0, *accumulate(m.shared(sales_book).amounts)]
