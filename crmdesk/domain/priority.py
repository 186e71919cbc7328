"""How urgent a ticket is, the least first."""

from crmdesk.text import N_

PRIORITIES = {"low": N_("Low"), "normal": N_("Normal"), "high": N_("High"), "urgent": N_("Urgent")}
