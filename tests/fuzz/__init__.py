"""Readers under fire: mutated files, each read in a bounded process. What breaks a reader stays among the seeds."""
