"""Tickets in their queue and in their list."""
