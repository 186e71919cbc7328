"""Words to the person at the terminal, and programs started for them."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
Command = list[str | Path]


class Stop(Exception):
    """Ends dev.py with one sentence that says what to do."""


def say(sentence: str) -> None:
    print(sentence, flush=True)


def run(command: Command, env: Mapping[str, str] | None = None, cwd: Path | None = None) -> int:
    """Starts a program, lets it speak for itself, and answers its exit code."""
    return subprocess.run([str(part) for part in command], env=env, cwd=cwd, check=False).returncode


def run_quietly(command: Command) -> int:
    """Starts a program whose words matter only when it fails."""
    words = [str(part) for part in command]
    done = subprocess.run(words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode != 0:
        say(done.stdout.rstrip())
    return done.returncode


def ask(command: Command) -> str | None:
    """What a program prints, or nothing when it cannot."""
    try:
        done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    except OSError:
        return None
    return done.stdout.strip() if done.returncode == 0 else None


def hand_over(command: Command, env: Mapping[str, str]) -> int:
    """Becomes that program where the system can; otherwise waits for it."""
    if os.name == "posix":
        words = [str(part) for part in command]
        sys.stdout.flush()
        os.execve(words[0], words, dict(env))  # noqa: S606  no shell is the point
    return run(command, env)


def environment(*, tests: bool = False) -> dict[str, str]:
    """The surroundings of a started program: finds crmdesk from any folder; the same everywhere for tests."""
    env = dict(os.environ)
    env["PYTHONPATH"] = os.pathsep.join([str(ROOT), *filter(None, [env.get("PYTHONPATH")])])
    env["PYTHONUTF8"] = "1"
    if tests:
        env.update(QT_QPA_PLATFORM="offscreen", LC_ALL="C.UTF-8", TZ="UTC")
        env.pop("LANGUAGE", None)
    return env
