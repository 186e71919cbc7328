"""Notes which lines of crmdesk run, in every Python that the tests start. On its path when the gate runs.

Each line is noted once and costs nothing after that, where Python's own tracing would double the time of the tests.
What was noted goes into files that coverage.py combines and reports.
"""

import atexit
import os
from pathlib import Path

import slipcover

ROOT = Path(__file__).resolve().parents[2]
# Which lines there are is found out once, for the report: looking for them in each program takes longer than the rest.
slipcover.Slipcover.lines_from_code = slipcover.Slipcover.branches_from_code = staticmethod(lambda _code: ())
METER = slipcover.Slipcover(immediate=True)
slipcover.ImportManager(METER, slipcover.FileMatcher(sources=[ROOT / "crmdesk"])).__enter__()


@atexit.register
def write() -> None:
    """Writes down what ran in this process."""
    from coverage import CoverageData

    data = CoverageData(basename=os.environ["COVERAGE_FILE"], suffix=True)
    data.add_lines({str(ROOT / name): lines for name, lines in METER.newly_seen.items()})
    # A file that nothing ran counts too.
    data.touch_files([str(path) for path in (ROOT / "crmdesk").rglob("*.py")])
    data.write()
