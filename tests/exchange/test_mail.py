"""E-mails: every message is read or refused with a reason; only what it says to people is taken."""

from collections.abc import Callable

import pytest

from crmdesk.exchange import limits
from tests.exchange.forms import Read, written

HEAD = ("From: Jane Doe <jane@x.org>", "Date: Mon, 5 Jan 2026 10:00:00 +0100", "Subject: Hello")


@pytest.fixture
def mail(tmp_path) -> Callable[..., Read]:
    """What is read of a message with these lines."""

    def made(*lines: str, head: tuple[str, ...] = HEAD, encoding: str = "utf-8") -> Read:
        return written(tmp_path, "one.eml", "\r\n".join([*head, *lines]).encode(encoding))

    return made


def test_a_message_is_read(mail):
    found = mail(
        'To: "Blum, Bea" <bea@blue.example>, jane@x.org, me@us.example; "no address"',
        "Cc: cy@c.example (Cy)",
        "Message-ID: <1@x.org>",
        "X-Gmail-Labels: Inbox,=?UTF-8?Q?Gel=C3=B6scht?=",
        "X-Other: nothing",
        "  of interest",
        "",
        "Hi Bea,  ",
        "",
        "yours",
        "",
    )
    assert found.only == {
        "Message-ID": "1@x.org",
        "Date": "2026-01-05T10:00:00+01:00",
        "From": "jane@x.org",
        "From name": "Jane Doe",
        "To": "bea@blue.example",
        "To 2": "me@us.example",
        "To 3": "cy@c.example",
        "Everybody": "Jane Doe <jane@x.org>, Blum, Bea <bea@blue.example>, jane@x.org, me@us.example, cy@c.example",
        "Subject": "Hello",
        "Text": "Hi Bea,\n\nyours",
        "Labels": "Inbox;Gelöscht",
    }
    assert (found.found[0].form, found.lines) == ("mail", [1])


BOX = """From - Mon Jan 05 10:00:00 2026
From: a@b.c
Date: Mon, 5 Jan 2026 10:00:00 -0000

one
>From here
>>From there

From me Mon Jan 05
From x@y Mon Jan  5 11:00:00 2026
is no envelope, for no blank line is above it

From x@y Mon Jan  5 11:00:00 2026
Sender: d@e.f
Received: from x; Mon, 5 Jan 2026
 12:00:00 +0000

two
"""


def test_a_mailbox_holds_many(tmp_path):
    found = written(tmp_path, "box.mbox", BOX)
    assert [(row["From"], row["Date"]) for row in found.rows] == [
        ("a@b.c", "2026-01-05T10:00:00+00:00"),
        ("d@e.f", "2026-01-05T12:00:00+00:00"),
    ]
    assert found.rows[0]["Text"].splitlines()[1:3] == ["From here", ">From there"]
    assert found.rows[0]["Text"].endswith("is no envelope, for no blank line is above it")
    assert found.lines == [1, 13]


@pytest.mark.parametrize(
    ("head", "reason"),
    [
        (("To: a@b.c", "Date: Mon, 5 Jan 2026 10:00:00 +0100"), "The message does not say who wrote it."),
        (("From: nobody", "Date: Mon, 5 Jan 2026 10:00:00 +0100"), "The message does not say who wrote it."),
        (("From: a@b.c", "Date: once upon a time"), "The message does not say when it was written."),
        (("From: a@b.c", "Date: Mon, 99 Jan 99999999999 10:00:00"), "The message does not say when it was written."),
        (("From: a@b.c", "Subject: x"), "The message does not say when it was written."),
    ],
)
def test_a_message_without_its_person_or_its_moment_is_refused(mail, head, reason):
    found = mail("", "text", head=head)
    assert (found.rows, found.reasons) == ([], [reason])


@pytest.mark.parametrize(
    ("written_as", "read"),
    [
        ("=?utf-8?Q?J=C3=BCrgen?= =?utf-8?B?IE3DvGxsZXI=?=", "Jürgen Müller"),
        ("=?utf-8?Q?J=C3?= =?utf-8?Q?=BCrgen?=", "Jürgen"),
        ("=?iso-8859-1?q?Gr=FC=DFe_an?= alle", "Grüße an alle"),
        ("Re: =?windows-1252*de?Q?=FC?= x =?UTF-8?B?w7w=?=", "Re: ü x ü"),
        ("=?utf-8?Q?=FC?=", "ü"),
        ("=?KLINGON?Q?abc?=", "abc"),
        ("=?utf-8?B?w7w?=", "ü"),
        ("=?utf-8?B?YWJjZ?=", "abc"),
        ("=?utf-8?B?!?= =?x", "=?x"),
        ("a  b", "a b"),
        ("a\r\n b", "a b"),
    ],
)
def test_encoded_words_are_read(mail, written_as, read):
    assert mail("", "", head=(*HEAD[:2], f"Subject: {written_as}")).only["Subject"] == read


@pytest.mark.parametrize(
    ("header", "name", "address"),
    [
        ("a@b.c", "", "a@b.c"),
        ("<a@b.c>", "", "a@b.c"),
        ('"O\'Neil, \\"J\\"" <a@b.c>', "O'Neil, J", "a@b.c"),
        ("a@b.c <a@b.c>", "", "a@b.c"),
        ("'Bea' <a@b.c>", "Bea", "a@b.c"),
        ("Bea <no address>, a@b.c", "", "a@b.c"),
        ("=?utf-8?Q?J=C3=BCrgen?= <a@b.c>", "Jürgen", "a@b.c"),
        ("Müller <a@b.c>", "Müller", "a@b.c"),
    ],
)
def test_people_are_read(mail, header, name, address):
    one = mail("", "", head=(f"From: {header}", *HEAD[1:])).only
    assert (one.get("From name", ""), one["From"]) == (name, address)


