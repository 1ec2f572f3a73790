"""Watches the runs of a session: which files and figures each left, and which glyphs its figures lack.

It is sent to the session as source, with the module that it imports. After each run it prints one line of
JSON between two marks; `agents.session.collected` takes that line out again and trusts nothing in it.
"""

import base64
import contextlib
import itertools
import json
import os
import shutil
import sys
import time
import warnings
from collections.abc import Iterator
from typing import Any

from agents.in_session.font_fallbacks import (
    DATA,
    OURS,
    brought_fonts,
    formulas_warn,
    have_fallbacks,
    missing_glyphs,
    use_fonts,
)

__all__ = ["use_fonts"]

_UNLISTED = (".", "__pycache__", OURS)
_MOST_WALKED = 5000
_MOST_REPORTED = 1000
_MOST_FIGURES = 50
_LONGEST_LABEL = 300
_CLOCK_TICK = 0.01  # file times are no finer than this on a kernel with 100 ticks a second
_PNG = "image/png"

State = tuple[int, int, int]


class Collector:
    """Stands beside one IPython shell; `keep_figures` where the pool hands over the last figure only."""

    def __init__(self, shell: Any, mark: str, keep_figures: bool) -> None:
        self._shell = shell
        self._mark = mark
        self._keep_figures = keep_figures
        self._format = shell.display_formatter.format
        self._before: dict[str, State] | None = None
        self._lent: list[str] = []
        self._figures: list[dict[str, str]] = []
        self._count = 0
        self._last_image = b""
        self._incomplete: list[tuple[int, str, Any]] = []
        self._to_redraw: list[tuple[int, str, Any]] = []

    def attach(self) -> None:
        """Take part in every run from now on."""
        self._shell.events.register("pre_run_cell", self.begin)
        self._shell.events.register("post_run_cell", self.end)
        self._shell.display_formatter.format = self.format

    def detach(self) -> None:
        """Leave the shell as it was found."""
        for event, hook in (("pre_run_cell", self.begin), ("post_run_cell", self.end)):
            with contextlib.suppress(ValueError):  # the code may have taken it out
                self._shell.events.unregister(event, hook)
        self._shell.display_formatter.format = self._format
        self._take_back()

    def begin(self, *_: Any) -> None:
        """Look at the files before a run."""
        self._take_back()
        self._figures, self._count, self._last_image = [], 0, b""
        self._to_redraw, self._incomplete = self._incomplete, []
        have_fallbacks()
        self._before = _snapshot()
        _outwait_the_clock(self._before)

    def end(self, *_: Any) -> None:
        """Print what a run left."""
        _show_open_figures()
        after = _snapshot()
        before = after if self._before is None else self._before
        changed = [[path, state[1]] for path, state in sorted(after.items()) if before.get(path) != state]
        report = {
            "files": changed[:_MOST_REPORTED],
            "more": len(changed[_MOST_REPORTED:]),
            "figures": self._figures,
            "drawn": self._count,
            "missing": [[index, text] for index, text, _ in self._incomplete],
            "fonts": [os.path.basename(path) for path in brought_fonts()],
        }
        with contextlib.suppress(AttributeError, OSError, ValueError):  # the code may have closed it
            sys.stdout.write(f"{self._mark}{json.dumps(report)}{self._mark}")
            sys.stdout.flush()

    def format(self, shown: Any, include: Any = None, exclude: Any = None) -> Any:
        """Format what is shown as IPython would, and keep what there is to know of an image."""
        have_fallbacks()
        with warnings.catch_warnings(record=True) as caught, formulas_warn():
            warnings.simplefilter("always")
            data, metadata = self._format(shown, include, exclude)
        for item in caught:  # the code's own filters decide what becomes of them
            warnings.warn_explicit(item.message, item.category, item.filename, item.lineno)
        if _PNG in data:
            self._keep(shown, data[_PNG], missing_glyphs(caught))
        return data, metadata

    def redraw(self) -> None:
        """Show once more the figures of the last run that lacked glyphs."""
        from IPython.display import display

        for _, _, shown in self._to_redraw:
            type(shown.canvas)(shown)  # a canvas of its own: the old one remembers how wide the boxes were
            display(shown)

    def lend(self, path: str, name: str) -> None:
        """Copy a file out of its subfolder, until the next run begins."""
        self._lent.append(os.path.join(DATA, name))
        shutil.copyfile(os.path.join(DATA, path), self._lent[-1])

    def _keep(self, shown: Any, image: str | bytes, missing: str) -> None:
        raw = base64.b64decode(image) if isinstance(image, str) else image
        if raw == self._last_image:  # a figure that is the last value is shown again when the run ends
            return
        self._last_image = raw
        within = self._count < _MOST_FIGURES
        if within and missing and hasattr(shown, "canvas"):
            self._incomplete.append((self._count, missing, shown))
        if within and self._keep_figures:
            self._write(raw, _described(shown))
        self._count += 1

    def _write(self, raw: bytes, description: dict[str, str]) -> None:
        name = f"{OURS}figure-{self._count}.png"
        self._lent.append(os.path.join(DATA, name))
        with contextlib.suppress(OSError), open(self._lent[-1], "wb") as file:
            file.write(raw)
            self._figures.append({"name": name, **description})

    def _take_back(self) -> None:
        for path in self._lent:
            with contextlib.suppress(OSError):
                os.remove(path)
        self._lent = []


