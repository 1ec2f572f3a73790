"""What the server remembers: objects, jobs and keys in a database. Bytes are never in it."""
