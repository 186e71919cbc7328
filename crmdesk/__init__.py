"""crmdesk: the numbers of a small business, on screen and on paper.

Rooms import downwards only: screen and cli, then ui, then chart, report and exchange, then insight,
kpi, store, domain, and at the bottom assets and text. `lint-imports` proves it.
"""

__version__ = "0.1.0"
