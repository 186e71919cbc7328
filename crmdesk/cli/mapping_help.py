"""The help of mapping files, shown by `crmdesk import --help`."""

from __future__ import annotations

MAPPING_HELP = """\
see the README for mapping files
"""
