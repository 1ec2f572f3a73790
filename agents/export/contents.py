"""Whether two files hold the same, also where their formats note the time of writing."""

import gzip
import lzma
import re
import struct
import tarfile
import zipfile
import zlib
from io import BytesIO

LARGEST = 256 * 1024 * 1024
"""Bytes that are unpacked of one archive, or of one picture."""
DEEPEST = 4
"""Archives in archives that are opened."""
_PNG, _ZIP, _GZIP, _PDF = b"\x89PNG\r\n\x1a\n", b"PK\x03\x04", b"\x1f\x8b", b"%PDF"
_TAR, _TAR_AT = b"ustar", 257
_ABOUT = re.compile(r"docProps/|meta\.xml$")
"""What an office document says of itself: when it was made and changed."""
_PDF_ABOUT = re.compile(rb"/(?:CreationDate|ModDate)\s*\([^)]*\)|/ID\s*\[[^\]]*\]")
_UNREADABLE = (
    *(OSError, EOFError, ValueError, RuntimeError, NotImplementedError, struct.error),
    *(zlib.error, lzma.LZMAError, zipfile.BadZipFile, tarfile.TarError),
)


def same_contents(one: bytes, other: bytes, deep: int = DEEPEST) -> bool | None:
    """Tell whether two files hold the same; None where that cannot be told."""
    if one == other:
        return True
    try:
        if all(content.startswith(_PNG) for content in (one, other)):
            return pixels(one) == pixels(other)
        first, second = _members(one), _members(other)
    except _UNREADABLE:
        return None
    if first is None or second is None:
        return _same_document(one, other)
    if first.keys() != second.keys():
        return False
    if not deep:
        return None
    found = [same_contents(first[name], second[name], deep - 1) for name in first]
    return False if False in found else None if None in found else True


def pixels(png: bytes) -> tuple[bytes, bytes]:
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
    return header, zlib.decompressobj().decompress(bytes(data), LARGEST)


def _same_document(one: bytes, other: bytes) -> bool | None:
    """Of PDF and SVG only that they are the same can be told: times and random names stand all over them."""
    if one.startswith(_PDF):
        return _PDF_ABOUT.sub(b"", one) == _PDF_ABOUT.sub(b"", other) or None
    return None if b"<svg" in one[:2000] else False


def _members(content: bytes) -> dict[str, bytes] | None:
    """What an archive holds; None where the file is none."""
    if content.startswith(_ZIP):
        return _zipped(content)
    if content.startswith(_GZIP):
        with gzip.GzipFile(fileobj=BytesIO(content)) as packed:
            return {"": _within(packed.read(LARGEST + 1))}
    if content[_TAR_AT:].startswith(_TAR):
        return _archived(content)
    return None


def _zipped(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as packed:
        listed = [item for item in packed.infolist() if not _ABOUT.match(item.filename)]
        _check(sum(item.file_size for item in listed))
        return {item.filename: packed.read(item) for item in listed}


def _archived(content: bytes) -> dict[str, bytes]:
    with tarfile.open(fileobj=BytesIO(content), mode="r:") as packed:
        listed = packed.getmembers()
        _check(sum(item.size for item in listed))
        read = ((item.name, packed.extractfile(item)) for item in listed)
        return {name: file.read() if file else b"" for name, file in read}


def _within(content: bytes) -> bytes:
    _check(len(content))
    return content


def _check(size: int) -> None:
    if size > LARGEST:
        raise ValueError("more is packed in the file than is unpacked here")
