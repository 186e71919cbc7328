"""Every KPI once more, straight from the words of the spec and without a line of crmdesk.

Slow on purpose and plain on purpose: what it says is compared with what the program says.
"""

from tests.oracle.table import Table, months, table

__all__ = ["Table", "months", "table"]
