"""The timeline of a contact, a deal or a ticket: all that happened, the newest first, in pages that are quick to read.

Every source of events answers the same columns, its newest rows first and no more than the page needs, so that a
contact with a hundred thousand calls opens as quickly as one with three. What belongs to a company is also what
belongs to its people.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from crmdesk.text import N_

if TYPE_CHECKING:
    from crmdesk.store.row import Source

# What events can be filtered by.
SORTS = {
    "call": N_("Calls"),
    "email": N_("E-mails"),
    "meeting": N_("Meetings"),
    "note": N_("Notes"),
    "task": N_("Tasks"),
    "deal": N_("Deals"),
    "ticket": N_("Tickets"),
    "sale": N_("Sales", "records"),
    "survey": N_("Surveys"),
}
KINDS = ("contact", "deal", "ticket")
_ACTIVITIES = ("call", "email", "meeting", "note", "task")


class Key(NamedTuple):
    """The place of an event in its timeline: later ones are higher. Without a moment it comes last of all."""

    at: int | None
    rank: int
    row: int


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened. `kind` and `id` are the record that it opens.

    `word` says what happened: the direction of a call, `opened` or the kind of the stage that a deal went to, the kind
    of a ticket's event or of an answer. `text` is that stage's name, else what was written down.
    """

    key: Key
    sort: str
    kind: str
    id: int
    title: str
    text: str
    word: str
    person: str
    who: str
    amount: int | None
    score: int | None
    minutes: int | None
    due_at: int | None
    done_at: int | None

    @property
    def at(self) -> int | None:
        return self.key.at

    @property
    def is_open_task(self) -> bool:
        return self.sort == "task" and self.done_at is None


class _From(NamedTuple):
    """One source: its rank, the sorts it can give, its columns, and the rows of each kind of record."""

    rank: int
    sorts: tuple[str, ...]
    columns: str
    rows: dict[str, str]
    moment: str = "at"


# A record of its own, and (of a company) each of its people.
_MEMBERS = "(SELECT :id AS id UNION ALL SELECT id FROM contact WHERE company_id = :id) member"
_PERSON = "coalesce((SELECT name FROM staff WHERE staff.id = t.staff_id), '')"
_WHO = "coalesce((SELECT name FROM contact WHERE contact.id = {} AND contact.id <> :id), '')"
_WHO_ON_CONTACT = "CASE WHEN :kind = 'contact' THEN " + _WHO + " ELSE '' END"
# Row by row of a contact, kind by kind: each step of the index (contact, kind, at) ends at the limit.
_NEWEST = """{members} JOIN json_each(:sorts) sort JOIN activity t ON t.id IN (
  SELECT id FROM activity t WHERE contact_id = member.id AND kind = sort.value AND {{before}}
  ORDER BY {{newest}} LIMIT :limit) WHERE true""".replace("{members}", _MEMBERS)
