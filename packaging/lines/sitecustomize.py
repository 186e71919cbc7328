"""Notes which lines of crmdesk run, in every Python that the tests start. On its path when the gate runs.

Each line is noted once and costs nothing after that, where Python's own tracing would double the time of the tests.
What was noted goes into files that coverage.py combines and reports.
"""

import atexit
import os
from pathlib import Path

import slipcover
from coverage import CoverageData

ROOT = Path(__file__).resolve().parents[2]
METER = slipcover.Slipcover(immediate=True)
slipcover.ImportManager(METER, slipcover.FileMatcher(sources=[ROOT / "crmdesk"])).__enter__()


@atexit.register
def write() -> None:
    """Writes down what ran in this process."""
    # Names come relative to where the program stands.
    os.chdir(ROOT)
    data = CoverageData(basename=os.environ["COVERAGE_FILE"], suffix=True)
    files = METER.get_coverage()["files"]
    data.add_lines({str(ROOT / name): lines["executed_lines"] for name, lines in files.items()})
    # A file that nothing ran counts too.
    data.touch_files([str(path) for path in (ROOT / "crmdesk").rglob("*.py")])
    data.write()
