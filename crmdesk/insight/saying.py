"""A sentence that the records say: by which rule, with what evidence, and where it leads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from crmdesk.domain.change import Tone
from crmdesk.kpi.records import Link


@dataclass(frozen=True, slots=True)
class Saying:
    """One claim. `weight` orders sayings, the heaviest first; `evidence` holds every number that the text names and
    those that show that it is no noise (n, interval …). `link` is the list that it is about.
    """

    rule: str
    text: str
    tone: Tone
    link: Link
    weight: float
    evidence: Mapping[str, object] = field(default_factory=dict)
