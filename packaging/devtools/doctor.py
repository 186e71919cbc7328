"""What this machine has: the first thing to send along with a report of trouble."""

import platform
import sys
from collections.abc import Callable
from pathlib import Path

from devtools import system
from devtools.console import ROOT, environment, run, say
from devtools.libraries import PRINTERS, TESTS, WINDOW, missing

# Runs in the environment, where Qt and the SQL engine are.
PROBE = """
import importlib.metadata as meta, os, sys
print("Python in .venv:", sys.version.split()[0])
for name in ("PySide6_Essentials", "pyqtgraph", "numpy", "peewee", "sqlcipher3", "reportlab", "pypdfium2"):
    print(f"{name}:", meta.version(name))
from sqlcipher3 import dbapi2
db = dbapi2.connect(":memory:")
options = {row[0] for row in db.execute("PRAGMA compile_options")}
print("SQLite:", dbapi2.sqlite_version, "with FTS5" if "ENABLE_FTS5" in options else "WITHOUT FTS5")
print("Cipher:", (db.execute("PRAGMA cipher_version").fetchone() or ["none"])[0])
if sys.platform == "linux" and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
from PySide6.QtGui import QFontDatabase
from PySide6.QtPrintSupport import QPrinterInfo
from PySide6.QtWidgets import QApplication
app = QApplication([])
print("Platform plugin:", app.platformName())
print("Fonts of the system:", len(QFontDatabase.families()))
from crmdesk.assets import font
loaded = [QFontDatabase.addApplicationFont(str(font(bold=bold))) for bold in (False, True)]
print("Fonts of crmdesk:", "found" if min(loaded) >= 0 else "NOT READABLE")
print("Printers:", ", ".join(QPrinterInfo.availablePrinterNames()) or "none")
"""


def look(make_ready: Callable[[], Path]) -> int:
    """Prints it all; exit code 1 when something that is needed is missing."""
    say(f"System: {platform.platform()}, {platform.machine()}")
    say(f"Python: {sys.version.split()[0]} at {sys.executable}")
    python = make_ready()
    if absent := missing(TESTS, WINDOW, PRINTERS):
        manager = system.package_manager()
        say(f"Missing for a window or for printers: {', '.join(one.soname for one in absent)}")
        say(system.advice(manager, system.package_names(absent, manager)))
    return 1 if run([python, "-c", PROBE], environment(), cwd=ROOT) else 0
