"""Reads the files that a person names."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from agents.errors import BadFileError, UsageError

MAX_BYTES = 128 * 1024 * 1024  # what a session pool takes


class NoFileError(UsageError, BadFileError):
    """What is named as a file and is none."""


class MissingFileError(NoFileError, FileNotFoundError):
    """A file that is not there."""


def reader(root: Path | None = None) -> Callable[[str], Awaitable[tuple[str, bytes]]]:
    """Give a function from a path to name and content; with `root`, only of files below that folder."""

    async def read(path: str) -> tuple[str, bytes]:
        return await asyncio.to_thread(_read, path, root)

    return read


def _read(path: str, root: Path | None) -> tuple[str, bytes]:
    file = checked((root or Path()) / path, root)
    try:
        return file.name, file.read_bytes()
    except OSError as error:
        raise BadFileError(f"{path} cannot be read: {error.strerror}. Check its permissions.") from error


def checked(file: Path, root: Path | None = None) -> Path:
    """Return the file where it can be read; raises BadFileError with what is wrong with it."""
    if root and not file.resolve().is_relative_to(root.resolve()):
        raise BadFileError(
            f"{file} is outside the folder that files may come from. Copy it into {root} first."
        )
    if not is_unicode(str(file)):
        raise NoFileError(f"The name of {file} is not text in UTF-8. Rename the file first.")
    if not file.exists():
        raise MissingFileError(f"{file} does not exist. {_nearest(file) or 'Check the path.'}")
    if file.is_dir():
        raise NoFileError(f"{file} is not a file. Name the files in it one by one.")
    if not file.is_file():
        raise NoFileError(f"{file} is not a file on a disk. Write what it holds to one first.")
    if file.stat().st_size > MAX_BYTES:
        raise BadFileError(f"{file} is larger than the 128 MB that a session takes. Make it smaller first.")
    return file


def is_unicode(text: str) -> bool:
    """Whether text from the system was text in its encoding: Python keeps other bytes as surrogates."""
    return not any("\ud800" <= sign <= "\udfff" for sign in text)


def _nearest(file: Path) -> str:
    """Suggest a neighbour whose name differs little."""
    from difflib import get_close_matches

    names = [other.name for other in file.parent.iterdir() if other.is_file()] if file.parent.is_dir() else []
    close = get_close_matches(file.name, names, n=1)
    return f"Did you mean {file.parent / close[0]}?" if close else ""
