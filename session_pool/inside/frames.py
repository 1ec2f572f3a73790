"""The frames between the pool and a session: kind, request id, length, body."""

import enum
import socket
import struct

HEADER = struct.Struct("<B16sI")
TEXT = struct.Struct("<H")
NO_REQUEST = bytes(16)


class Kind(enum.IntEnum):
    """What a frame carries. The pool sends `RUN` only; the rest come from the session."""

    HELLO = 0  # the session is ready; a pidfd and the data directory come along
    RUN = 1  # Python source
    VALUE = 2  # a scalar's type letter, then its text
    FIGURE = 3  # title, axes, image
    ERROR = 4  # the error's text and traceback
    END = 5  # one byte: 1 when the code succeeded
    FAULT = 6  # the session could not be set up, and why


def pack(kind: Kind, request: bytes, body: bytes = b"") -> bytes:
    """Return one frame, ready to send."""
    return HEADER.pack(kind, request, len(body)) + body


def pack_figure(title: str, axes: str, image: bytes) -> bytes:
    """Return the body of a `FIGURE` frame; texts are cut at 1,000 characters."""
    texts = [text[:1000].encode("utf-8", "replace") for text in (title, axes)]
    return b"".join(TEXT.pack(len(text)) + text for text in texts) + image


def unpack_figure(body: bytes) -> tuple[str, str, bytes]:
    """Return title, axes and image of a `FIGURE` body, whatever is in it."""
    texts = []
    for _ in range(2):
        length = TEXT.unpack_from(body.ljust(TEXT.size, b"\0"))[0]
        texts.append(body[TEXT.size : TEXT.size + length].decode("utf-8", "replace"))
        body = body[TEXT.size + length :]
    return texts[0], texts[1], body


def receive(channel: socket.socket) -> tuple[int, bytes, bytes] | None:
    """Return the next frame's kind, request id and body, or None when the other side has gone."""
    header = _receive_exactly(channel, HEADER.size)
    if header is None:
        return None
    kind, request, length = HEADER.unpack(header)
    body = _receive_exactly(channel, length)
    return None if body is None else (kind, request, body)


def _receive_exactly(channel: socket.socket, length: int) -> bytes | None:
    chunks = []
    while length:
        chunk = channel.recv(min(length, 1 << 20))
        if not chunk:
            return None
        chunks.append(chunk)
        length -= len(chunk)
    return b"".join(chunks)
