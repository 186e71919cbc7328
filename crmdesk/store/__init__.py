"""The workspace: one SQLite file. May import the domain; nothing here knows of KPIs, windows or foreign formats."""
