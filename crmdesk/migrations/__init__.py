"""Numbered upgrade scripts: `m0002.py` holds `upgrade(engine)`, which brings a file from version 1 to version 2.

A script names tables and columns as they were then and is never edited after a release. It imports nothing of the
record types, whose meaning changes; a row that it copies must be counted before and after.
"""
