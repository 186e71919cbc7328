"""A monkey at the window: random clicks and keys, and what must be true after them all the same."""
