"""The standard streams, in whatever state a shell hands them over."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import TextIOWrapper


def prepare() -> None:
    """Put nothing in the place of a closed stream, and a mark in that of a byte or letter it cannot hold."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 - open to the end
        elif isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


@contextmanager
def flushed() -> Iterator[None]:
    """Write out what was printed; where that fails, say so and end with 1."""
    try:
        try:
            yield
        finally:
            sys.stdout.flush()
    except OSError as error:  # those of our own work are told where it is done
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):  # whoever read our output has enough
            from analyst.cli.complaining import complain, reason

            complain(f"The output could not be written: {reason(error)}.")
        sys.exit(1)
