"""Sales in the order of time, each with the account, the campaign and the person that it belongs to."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import accumulate
from operator import itemgetter
from typing import NamedTuple

from crmdesk.kpi.deals import deal_facts
from crmdesk.kpi.freeing import free
from crmdesk.kpi.measurement import Measurement, by_id
from crmdesk.kpi.tally import Tally, tallies

_SALES = """
SELECT id, sold_day, sold_at, amount, contact_id, deal_id, campaign_id, staff_id FROM sale
WHERE sold_at < :now ORDER BY sold_day, sold_at
"""
_CONTACTS = """
SELECT contact.id, contact.company_id, contact.channel, coalesce(contact.campaign_id, company.campaign_id),
       contact.owner_id
FROM contact LEFT JOIN contact company ON company.id = contact.company_id ORDER BY contact.id
"""


class Contact(NamedTuple):
    """What KPIs read of a contact; `brought` is the campaign that brought it, or its company."""

    company: int | None
    channel: str | None
    brought: int | None
    owner: int | None


@dataclass(slots=True)
class SalesBook:
    """Sales as columns, in the order of time.

    `accounts` is None for a sale of nobody. `campaigns` is the sale's own, else its deal's, else its contact's, else
    that of the contact's company. `people` is who sold, else the owner of the deal, else of the contact.
    """

    ids: list[int]
    ats: list[int]
    days: list[int]
    amounts: list[int]
    accounts: list[int | None]
    campaigns: list[int | None]
    people: list[int | None]

    def between(self, start: int, cut: int) -> range:
        """The places of the sales with start <= at < cut."""
        return range(bisect_left(self.ats, start), bisect_left(self.ats, cut))

    def of_days(self, first: int, last: int) -> range:
        """The places of the sales on the days `first..last`."""
        return range(bisect_left(self.days, first), bisect_right(self.days, last))


def contact_facts(m: Measurement) -> dict[int, Contact]:
    """Every contact by its id."""
    return by_id(Contact, m.rows(_CONTACTS))


def sales_book(m: Measurement) -> SalesBook:
    """Every sale before now, column by column."""
    contacts, deals = m.shared(contact_facts), m.shared(deal_facts)
    rows = m.rows(_SALES)
    # The index knows days and moments; sorting what is nearly in order costs little.
    rows.sort(key=itemgetter(1, 2, 0))
    ids, days, ats, amounts, contact_ids, deal_ids, campaigns, people = (
        list(map(itemgetter(place), rows)) for place in range(8)
    )
    free(rows)
    of_deal = [None if deal is None else deals[deal] for deal in deal_ids]
    # A sale takes from its deal, and then from its contact, what it does not say itself.
    buyers = [deal.contact if own is None and deal else own for own, deal in zip(contact_ids, of_deal, strict=True)]
    of_contact = [None if buyer is None else contacts[buyer] for buyer in buyers]
    known = list(zip(of_deal, of_contact, strict=True))
    book = SalesBook(
        ids,
        ats,
        days,
        amounts,
        [one.company or buyer if one else None for buyer, one in zip(buyers, of_contact, strict=True)],
        [
            own or (deal and deal.campaign) or (one and one.brought)
            for own, (deal, one) in zip(campaigns, known, strict=True)
        ],
        [own or (deal and deal.owner) or (one and one.owner) for own, (deal, one) in zip(people, known, strict=True)],
    )
    free(known)
    return book


def sales_by_campaign(m: Measurement) -> dict[int | None, Tally]:
    """Net sales of each campaign, and of none."""
    book = m.shared(sales_book)
    return tallies(zip(book.campaigns, book.days, book.amounts, strict=True))


def sales_by_channel(m: Measurement) -> dict[str | None, Tally]:
    """Net sales to the accounts of each channel. Sales of nobody are not there."""
    book, channel_of = m.shared(sales_book), m.shared(channels)
    rows = zip(book.accounts, book.days, book.amounts, strict=True)
    return tallies((channel_of.get(account), day, amount) for account, day, amount in rows if account is not None)


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
