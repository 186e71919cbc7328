"""Why a figure over the customers at the start of a period may be missing: shared by churn and retention."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from crmdesk.domain.figure import Figure, Reason, missing
from crmdesk.domain.period import Span
from crmdesk.kpi.customers import kept_customers
from crmdesk.kpi.measurement import Measurement


def of_start_set(
    m: Measurement,
    span: Span,
    hits: int,
    start: int,
    figure: Callable[..., Figure],
    beside: Mapping[str, object],
) -> Figure:
    """A ratio over the start set: without any customer no data, with customers but none at the start no denominator."""
    if start:
        return figure(hits, start, beside=beside)
    known = m.shared(kept_customers).count_before(span.cut)
    reason = Reason.NO_DENOMINATOR if known else Reason.NO_DATA
    return missing(reason, numerator=0, denominator=0, beside=beside)
