"""`crmdesk --self-test` says whether a copy of crmdesk is whole: a frozen build loses files without a word."""

from __future__ import annotations

from pathlib import Path

import pytest

import crmdesk.cli.self_test as look
from crmdesk.cli import main


def test_this_copy_is_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--self-test"]) == 0
    assert capsys.readouterr().out == "crmdesk is whole.\n"


def test_a_copy_that_lost_its_icons_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(look, "resource", lambda _name: tmp_path)
    assert main(["--self-test"]) == 1
    assert "resources/icons is empty" in capsys.readouterr().out
