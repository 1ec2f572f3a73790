"""The names under which files of a session are written: their own, wherever a folder can hold them."""

from collections.abc import Collection, Iterable
from pathlib import PurePosixPath
from unicodedata import normalize

LONGEST_PART = 255
"""Bytes of a name that the usual file systems take."""


def written_names(names: Iterable[str], taken: Collection[str]) -> dict[str, str]:
    """Give each file a name that stays below the folder and that nothing else has; `taken` are ours.

    A name is changed only where it has to be: for control characters, a dot in front, its length, or because
    it is a folder's, one of ours, or on some file systems the same as another.
    """
    ours = set(map(_same_for_all, taken))
    safe = {name: _allowed(name, ours) for name in names}
    folders = (str(folder) for path in safe.values() for folder in PurePosixPath(path).parents)
    used = ours | set(map(_same_for_all, folders))
    given: dict[str, str] = {}
    for name, path in safe.items():  # who keeps its own is first
        if path == name and _same_for_all(name) not in used:
            given[name] = name
            used.add(_same_for_all(name))
    for name in [name for name in safe if name not in given]:
        given[name] = _free(safe[name], used)
        used.add(_same_for_all(given[name]))
    return given


def _same_for_all(name: str) -> str:
    """The same for names that a file system without case, or with its own accents, takes for one."""
    return normalize("NFC", normalize("NFC", name).casefold())


def _allowed(name: str, ours: Collection[str]) -> str:
    """The name as a path below the folder. It comes from a session, so it is untrusted."""
    parts = [_fitting(_part(part)) for part in PurePosixPath(name).parts] or ["file"]
    if len(parts) > 1 and _same_for_all(parts[0]) in ours:
        parts[0] = f"_{parts[0]}"
    return "/".join(parts)


def _part(part: str) -> str:
    plain = "".join(letter if letter.isprintable() and letter not in "/\\" else "_" for letter in part)
    return f"_{plain[1:]}" if plain.startswith(".") else plain


def _fitting(part: str, number: str = "") -> str:
    """The name, with a number before its ending, cut where it is too long."""
    path = PurePosixPath(part)
    stem, ending = path.stem, path.suffix
    if len(ending.encode()) > LONGEST_PART // 2:
        stem, ending = part, ""
    room = LONGEST_PART - len(f"{number}{ending}".encode())
    return f"{stem.encode()[:room].decode(errors='ignore')}{number}{ending}"


def _free(name: str, used: Collection[str]) -> str:
    path, free, number = PurePosixPath(name), name, 1
    while _same_for_all(free) in used:
        number += 1
        free = str(path.with_name(_fitting(path.name, f"-{number}")))
    return free
