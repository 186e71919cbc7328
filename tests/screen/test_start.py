"""From the shell: the window without arguments, the command line with them."""

import json
import os
import subprocess
import sys

import pytest

from crmdesk.__main__ import main

PROBE = """
import sys
from crmdesk.__main__ import main
code = main(sys.argv[1:])
print(sorted({name.split(".")[0] for name in sys.modules} & {"PySide6", "pyqtgraph"}), file=sys.stderr)
sys.exit(code)
"""
OPEN = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from crmdesk.screen import start
from crmdesk.__main__ import main

begin = start.begin
def begin_and_end(window, name):
    begin(window, name)
    window.grab()
    heavy = {"pyqtgraph", "reportlab", "numpy", "peewee"}
    print(window.windowTitle(), sorted(heavy & sys.modules.keys()))
    QTimer.singleShot(int(sys.argv[1]), window.close)
start.begin = begin_and_end
sys.exit(main(sys.argv[2:]))
"""
AGAIN = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtGui import QKeySequence
from crmdesk.screen import start
from crmdesk.ui.desk import Place
from crmdesk.__main__ import main

begin, native = start.begin, QKeySequence.SequenceFormat.NativeText
def choose(window):
    window.choose_zoom(150)
    window.desk.go(Place("settings", detail="look"))
    box = window.page.section.language
    box.setCurrentIndex(box.findData("de"))
    box.activated.emit(box.currentIndex())
    window.notice.button.click()
def watch(window, name):
    begin(window, name)
    keys = window.bars.actions["undo"].shortcut().toString(native)
    print(window.menuBar().actions()[0].text(), keys, window.shows(), window.font().pointSize())
    QTimer.singleShot(0, window.close if keys.startswith("Strg") else lambda: choose(window))
start.begin = watch
sys.exit(main(sys.argv[1:]))
"""
TOLD = """
def told(window, left=120):
    from crmdesk.screen.warming_up import MODULES
    from crmdesk.screen.record.page import RecordPage
    missing = [name for name in MODULES if name not in sys.modules]
    pages = len(window.findChildren(RecordPage))
    if left and (missing or not pages):
        QTimer.singleShot(100, lambda: told(window, left - 1))
        return
    print("missing", missing)
    print("pages of records:", pages)
    window.close()
"""

PIECES = """
import importlib, sys
from crmdesk.__main__ import load_qt

def own():
    return {name for name in sys.modules if name.startswith("crmdesk.")}
load_qt()
import crmdesk.screen.start
from crmdesk.screen.warming_up import MODULES

for name in MODULES:
    before = own()
    importlib.import_module(name)
    print(len(own() - before), name)
"""

SIGHT = """
import sys
from PySide6.QtCore import QTimer
from crmdesk.screen import first_sight, start
from crmdesk.__main__ import main

show, begin = first_sight.show, start.begin
def shown(window, path, now):
    sight = show(window, path, now)
    print(sight is not None and sight.seen, *sorted(name for name in sys.modules if name.startswith("crmdesk.")))
    return sight
def end_when_measured(window, name):
    begin(window, name)
    def look():
        if window.measuring.settled:
            window.close()
        else:
            QTimer.singleShot(50, look)
    look()
first_sight.show, start.begin = shown, end_when_measured
sys.exit(main(sys.argv[1:]))
"""
BEFORE_THE_FIRST_SIGHT = {
    *("__main__", "assets", "domain", "domain.clock", "domain.errors", "domain.fold", "screen", "screen.first_sight"),
    *("screen.main_window", "screen.start", "store", "store.atomic", "store.engine", "store.engine_faults"),
    *("store.first_sight", "text", "ui", "ui.home", "ui.window_place"),
}


def run(code, *arguments, home):
    environment = {**os.environ, "CRMDESK_HOME": str(home), "QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        [sys.executable, "-c", code, *map(str, arguments)], capture_output=True, text=True, check=False, env=environment
    )
    return done.returncode, done.stdout, done.stderr


def test_the_command_line_loads_nothing_of_qt(tmp_path):
    code, _out, err = run(PROBE, "new", tmp_path / "x.crmdesk", home=tmp_path)
    assert (code, err.strip()) == (0, "[]")


def test_wrong_usage_goes_to_the_command_line():
    assert main(["open", "a", "b"]) == 2
    assert main(["frobnicate"]) == 2


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="a window always finds its screen there")
def test_without_a_display_it_says_so_in_one_line_and_loads_no_window(tmp_path, monkeypatch, capsys):
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(name, raising=False)
    assert main([]) == main(["open", str(tmp_path / "x.crmdesk")]) == 1
    said = capsys.readouterr()
    assert said.out == "" and said.err.count("\n") == 2 and "no display" in said.err


@pytest.mark.parametrize("wait", [0, 300])
def test_the_window_opens_a_file_and_ends_cleanly_even_while_it_measures(tmp_path, demo_file, book, wait):
    code, out, err = run(OPEN, wait, "open", book, home=tmp_path)
    assert code == 0, err
    assert "Kaffeekontor" in out
    assert "[]" in out, "Heavy libraries wait until the first window is painted."
    assert "Traceback" not in err


def test_the_window_without_a_file_shows_the_welcome_page(tmp_path):
    code, out, err = run(OPEN, 0, home=tmp_path)
    assert (code, out.strip()) == (0, "crmdesk []"), err


def test_the_first_sight_needs_a_handful_of_modules_and_is_there_from_the_second_start_on(tmp_path, book):
    # As large as the screen of this platform lets it be.
    (tmp_path / "window.json").write_text(json.dumps({"size": [780, 700]}))
    seen = []
    for _start in range(2):
        code, out, err = run(SIGHT, "open", book, home=tmp_path)
        assert (code, err) == (0, "")
        seen.append(out.split())
    assert [one[0] for one in seen] == ["False", "True"]
    assert {name.removeprefix("crmdesk.") for name in seen[1][1:]} <= BEFORE_THE_FIRST_SIGHT


def test_every_page_is_loaded_soon_after_the_first_one_stands(book, tmp_path):
    probe = OPEN.replace("(int(sys.argv[1]), window.close)", "(int(sys.argv[1]), partial(told, window))").replace(
        "begin = start.begin", "begin = start.begin\nfrom functools import partial\n" + TOLD
    )
    code, out, err = run(probe, 500, "open", book, home=tmp_path)
    assert code == 0, err
    assert "missing []" in out
    assert "pages of records: 1" in out


def test_no_piece_of_it_holds_up_whoever_works_meanwhile(tmp_path):
    code, out, err = run(PIECES, home=tmp_path)
    assert code == 0, err
    assert not [line for line in out.splitlines() if int(line.split()[0]) > 40]


def test_a_home_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "taken").write_text("")
    code, _out, err = run(OPEN, 0, home=tmp_path / "taken" / "home")
    assert code == 1
    assert "cannot be made" in err


def test_a_language_that_is_chosen_is_spoken_at_once_by_another_window_on_the_same_page(book, tmp_path):
    code, out, err = run(AGAIN, "open", book, home=tmp_path)
    assert code == 0, err
    assert [line.split() for line in out.splitlines()] == [
        ["&File", "Ctrl+Z", "dashboard", "9"],
        ["&Datei", "Strg+Z", "settings", "14"],
    ]
    assert "Traceback" not in err
