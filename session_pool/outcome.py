"""What came of a run: values only, read from frames that nobody vouches for."""

import contextlib
import math
import struct
from dataclasses import dataclass, field
from typing import Literal

from session_pool.inside import frames
from session_pool.inside.frames import Kind

Scalar = bool | int | float | str | None
_PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_PNG_SIZE = struct.Struct(">II")
_PNG_SIZE_OFFSET = 16


class ForgedFrameError(ValueError):
    """A session sent what an honest one never sends."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A PNG that a run showed. The texts are the session's own words."""

    image: bytes
    title: str
    axes: str
    width: int
    height: int

    @classmethod
    def read(cls, body: bytes) -> "Figure":
        """Read a `FIGURE` body; width and height in pixels come from the image itself."""
        title, axes, image = frames.unpack_figure(body)
        if not image.startswith(_PNG_SIGNATURE) or len(image) < _PNG_SIZE_OFFSET + _PNG_SIZE.size:
            raise ForgedFrameError("a figure that is no PNG")
        return cls(image, title, axes, *_PNG_SIZE.unpack_from(image, _PNG_SIZE_OFFSET))


Status = Literal["ok", "error", "timeout", "lost"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a run. `value` is "" where the code had none, as the service has it."""

    status: Status
    stdout: str = ""
    stderr: str = ""
    value: Scalar | Figure = ""
    figures: tuple[Figure, ...] = ()
    milliseconds: int = 0

    @property
    def size(self) -> int:
        """About how many bytes it holds."""
        value = len(self.value) if isinstance(self.value, str) else 0
        return len(self.stdout) + len(self.stderr) + value + sum(len(figure.image) for figure in self.figures)


@dataclass(slots=True)
class Collector:
    """Gathers the frames of one run within its limits."""

    value_bytes: int
    figure_bytes: int
    most_figures: int
    value: Scalar | Figure = ""
    error: str = ""
    figures: list[Figure] = field(default_factory=list)
    succeeded: bool | None = None
    taken: int = 0

    def largest(self, kind: int) -> int:
        """Return how long a body of this kind may be; -1 for one that no session sends in a run."""
        if kind == Kind.END:
            return 1
        if kind in (Kind.VALUE, Kind.ERROR):
            return self.value_bytes
        return self.figure_bytes if kind == Kind.FIGURE else -1

    def take(self, kind: int, body: bytes) -> None:
        """Keep what a frame of an allowed kind carries. Raises `ForgedFrameError` for what is no figure."""
        self.taken += len(body) + frames.HEADER.size
        if kind == Kind.VALUE:
            self.value = read_value(body)
        elif kind == Kind.FIGURE:
            self._take_figure(Figure.read(body))
        elif kind == Kind.ERROR:
            self.error = (self.error + body.decode("utf-8", "replace"))[: self.value_bytes]
        elif kind == Kind.END:
            self.succeeded = body == b"\x01"

    def _take_figure(self, figure: Figure) -> None:
        self.value = figure
        if self.figures and self.figures[-1].image == figure.image:  # a value, flushed again
            return
        held = sum(len(kept.image) for kept in self.figures)
        if len(self.figures) < self.most_figures and held + len(figure.image) <= self.figure_bytes:
            self.figures.append(figure)


def read_value(body: bytes) -> Scalar:
    """Return the scalar that a `VALUE` body names; what does not parse stays text."""
    letter, text = body[:1], body[1:].decode("utf-8", "replace")
    if letter == b"n":
        return None
    if letter == b"b":
        return text == "True"
    with contextlib.suppress(ValueError):
        if letter == b"i":
            return int(text)
        if letter == b"f" and math.isfinite(number := float(text)):
            return number
    return text
