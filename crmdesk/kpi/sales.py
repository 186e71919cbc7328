"""Sales in the order of time, each with the account, the campaign and the person that it belongs to."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, compress
from operator import itemgetter

from crmdesk.kpi.contacts import channels, contact_facts, keeps_account
from crmdesk.kpi.deals import deal_facts
from crmdesk.kpi.freeing import columns_of, free, sort_within
from crmdesk.kpi.measurement import Measurement
from crmdesk.kpi.tally import Tally, tallies

_SALES = """
SELECT id, sold_day, sold_at, amount, contact_id, deal_id, campaign_id, staff_id FROM sale
WHERE sold_at < :now ORDER BY sold_day, sold_at
"""


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


def sales_book(m: Measurement) -> SalesBook:
    """Every sale before now, column by column."""
    contacts, deals = m.whole(contact_facts), m.whole(deal_facts)
    rows = m.rows(_SALES)
    # The index knows days and moments, but not the rows of one moment.
    sort_within(rows, itemgetter(1), itemgetter(1, 2, 0))
    ids, days, ats, amounts, contact_ids, deal_ids, campaigns, people = columns_of(rows, 8)
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


def kept_sales(m: Measurement) -> SalesBook:
    """The sales of the part of the business that is measured, each told by itself."""
    book = m.whole(sales_book)
    if not m.only:
        return book
    channel_of = m.whole(channels)
    known = zip(book.accounts, book.campaigns, book.people, strict=True)
    return _chosen(
        book,
        [
            m.keeps(
                channel=None if account is None else channel_of.get(account),
                campaign=campaign,
                staff=person,
                customer=account,
            )
            for account, campaign, person in known
        ],
    )


def account_sales(m: Measurement) -> SalesBook:
    """The sales to the accounts of the part of the business that is measured."""
    book = m.whole(sales_book)
    if not m.only:
        return book
    kept = {account: account is not None and keeps_account(m, account) for account in set(book.accounts)}
    return _chosen(book, [kept[account] for account in book.accounts])


def campaign_sales(m: Measurement) -> dict[int | None, Tally]:
    """Net sales of each campaign, and of none, whatever part of the business is measured."""
    book = m.whole(sales_book)
    return tallies(zip(book.campaigns, book.days, book.amounts, strict=True))


def sales_by_campaign(m: Measurement) -> dict[int | None, Tally]:
    """Net sales of each campaign, and of none."""
    if not m.only:
        return m.whole(campaign_sales)
    book = m.shared(kept_sales)
    return tallies(zip(book.campaigns, book.days, book.amounts, strict=True))


def sales_by_channel(m: Measurement) -> dict[str | None, Tally]:
    """Net sales to the accounts of each channel. Sales of nobody are not there."""
    return _by_channel(m, m.shared(kept_sales))


def account_sales_by_channel(m: Measurement) -> dict[str | None, Tally]:
    """The same of the accounts of the part of the business that is measured."""
    return _by_channel(m, m.shared(account_sales)) if m.only else m.shared(sales_by_channel)


def net_between(m: Measurement, first: int, last: int) -> int:
    """Net sales to all accounts that are measured on the days `first..last`, as far as they lie before now."""
    places, sums = m.shared(account_sales).of_days(first, last), m.shared(_sums)
    return sums[places.stop] - sums[places.start]


def _by_channel(m: Measurement, book: SalesBook) -> dict[str | None, Tally]:
    channel_of = m.whole(channels)
    rows = zip(book.accounts, book.days, book.amounts, strict=True)
    return tallies((channel_of.get(account), day, amount) for account, day, amount in rows if account is not None)


def _chosen(book: SalesBook, kept: Sequence[bool]) -> SalesBook:
    """Some of the sales, in the same order."""
    ids, ats, days, amounts = (list(compress(column, kept)) for column in (book.ids, book.ats, book.days, book.amounts))
    rest = (list(compress(column, kept)) for column in (book.accounts, book.campaigns, book.people))
    return SalesBook(ids, ats, days, amounts, *rest)


def _sums(m: Measurement) -> list[int]:
    return [0, *accumulate(m.shared(account_sales).amounts)]
