"""Files in and out: tables of any dialect, mappings, the interchange folder, spreadsheets.

May import insight, kpi, store, domain, assets and text. Nothing here may import Qt or a report: the command
line and scheduled jobs bring data in and out on machines without a display.

Everything that comes from a file is untrusted: it is read through bounded streams (`limits`), never unpacked
to disk under a name that the file gave, and every refusal is one sentence: what, where and what to do.
"""
