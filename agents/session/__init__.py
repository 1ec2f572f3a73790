"""One session of a pool: code runs in it, what it leaves is read as untrusted, a lost one is made again."""
