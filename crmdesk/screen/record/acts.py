"""What can be done on the page of a record, and its keys."""

from __future__ import annotations

from crmdesk.text import N_
from crmdesk.ui.actions import ACTIONS, GO, WORKSPACE, WRITABLE, Act
from crmdesk.ui.desk import RECORD

ACTS: tuple[Act, ...] = (
    Act("record_previous", GO, N_("&Previous record"), ("Ctrl+Up",), "chevron-left", WORKSPACE, page=RECORD),
    Act("record_next", GO, N_("&Next record"), ("Ctrl+Down",), "chevron-right", WORKSPACE, page=RECORD),
    Act("record_part", GO, N_("Next part of the &page"), ("F6",), needs=WORKSPACE, page=RECORD),
    *(
        Act(f"log_{kind}", ACTIONS, text, (f"Alt+{number}",), needs=WRITABLE, page=RECORD)
        for number, (kind, text) in enumerate(
            {
                "call": N_("Log a &call"),
                "email": N_("Log an &e-mail"),
                "meeting": N_("Log a &meeting"),
                "note": N_("Write a &note"),
                "task": N_("Plan a &task"),
            }.items(),
            1,
        )
    ),
    Act("record_reply", ACTIONS, N_("&Reply logged"), ("Alt+R",), needs=WRITABLE, break_before=True, page=RECORD),
    Act("record_wait", ACTIONS, N_("&Wait for the customer, or go on"), ("Alt+W",), needs=WRITABLE, page=RECORD),
    Act("record_resolve", ACTIONS, N_("Re&solve the ticket"), ("Alt+S",), needs=WRITABLE, page=RECORD),
    Act("record_reopen", ACTIONS, N_("Re&open the ticket"), ("Alt+O",), needs=WRITABLE, page=RECORD),
    Act(
        *("record_file", ACTIONS, N_("Add a &file…"), ("Ctrl+Shift+A",), "paperclip", WRITABLE),
        break_before=True,
        page=RECORD,
    ),
    Act("record_history", ACTIONS, N_("&History of this record"), ("Ctrl+Alt+H",), "history", WORKSPACE, page=RECORD),
    Act("record_merge", ACTIONS, N_("Mer&ge with another contact…"), ("Ctrl+Alt+G",), "users", WRITABLE, page=RECORD),
    Act("record_separate", ACTIONS, N_("Sep&arate again…"), (), needs=WRITABLE, page=RECORD),
    Act(
        *("record_card", ACTIONS, N_("Save as an address &book…"), (), "file-export", WORKSPACE),
        break_before=True,
        page=RECORD,
    ),
    Act("record_data", ACTIONS, N_("Export a&ll data about this person…"), (), "file-export", WORKSPACE, page=RECORD),
    Act("record_erase", ACTIONS, N_("Erase th&is person for good…"), (), "x", WRITABLE, page=RECORD),
    Act("record_delete", ACTIONS, N_("&Delete this record"), ("Ctrl+Del",), "trash", WRITABLE, page=RECORD),
)

# What can be done with contacts alone.
OF_CONTACTS = frozenset({"record_merge", "record_card", "record_data", "record_erase"})
# And with tickets.
OF_TICKETS = frozenset({"record_reply", "record_wait", "record_resolve", "record_reopen"})
