"""Ids and times as OpenAI writes them. An id is made here, and nobody can guess it."""

import secrets
import string
import time

LENGTH = 32
SHARED = 16


def new_id(prefix: str) -> str:
    """Make an id such as `file-…` or `resp_…`."""
    return f"{prefix}{secrets.token_hex(LENGTH // 2)}"


def part_id(prefix: str, whole: str) -> str:
    """Make an id for a part of what `whole` is the id of: it begins alike, so that it leads there."""
    return f"{prefix}{whole.partition('_')[2][:SHARED]}{secrets.token_hex((LENGTH - SHARED) // 2)}"


def wholes_of(part: str, prefix: str) -> tuple[str, str] | None:
    """Give the bounds of the ids of which it can be a part; None where it is no such id."""
    begin = part.partition("_")[2][:SHARED]
    if len(begin) < SHARED or not set(begin) <= set(string.hexdigits):
        return None
    return f"{prefix}{begin}", f"{prefix}{begin}g"


def now() -> int:
    """Seconds since 1970."""
    return int(time.time())
