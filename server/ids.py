"""Ids and times as OpenAI writes them. An id is made here, and nobody can guess it."""

import secrets
import time


def new_id(prefix: str) -> str:
    """Make an id such as `file-…` or `resp_…`."""
    return f"{prefix}{secrets.token_hex(16)}"


def now() -> int:
    """Seconds since 1970."""
    return int(time.time())
