"""Finds out what a file holds, and the exact call that reads it; `files` is the way in."""
