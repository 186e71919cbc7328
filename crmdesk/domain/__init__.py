"""What is true about a small business, in plain Python: standard library only, nothing of crmdesk above it."""
