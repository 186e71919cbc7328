"""Which version of crmdesk wrote a workspace, and whether its tables are as they were made."""

from __future__ import annotations

import hashlib

from crmdesk.domain.errors import DamagedFile, NewerFile
from crmdesk.store.engine import Engine, RawError
from crmdesk.text import _

# "crmd" and the version of the schema. A reader or writer of an older version is refused by min_reader, min_writer.
APPLICATION_ID = 0x63726D64
VERSION = 5
MIN_READER = 4
MIN_WRITER = 4


def require_known(engine: Engine, *, writing: bool) -> None:
    """Raises NewerFile where this version may not read (or write) the file, Damaged where the file does not say."""
    name = engine.path.name
    try:
        facts = dict(engine.rows("SELECT key, value FROM meta"))
        reader, writer = int(facts["min_reader"]), int(facts["min_writer"])
        if engine.rows("PRAGMA user_version")[0][0] < 1:
            raise ValueError("versions count from 1")
    except (RawError, KeyError, ValueError):
        text = _(
            "“{name}” does not say which crmdesk wrote it; restore a backup: File, Restore a backup, or"
            " `crmdesk restore`."
        )
        raise DamagedFile(text.format(name=name), engine.path) from None
    if facts.get("shape", shape := _shape(engine)) != shape:
        text = _(
            "The tables of “{name}” are not as crmdesk made them; restore a backup: File, Restore a backup, or"
            " `crmdesk restore`."
        )
        raise DamagedFile(text.format(name=name), engine.path)
    if reader > VERSION:
        raise NewerFile(
            _("“{name}” was written by a newer crmdesk; update crmdesk to open it. Nothing in it was changed.").format(
                name=name
            )
        )
    if writing and writer > VERSION:
        raise NewerFile(
            _(
                "“{name}” was written by a newer crmdesk; update crmdesk to change it, or open it for "
                "reading only. Nothing in it was changed."
            ).format(name=name)
        )


def note_shape(engine: Engine) -> None:
    """Notes what the tables look like, so that damage to their definitions is told before a query stumbles over it."""
    engine.rows("INSERT OR REPLACE INTO meta VALUES ('shape', ?)", (_shape(engine),))


def _shape(engine: Engine) -> str:
    found = engine.rows("SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY 2")
    return hashlib.sha256(repr(found).encode()).hexdigest()
