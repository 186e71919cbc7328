"""One record with everything that belongs to it."""
