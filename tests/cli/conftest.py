import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from crmdesk.cli import main


@dataclass(frozen=True)
class Done:
    """What a command answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The one document on stdout."""
        return json.loads(self.out)


Cli = Callable[..., Done]


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Cli:
    """`cli("kpis", file, "--json")` runs a command in this process."""

    def run(*words: object) -> Done:
        capsys.readouterr()
        code = main([str(word) for word in words])
        said = capsys.readouterr()
        return Done(code, said.out, said.err)

    return run


@pytest.fixture
def done(cli: Cli) -> Cli:
    """The same for commands that must succeed."""

    def run(*words: object) -> Done:
        said = cli(*words)
        assert (said.code, said.err) == (0, "")
        return said

    return run


@pytest.fixture
def refused(cli: Cli) -> Callable[..., str]:
    """The one line that a refused command says."""

    def run(*words: object, code: int = 1) -> str:
        said = cli(*words)
        assert (said.code, said.out) == (code, ""), said
        assert said.err.startswith("crmdesk: ") and said.err.count("\n") == 1 and said.err.endswith("\n"), said.err
        return said.err.removeprefix("crmdesk: ").strip()

    return run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small interchange folder."""
    place = tmp_path / "folder"
    place.mkdir()
    (place / "workspace.json").write_text(
        '{"format": "crmdesk-1", "business_name": "Bäckerei", "currency": "EUR", "timezone": "Europe/Berlin"}',
        encoding="utf-8",
    )
    (place / "staff.csv").write_text("id,name,role\nana,Ana,owner\n", encoding="utf-8")
    (place / "contacts.csv").write_text(
        "id,kind,name,channel,owner_id\nc1,person,Zoë,Web,ana\nc2,company,Ltd,,\n", encoding="utf-8"
    )
    (place / "sales.csv").write_text(
        "id,sold_at,contact_id,amount,note\ns1,2026-10-03T09:15:00+02:00,c1,100.50,First\ns2,2026-10-04,c2,-0.50,\ns3,2026-10-05,c2,20,\n",
        encoding="utf-8",
    )
    return place


@pytest.fixture
def file(tmp_path: Path, folder: Path, done: Cli) -> Path:
    """A workspace made of the small folder."""
    path = tmp_path / "small.crmdesk"
    done("import", path, folder)
    return path
