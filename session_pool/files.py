"""A session's `/mnt/data`, reached from outside: paths never leave it and lead to plain files only."""

import contextlib
import ctypes
import errno
import os
import secrets
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from session_pool.drop_root import SANDBOX_ID
from session_pool.errors import ForbiddenError, NoSpaceError, NoSuchFileError, RequestError

ROOT = "/mnt/data"
_OPENAT2 = 437  # the same on every architecture
_RESOLVE_NO_XDEV, _RESOLVE_NO_MAGICLINKS, _RESOLVE_NO_SYMLINKS, _RESOLVE_BENEATH = 0x01, 0x02, 0x04, 0x08
_RESOLVE = _RESOLVE_NO_XDEV | _RESOLVE_NO_MAGICLINKS | _RESOLVE_NO_SYMLINKS | _RESOLVE_BENEATH
_LONGEST_NAME = 255
_CLOSED = -1
_FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}

_libc = ctypes.CDLL(None, use_errno=True)


class _How(ctypes.Structure):
    _fields_ = [("flags", ctypes.c_uint64), ("mode", ctypes.c_uint64), ("resolve", ctypes.c_uint64)]


@dataclass(frozen=True, slots=True)
class FileInfo:
    """One entry of a listing. `directory` is its folder, relative to `/mnt/data`."""

    name: str
    directory: str
    size: int
    modified_ns: int
    is_folder: bool = False

    @property
    def path(self) -> str:
        """The path relative to `/mnt/data`."""
        return f"{self.directory}/{self.name}" if self.directory else self.name


class DataFolder:
    """The files of one session. They are in memory, but a walk over all of them takes a thread to wait in."""

    def __init__(self, handle: int) -> None:
        self._handle = handle

    def close(self) -> None:
        """Give the handle back; nobody finds another session's files under its number."""
        handle, self._handle = self._handle, _CLOSED
        os.close(handle)

    def entries(self, folder: str = "", recursive: bool = False) -> list[FileInfo]:
        """Return plain files and folders, sorted by folder and name; links and devices are left out."""
        with _as_session_user():
            return sorted(self._walk(folder, recursive), key=lambda info: (info.directory, info.name))

    def info(self, path: str) -> FileInfo:
        """Return what is known of one plain file."""
        with self.open(path) as file:
            return _info(path, os.fstat(file.fileno()))

    def open(self, path: str) -> BinaryIO:
        """Open a plain file for reading. Raises `NoSuchFileError` for anything else."""
        with _as_session_user():
            handle = self._open(path, os.O_RDONLY | os.O_NONBLOCK)
        if stat.S_ISREG(os.fstat(handle).st_mode):
            return os.fdopen(handle, "rb")
        os.close(handle)
        raise NoSuchFileError(f"{path} is not a file.")

    def delete(self, path: str) -> None:
        """Remove one plain file."""
        folder, name = os.path.split(path)
        self.info(path)
        with _as_session_user(), _disk_errors(), self._folder(folder) as handle:
            os.unlink(name, dir_fd=handle)

    @contextlib.contextmanager
    def replace(self, path: str) -> Iterator[BinaryIO]:
        """Yield a file that takes the place of `path` when all is written, and goes if anything fails."""
        folder, name = os.path.split(path)
        beside = f".upload-{secrets.token_hex(8)}"
        with _as_session_user():
            self._make_folders(folder)
            with self._folder(folder) as handle, _disk_errors():
                flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW
                file = os.fdopen(_open_at(handle, beside, flags, 0o644), "wb")
                where = os.dup(handle)
        try:
            with _disk_errors(), file:
                yield file
            with _as_session_user(), _disk_errors():
                os.rename(beside, name, src_dir_fd=where, dst_dir_fd=where)
        except BaseException:
            with _as_session_user(), contextlib.suppress(FileNotFoundError):
                os.unlink(beside, dir_fd=where)
            raise
        finally:
            os.close(where)

    def _open(self, path: str, flags: int) -> int:
        try:
            return _open_at(self._handle, path or ".", flags)
        except OSError as fault:
            raise NoSuchFileError(f"{path or ROOT} was not found.") from fault

    @contextlib.contextmanager
    def _folder(self, path: str) -> Iterator[int]:
        handle = self._open(path, os.O_RDONLY | os.O_DIRECTORY)
        try:
            yield handle
        finally:
            os.close(handle)

    def _make_folders(self, path: str) -> None:
        made = ""
        for part in filter(None, path.split("/")):
            with self._folder(made) as handle, _disk_errors(), contextlib.suppress(FileExistsError):
                os.mkdir(part, dir_fd=handle)
            made = f"{made}/{part}" if made else part

    def _walk(self, folder: str, recursive: bool) -> Iterator[FileInfo]:
        waiting = [folder]
        while waiting:
            entries = self._read(current := waiting.pop(), required=current == folder)
            yield from entries
            waiting += [entry.path for entry in entries if recursive and entry.is_folder]

    def _read(self, folder: str, required: bool) -> list[FileInfo]:
        try:
            with self._folder(folder) as handle:
                statuses = {name: _status(handle, name) for name in os.listdir(handle)}
        except NoSuchFileError:
            if required:
                raise
            return []  # gone since it was listed
        return [_info(f"{folder}/{name}", status) for name, status in statuses.items() if status]