def install(mark: str, keep_figures: bool) -> None:
    """Set a collector up in this session, in place of an earlier one; paths without a folder are in DATA."""
    from IPython.core.getipython import get_ipython

    shell: Any = get_ipython()
    if earlier := getattr(shell, "analyst_collector", None):
        earlier.detach()
    with contextlib.suppress(OSError):
        os.chdir(DATA)
    shell.analyst_collector = Collector(shell, mark, keep_figures)
    shell.analyst_collector.attach()


def current() -> Collector:
    """The collector of this session."""
    from IPython.core.getipython import get_ipython

    shell: Any = get_ipython()
    collector: Collector = shell.analyst_collector
    return collector


def _described(shown: Any) -> dict[str, str]:
    """Title and axes of a figure; nothing of an image that is none."""
    if not hasattr(shown, "get_axes") or not hasattr(shown, "get_suptitle"):
        return {"title": "", "axes": ""}
    axes, whole = shown.get_axes(), shown.get_suptitle()
    titles = [whole] if whole else [ax.get_title() for ax in axes]
    labels = [" × ".join(filter(None, (ax.get_xlabel(), ax.get_ylabel()))) for ax in axes]
    title, described = ("; ".join(filter(None, texts))[:_LONGEST_LABEL] for texts in (titles, labels))
    return {"title": title, "axes": described}


def _show_open_figures() -> None:
    """Show what is open where the code has left the backend that shows by itself, as for `Agg`."""
    pyplot: Any = sys.modules.get("matplotlib.pyplot")
    if pyplot is None or "inline" in pyplot.get_backend():
        return
    from IPython.display import display

    for number in pyplot.get_fignums():
        figure = pyplot.figure(number)
        with contextlib.suppress(Exception):  # a figure that cannot be drawn is told by the code's own error
            if figure.axes:
                display(figure)
    pyplot.close("all")


def _snapshot() -> dict[str, State]:
    """Inode, size and time of change of the files below /mnt/data; the time cannot be set by code."""
    found: dict[str, State] = {}
    for entry in itertools.islice(_walk(DATA), _MOST_WALKED):
        with contextlib.suppress(OSError):
            if entry.is_file(follow_symlinks=False) and not entry.name.startswith(_UNLISTED):
                status = entry.stat(follow_symlinks=False)
                path = os.path.relpath(entry.path, DATA)
                found[path] = (status.st_ino, status.st_size, status.st_ctime_ns)
    return found


def _walk(folder: str) -> Iterator[os.DirEntry[str]]:
    """Yield all that is below a folder, but for what is in folders that are not listed."""
    waiting = [folder]
    while waiting:
        with contextlib.suppress(OSError), os.scandir(waiting.pop()) as entries:
            for entry in entries:
                yield entry
                if entry.is_dir(follow_symlinks=False) and not entry.name.startswith(_UNLISTED):
                    waiting.append(entry.path)


def _outwait_the_clock(files: dict[str, State]) -> None:
    """Wait until a file that has just been written would get another time if it were written again."""
    newest = max((changed for _, _, changed in files.values()), default=0)
    age = time.time() - newest / 1e9
    if 0 <= age < _CLOCK_TICK:
        time.sleep(_CLOCK_TICK - age)
