"""Service on paper: how satisfied customers are, how long they wait, and what they write about."""

from __future__ import annotations

from crmdesk.domain.wording import duration_text
from crmdesk.kpi.base import Area
from crmdesk.kpi.measure import Result
from crmdesk.report.charts import titled
from crmdesk.report.material import Material
from crmdesk.report.parts import Block, Chart, Section, Words
from crmdesk.report.tables import figures
from crmdesk.text import _

# Heights in points.
_SHARES, _CAUSES = 39.0, 62.0


def service(material: Material) -> Section:
    """Answers, waiting times, categories, and the figures that the scorecard leaves out."""
    results, overview = material.results, material.overview
    blocks: list[Block] = [titled(overview, "csat.scores", _SHARES)]
    if results["nps"].figure.n:
        blocks.append(titled(overview, "nps.groups", _SHARES, optional=2))
    times = [_times(_("First answer"), results["response_time"]), _times(_("Resolution"), results["resolution_time"])]
    if said := " ".join(text for text in times if text):
        blocks.append(Words(said))
    causes = titled(overview, "resolution_time.causes", _CAUSES)
    # Tickets of one cause alone have no order of causes.
    if not (isinstance(causes, Chart) and causes.lines == 1):
        blocks.append(causes)
    if others := figures(material, Area.SERVICE):
        blocks.append(others)
    return Section("service", _("Service"), blocks)


def _times(name: str, result: Result) -> str:
    if result.figure.median is None or result.figure.p90 is None:
        return ""
    return _("{name}: half within {median}, nine in ten within {p90}.").format(
        name=name, median=duration_text(result.figure.median), p90=duration_text(result.figure.p90)
    )
