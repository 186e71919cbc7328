"""One file per KPI, found by looking here. May import store and domain; KPI files do not import each other.

Shared ground is in `base` (declaration and registry), `measurement` (spans in SQL), `measure` (many periods at once),
`customers`, `deals`, `tickets`, `sales` and `staff_days`.
"""
