"""How often and how much at a time an owner may ask. Counted in each process."""

import math
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from server.errors import RateLimitError
from server.parts import Limits


@dataclass(slots=True)
class _Bucket:
    """Holds the requests that may still come; it fills up again as time goes by."""

    left: float
    at: float


class Gate:
    """Lets requests and runs through, or says when to come back."""

    def __init__(self, limits: Limits) -> None:
        self._per_second = limits.requests_per_minute / 60
        self._most = float(limits.requests_per_minute)
        self._concurrent = limits.concurrent_runs
        self._buckets: dict[str, _Bucket] = {}
        self._running: Counter[str] = Counter()

    def enter(self, owner: str) -> None:
        """Count a request; raises RateLimitError."""
        now = time.monotonic()
        bucket = self._buckets.setdefault(owner, _Bucket(self._most, now))
        bucket.left = min(self._most, bucket.left + (now - bucket.at) * self._per_second)
        bucket.at = now
        if bucket.left < 1:
            wait = math.ceil((1 - bucket.left) / self._per_second)
            raise RateLimitError(f"Too many requests. Try again in {wait} s.", wait)
        bucket.left -= 1

    def check_run(self, owner: str) -> None:
        """Refuse where the owner has as many runs as are allowed; raises RateLimitError."""
        if self._running[owner] >= self._concurrent:
            raise RateLimitError(f"{self._concurrent} runs are going on already. Try again when one ends.", 1)

    @contextmanager
    def run(self, owner: str) -> Iterator[None]:
        """Count a run while it goes on."""
        self._running[owner] += 1
        try:
            yield
        finally:
            self._running[owner] -= 1
