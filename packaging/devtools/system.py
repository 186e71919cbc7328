"""Packages of the operating system: installed when that is allowed, otherwise named in one command."""

import os
import shutil
from collections.abc import Iterable

from devtools import venv
from devtools.console import Stop, ask, run_quietly, say
from devtools.libraries import FONTS, Library, missing

INSTALL = {
    "apt": "apt-get install -y --no-install-recommends",
    "dnf": "dnf install -y",
    "pacman": "pacman -S --needed --noconfirm",
}
PROGRAMS = {"apt": "apt-get", "dnf": "dnf", "pacman": "pacman"}


def need(needs: tuple[str, ...], wanted: tuple[str, ...]) -> None:
    """Brings what is needed, and with it what is only wanted; stops when something needed cannot be had."""
    if not _lacking(needs):
        return
    manager = package_manager()
    names = package_names(missing(*needs, *wanted), manager)
    if venv.lacks_pip() and manager == "apt":
        names.append(venv.DEBIAN_PACKAGE)
    if manager and install(manager, names) and not _lacking(needs):
        return
    raise Stop(f"This system lacks {', '.join(_lacking(needs))}. {advice(manager, names)}")


def _lacking(needs: tuple[str, ...]) -> list[str]:
    return [one.soname for one in missing(*needs)] + ["pip for Python"] * venv.lacks_pip()


def package_manager() -> str | None:
    return next((name for name, program in PROGRAMS.items() if shutil.which(program)), None)


def package_names(libraries: Iterable[Library], manager: str | None) -> list[str]:
    """What the packages are called there, each once; the name of the library where nobody knows."""
    if manager is None:
        return [one.soname for one in libraries]
    names = [str(getattr(one, manager)) for one in libraries]
    return list(dict.fromkeys([*names, FONTS[manager]])) if names else []


def install(manager: str, names: list[str]) -> bool:
    """Installs these packages where that is allowed without a password; only on Debian's family."""
    prefix = _permission()
    if manager != "apt" or prefix is None:
        return False
    say(f"Installing system packages: {' '.join(names)}")
    quiet = [*prefix, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq"]
    # A list that cannot be refreshed may still be good enough to install from.
    run_quietly([*quiet, "update"])
    return run_quietly([*quiet, *INSTALL["apt"].split()[1:], *names]) == 0


def advice(manager: str | None, names: list[str]) -> str:
    """The one command that helps, for the person to run."""
    if manager is None:
        return f"Install with your system's package manager what brings: {' '.join(names)}"
    sudo = "" if _is_root() else "sudo "
    return f"Run this, then start again:\n  {sudo}{INSTALL[manager]} {' '.join(names)}"


def _permission() -> list[str] | None:
    if _is_root():
        return []
    if shutil.which("sudo") and ask(["sudo", "-n", "true"]) is not None:
        return ["sudo", "-n"]
    return None


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0
