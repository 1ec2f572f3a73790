"""The answers in words."""
