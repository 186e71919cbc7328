"""Speed and memory as ratios to floors that are measured in the same run: python3 packaging/dev.py bench."""
