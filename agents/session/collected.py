"""What the collector in a session reports of a run, and the cells that steer it.

The report comes out of the session, so nothing in it is trusted: names cannot leave /mnt/data, numbers and
sizes have limits.
"""

import re
from collections.abc import Sequence
from importlib import resources
from typing import Annotated, Any

from pydantic import Field, ValidationError

from agents.in_session.font_fallbacks import OURS
from agents.session.outputs import MAX_FIGURES
from agents.values import Value

LARGEST_REPORT = 1_000_000
MAX_FILES = 50
MAX_FILE_BYTES = 128 * 1024 * 1024
MAX_TOTAL_BYTES = 256 * 1024 * 1024
LONGEST_PATH = 500
LONGEST_PART = 255

MODULE = "_analyst_collecting"
FALLBACKS = "agents.in_session.font_fallbacks"
_CALL = f'__import__("sys").modules["{MODULE}"]'
_SETUP = """\
def _analyst_setup():
    import sys, types
    for name, source in {sources!r}.items():
        module = sys.modules.setdefault(name, types.ModuleType(name))
        exec(compile(source, name, "exec"), module.__dict__)
    module.install({mark!r}, {keep_figures!r})
_analyst_setup()
del _analyst_setup
"""

_GLYPH_WARNING = re.compile(
    r"^(?>.*?UserWarning: Glyph )(\d{1,7}) .*missing from.*\n?(?:^ .*\n?)?", re.MULTILINE
)

Label = Annotated[str, Field(max_length=300)]
Size = Annotated[int, Field(ge=0)]


class DrawnFigure(Value):
    """A figure that waits in /mnt/data to be fetched."""

    name: Annotated[str, Field(pattern=rf"^{OURS}figure-\d+\.png$")]
    title: Label
    axes: Label


class Report(Value):
    """What a run left, as the session tells it."""

    files: Annotated[tuple[tuple[str, Size], ...], Field(max_length=1000)]
    """Path below /mnt/data and size of each file that is new or changed."""
    more: Size
    figures: Annotated[tuple[DrawnFigure, ...], Field(max_length=MAX_FIGURES)]
    drawn: Size
    """How many figures there were, also beyond the limit."""
    missing: Annotated[tuple[tuple[Size, Label], ...], Field(max_length=64)]
    """The figures that lack glyphs, by their place among the run's figures, and the characters."""
    fonts: Annotated[tuple[Label, ...], Field(max_length=50)]
    """The fonts that were brought into the session."""


def split(reply: Any, mark: str) -> tuple[dict[str, Any], Report | None]:
    """Take the report out of the answer of `code/execute`; None where there is none that can be used."""
    fields = reply if isinstance(reply, dict) else {}
    parts = str(fields.get("stdout") or "").split(mark)
    if len(parts) != 3:
        return fields, None
    report = _read(parts[1])
    return {**fields, "stdout": parts[0] + parts[2]}, report


def _read(text: str) -> Report | None:
    try:
        return Report.model_validate_json(text) if len(text) <= LARGEST_REPORT else None
    except ValidationError:
        return None


def setup(mark: str, keep_figures: bool) -> str:
    """Code that sets the collector up in a session, or sets it up anew."""
    files = {FALLBACKS: "font_fallbacks.py", MODULE: "collecting.py"}  # in the order in which they are run
    folder = resources.files("agents.in_session")
    sources = {name: folder.joinpath(file).read_text("utf-8") for name, file in files.items()}
    return _SETUP.format(sources=sources, mark=mark, keep_figures=keep_figures)


def use_fonts(names: Sequence[str], redraw: bool) -> str:
    """Code that takes uploaded fonts into use and, on demand, draws again what lacked glyphs."""
    code = f"{_CALL}.use_fonts({list(names)!r})"
    return f"{code}\n{_CALL}.current().redraw()" if redraw else code


def lend(path: str, name: str) -> str:
    """Code that copies a file of a subfolder to `name` until the next run."""
    return f"{_CALL}.current().lend({path!r}, {name!r})"


def rename(old: str, new: str) -> str:
    """Code that gives a file of /mnt/data another name."""
    return f"__import__('os').replace({f'/mnt/data/{old}'!r}, {f'/mnt/data/{new}'!r})"


def usable(path: str) -> bool:
    """Whether a path that the session names stays below /mnt/data and can be a file's name anywhere."""
    parts = path.split("/")
    return (
        0 < len(path) <= LONGEST_PATH
        and path.isprintable()
        and "\\" not in path
        and not path.startswith(OURS)
        and all(part not in ("", ".", "..") and len(part.encode()) <= LONGEST_PART for part in parts)
    )


def within_limits(files: Sequence[tuple[str, int]]) -> tuple[list[str], int]:
    """The paths to fetch, and how many files are left out."""
    paths: list[str] = []
    total = 0
    for path, size in files:
        fits = size <= MAX_FILE_BYTES and total + size <= MAX_TOTAL_BYTES and len(paths) < MAX_FILES
        if fits and usable(path):
            paths.append(path)
            total += size
    return paths, len(files) - len(paths)


def left_out(count: int) -> str:
    """A line on the files that stay in the session; empty where none does."""
    if not count:
        return ""
    return (
        f"Not brought out of the session: {count} new or changed files. The limits are {MAX_FILES} files, "
        f"{MAX_FILE_BYTES >> 20} MB each and {MAX_TOTAL_BYTES >> 20} MB together, with names in plain text.\n"
    )


def not_shown(report: Report | None) -> str:
    """A line on the figures beyond the limit; empty where there are none."""
    more = report.drawn - MAX_FIGURES if report else 0
    return f"Not shown: {more} more figures. A run shows {MAX_FIGURES} at most.\n" if more > 0 else ""


def missing_glyphs(stderr: str) -> str:
    """The characters that matplotlib's warnings say the fonts lack."""
    codes = (int(match[1]) for match in _GLYPH_WARNING.finditer(stderr[:100_000]))
    return "".join(chr(code) for code in codes if code <= 0x10FFFF)


def without_glyph_warnings(stderr: str) -> str:
    """What stderr says besides missing glyphs."""
    return _GLYPH_WARNING.sub("", stderr)
