"""Whether a workspace file is sound: the file, its references, the bytes it keeps; and state agrees with history."""

from __future__ import annotations

from crmdesk.domain.wording import name_text
from crmdesk.store import content, tables
from crmdesk.store.file import Workspace
from crmdesk.text import N_, _

# Columns kept for speed that must say the same as the facts they come from.
_AGREEMENTS = {
    N_("deals whose stage is not that of their last stage change: {n}"): """
        SELECT count(*) FROM deal WHERE stage_id IS NOT (SELECT stage_id FROM stage_change
        WHERE deal_id = deal.id ORDER BY at DESC, id DESC LIMIT 1)""",
    N_("deals that were not opened at their first stage change: {n}"): """
        SELECT count(*) FROM deal WHERE opened_at IS NOT (SELECT min(at) FROM stage_change WHERE deal_id = deal.id)""",
    N_("deals that were not closed at their last stage change: {n}"): """
        SELECT count(*) FROM deal WHERE closed_at IS NOT NULL
        AND closed_at IS NOT (SELECT max(at) FROM stage_change WHERE deal_id = deal.id)""",
    N_("tickets that were not received at their first receiving event: {n}"): """
        SELECT count(*) FROM ticket WHERE opened_at IS NOT (SELECT min(at) FROM ticket_event
        WHERE ticket_id = ticket.id AND kind = 'received')""",
    N_("tickets whose first answer is not their first reply: {n}"): """
        SELECT count(*) FROM ticket WHERE first_response_at IS NOT (SELECT min(at) FROM ticket_event
        WHERE ticket_id = ticket.id AND kind = 'replied')""",
    N_("tickets whose resolution is not that of their events: {n}"): """
        SELECT count(*) FROM ticket WHERE resolved_at IS NOT (SELECT CASE kind WHEN 'resolved' THEN at END
        FROM ticket_event WHERE ticket_id = ticket.id AND kind IN ('resolved', 'reopened')
        ORDER BY at DESC, id DESC LIMIT 1)""",
}

# What names bytes that are kept in the file, by the name under which a person knows them.
_KEPT = {
    "{name}": "SELECT digest, name FROM attachment",
    N_("summary of {name}"): "SELECT digest, period FROM closing WHERE digest IS NOT NULL",
    N_("result of {name}"): "SELECT result, name FROM imported_file WHERE result IS NOT NULL",
}


def integrity(workspace: Workspace) -> str:
    """`ok`, or what is wrong with the file, in words."""
    faults = [text for (text,) in workspace.rows("PRAGMA integrity_check(10)") if text != "ok"]
    if broken := workspace.rows("PRAGMA foreign_key_check"):
        faults.append(_("references that lead nowhere: {n}").format(n=len(broken)))
    for what, sql in _AGREEMENTS.items():
        if count := workspace.rows(sql)[0][0]:
            faults.append(_(what).format(n=count))
    if damaged := _damaged_contents(workspace):
        text = _("kept files that are damaged or missing: {n}, such as {name}")
        faults.append(text.format(n=len(damaged), name=damaged[0]))
    if missing := tables.missing_triggers(workspace.engine):
        faults.append(_("triggers of the journal that are missing or changed: {n}").format(n=len(missing)))
    if workspace.rows("SELECT 1 FROM journal_now"):
        faults.append(_("a step was left open"))
    return "; ".join(faults) or "ok"


def _damaged_contents(workspace: Workspace) -> list[str]:
    """The names of what is kept in the file and is not there as it was kept; unnamed, what only an undo brings back."""
    unsound = content.unsound(workspace)
    kept = {digest for (digest,) in workspace.rows("SELECT digest FROM content")} - unsound
    named = [(digest, words, name) for words, sql in _KEPT.items() for digest, name in workspace.rows(sql)]
    lost = [f"“{name_text(_(words).format(name=name))}”" for digest, words, name in named if digest not in kept]
    return lost + [_("a deleted file")] * len(unsound - {digest for digest, *_words in named})
