"""What the columns of a file mean, as it was said: in a file of JSON, or remembered."""
