"""Which record an id of a file means: one that is in the workspace already, or one that this import brings."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from typing import Any

from crmdesk.exchange.parsed import Parsed, plain_id, qualified
from crmdesk.store.base import Record, references_of, table_of
from crmdesk.store.merging import APART, OWN
from crmdesk.store.registry import record_type
from crmdesk.store.row import Source
from crmdesk.text import _

_HEXADECIMAL_UID = 32


class Ids:
    """The row numbers of every kind by id, looked up once a kind.

    An id of a program is told from those of others by `parsed.qualified`; those of the interchange format are plain. A
    record that never had an id leaves the house under its uid, and is known by it.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._known: dict[str, dict[str, int]] = {}
        self._held: dict[str, set[str]] = {}

    def of(self, record: type[Record]) -> dict[str, int]:
        """Id to row number; new records are added as they get their numbers."""
        table = table_of(record)
        if table not in self._known:
            elsewhere = self._source.rows(
                f"SELECT source, elsewhere, row FROM known_as WHERE record = ? AND source IS NOT ?"
                f" AND row IN (SELECT id FROM {table})",
                (table, APART),
            )
            found = {qualified(_plain_source(program), text): number for program, text, number in elsewhere}
            found.update(self._source.rows(f"SELECT coalesce(external_id, lower(hex(uid))), id FROM {table}"))
            self._known[table] = found
        return self._known[table]

    def find(self, record: type[Record], text: str) -> int | None:
        """The row that a text means: an id as it stands, or a uid whatever program the id is of."""
        known, plain = self.of(record), plain_id(text)
        if text not in known and len(plain) == _HEXADECIMAL_UID and (number := self._by_uid(record, plain)):
            known[text] = number
        return known.get(text)

    def _by_uid(self, record: type[Record], text: str) -> int | None:
        try:
            uid = bytes.fromhex(text)
        except ValueError:
            return None
        rows = self._source.rows(f"SELECT id FROM {table_of(record)} WHERE uid = ?", (uid,))
        return rows[0][0] if rows else None

    def hold(self, record: type[Record], names: Collection[str]) -> None:
        """Notes the ids of rows that wait for a person."""
        self._held.setdefault(table_of(record), set()).update(names)

    def is_held(self, record: type[Record], text: str) -> bool:
        """Whether the row of that id waits for a person."""
        return text in self._held.get(table_of(record), ())


def _plain_source(program: str) -> str:
    """The ids that merged contacts had here are those of the interchange format."""
    return "" if program == OWN else program


def names_known(source: Source) -> Callable[[str], Iterable[tuple[str, str]]]:
    """For a mapping, from a kind to its records by uid: with the name, the e-mail address and every id.

    A uid means the same record to every table, whatever program's ids it has.
    """

    def known(kind: str) -> Iterable[tuple[str, str]]:
        record = record_type(kind)
        table = table_of(record)
        named = ["email"] if "email" in record.columns else []
        for name in (record.name_field, *named, "external_id"):
            yield from source.rows(f"SELECT lower(hex(uid)), {name} FROM {table} WHERE {name} IS NOT NULL")
        yield from source.rows(
            f"SELECT lower(hex(t.uid)), elsewhere FROM known_as JOIN {table} AS t ON t.id = row"
            " WHERE record = ? AND source IS NOT ?",
            (table, APART),
        )

    return known


def resolve(parsed: Parsed, ids: Ids, *, but: str = "") -> None:
    """Replaces the texts of references by row numbers, and refuses rows whose reference leads nowhere."""
    for name, target in references_of(parsed.record).items():
        if name == but or name not in parsed.columns:
            continue
        texts, known = parsed.columns[name], ids.of(target)
        if not any(texts):
            continue
        numbers = parsed.columns[name] = list(map(known.get, texts))
        if numbers.count(None) == texts.count(None):
            continue
        for i, text in enumerate(texts):
            if numbers[i] is None and text is not None:
                numbers[i] = ids.find(target, text)
                if numbers[i] is None:
                    lead_nowhere(parsed, i, name, text, target, ids)


class Companies:
    """Contacts whose companies may stand further down in the files.

    A contact whose company is not there, or was refused itself, is refused too; one whose company waits for a person
    waits with it.
    """

    def __init__(self, record: type[Record], ids: Ids, coming: Collection[str]) -> None:
        self._record, self._ids, self._coming = record, ids, coming
        self._fallen: set[str] = set()
        self._members: dict[str, list[str]] = {}

    @property
    def are_awaited(self) -> bool:
        """Whether any company stands in the files themselves."""
        return bool(self._members)

    def resolve(self, parsed: Parsed) -> None:
        """Gives the companies that are there their numbers."""
        companies: list[Any] = parsed.columns["company_id"]
        for i, text in enumerate(companies):
            if text is not None:
                companies[i] = self._ids.find(self._record, text) or text

    def leave_out_own(self, parsed: Parsed) -> None:
        """Whoever names itself has no company: one whose name is that of its firm finds itself by that name."""
        companies: list[Any] = parsed.columns["company_id"]
        for i, company in enumerate(companies):
            if company is not None and company in (parsed.external[i], parsed.numbers[i]):
                companies[i] = None
                parsed.said[i] -= {"company_id"}

    def note(self, parsed: Parsed) -> None:
        """Remembers who waits for which company, and which rows do not come."""
        companies: list[Any] = parsed.columns["company_id"]
        standing = set(parsed.standing())
        self._fallen.update(parsed.fallen())
        self._ids.hold(self._record, [name for i in (*parsed.doubts, *parsed.left_out) if (name := parsed.external[i])])
        for i in standing:
            text, name = companies[i], parsed.external[i]
            if isinstance(text, str) and name is not None:
                self._members.setdefault(text, []).append(name)

    def fall(self) -> None:
        """Follows from each company that does not come to the contacts that stand and fall with it."""
        held = [text for text in self._members if self._ids.is_held(self._record, text)]
        self._ids.hold(self._record, self._followers(held))
        self._followers([text for text in self._members if not self._comes(text)])

    def _followers(self, companies: list[str]) -> list[str]:
        found, fresh = list[str](), companies
        while fresh:
            fresh = [name for text in fresh for name in self._members.get(text, ()) if name not in self._fallen]
            self._fallen.update(fresh)
            found.extend(fresh)
        return found

    def _comes(self, text: str) -> bool:
        return text in self._coming and text not in self._fallen

    def refuse(self, parsed: Parsed) -> None:
        """Takes out of a piece the rows whose company does not come."""
        companies: list[Any] = parsed.columns["company_id"]
        for i in list(parsed.standing()):
            if isinstance(companies[i], str) and not self._comes(companies[i]):
                lead_nowhere(parsed, i, "company_id", companies[i], self._record, self._ids)


def lead_nowhere(parsed: Parsed, i: int, name: str, text: str, target: type[Record], ids: Ids) -> None:
    """Refuses a row whose reference leads nowhere; if it leads to a row that waits for a person, it waits too."""
    if ids.is_held(target, text):
        reason = _("belongs to “{text}”, for which it is not decided yet whether it comes in")
        parsed.doubt(i, reason.format(text=plain_id(text)))
        return
    if parsed.is_foreign:
        # The files of the interchange format mean nothing to whoever brings in mails or a table of another program.
        reason = _("names a record that is not in the workspace; add it or bring it in, and then this file again")
    else:
        reason = _("names a record that is neither in the workspace nor in a good row of {file}").format(
            file=f"{target.plural}.csv"
        )
    parsed.refuse(i, name, text, reason)
