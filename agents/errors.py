"""The errors of this project's own making. Each says what happened and what to do about it."""

NOT_PARSED = (SyntaxError, ValueError, RecursionError, MemoryError)
"""What Python's parser raises of a text that it cannot read; the last two where it is nested deeply."""


class AnalystError(RuntimeError):
    """Any error that a person should read instead of a traceback.

    A RuntimeError, because LangGraph's server hides the words of errors that are none of the usual kinds.
    """


class UsageError(AnalystError):
    """What was asked for cannot be done as it was written; nothing was run."""


class BadFileError(AnalystError, ValueError):
    """A file that cannot be analysed: missing, empty, binary, too large, or without rows."""


class ReadingHintError(UsageError, BadFileError):
    """How a file is to be read, said in a way that is not understood."""


class MissingBytesError(AnalystError, LookupError):
    """A content that was kept and is not in the store any more."""

    def __init__(self, digest: str) -> None:
        super().__init__(
            f"Bytes that were kept are gone from the store ({digest[:12] or 'no digest'}). Restore it, or "
            "bring the files again in a new thread or container."
        )


class PoolUnreachableError(AnalystError, ConnectionError):
    """The session pool did not answer."""


class PoolRefusedError(AnalystError, PermissionError):
    """The session pool refused the token."""


class PoolFailedError(AnalystError):
    """The session pool answered with an error that trying again did not mend."""


class PoolFullError(PoolFailedError):
    """The session pool has no session left for now."""

    retry_after = 10
    """Seconds; a pool tells none, and sessions of others may last some minutes."""


class NoRowsError(AnalystError, PermissionError):
    """Something that would show cells to a model, where that was ruled out."""


class ModelFailedError(AnalystError):
    """The model could not be reached, refused, or answered what cannot be used."""

    code: str | None = None
    """The provider's word for it, where programs know the word."""
    param: str | None = None
    retry_after: int | None = None
    """Seconds after which the provider wants to be asked again."""


class ModelBusyError(ModelFailedError):
    """The model takes no more requests for now."""


class ModelRefusedError(ModelFailedError, ValueError):
    """A request that the model does not accept as it is."""


class ModelMissingError(ModelFailedError, LookupError):
    """A model that its provider does not have."""
