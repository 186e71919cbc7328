"""Deals on their board and in their list."""
