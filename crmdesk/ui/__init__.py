"""Parts of the window that know no particular record type: session, jobs, actions, theme, cards, tables.

May import Qt and every room below; nothing of `screen`.
"""
