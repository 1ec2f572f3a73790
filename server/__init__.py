"""What programs talk to: the OpenAI-compatible API."""
