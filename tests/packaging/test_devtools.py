"""dev.py says what to do on a machine that lacks something, and lets nothing slip through the gate."""

import importlib
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def part(monkeypatch):
    """Imports a file of packaging/ the way dev.py does."""
    monkeypatch.syspath_prepend(str(ROOT / "packaging"))
    return importlib.import_module


def test_an_unknown_command_is_refused_with_the_list_of_commands():
    dev = [sys.executable, str(ROOT / "packaging" / "dev.py")]
    done = subprocess.run([*dev, "dance"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "doctor" in done.stdout
    assert "no command 'dance'" in done.stderr


@pytest.mark.parametrize(
    ("manager", "command"),
    [
        ("apt", "apt-get install -y --no-install-recommends libegl1 fonts-dejavu-core"),
        ("dnf", "dnf install -y libglvnd-egl dejavu-sans-fonts"),
        ("pacman", "pacman -S --needed --noconfirm libglvnd ttf-dejavu"),
        (None, "what brings: libEGL.so.1"),
    ],
)
def test_missing_libraries_are_named_in_one_command_where_they_may_not_be_installed(
    part, monkeypatch, manager, command
):
    system, libraries, console = part("devtools.system"), part("devtools.libraries"), part("devtools.console")
    egl = [one for one in libraries.LIBRARIES if one.soname == "libEGL.so.1"]
    monkeypatch.setattr(system, "missing", lambda *needs: egl)
    monkeypatch.setattr(system, "package_manager", lambda: manager)
    monkeypatch.setattr(system, "_permission", lambda: None)
    with pytest.raises(console.Stop) as stop:
        system.need((libraries.TESTS,), ())
    assert str(stop.value).endswith(command)


def test_the_closing_line_of_the_tests_is_recognised_and_nothing_else(part):
    closing = part("devtools.gate").CLOSING
    assert closing.match("============ 12 passed, 1 skipped in 3.45s ============")
    assert closing.match("===== 2 failed, 900 passed in 123.45s (0:02:03) =====")
    assert closing.match("============ no tests ran in 0.01s ============")
    assert not closing.match("============ test session starts ============")
    assert not closing.match("12 passed in 3.45s")


def test_the_core_is_held_to_every_line_and_other_rooms_to_most(part, capsys):
    floors = part("devtools.floors")
    file = {"summary": {"num_statements": 20, "covered_lines": 19}, "missing_lines": [7]}
    assert not floors._holds("store", {"crmdesk/store/file.py": file})
    assert "crmdesk/store/file.py: 7" in capsys.readouterr().out
    assert floors._holds("ui", {"crmdesk/ui/table.py": file})


def test_the_size_budget_names_what_is_too_long(part, tmp_path):
    budget = part("size_budget")
    (tmp_path / "crmdesk").mkdir()
    body = "".join(f"    print({line})\n" for line in range(70))
    (tmp_path / "crmdesk" / "long.py").write_text(f"def endless():\n{body}", encoding="utf-8")
    found = budget.problems(tmp_path)
    assert found[0] == "crmdesk/long.py:1 endless has 71 lines, more than 60."
    (tmp_path / "crmdesk" / "long.py").write_text("pass\n" * 601, encoding="utf-8")
    assert "crmdesk/long.py has 601 lines, more than 600." in budget.problems(tmp_path)
