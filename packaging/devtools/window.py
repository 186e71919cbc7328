"""Opens the window: on the workspace that was named, or on the demo business."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

from devtools.console import Stop, environment, hand_over, run, say


def run_window(python: Path, words: Sequence[str]) -> int:
    env = environment()
    _need_display()
    if not any(not word.startswith("-") for word in words):
        words = [str(_demo(python, env)), *words]
    return hand_over([python, "-m", "crmdesk", "open", *words], env)


def data_folder() -> Path:
    """Where people's own files go; the same folder that crmdesk uses."""
    if home := os.environ.get("CRMDESK_HOME"):
        return Path(home)
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / "crmdesk"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "crmdesk"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "crmdesk"


def _demo(python: Path, env: dict[str, str]) -> Path:
    file = data_folder() / "demo.crmdesk"
    if not file.exists():
        say(f"Making the demo business in {file}")
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if run([python, "-m", "crmdesk", "demo", file], env) != 0:
            raise Stop("The demo business could not be made: see the words above.")
    return file


def _need_display() -> None:
    shown = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform == "linux" and not any(os.environ.get(name) for name in shown):
        raise Stop("There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set): start it from a desktop.")
