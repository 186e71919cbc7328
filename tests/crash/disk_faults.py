"""A disk that fails to keep what it was given: every fsync in turn, and all from some point on, reports an error.

Runs the program under strace, which makes the system call fail. Counts what was acknowledged and is lost, and what was
refused and is there all the same (a phantom), after the program has gone on, and after it was started anew.
"""

import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from crmdesk.domain.errors import UserError
from crmdesk.store.check import integrity
from crmdesk.store.file import open_workspace
from tests.crash.story import take
from tests.crash.subject import say

EDITS = 4
CALLS = "fsync,fdatasync"
SEED = 7


def child(folder: Path) -> None:
    """Edits on and on; a step that is refused is left, and the file opened anew."""
    for number in range(2, 2 + EDITS):
        try:
            take(folder, SEED, number, "edit")
            say(f"done {number}")
        except UserError as fault:
            say(f"refused {number} {fault}")


def sweep(most: int = 60) -> int:
    """One run for each failing call, once and from then on; prints what came of it. Answers 1 where data was lost."""
    lost = phantoms = runs = broken = refused = 0
    for forever in ("", "+"):
        for number in range(1, most):
            with TemporaryDirectory() as place:
                said = _run(Path(place), f"{number}{forever}")
                found = _labels(Path(place))
            if said is None:
                print("strace is not here, or may not trace.")
                return 1
            done = {f"edit {line.split()[1]}" for line in said if line.startswith("done")}
            not_done = {f"edit {line.split()[1]}" for line in said if line.startswith("refused")}
            runs, lost, refused = runs + 1, lost + len(done - found), refused + len(not_done)
            phantoms += len(not_done & found)
            broken += "broken" in found or len(done) + len(not_done) < EDITS
            if not not_done and not forever:
                break
    print(
        f"{runs} runs: {lost} acknowledged steps lost, {refused} refused, of these {phantoms} in the file all the same,"
    )
    print(f"{broken} files or programs broken")
    return 1 if lost or broken else 0


def _run(folder: Path, when: str) -> list[str] | None:
    for number, kind in enumerate(("new", "import")):
        take(folder, SEED, number, kind)
    inject = ["-e", f"trace={CALLS}", "-e", f"inject={CALLS}:error=EIO:when={when}"]
    try:
        done = subprocess.run(
            ["strace", "-f", "-qq", "-o", "/dev/null", *inject, sys.executable, "-m", __name__, folder],
            capture_output=True,
            text=True,
            check=False,
            cwd=Path(__file__).resolve().parents[2],
        )
    except FileNotFoundError:
        return None
    return done.stdout.splitlines()


def _labels(folder: Path) -> set[str]:
    """The steps in the file, each whole; `broken` where they are not."""
    try:
        with open_workspace(folder / "book.crmdesk") as workspace:
            labels = {label for (label,) in workspace.rows("SELECT label FROM operation")}
            return labels if integrity(workspace) == "ok" else labels | {"broken"}
    except UserError:
        return {"broken"}


if __name__ == "__main__":
    child(Path(sys.argv[1]))
