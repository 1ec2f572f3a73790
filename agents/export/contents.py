"""Whether two files hold the same, also where their formats note the time of writing."""

import gzip
import lzma
import re
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from io import BytesIO

LARGEST = 512 * 1024 * 1024
"""Bytes that are unpacked of two files together, with the archives and pictures in them."""
DEEPEST = 4
"""Archives in archives that are opened."""
_PNG, _ZIP, _GZIP, _PDF = b"\x89PNG\r\n\x1a\n", b"PK\x03\x04", b"\x1f\x8b", b"%PDF"
_TAR, _TAR_AT = b"ustar", 257
_ABOUT = re.compile(r"docProps/|meta\.xml$")
"""What an office document says of itself: when it was made and changed."""
_PDF_ABOUT = re.compile(rb"/(?:CreationDate|ModDate)\s*\([^)]{0,200}\)|/ID\s*\[[^\]]{0,300}\]")
_UNREADABLE = (
    *(OSError, EOFError, ValueError, LookupError, OverflowError, MemoryError, RuntimeError, struct.error),
    *(zlib.error, lzma.LZMAError, zipfile.BadZipFile, tarfile.TarError),
)


@dataclass(slots=True)
class _Room:
    """How many bytes may still be unpacked."""

    left: int

    def take(self, size: int) -> None:
        if size > self.left:
            self.left = 0
            raise ValueError("more is packed in the files than is unpacked here")
        self.left -= size


def same_contents(one: bytes, other: bytes) -> bool | None:
    """Tell whether two files hold the same; None where that cannot be told."""
    return _same(one, other, DEEPEST, _Room(LARGEST))


def _same(one: bytes, other: bytes, deep: int, room: _Room) -> bool | None:
    if one == other:
        return True
    try:
        if all(content.startswith(_PNG) for content in (one, other)):
            return _pixels(one, room) == _pixels(other, room)
        first, second = _members(one, room), _members(other, room)
    except _UNREADABLE:
        return None
    if first is None or second is None:
        return _same_document(one, other)
    if first.keys() != second.keys():
        return False
    if not deep:
        return None
    found = [_same(first[name], second[name], deep - 1, room) for name in first]
    return False if False in found else None if None in found else True


def _pixels(png: bytes, room: _Room) -> tuple[bytes, bytes]:
    """Size and pixels of a PNG, as they were filtered: what differs besides is metadata."""
    header, data, at = b"", bytearray(), 8
    while at + 8 <= len(png):
        length, kind = int.from_bytes(png[at : at + 4], "big"), png[at + 4 : at + 8]
        chunk = png[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            header = chunk
        elif kind == b"IDAT":
            data += chunk
        at += 12 + length
    unpacked = zlib.decompressobj().decompress(bytes(data), room.left + 1)
    room.take(len(unpacked))
    return header, unpacked


def _same_document(one: bytes, other: bytes) -> bool | None:
    """Of PDF and SVG only that they are the same can be told: times and random names stand all over them."""
    if one.startswith(_PDF):
        return _PDF_ABOUT.sub(b"", one) == _PDF_ABOUT.sub(b"", other) or None
    return None if b"<svg" in one[:2000] else False


def _members(content: bytes, room: _Room) -> Mapping[Hashable, bytes] | None:
    """What an archive holds; None where the file is none."""
    if content.startswith(_ZIP):
        return _zipped(content, room)
    if content.startswith(_GZIP):
        with gzip.GzipFile(fileobj=BytesIO(content)) as packed:
            unpacked = packed.read(room.left + 1)
        room.take(len(unpacked))
        return {"": unpacked}
    if content[_TAR_AT:].startswith(_TAR):
        return _archived(content, room)
    return None


def _zipped(content: bytes, room: _Room) -> dict[Hashable, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as packed:
        listed = [item for item in packed.infolist() if not _ABOUT.match(item.filename)]
        room.take(sum(item.file_size for item in listed))
        return {item.filename: packed.read(item) for item in listed}


def _archived(content: bytes, room: _Room) -> dict[Hashable, bytes]:
    """The files of an archive. A link is its target's name: read, it would hold all of the target again."""
    with tarfile.open(fileobj=BytesIO(content), mode="r:") as packed:
        listed = packed.getmembers()
        room.take(sum(max(item.size, 0) for item in listed if item.isreg()))
        read = ((item, packed.extractfile(item) if item.isreg() else None) for item in listed)
        return {
            (item.name, item.linkname, b"" if item.isreg() else item.type): file.read() if file else b""
            for item, file in read
        }
