"""What people, campaigns and stages are called in a breakdown: their external id and their name."""

from __future__ import annotations

from collections.abc import Callable

from crmdesk.kpi.measurement import Measurement

Named = Callable[[int | None], tuple[str | None, str | None]]


def staff_names(m: Measurement) -> Named:
    """Key and label of a person of the business."""
    return _named(m, "staff")


def campaign_names(m: Measurement) -> Named:
    """Key and label of a campaign."""
    return _named(m, "campaign")


def stage_names(m: Measurement) -> Named:
    """Key and label of a stage."""
    return _named(m, "stage")


def _named(m: Measurement, table: str) -> Named:
    names: dict[int | None, tuple[str | None, str | None]] = {
        row_id: (key, name)
        for row_id, key, name in m.rows(f"SELECT id, coalesce(external_id, lower(hex(uid))), name FROM {table}")
    }
    return lambda row_id: names.get(row_id, (None, None))
