"""What the columns of a file mean, as far as that can be told, and what must be asked."""