def parts(*some: tuple[str, str], boundary: str = "b1") -> list[str]:
    lines = [f'Content-Type: multipart/mixed; boundary="{boundary}"', "", "preamble"]
    for head, text in some:
        lines += [f"--{boundary}", *head.splitlines(), "", text]
    return [*lines, f"--{boundary}--", "epilogue"]


PLAIN = "Content-Type: text/plain; charset=utf-8"


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (
            ["Content-Type: text/plain; charset=ISO-8859-1", "Content-Transfer-Encoding: base64", "", "R3L832UK"],
            "Grüße",
        ),
        (["Content-Transfer-Encoding: quoted-printable", "", "Gr=C3=BC=", "=C3=9Fe"], "Grüße"),
        (parts(("Content-Type: text/html", "<p>no"), (PLAIN, "yes"), (PLAIN, "too late")), "yes"),
        (parts((f"{PLAIN}\nContent-Disposition: attachment", "no"), (PLAIN, "yes")), "yes"),
        (parts((PLAIN, " "), ("", "yes")), "yes"),
        (
            parts(("\n".join(parts((PLAIN, "in"), boundary="b2")[:1]), "\n".join(["--b2", PLAIN, "", "in", "--b2--"]))),
            "in",
        ),
        (parts(("\n".join(parts(boundary="b2")[:1]), "never closed"), (PLAIN, "out")), "out"),
        (["Content-Type: text/html", "", "<style>a{}</style><p>Hello &amp;<br>bye</p><script>no"], "Hello &\nbye"),
        (["Content-Type: image/png", "", "xxxx"], None),
        (["Content-Type: multipart/mixed", "", "no boundary"], None),
        ([], None),
    ],
)
def test_the_first_text_is_taken(mail, lines, text):
    assert mail(*lines).only.get("Text") == text


def test_a_message_keeps_to_its_limits(mail, monkeypatch):
    monkeypatch.setattr(limits, "MAIL_TEXT_BYTES", 10)
    monkeypatch.setattr(limits, "MAIL_HEADER_BYTES", 60)
    monkeypatch.setattr(limits, "MAIL_DEPTH", 2)
    found = mail("To: a@b.c,", *[f" x{n}@y.z," for n in range(99)], "", *["line"] * 99).only
    assert (found["Text"], found["Everybody"].count(",")) == ("line\nline", 8)
    nested = [line for n in range(9) for line in (f"--b{n}", f"Content-Type: multipart/x; boundary=b{n + 1}", "")]
    assert "Text" not in mail("Content-Type: multipart/x; boundary=b0", "", *nested, "--b0", PLAIN, "", "lost").only


@pytest.mark.parametrize(
    "text",
    [
        "a,b\nFrom,To\n",
        "name: x\n\nFrom: a\n",
        "Date: 1\nplain text\nFrom: x\nTo: y\n\n",
        "From: a@b.c\n",
        "Key: 1\nOther: 2\n",
    ],
)
def test_other_texts_are_no_messages(tmp_path, text):
    assert {one.form for one in written(tmp_path, "x.txt", text).found} <= {"csv"}


@pytest.mark.parametrize("first", ["From jane@x.org", "Received: from x\r\n by y\r\nbroken line\r\nTo: a@b.c"])
def test_messages_with_a_broken_line_are_known(mail, first):
    assert mail("", "x", head=(first, *HEAD)).only["From"] == "jane@x.org"


def test_blank_lines_may_stand_above_a_message(mail):
    assert mail("", "x", head=("", *HEAD)).only["Text"] == "x"


def test_a_statement_of_a_bank_in_a_message_does_not_make_it_one(tmp_path):
    statement = ":20:A\n:25:DE1\n:60F:C260101EUR1,00\n:61:260102C5,00NTRF\n"
    found = written(
        tmp_path, "a.eml", f"From: a@x.example\nTo: b@x.example\nDate: 1 Feb 2026 10:00 +0000\n\n{statement}"
    )
    assert (found.found[0].form, found.only["From"]) == ("mail", "a@x.example")


def test_words_in_utf_7_are_read_and_letters_that_are_none_left_out(tmp_path):
    head = "From: =?utf-7?Q?J+APw-rgen?= <j@x.example>\nTo: b@x.example\nDate: 1 Feb 2026 10:00 +0000\n"
    body = 'Subject: =?utf-8?Q?Hi=81=FF?=\nContent-Type: text/plain; charset="utf-7"\n\nGr+APwA3w-e\n'
    one = written(tmp_path, "a.eml", head + body).only
    assert (one["From name"], one["Subject"], one["Text"]) == ("Jürgen", "Hiÿ", "Grüße")


@pytest.mark.parametrize("stated", ["", "Content-Type: text/plain; charset=us-ascii\n"])
def test_a_text_that_is_not_in_its_encoding_is_read_in_the_likeliest_one(tmp_path, stated):
    text = "Добрый день, высылаем счёт за услуги связи.\nС уважением, бухгалтерия"
    head = f"From: a@x.example\nTo: b@x.example\n{stated}Date: 1 Feb 2026 10:00 +0000\n\n"
    assert written(tmp_path, "a.eml", (head + text).encode("cp1251")).only["Text"] == text


def test_a_message_of_apple_mail_is_read_between_its_length_and_its_notes(tmp_path):
    head = "From: a@x.example\nTo: b@x.example\nDate: 1 Feb 2026 10:00 +0000\n\nHello\n"
    found = written(tmp_path, "a.emlx", f'{len(head):<11}\n{head}<?xml version="1.0"?>\n<plist>\n</plist>\n')
    assert (found.found[0].form, found.only["From"], found.only["Text"]) == ("mail", "a@x.example", "Hello")
