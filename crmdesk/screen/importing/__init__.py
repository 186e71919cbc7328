"""Bringing files in: the wizard, page by page."""
