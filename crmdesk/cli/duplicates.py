"""Command `duplicates`: contacts that may be one and the same, to be looked at or merged."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Sequence
from typing import Any

from crmdesk.cli.usage import print_json
from crmdesk.domain.wording import number_text
from crmdesk.insight.duplicates import Pair, find_duplicates, sure_groups
from crmdesk.store import merging
from crmdesk.store.contact import Contact
from crmdesk.store.file import Workspace, open_workspace
from crmdesk.store.row import name_of, row
from crmdesk.store.steps import MERGE
from crmdesk.text import n_


def duplicates(given: Namespace) -> int:
    """`crmdesk duplicates`."""
    with open_workspace(given.file, read_only=not given.merge_sure) as workspace:
        found = find_duplicates(workspace)
        told = [_pair(workspace, pair) for pair in found]
        merged = merge_groups(workspace, sure_groups(found, merging.kept_apart(workspace))) if given.merge_sure else 0
    if given.json:
        print_json({"pairs": told, "merged": merged})
        return 0
    for pair in told:
        cells = (f"{pair['score']:.2f}", *(_name(pair[side]) for side in ("one", "other")), ", ".join(pair["reasons"]))
        print("\t".join(" ".join(cell.split()) for cell in cells))
    if given.merge_sure:
        text = n_(
            "{n} duplicate was merged into its contact.", "{n} duplicates were merged into their contacts.", merged
        )
        print(text.format(n=number_text(merged)))
    return 0


def merge_groups(workspace: Workspace, groups: Sequence[Sequence[int]]) -> int:
    """Makes one contact of each group, in one step; returns how many contacts are no longer there."""
    count = sum(len(group) - 1 for group in groups)
    label = n_("Merge {n} duplicate", "Merge {n} duplicates", count).format(n=number_text(count))
    with workspace.operation(label, source=MERGE) as tx:
        for group in groups:
            merging.merge_all(tx, group)
    return count


def _pair(workspace: Workspace, pair: Pair) -> dict[str, Any]:
    like = pair.likeness
    return {
        "one": _contact(workspace, pair.one),
        "other": _contact(workspace, pair.other),
        "score": like.score,
        "sure": like.sure,
        "reasons": list(like.reasons),
        "against": list(like.against),
    }


def _contact(workspace: Workspace, number: int) -> dict[str, Any]:
    values = row(workspace, Contact, number) or {}
    return {"id": number, "external_id": values.get("external_id"), "name": name_of(workspace, Contact, number)}


def _name(contact: dict[str, Any]) -> str:
    return f"{contact['external_id'] or '#' + str(contact['id'])} {contact['name']}"
