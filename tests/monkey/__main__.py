"""Lets the monkey at the window of a copy of the demo, and says what it broke.

python3 packaging/dev.py monkey --events 10000 --seed 1
python3 packaging/dev.py monkey --seed 1 --at-once      jobs on the window's thread: the same day each time
"""

import argparse
import faulthandler
import os
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory


def main() -> int:
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--events", type=int, default=10_000)
    words.add_argument("--seed", type=int, default=1)
    words.add_argument("--scale", type=float, default=0.25)
    words.add_argument("--at-once", action="store_true")
    words.add_argument("--trail", type=argparse.FileType("w", encoding="utf-8"), help="a file for each event in words")
    given = words.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with TemporaryDirectory() as place:
        os.environ["CRMDESK_HOME"] = str(Path(place) / "home")
        return _day(Path(place), given)


def _day(folder: Path, given: argparse.Namespace) -> int:
    from PySide6.QtWidgets import QApplication

    from crmdesk.domain.clock import FixedClock
    from crmdesk.store import demo
    from tests.monkey.day import Day, Wrong
    from tests.screen.driving import NOON

    demo.make(folder / "demo.crmdesk", scale=given.scale, clock=FixedClock(NOON))
    _app = QApplication([])
    day = Day(folder, folder / "demo.crmdesk", given.seed, at_once=given.at_once, trail=given.trail)
    begun, day.hangs_after = time.perf_counter(), 120.0
    faulthandler.enable()

    def tell(day: Day) -> None:
        print(f"{day.events:>7} events {time.perf_counter() - begun:6.0f} s  {day.state()}", flush=True)

    try:
        day.run(given.events, tell)
    except Wrong as fault:
        print(fault)
        return 1
    print(f"{day.steps} steps undone; left the window: {dict(day.desktop.left)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
