"""What runs inside the sandbox: the standard library and the session environment only."""
