"""One figure with its charts, its explanation and its records."""
