"""Chat Completions: one answer to a list of messages; nothing is kept but the files that code has made."""
