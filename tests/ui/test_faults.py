"""What people are told when something goes wrong."""

import sys

from crmdesk.domain.clock import Clock
from crmdesk.domain.errors import UserError
from crmdesk.ui.faults import catch_all, words_for


def test_a_sentence_for_the_owner_is_told_as_it_is():
    assert words_for(UserError("The disk is full."), Clock())[1] == "The disk is full."


def test_a_fault_of_ours_is_written_down(crmdesk_home):
    title, text = words_for(KeyError("x"), Clock())
    report = next((crmdesk_home / "reports").iterdir())
    assert str(report) in text
    assert "KeyError" in report.read_text()
    assert report.stat().st_mode & 0o777 == 0o600
    assert "mistake" in title


def test_without_a_place_for_the_report_the_message_still_comes(monkeypatch, tmp_path):
    (tmp_path / "file").write_text("")
    monkeypatch.setenv("CRMDESK_HOME", str(tmp_path / "file" / "x"))
    assert "cannot be made" in words_for(KeyError("x"), Clock())[1]


def test_what_nobody_caught_reaches_the_person(monkeypatch, capsys):
    told = []
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    catch_all(lambda fault: told.append(words_for(fault, Clock())[1]))
    sys.excepthook(UserError, UserError("Not so."), None)
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert told == ["Not so."]
    assert "Not so." in capsys.readouterr().err
