"""What the server is handed: everything it needs from outside, as values and small interfaces."""

from collections.abc import AsyncGenerator, AsyncIterator, Callable
from dataclasses import dataclass, field
from typing import Protocol

from langchain_core.language_models import BaseChatModel

from agents.no_rows.redaction import LEAST_ROWS
from agents.protocols import Analyst, Interpreter, Store
from graphs.discretion import sessions_of

MB = 1024 * 1024


class Session(Interpreter, Protocol):
    """The session of a container, whose files can be deleted."""

    async def remove(self, path: str) -> None:
        """Delete a file below /mnt/data where it is there; raises an `AnalystError`."""
        ...


class ByteStore(Store, Protocol):
    """A `Store` that also takes and gives content in pieces, so that no file has to fit in memory."""

    async def put_chunks(self, chunks: AsyncIterator[bytes]) -> tuple[str, int]:
        """Keep a content that comes in pieces; returns its digest and size."""
        ...

    def chunks(self, digest: str) -> AsyncGenerator[bytes]:
        """Give a content in pieces; raises MissingBytesError where there is nothing."""
        ...

    async def drop(self, digest: str, unless_put_within: float) -> bool:
        """Forget a content, unless it was put within so many seconds; tells whether it is gone."""
        ...


class Models(Protocol):
    """The models that can answer."""

    @property
    def analyst(self) -> Analyst:
        """What answers as `data-analyst`."""
        ...

    @property
    def names(self) -> tuple[str, ...]:
        """The provider's models that are configured by name; others may exist."""
        ...

    def chat(self, name: str) -> BaseChatModel | None:
        """Give a model of the provider by its own name, or the configured one where empty; None: unknown."""
        ...


@dataclass(frozen=True, slots=True)
class Limits:
    """What a caller may use. Sizes in bytes, times in seconds."""

    file_bytes: int = 512 * MB
    container_file_bytes: int = 128 * MB
    """What a session pool takes."""
    body_bytes: int = 64 * MB
    requests_per_minute: int = 600
    """For each key."""
    concurrent_runs: int = 64
    """For each key."""
    container_idle: int = 20 * 60
    run_lifetime: int = 10 * 60
    shutdown_grace: float = 20.0
    """How long the end of the server waits for what is running."""
    lease: float = 10.0
    """How long a run belongs to a process that does not renew its claim."""
    keep_unused: int = 0
    """How long responses, conversations, threads and containers are kept that nobody uses; 0 is for ever."""
    max_rounds: int = 10
    max_repairs: int = 3


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything that the server needs."""

    sessions: Callable[[str], Session]
    """Gives the session of a container, by the container's id."""
    models: Models
    store: ByteStore
    database_url: str
    on_loopback: bool = False
    """Only this machine can reach the server: until there is a key, none is needed."""
    no_rows: bool = False
    """Let no cell of the data reach the model."""
    group_rows: int = LEAST_ROWS
    """Then the numbers of groups of fewer rows do not reach it either."""
    limits: Limits = field(default_factory=Limits)

    def sessions_of(self, container: str) -> list[Session]:
        """All sessions that may have a container's files, its own first."""
        return [self.sessions(name) for name in sessions_of(container, self.no_rows)]
