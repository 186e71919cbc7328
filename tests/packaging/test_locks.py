"""The locks: exact versions with hashes, no addresses, and nothing that pyproject.toml does not ask for."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock")


def locked(name: str) -> dict[str, set[str]]:
    """The versions of each package: several where Pythons differ."""
    versions: dict[str, set[str]] = {}
    for package, version in re.findall(r"^([a-z0-9-]+)==(\S+)", text_of(name), re.MULTILINE):
        versions.setdefault(package, set()).add(version)
    return versions


def text_of(name: str) -> str:
    return (ROOT / "packaging" / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", LOCKS)
def test_a_lock_holds_no_address(name):
    assert "://" not in text_of(name)


@pytest.mark.parametrize("name", LOCKS)
def test_every_version_has_its_hashes(name):
    blocks = re.split(r"^(?=[a-z0-9-]+==)", text_of(name), flags=re.MULTILINE)[1:]
    assert blocks
    assert all("--hash=sha256:" in block for block in blocks)


def test_tests_run_with_the_versions_that_people_get():
    development = locked("requirements-dev.lock")
    assert {name: development.get(name) for name in locked("requirements.lock")} == locked("requirements.lock")


def test_everything_asked_for_is_locked():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    asked = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    names = {re.split(r"[^\w.-]", one)[0].lower().replace("_", "-") for one in asked}
    assert names <= set(locked("requirements-dev.lock"))
