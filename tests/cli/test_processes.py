"""crmdesk as other programs start it: a process of its own."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from crmdesk.__main__ import main
from tests.cli.conftest import Cli

HEAVY = "{'PySide6', 'shiboken6', 'pyqtgraph', 'numpy', 'xlsxwriter'}"


def crmdesk(*words: object, **options: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "crmdesk", *(str(word) for word in words)]
    return subprocess.run(command, text=True, encoding="utf-8", errors="replace", check=False, **options)  # type: ignore[call-overload]  # the options are the caller's


def captured(*words: object, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return crmdesk(*words, capture_output=True, env={**os.environ, **(env or {})})


def loaded(commands: list[list[object]], names: str) -> list[str]:
    """Which of these packages running commands has loaded."""
    words = [[str(word) for word in command] for command in commands]
    code = (
        "import sys, io, contextlib\nfrom crmdesk.cli import main\n"
        f"for words in {words!r}:\n"
        "    with contextlib.redirect_stdout(io.StringIO()):\n        assert main(words) == 0, words\n"
        f"print(*sorted({names} & {{name.partition('.')[0] for name in sys.modules}}))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


def test_no_command_loads_a_window_and_only_the_report_loads_paper(folder: Path, tmp_path: Path) -> None:
    file, other = tmp_path / "a.crmdesk", tmp_path / "b.crmdesk"
    commands: list[list[object]] = [
        ["--version"],
        ["new", tmp_path / "new.crmdesk"],
        ["demo", tmp_path / "demo.crmdesk", "--months", 1, "--scale", "0.05"],
        ["import", file, folder],
        ["kpis", file, "--json"],
        ["records", file, "revenue"],
        ["check", file],
        ["export", file, tmp_path / "out.zip"],
        ["backup", file, tmp_path / "copy"],
        ["restore", tmp_path / "copy", other],
        ["undo-import", file],
    ]
    assert loaded(commands, HEAVY.replace("}", ", 'reportlab'}")) == []
    paper = [["report", other, "-o", tmp_path / "out.pdf"]]
    assert loaded(paper, "{'PySide6', 'shiboken6', 'pyqtgraph', 'reportlab'}") == ["reportlab"]


def test_a_process_answers_json_in_utf8_whatever_the_console(file: Path) -> None:
    for env in ({"PYTHONIOENCODING": "ascii"}, {"PYTHONIOENCODING": "cp1252"}, {"PYTHONUTF8": "1"}):
        done = captured("records", file, "new_customers", "--period", "2026-10", "--json", env=env)
        assert (done.returncode, done.stderr) == (0, "")
        assert "Zoë" in [row["label"] for row in json.loads(done.stdout)]
        assert captured("kpis", file, "--period", "2026-10", env=env).returncode == 0


def test_a_process_ends_with_the_code_of_the_command(file: Path, tmp_path: Path) -> None:
    assert captured("check", file).returncode == 0
    assert captured("kpis", file, "--period", "nonsense").returncode == 2
    done = captured("export", tmp_path / "nothing.crmdesk", tmp_path / "out")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)


@pytest.mark.skipif(os.name != "posix", reason="pipes of POSIX")
def test_whoever_has_read_enough_may_close_the_pipe(file: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = crmdesk("kpis", file, "--json", stdout=writing, stderr=subprocess.PIPE)
    finally:
        os.close(writing)
    assert (done.returncode, done.stderr) == (1, "")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full disk here")
def test_a_full_disk_is_said_in_one_line(file: Path) -> None:
    with Path("/dev/full").open("w", encoding="utf-8") as full:
        done = crmdesk("kpis", file, "--json", stdout=full, stderr=subprocess.PIPE)
    assert done.returncode == 1
    assert done.stderr.splitlines()[0].startswith("crmdesk: The output could not be written (No space left on device)")
    assert "Traceback" not in done.stderr


def test_progress_is_for_terminals_only(folder: Path, tmp_path: Path, done: Cli) -> None:
    assert captured("import", tmp_path / "a.crmdesk", folder).stderr == ""


def test_progress_names_the_file_that_is_read(
    folder: Path, tmp_path: Path, cli: Cli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    said = cli("import", tmp_path / "a.crmdesk", folder)
    assert said.code == 0
    assert "Reading contacts.csv …" in said.err and "Writing …" in said.err and said.err.endswith("\r\033[K")


def test_a_program_without_a_console_still_works(file: Path, folder: Path) -> None:
    code = (
        "import sys\nsys.stdout = sys.stderr = None\nfrom crmdesk.cli import main\n"
        f"codes = [main(['kpis', {str(file)!r}, '--json']), main(['import', {str(file)!r}, {str(folder)!r}])]\n"
        f"sys.exit(sum(codes) + (main(['check', {str(folder)!r}]) - 1))\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("place", ["crmdesk.cli.files.integrity", "crmdesk.cli.parser"])
def test_stopping_with_the_keyboard_is_said_in_one_line(
    place: str, file: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stop(*_given: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(place, stop)
    assert main(["check", str(file)]) == 1
    assert capsys.readouterr() == ("", "crmdesk: stopped; nothing was left half done.\n")


@pytest.mark.skipif(sys.platform != "linux", reason="Names that are no text can be given to files only here.")
def test_names_that_are_no_text_stop_nothing(folder: Path, tmp_path: Path) -> None:
    file, odd, people = (Path(os.fsdecode(os.fsencode(tmp_path) + name)) for name in (b"/\xfe", b"/in\xfd", b"/p\xfc"))
    folder.rename(odd)
    people.write_text("Full name,E-mail\nAna Lima,ana@acme.example\n", encoding="utf-8")
    lines: list[list[object]] = [
        ["import", file, odd],
        ["import", file, people, "--suggested", "--result", f"{people} result"],
        ["backup", file, f"{file}-backup"],
        ["restore", f"{file}-backup", file],
        ["export", file, f"{odd}.zip"],
        ["undo-import", file],
    ]
    for words in lines:
        said = captured(*words)
        assert (said.returncode, said.stderr) == (0, ""), said


@pytest.mark.skipif(os.name != "posix", reason="Elsewhere words of a command are always text.")
def test_bytes_that_are_not_text_are_wrong_usage_and_only_names_of_files_may_hold_them(tmp_path: Path) -> None:
    file = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.crmdesk")
    for words in (["new", file, "--name", "caf\udce9"], ["export", file, tmp_path, "--person", "caf\udce9"]):
        said = captured(*words)
        assert said.returncode == 2 and "holds bytes that are not text" in said.stderr, said.stderr
    assert captured("new", file).returncode == 0


def test_the_window_takes_one_file_and_no_options() -> None:
    said = captured("open", "--frob")
    assert said.returncode == 2 and "--frob" in said.stderr
