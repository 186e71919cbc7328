"""Pictures of figures on screen: QPainter for the dashboard, pyqtgraph (loaded when it is needed) for a figure's page.

May import Qt and the rooms from `insight` down; knows nothing of sessions and pages.
"""
