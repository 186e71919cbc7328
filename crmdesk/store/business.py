"""What a workspace keeps about the business beyond the interchange format: country, ticket targets, reminders.

These lie in the same table as the settings that `workspace.json` names; what this version does not know stays there.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, TypeGuard
from zoneinfo import TZPATH

from crmdesk.domain.errors import FieldError
from crmdesk.domain.money import decimals_of
from crmdesk.store import setting, stationery
from crmdesk.store.file import Workspace, put_settings
from crmdesk.store.journal import Tx
from crmdesk.store.row import Source
from crmdesk.store.setting import NAMES, Settings
from crmdesk.store.ticket_targets import KEY as TARGETS
from crmdesk.store.ticket_targets import Target, checked_targets, targets_of
from crmdesk.store.zone_change import write_local_days
from crmdesk.text import _

# The columns that hold amounts in minor units, whose meaning hangs on the decimals of the currency.
_AMOUNTS = {"deal": "amount", "sale": "amount", "expense": "amount", "campaign": "budget"}

STALE_DAYS = 30
_MOST_DAYS = 100_000


@dataclass(frozen=True, slots=True)
class Business:
    """The settings beyond `workspace.json`. `country` is a code like DE, or empty where nothing tells it.

    A deal with which nothing was done, and which did not move, for longer than `stale_after_days` is stale.
    """

    country: str = ""
    reminders: bool = True
    reminders_tray: bool = False
    targets: Mapping[str, Target] = field(default_factory=dict)
    stale_after_days: int = STALE_DAYS


def business(workspace: Workspace) -> Business:
    """What is kept, or what is usual where nothing is; a value that makes no sense counts as nothing."""
    stored = workspace.stored_settings
    country = stored.get("country")
    return Business(
        country=country if _is_country(country) else country_of_zone(workspace.settings.timezone),
        reminders=stored.get("reminders") is not False,
        reminders_tray=stored.get("reminders_tray") is True,
        targets=targets_of(stored),
        stale_after_days=stale_days(workspace),
    )


def stale_days(source: Source) -> int:
    """After how many days a deal or a lead with which nothing was done is stale."""
    kept = source.rows("SELECT value FROM setting WHERE key = 'stale_after_days'")
    days = json.loads(kept[0][0]) if kept else None
    return days if _is_span(days) else STALE_DAYS


def checked(given: Mapping[str, Any]) -> dict[str, Any]:
    """All settings as they are stored, those of `workspace.json` too. Raises FieldError."""
    found = setting.checked(given)
    for name, check in _CHECKS.items():
        if name in given:
            found[name] = check(name, given[name])
    return found


def change(tx: Tx, before: Settings, given: Mapping[str, Any]) -> None:
    """Changes settings inside an operation, with all that hangs on them. Raises FieldError.

    In another time zone every moment gets its local day anew; the currency stays one that fits the amounts.
    """
    values = checked(given)
    _require_decimals(tx, before.currency, values.get("currency", before.currency))
    standing = {name for name in NAMES if name in values and _as_stored(getattr(before, name)) == values[name]}
    put_settings(tx, {name: value for name, value in values.items() if name not in standing})
    if values.get("timezone", before.timezone) != before.timezone:
        write_local_days(tx, values["timezone"])


@cache
def country_of_zone(timezone: str) -> str:
    """The country of a time zone, by the table that comes with the time zones; empty for UTC and its like."""
    for line in _zone_table().splitlines():
        parts = line.split("\t")
        if len(parts) > 2 and parts[2] == timezone:
            return parts[0]
    return ""


def _zone_table() -> str:
    for folder in TZPATH:
        path = Path(folder) / "zone.tab"
        if path.is_file():
            return path.read_text(encoding="utf-8")
    try:
        return resources.files("tzdata.zoneinfo").joinpath("zone.tab").read_text(encoding="utf-8")
    except (ModuleNotFoundError, OSError):
        return ""


def _as_stored(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value


def _require_decimals(tx: Tx, before: str, after: str) -> None:
    """Amounts are kept in cents, so a currency without cents would make a hundred times as much of them."""
    if decimals_of(before) == decimals_of(after):
        return
    for table, column in _AMOUNTS.items():
        if tx.rows(f"SELECT 1 FROM {table} WHERE {column} IS NOT NULL LIMIT 1"):
            text = _(
                "cannot become {new}, which has a different number of decimals from {old}, because amounts are "
                "recorded already; make a workspace of its own for {new}"
            )
            raise FieldError("currency", text.format(new=after, old=before))


def _is_country(value: Any) -> TypeGuard[str]:
    return isinstance(value, str) and len(value) == 2 and value.isascii() and value.isalpha() and value.isupper()


def _country(name: str, value: Any) -> str | None:
    code = value.strip().upper() if isinstance(value, str) else value
    if not code:
        return None
    if not _is_country(code):
        raise FieldError(name, _("must be a two-letter code like DE, or empty"))
    return code


def _is_span(value: Any) -> TypeGuard[int]:
    return type(value) is int and 0 < value <= _MOST_DAYS


def _span(name: str, value: Any) -> int | None:
    if value is not None and not _is_span(value):
        raise FieldError(name, _("must be a whole number of days above zero, or empty for what is usual"))
    return value


def _yes(name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise FieldError(name, _("must be yes or no"))
    return value


_CHECKS = {
    "country": _country,
    "reminders": _yes,
    "reminders_tray": _yes,
    "stale_after_days": _span,
    TARGETS: checked_targets,
    **stationery.CHECKS,
}
