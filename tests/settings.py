"""Settings as they stand in files: whatever wrote them, checked or not."""

from collections.abc import Mapping
from typing import Any

from crmdesk.store.file import Workspace, put_settings
from crmdesk.store.zone_change import write_local_days


def write_settings(workspace: Workspace, values: Mapping[str, Any], *, label: str) -> None:
    """Stores settings as one operation; in another time zone every moment has its local day anew."""
    before = workspace.settings.timezone
    with workspace.operation(label) as tx:
        put_settings(tx, values)
        if values.get("timezone", before) != before:
            write_local_days(tx, values["timezone"])
