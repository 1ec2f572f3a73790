"""The HTTP API in the dialects of the service."""
