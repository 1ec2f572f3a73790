"""Code that runs in the session. It needs pandas and the standard library; what else is there it uses."""
