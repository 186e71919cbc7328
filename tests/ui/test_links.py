"""Only web pages, e-mail and telephone are opened from the data."""

import pytest
from PySide6.QtGui import QDesktopServices

from crmdesk.ui.links import link_of, mail_link, open_link, phone_link


@pytest.mark.parametrize(
    ("text", "link"),
    [
        ("https://example.com/a?b=c#d", "https://example.com/a?b=c#d"),
        (" http://example.com ", "http://example.com"),
        ("example.com", "https://example.com"),
        ("//example.com/x", "https://example.com/x"),
        ("localhost:8080/x", "https://localhost:8080/x"),
        ("HTTPS://EXAMPLE.COM", "HTTPS://EXAMPLE.COM"),
        ("anna@example.com", "mailto:anna@example.com"),
        ("mailto:anna@example.com", "mailto:anna@example.com"),
        ("tel:+493020930", "tel:+493020930"),
    ],
)
def test_what_may_be_opened(text, link):
    assert link_of(text) == link


@pytest.mark.parametrize(
    "text",
    [
        "",
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        "file:///etc/passwd",
        "data:text/html,x",
        "ftp://example.com",
        "smb://host/share",
        "ms-word:ofe|u|https://example.com",
        "https://",
        "https:",
        "mailto:",
        "https://[",
        "http://exa mple.com",
        "java\nscript:alert(1)",
        "x" * 3000,
    ],
)
def test_what_may_not_be_opened(text, monkeypatch):
    opened = []
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    assert link_of(text) == "" and not open_link(text) and not opened


def test_an_address_cannot_add_recipients_or_a_text():
    assert mail_link("a@x.example?bcc=b@x.example&body=hi") == "mailto:a@x.example%3Fbcc%3Db@x.example%26body%3Dhi"
    assert phone_link("+49*1#") == "tel:+49*1%23" and phone_link("") == ""


def test_the_system_opens_what_may_be_opened(monkeypatch):
    opened: list[bytes] = []

    def open_url(url):
        opened.append(bytes(url.toEncoded()))
        return True

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    assert open_link("example.com/a%20b")
    assert opened == [b"https://example.com/a%20b"]
