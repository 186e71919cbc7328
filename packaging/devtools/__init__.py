"""What packaging/dev.py does, in small steps. Standard library only: it runs before anything is installed."""
