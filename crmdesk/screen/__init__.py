"""The pages of the window, one file each. May import everything below."""
