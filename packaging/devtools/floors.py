"""How much of each room the tests must pass through."""

import json
from collections import defaultdict
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory

from devtools.console import ROOT, run, say

# What decides over figures and files is tested to the last line.
CORE = ("domain", "store", "kpi", "exchange")
CORE_FLOOR, OTHER_FLOOR = 100.0, 85.0
SHOWN = 12


def hold(python: Path, env: dict[str, str]) -> bool:
    """Prints one line for each room, and the lines that no test reaches where a floor is broken."""
    say("--- coverage")
    with TemporaryDirectory() as folder:
        report = Path(folder) / "coverage.json"
        if run([python, "-m", "coverage", "combine", "-q"], env, cwd=ROOT) != 0:
            return False
        if run([python, "-m", "coverage", "json", "-q", "-o", report], env, cwd=ROOT) != 0 or not report.exists():
            return False
        files = json.loads(report.read_text(encoding="utf-8"))["files"]
    rooms: dict[str, dict[str, dict[str, object]]] = defaultdict(dict)
    for name, file in files.items():
        rooms[_room(name)][name] = file
    broken = [room for room in sorted(rooms) if not _holds(room, rooms[room])]
    return not broken


def _room(name: str) -> str:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return parts[1] if len(parts) > 2 else "crmdesk"


def _holds(room: str, files: dict[str, dict[str, object]]) -> bool:
    summaries = [summary for file in files.values() if isinstance(summary := file["summary"], dict)]
    lines = sum(summary["num_statements"] for summary in summaries)
    covered = sum(summary["covered_lines"] for summary in summaries)
    floor = CORE_FLOOR if room in CORE else OTHER_FLOOR
    share = 100 * covered / lines if lines else 100.0
    say(f"{room:<12} {share:6.2f} % of {lines} lines, floor {floor:.0f} %")
    if share < floor:
        _show_gaps(files)
    return share >= floor


def _show_gaps(files: dict[str, dict[str, object]]) -> None:
    for name, file in sorted(files.items()):
        gaps = file["missing_lines"]
        if isinstance(gaps, list) and gaps:
            more = f" and {len(gaps) - SHOWN} more" if len(gaps) > SHOWN else ""
            say(f"    {name}: {', '.join(map(str, gaps[:SHOWN]))}{more}")
