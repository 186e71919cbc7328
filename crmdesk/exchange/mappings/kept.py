"""Mappings that are remembered: files with the same headings are understood as the last time."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence

from crmdesk.domain.errors import UserError
from crmdesk.domain.wording import name_text
from crmdesk.exchange.found import Found
from crmdesk.exchange.mappings import file as mapping_file
from crmdesk.exchange.mappings import text as mapping_text
from crmdesk.exchange.near import fold
from crmdesk.exchange.rules import Mapping
from crmdesk.store.file import Workspace
from crmdesk.store.import_memory import KeptMapping
from crmdesk.store.journal import Tx
from crmdesk.text import _


def fingerprint(found: Found) -> str:
    """The same text for all tables that have these headings, in whatever order, case and punctuation."""
    headings = sorted(fold(column) or column.strip() for column in found.columns)
    return hashlib.sha256("\x1f".join([found.part, *headings]).encode("utf-8", "surrogatepass")).hexdigest()


def kept(workspace: Workspace, found: Found) -> list[Mapping] | None:
    """How tables with these headings were understood the last time; None if there was none."""
    sql = "SELECT mapping FROM kept_mapping WHERE headings = ?"
    rows = workspace.rows(sql, (fingerprint(found),))
    if not rows:
        return None
    try:
        return mapping_file.mappings_of(json.loads(rows[0][0])["mappings"], _("the remembered mapping"))
    except UserError:
        # An older version wrote it, or the kinds of record have changed: the file is understood anew.
        return None


def keep(tx: Tx, found: Found, title: str, mappings: Sequence[Mapping]) -> None:
    """Remembers how this table was understood, instead of what was remembered before."""
    headings = fingerprint(found)
    values = {"title": name_text(title), "mapping": mapping_text.text(mappings), "used_at": tx.at}
    known = tx.rows("SELECT id FROM kept_mapping WHERE headings = ?", (headings,))
    if known:
        tx.update(KeptMapping, known[0][0], values)
    else:
        tx.insert(KeptMapping, {"headings": headings, **values})
