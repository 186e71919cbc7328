"""Contacts as KPIs read them, and what is known of accounts: where they came from and whose they are.

An account is a company, or a person who belongs to none.
"""

from __future__ import annotations

from typing import NamedTuple, TypeVar

from crmdesk.kpi.measurement import Measurement, by_id

T = TypeVar("T")

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


def contact_facts(m: Measurement) -> dict[int, Contact]:
    """Every contact by its id."""
    return by_id(Contact, m.rows(_CONTACTS))


def channels(m: Measurement) -> dict[int, str]:
    """The channel of each account that has one."""
    return _of_accounts([(id, one.company, one.channel) for id, one in m.whole(contact_facts).items()])


def keeps_account(m: Measurement, account: int) -> bool:
    """Whether an account belongs to the part of the business that is measured."""
    channel, campaign, owner = m.whole(channels), m.whole(_campaigns), m.whole(_owners)
    return m.keeps(channel=channel.get(account), campaign=campaign.get(account), staff=owner.get(account))


def keeps_contact(m: Measurement, contact: int | None, person: int | None) -> bool:
    """Whether what a contact said of a person belongs to the part of the business that is measured."""
    if contact is None:
        return m.keeps(staff=person, channel=None, campaign=None)
    account = m.whole(contact_facts)[contact].company or contact
    return m.keeps(staff=person, channel=m.whole(channels).get(account), campaign=m.whole(_campaigns).get(account))


def _campaigns(m: Measurement) -> dict[int, int]:
    """The campaign that brought each account, where one did."""
    return _of_accounts([(id, one.company, one.brought) for id, one in m.whole(contact_facts).items()])


def _owners(m: Measurement) -> dict[int, int]:
    """The person whose customer each account is."""
    return _of_accounts([(id, one.company, one.owner) for id, one in m.whole(contact_facts).items()])


def _of_accounts(known: list[tuple[int, int | None, T | None]]) -> dict[int, T]:
    """What each account has: its own, else that of the earliest of its contacts that has one."""
    found: dict[int, T] = {}
    for id, company, value in known:
        if value is not None:
            found.setdefault(id if company is None else company, value)
    return found | {id: value for id, company, value in known if value is not None and company is None}
