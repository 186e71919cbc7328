"""Tests: they mirror the rooms of crmdesk, and come in through its public doors."""