def clean_path(*parts: str) -> str:
    """Return a path relative to `/mnt/data`, whatever spelling the client used. Raises `RequestError`."""
    path = "/".join(part.removeprefix(ROOT) for part in parts)
    pieces = [piece for piece in path.split("/") if piece not in ("", ".")]
    for piece in pieces:
        if piece == ".." or "\0" in piece or len(piece.encode("utf-8", "surrogateescape")) > _LONGEST_NAME:
            raise RequestError("A file name must stay within /mnt/data and have at most 255 bytes.")
    return "/".join(pieces)


def _open_at(folder: int, path: str, flags: int, mode: int = 0) -> int:
    how = _How(flags | os.O_CLOEXEC, mode, _RESOLVE)
    handle: int = _libc.syscall(_OPENAT2, folder, os.fsencode(path), ctypes.byref(how), ctypes.sizeof(how))
    if handle < 0:
        number = ctypes.get_errno()
        raise OSError(number, os.strerror(number), path)
    return handle


def _status(folder: int, name: str) -> os.stat_result | None:
    try:
        status = os.stat(name, dir_fd=folder, follow_symlinks=False)
    except OSError:  # gone since it was listed
        return None
    return status if stat.S_ISREG(status.st_mode) or stat.S_ISDIR(status.st_mode) else None


def _info(path: str, status: os.stat_result) -> FileInfo:
    folder, name = os.path.split(path.strip("/"))
    printable = name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    return FileInfo(printable, folder, status.st_size, status.st_mtime_ns, stat.S_ISDIR(status.st_mode))


@contextlib.contextmanager
def _disk_errors() -> Iterator[None]:
    try:
        yield
    except IsADirectoryError as fault:
        raise RequestError("There is a folder of that name.") from fault
    except PermissionError as fault:
        raise ForbiddenError("The session has taken the rights to this folder away.") from fault
    except OSError as fault:
        if fault.errno not in _FULL:
            raise
        raise NoSpaceError(fault.errno, "The session's /mnt/data is full.") from fault


@contextlib.contextmanager
def _as_session_user() -> Iterator[None]:
    """Let this thread's file operations have no more rights than the session; only root needs it."""
    if os.geteuid() != 0:
        yield
        return
    _libc.setfsgid(SANDBOX_ID)
    _libc.setfsuid(SANDBOX_ID)
    try:
        yield
    finally:
        _libc.setfsuid(0)
        _libc.setfsgid(0)
