"""The program that is killed. It takes the steps of the story and says on stdout which one it begins and which is done.

It waits for orders on stdin, and for each one forks itself, so that a fresh process stands ready within milliseconds:
`start 5` takes the steps from number 5 on, `end` waits for the process and says so.
"""

import os
import sys
import traceback
from pathlib import Path

from crmdesk.store import engine
from crmdesk.store.journal import Tx
from tests.crash.story import script, take

# Ways of writing that lose data; the harness must catch each of them.
UNSAFE = ("early", "halves", "no-log")


def main(folder: Path, seed: int, length: int, unsafe: str) -> None:
    if unsafe == "no-log":
        _write_without_a_log()
    if unsafe == "halves":
        _commit_half_way()
    for order in sys.stdin:
        if order.startswith("start"):
            child = os.fork()
            if child == 0:
                _live(folder, seed, length, int(order.split()[1]), early=unsafe == "early")
            say(f"child {child}")
        else:
            os.waitpid(child, 0)
            say("ended")


def say(words: str) -> None:
    """One write, so that the line is out whole before anything else happens."""
    os.write(1, f"{words}\n".encode())


def _live(folder: Path, seed: int, length: int, first: int, *, early: bool) -> None:
    try:
        for number, kind in list(enumerate(script(seed, length)))[first:]:
            say(f"begin {number}")
            if early:
                say(f"done {number}")
            take(folder, seed, number, kind)
            if not early:
                say(f"done {number}")
        say("finished")
    except BaseException:  # noqa: BLE001 - whatever goes wrong in the child is the harness's to tell
        traceback.print_exc()
        say("failed")
    os._exit(0)


def _write_without_a_log() -> None:
    """The positive control of every crash harness: changes go straight into the file."""
    engine._WRITER_PRAGMAS = ("journal_mode=DELETE", "journal_mode=OFF", "synchronous=OFF", "cache_size=10")  # type: ignore[assignment]  # one more than there are


def _commit_half_way() -> None:
    """Commits in the middle of every step, as a program would that saves row by row."""
    insert, deletes = Tx.insert, Tx.delete

    def saved(self: Tx) -> None:
        self._engine.rows("COMMIT")
        self._engine.rows("BEGIN IMMEDIATE")

    def insert_and_save(self, record, values):
        number = insert(self, record, values)
        saved(self)
        return number

    def delete_and_save(self, record, row_id):
        deletes(self, record, row_id)
        saved(self)

    Tx.insert, Tx.delete = insert_and_save, delete_and_save  # type: ignore[method-assign]  # how it is killed in between


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
