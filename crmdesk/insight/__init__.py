"""What the figures and the data say beyond themselves, each with its evidence. May import kpi and below."""
