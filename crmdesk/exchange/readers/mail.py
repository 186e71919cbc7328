"""E-mails, in a mailbox (.mbox) or one in a file (.eml), as a table: who wrote to whom, when, about what."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crmdesk.exchange.found import Found
from crmdesk.exchange.rawlines import File
from crmdesk.exchange.readers.mail_parts import ENVELOPE, LENGTH, Message, messages
from crmdesk.exchange.readers.mail_text import header_text, moment, people
from crmdesk.exchange.table import Refusals, Rejected, Rows, Table, counted, shown
from crmdesk.text import _

FORM = "mail"
TO = ("To", *(f"To {n}" for n in range(2, 6)))
"""So many who received it have a column of their own: a contact is looked for among them."""
COLUMNS = ("Message-ID", "Date", "From", "From name", *TO, "Everybody", "Subject", "Text", "Labels")
HEADER = re.compile(rb"[!-9;-~]{1,100}[ \t]*:")
TELLING = re.compile(
    rb"^(From|To|Date|Subject|Received|Return-Path|Message-ID|Delivered-To|MIME-Version|X-[\w-]+):[ \t]*\S",
    re.IGNORECASE | re.MULTILINE,
)
EVERYBODY = 200
"""So many people of one message are named."""


def sniff(head: bytes) -> bool:
    """Whether a file begins as a mailbox or as a message: with headers, two of which every message has."""
    plain = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if ENVELOPE.match(plain):
        return True
    lines = plain.replace(b"\r\n", b"\n").split(b"\n\n")[0].split(b"\n")
    if lines[0].startswith(b"From ") or LENGTH.fullmatch(lines[0]):
        del lines[0]
    if len(lines) < 2 or not HEADER.match(lines[0]):
        return False
    # The last line may be cut off, others may continue the one before, and now and then one is broken.
    strange = [line for line in lines[:-1] if not HEADER.match(line) and line[:1] not in (b" ", b"\t")]
    return len({one.lower() for one in TELLING.findall(b"\n".join(lines))}) >= 2 + 2 * len(strange)


def tables(file: File) -> list[Found]:
    """The messages of a file."""
    return [Found(file.name, FORM, COLUMNS, lambda: _table(file), part="messages")]


def _table(file: File) -> Table:
    rejected = Refusals(file.name)
    return Table(file.name, list(COLUMNS), counted(_rows(file, rejected), file.name), rejected=rejected, is_sparse=True)


def _rows(file: File, rejected: list[Rejected]) -> Rows:
    for message in messages(file):
        values = _values(message)
        if not values["From"]:
            text = _("The message does not say who wrote it.")
            rejected.append(Rejected(message.line, "From", shown(values["Subject"]), text))
        elif not values["Date"]:
            text = _("The message does not say when it was written.")
            rejected.append(Rejected(message.line, "Date", shown(values["Subject"]), text))
        else:
            yield message.line, [values.get(column, "") for column in COLUMNS]


def _values(message: Message) -> dict[str, str]:
    said = message.headers.get
    senders = list(people(said("from", b""))) or list(people(said("sender", b"")))
    name, address = senders[0] if senders else ("", "")
    others = dict.fromkeys(one for _name, one in _receivers(message) if one.lower() != address.lower())
    everybody = (f"{called} <{one}>" if called else one for called, one in (*senders, *_receivers(message)))
    return {
        "Message-ID": header_text(said("message-id", b"")).strip("<> ")[:200],
        "Date": moment(said("date", b"")) or moment(said("received", b"").rpartition(b";")[2]),
        "From": address,
        "From name": name,
        **dict(zip(TO, others, strict=False)),
        "Everybody": ", ".join(list(dict.fromkeys(everybody))[:EVERYBODY]),
        "Subject": header_text(said("subject", b"")),
        "Text": message.text,
        "Labels": ";".join(one.strip() for one in header_text(said("x-gmail-labels", b"")).split(",") if one.strip()),
    }


def _receivers(message: Message) -> Iterator[tuple[str, str]]:
    for name in ("to", "cc"):
        yield from people(message.headers.get(name, b""))
