"""What a reader makes of a file."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from crmdesk.exchange.found import Found
from crmdesk.exchange.reading import read_file


@dataclass
class Read:
    """The rows of all tables of a file, with the filled cells alone; what was refused; what was said."""

    found: list[Found]
    rows: list[dict[str, str]] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    rejected: list[tuple[int, str, str]] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)

    @property
    def only(self) -> dict[str, str]:
        """The one row."""
        [one] = self.rows
        return one

    @property
    def reasons(self) -> list[str]:
        """Why rows were refused."""
        return [reason for _line, _column, reason in self.rejected]


def read(path: Path) -> Read:
    """Everything in a file."""
    all_of_it = Read(read_file(path))
    for one in all_of_it.found:
        table = one.read()
        assert tuple(table.columns) == one.columns
        for line, cells in table.rows():
            filled = {name: cell for name, cell in zip(table.columns, cells, strict=True) if cell}
            all_of_it.rows.append(filled)
            all_of_it.lines.append(line)
        all_of_it.rejected += [(no.line, no.column, no.reason) for no in table.rejected]
        all_of_it.notices += table.notices
    return all_of_it


def written(folder: Path, name: str, content: str | bytes) -> Read:
    """The same for a file that is written first."""
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode("utf-8"))
    return read(path)
