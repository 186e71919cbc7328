"""The monthly close, step by step."""
