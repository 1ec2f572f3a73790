"""Lets the charts of a session fall back on other fonts, and tells which characters none of them has.

It is sent to the session as source and imports nothing of ours.
"""

import contextlib
import logging
import os
import re
import shutil
import sys
import tempfile
import warnings
from collections.abc import Iterator
from typing import Any

DATA = "/mnt/data"
OURS = "_analyst-"
"""How the names of our own files in /mnt/data begin."""

_ASCII = 127
_LONGEST_LABEL = 300
_MISSING_GLYPH = re.compile(r"Glyph (\d+) .*missing from")


def use_fonts(names: list[str]) -> None:
    """Take uploaded fonts out of /mnt/data and let matplotlib fall back on them in this order.

    The settings would not do: seaborn's themes and a good deal of code set `font.family` anew.
    """
    from matplotlib import font_manager

    fallbacks, folder = _fallbacks(), tempfile.mkdtemp(prefix=OURS)
    for name in names:
        if os.path.exists(os.path.join(DATA, name)):
            path = shutil.move(os.path.join(DATA, name), folder)
            font_manager.fontManager.addfont(path)
            fallbacks.append(path)
    order = {name: place for place, name in enumerate(names)}
    fallbacks.sort(key=lambda path: order.get(os.path.basename(path), len(names)))
    mathtext: Any = sys.modules.get("matplotlib.mathtext")
    with contextlib.suppress(AttributeError):  # what formulas looked like without the fonts
        mathtext.MathTextParser._parse_cached.cache_clear()


def have_fallbacks() -> None:
    """Let charts fall back on DejaVu Sans at least, whose letters those with serifs and of one width lack."""
    if "matplotlib.pyplot" in sys.modules:
        _fallbacks()


def _fallbacks() -> list[str]:
    """The fonts that are tried after those that a text asks for; matplotlib 3.6 or later."""
    from matplotlib import font_manager, get_data_path

    manager: Any = font_manager.fontManager
    if not hasattr(manager, "analyst_fonts"):
        manager.analyst_fonts = []
        last = os.path.join(get_data_path(), "fonts", "ttf", "DejaVuSans.ttf")
        _extend_texts(manager, last)
        _extend_formulas(manager, last)
    fonts: list[str] = manager.analyst_fonts
    return fonts


def _extend_texts(manager: Any, last: str) -> None:
    find = getattr(manager, "_find_fonts_by_props", None)

    def find_more(*asked: Any, **options: Any) -> list[Any]:
        found = find(*asked, **options)  # type: ignore[misc]  # called where it is there
        return [*found, *(path for path in (*manager.analyst_fonts, last) if path not in found)]

    if find:
        manager._find_fonts_by_props = find_more


def _extend_formulas(manager: Any, last: str) -> None:
    """A text with a formula takes each character from one font, and has no list to fall back on."""
    from matplotlib import _mathtext, font_manager

    fonts: Any = getattr(_mathtext, "UnicodeFonts", None)
    find = getattr(fonts, "_get_glyph", None)

    def find_more(self: Any, name: str, kind: str, symbol: str) -> Any:
        code = ord(symbol) if len(symbol) == 1 else 0
        if code > _ASCII and not self._get_font("default").get_char_index(code):
            for path in (*manager.analyst_fonts, last):
                font = font_manager.get_font(path)
                if font.get_char_index(code):
                    return font, code, False
        return find(self, name, kind, symbol)  # type: ignore[misc]  # called where it is there

    if find:
        fonts._get_glyph = find_more


class _AsWarnings(logging.Handler):
    """Tells what formulas lack as other texts do."""

    def emit(self, record: logging.LogRecord) -> None:
        if isinstance(record.args, tuple) and isinstance(record.args[-1], int):
            warnings.warn(f"Glyph {record.args[-1]} missing from the fonts of a formula.", stacklevel=2)


@contextlib.contextmanager
def formulas_warn() -> Iterator[None]:
    """Have a warning for each character that no font of a formula has."""
    logger, handler = logging.getLogger("matplotlib.mathtext"), _AsWarnings(logging.WARNING)
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)


def brought_fonts() -> list[str]:
    """The files of the fonts that were brought into the session."""
    module = sys.modules.get("matplotlib.font_manager")
    return getattr(module.fontManager, "analyst_fonts", []) if module else []


def missing_glyphs(caught: list[warnings.WarningMessage]) -> str:
    """The characters that warnings say no font has."""
    found = (_MISSING_GLYPH.match(str(item.message)) for item in caught)
    return "".join(dict.fromkeys(chr(int(match[1])) for match in found if match))[:_LONGEST_LABEL]
