"""`crmdesk report` with its options."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from pypdf import PdfReader

from crmdesk.store import business
from crmdesk.store.file import open_workspace
from crmdesk.store.stationery import LEFT_OUT, PAGES
from tests.cli.conftest import Cli

Refused = Callable[..., str]
ASKED = ("--period", "2026-10", "--as-of", "2026-11-03")


def text_of(path: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())


def printed(done: Cli, file: Path, *words: object) -> str:
    out = file.with_suffix(".pdf")
    assert done("report", file, *ASKED, "-o", out, *words).out == f"{out}\n"
    return text_of(out)


def test_a_page_less_in_another_language_with_a_comment_and_a_list(done: Cli, file: Path) -> None:
    words = ("--pages", 1, "--language", "de", "--comment", "Gut war’s.", "--appendix", "revenue,new_customers")
    text = printed(done, file, *words)
    assert "Monatsbericht" in text and "Gut war’s." in text and "Seite 2 von 2" in text
    assert "First" in text and "Zoë" in text


def test_sections_are_those_that_are_named(done: Cli, file: Path) -> None:
    text = printed(done, file, "--sections", "sales, notes")
    assert "Stage reached" in text or "No deal entered" in text
    assert "What to do next" not in text and "Marketing" not in text.replace("Marketing ROI", "")


def test_what_is_not_named_is_as_the_settings_say(done: Cli, file: Path) -> None:
    with open_workspace(file) as workspace, workspace.operation("Settings") as tx:
        business.change(tx, workspace.settings, {PAGES: 1, LEFT_OUT: ["next"]})
    text = printed(done, file)
    assert "Page 1 of 1" in text and "What to do next" not in text
    assert "of 2" in printed(done, file, "--pages", 2)


@pytest.mark.parametrize("who", ["ana", "Ana", "#1", "1"])
def test_a_sheet_for_a_talk_names_the_person_in_any_way(who: str, done: Cli, file: Path) -> None:
    assert "For a talk" in printed(done, file, "--kind", "person", "--person", who)


def test_a_sheet_for_the_wall_lies_across(done: Cli, file: Path) -> None:
    assert "At a glance" in printed(done, file, "--kind", "wall", "--paper", "A3")
    page = PdfReader(file.with_suffix(".pdf")).pages[0]
    assert page.mediabox.width > page.mediabox.height > 800


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--sections", "weather"), "not a section"),
        (("--appendix", "luck"), "no KPI"),
        (("--kind", "person"), "needs both --kind person and --person"),
        (("--person", "Anna"), "needs both --kind person and --person"),
        (("--kind", "person", "--person", "Nobody"), "Nobody is called"),
        (("--paper", "A3"), "there are A4, Letter"),
        (("--language", "klingon"), "There is no translation “klingon”; there are en, de."),
    ],
)
def test_what_cannot_be_asked_for_is_wrong_usage(
    words: tuple[str, ...], said: str, refused: Refused, file: Path
) -> None:
    assert said in refused("report", file, *ASKED, "-o", file.with_suffix(".pdf"), *words, code=2)
    assert not file.with_suffix(".pdf").exists()


def test_letters_that_no_font_has_are_told_beside_the_file(cli: Cli, folder: Path, tmp_path: Path) -> None:
    told = json.loads((folder / "workspace.json").read_text(encoding="utf-8"))
    (folder / "workspace.json").write_text(json.dumps({**told, "business_name": "🦄 Ltd"}), encoding="utf-8")
    file = tmp_path / "unicorn.crmdesk"
    cli("import", file, folder)
    said = cli("report", file, *ASKED, "-o", tmp_path / "x.pdf")
    assert said.code == 0 and said.out == f"{tmp_path / 'x.pdf'}\n" and "U+1F984" in said.err


def test_two_forms_of_a_summary_need_two_names(refused: Refused, file: Path) -> None:
    same = file.with_suffix(".pdf")
    assert "give each its own name" in refused("report", file, *ASKED, "-o", same, "--xlsx", same, code=2)
    assert not same.exists()


def test_a_workspace_that_cannot_be_written_is_printed_and_it_is_said_that_this_is_not_remembered(
    cli: Cli, file: Path
) -> None:
    with open_workspace(file):
        said = cli("report", file, *ASKED, "-o", file.with_suffix(".pdf"))
    assert said.code == 0 and file.with_suffix(".pdf").stat().st_size > 10_000
    assert (
        said.err == f"crmdesk: “{file.name}” cannot be written now, so these figures are not remembered as printed.\n"
    )


def test_a_damaged_file_is_not_printed(refused: Refused, file: Path) -> None:
    file.write_bytes(file.read_bytes()[:8192])
    assert "is not a sound crmdesk workspace" in refused("report", file, *ASKED, "-o", file.with_suffix(".pdf"))