_CHOSEN = "AND t.kind IN (SELECT value FROM json_each(:sorts))"
_ACTIVITY = _From(
    4,
    _ACTIVITIES,
    f"""t.kind, 'activity', t.id, t.subject, t.body, t.direction, {_PERSON}, {_WHO_ON_CONTACT.format("t.contact_id")},
    NULL, NULL, t.minutes, t.due_at, t.done_at""",
    {
        "contact": _NEWEST,
        "deal": f"activity t WHERE t.deal_id = :id {_CHOSEN}",
        "ticket": f"activity t WHERE t.ticket_id = :id {_CHOSEN}",
    },
)
_STAGE_CHANGE = _From(
    3,
    ("deal",),
    f"""'deal', 'deal', deal.id, deal.title, stage.name,
    CASE WHEN t.id = (SELECT id FROM stage_change WHERE deal_id = deal.id ORDER BY at, id LIMIT 1)
         THEN 'opened' ELSE stage.kind END,
    {_PERSON}, {_WHO_ON_CONTACT.format("deal.contact_id")}, deal.amount, NULL, NULL, NULL, NULL""",
    {
        "contact": f"""{_MEMBERS} JOIN deal ON deal.contact_id = member.id JOIN stage_change t ON t.deal_id = deal.id
                       JOIN stage ON stage.id = t.stage_id WHERE true""",
        "deal": """deal JOIN stage_change t ON t.deal_id = deal.id JOIN stage ON stage.id = t.stage_id
                   WHERE deal.id = :id""",
    },
)
_TICKET_EVENT = _From(
    2,
    ("ticket",),
    f"""'ticket', 'ticket', ticket.id, ticket.subject, t.note, t.kind, {_PERSON},
    {_WHO_ON_CONTACT.format("ticket.contact_id")}, NULL, NULL, NULL, NULL, NULL""",
    {
        "contact": f"""{_MEMBERS} JOIN ticket ON ticket.contact_id = member.id
                       JOIN ticket_event t ON t.ticket_id = ticket.id WHERE true""",
        "ticket": "ticket JOIN ticket_event t ON t.ticket_id = ticket.id WHERE ticket.id = :id",
    },
)
_SALE = _From(
    1,
    ("sale",),
    f"""'sale', 'sale', t.id, t.note, '', '', {_PERSON}, {_WHO_ON_CONTACT.format("t.contact_id")},
    t.amount, NULL, NULL, NULL, NULL""",
    {
        # A sale without a contact is one of its deal's contact.
        "contact": f"""{_MEMBERS} JOIN sale t ON t.id IN (
                         SELECT id FROM (SELECT id FROM sale t WHERE contact_id = member.id AND {{before}}
                                         ORDER BY {{newest}} LIMIT :limit)
                         UNION ALL SELECT sale.id FROM deal JOIN sale ON sale.deal_id = deal.id
                         WHERE deal.contact_id = member.id AND sale.contact_id IS NULL) WHERE true""",
        "deal": "sale t WHERE t.deal_id = :id",
    },
    "sold_at",
)
_SURVEY = _From(
    0,
    ("survey",),
    f"""'survey', 'survey', t.id, '', t.comment, t.kind, {_PERSON}, {_WHO_ON_CONTACT.format("t.contact_id")},
    NULL, t.score, NULL, NULL, NULL""",
    {
        "contact": f"{_MEMBERS} JOIN survey t ON t.contact_id = member.id WHERE true",
        "ticket": "survey t WHERE t.ticket_id = :id",
    },
    "answered_at",
)
_SOURCES = (_ACTIVITY, _STAGE_CHANGE, _TICKET_EVENT, _SALE, _SURVEY)
_END = Key(2**62, len(_SOURCES), 0)


def timeline(
    source: Source, kind: str, id: int, *, sorts: Collection[str] = (), before: Key | None = None, limit: int = 50
) -> list[Event]:
    """The newest events of a record, at most `limit`.

    Without `sorts` those of every sort. The next page comes `before` the key of this page's last event. Of a kind of
    record that has no timeline there are none.
    """
    wanted = [sort for sort in SORTS if not sorts or sort in sorts]
    read = _reader(source, kind, id, wanted, limit)
    found: list[Event] = []
    if before is None or before.at is not None:
        for one in _SOURCES:
            found += read(one, before or _END)
        found.sort(key=lambda event: (event.at, event.key.rank, event.key.row), reverse=True)
        before = None
    if len(found) < limit:
        found += read(_ACTIVITY, before or Key(None, _END.rank, 2**62), dated=False)
    return found[:limit]


def sorts_of(kind: str) -> tuple[str, ...]:
    """The sorts of events that the timeline of a kind of record can hold."""
    return tuple(sort for sort in SORTS for one in _SOURCES if kind in one.rows and sort in one.sorts)


def _reader(source: Source, kind: str, id: int, wanted: list[str], limit: int) -> Callable[..., list[Event]]:
    def read(one: _From, before: Key, *, dated: bool = True) -> list[Event]:
        sorts = [sort for sort in wanted if sort in one.sorts]
        if not sorts or kind not in one.rows:
            return []
        parts = _order(one, dated=dated)
        moment = f"t.{one.moment}"
        sql = f"SELECT {moment}, t.id, {one.columns} FROM {one.rows[kind].format(**parts)} AND {{before}}"
        sql = f"{sql} ORDER BY {{newest}} LIMIT :limit".format(**parts)
        values = {"id": id, "kind": kind, "sorts": json.dumps(sorts), "limit": limit}
        values |= {"before_at": before.at, "before_rank": before.rank, "before_row": before.row, "rank": one.rank}
        return [_event(one.rank, row) for row in source.rows(sql, values)]

    return read


def _order(one: _From, *, dated: bool) -> dict[str, str]:
    """What comes before a key, and the order of what does."""
    if not dated:
        return {"before": f"t.{one.moment} IS NULL AND t.id < :before_row", "newest": "t.id DESC"}
    before = (
        f"t.{one.moment} <= :before_at AND (t.{one.moment} < :before_at OR :rank < :before_rank"
        " OR (:rank = :before_rank AND t.id < :before_row))"
    )
    return {"before": before, "newest": f"t.{one.moment} DESC, t.id DESC"}


def _event(rank: int, row: tuple[Any, ...]) -> Event:
    at, number, sort, kind, id, title, text, word, person, who, *rest = row
    return Event(Key(at, rank, number), sort, kind, id, title or "", text or "", word or "", person, who, *rest)
