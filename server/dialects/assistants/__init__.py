"""The Assistants API, version 2, and what version 1 says differently over HTTP."""
