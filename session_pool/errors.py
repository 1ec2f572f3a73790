"""Faults of the pool itself; what a stranger's code does is a value, never one of these."""

NEEDS_LINUX = (
    "Sessions need Linux.",
    "Use WSL, a Linux container or a virtual machine, or set POOL_ENDPOINT to use a pool elsewhere.",
)


class SessionPoolError(Exception):
    """Any error of the session pool."""


class StartError(SessionPoolError, RuntimeError):
    """The pool can't serve on this machine: what is missing, and what to do."""

    def __init__(self, what: str, fix: str) -> None:
        super().__init__(what)
        self.what = what
        self.fix = fix


class SessionStartError(SessionPoolError, RuntimeError):
    """A session could not be set up."""


class ForkServerGoneError(SessionStartError):
    """The process that sessions are forked from has ended."""


class SessionEndedError(SessionPoolError, RuntimeError):
    """The session was deleted while the call waited for its turn."""


class PoolFullError(SessionPoolError, RuntimeError):
    """All sessions that the pool may hold are in use."""


class RequestError(SessionPoolError, ValueError):
    """The caller's mistake."""


class TooLargeError(SessionPoolError, ValueError):
    """An upload is over the limit."""


class NoSuchFileError(SessionPoolError, FileNotFoundError):
    """The session has no regular file of that name."""


class ForbiddenError(SessionPoolError, PermissionError):
    """The session took its own rights to a file or folder away."""


class NoSpaceError(SessionPoolError, OSError):
    """The session's data folder is full."""


class UnauthorizedError(SessionPoolError, PermissionError):
    """The bearer token is missing or wrong."""


class NoSuchExecutionError(SessionPoolError, LookupError):
    """No execution has that id in this session."""


class NoSuchSessionError(SessionPoolError, LookupError):
    """No session has that identifier."""
