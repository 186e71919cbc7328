"""Mappings that come with crmdesk, for what other programs export: each a mapping file in `resources/presets`."""

from __future__ import annotations

from crmdesk.assets import resource
from crmdesk.exchange.rules import Mapping


def names() -> list[str]:
    """The names of all presets, sorted."""
    return sorted(path.stem for path in resource("presets").glob("*.json"))


def load(name: str) -> list[Mapping]:
    """The mappings of one of them."""
    from crmdesk.exchange import mapping_file  # the list of names is shown by commands that read no mapping

    return mapping_file.load(resource("presets", f"{name}.json"))
