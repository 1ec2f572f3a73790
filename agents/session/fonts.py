"""Open fonts for the scripts that DejaVu Sans, which matplotlib draws with, has no glyphs for.

All are Noto fonts under the SIL Open Font License 1.1, out of the packages that the project depends on.
"""

import codecs
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from importlib import resources

PREFIX = "_analyst-font-"
MOST_LOOKED_AT = 100_000
"""Characters of a text in which scripts are looked for."""


@dataclass(frozen=True, slots=True)
class Font:
    """A font file of an installed package, and the characters that ask for it."""

    family: str
    package: str
    file: str
    characters: re.Pattern[str]

    @property
    def name(self) -> str:
        """What the file is called in a session: no brackets, which the service might refuse."""
        return f"{PREFIX}{self.family}{self.file[-4:]}"

    def content(self) -> bytes:
        """Read the font."""
        return resources.files(self.package).joinpath(self.file).read_bytes()


def _noto(script: str, characters: str) -> Font:
    family = f"Noto{script}" if script == "Emoji" else f"NotoSans{script}"
    return Font(family, "manimgx_fonts", f"{family}[wght].ttf", re.compile(f"[{characters}]"))


def _noto_cjk(region: str, package: str, characters: str) -> Font:
    family = f"NotoSans{region}"
    return Font(family, package, f"{family}-Regular.otf", re.compile(f"[{characters}]"))


JAPANESE = _noto_cjk("JP", "pylopdf_fonts_jp", "\u3040-\u30ff\u31f0-\u31ff\uff66-\uff9f")
KOREAN = _noto_cjk("KR", "pylopdf_fonts_ko", "\u1100-\u11ff\u3130-\u318f\ua960-\ua97f\uac00-\ud7ff")
CHINESE = _noto_cjk(
    "SC",
    "pylopdf_fonts_zh_cn",
    "\u2e80-\u303f\u3100-\u312f\u31a0-\u31ef\u3200-\u9fff\uf900-\ufaff\ufe30-\ufe4f"
    "\uff00-\uff65\uffe0-\uffee\U00020000-\U0003ffff",
)
"""Han characters and full-width forms; those of a text with kana or Hangul are in its own font too."""

FONTS = (
    JAPANESE,
    KOREAN,
    CHINESE,
    _noto("Arabic", "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\ufb50-\ufdff"),
    _noto("Devanagari", "\u0900-\u097f\ua8e0-\ua8ff"),
    _noto("Bengali", "\u0980-\u09ff"),
    _noto("Gurmukhi", "\u0a00-\u0a7f"),
    _noto("Gujarati", "\u0a80-\u0aff"),
    _noto("Oriya", "\u0b00-\u0b7f"),
    _noto("Tamil", "\u0b80-\u0bff"),
    _noto("Telugu", "\u0c00-\u0c7f"),
    _noto("Kannada", "\u0c80-\u0cff"),
    _noto("Malayalam", "\u0d00-\u0d7f"),
    _noto("Sinhala", "\u0d80-\u0dff"),
    _noto("Thai", "\u0e00-\u0e7f"),
    _noto("Lao", "\u0e80-\u0eff"),
    _noto("Myanmar", "\u1000-\u109f\ua9e0-\ua9ff\uaa60-\uaa7f"),
    _noto("Ethiopic", "\u1200-\u139f\u2d80-\u2ddf\uab00-\uab2f"),
    _noto("Khmer", "\u1780-\u17ff\u19e0-\u19ff"),
    _noto("Symbols", "\u2460-\u24ff\U0001f100-\U0001f1ff"),
    _noto("Emoji", "\u23e9-\u23fa\U0001f200-\U0001faff"),
)

_DRAWING = re.compile(r"\b(?:plt|pyplot|pylab|matplotlib|sns|seaborn)\b|\.(?:plot|hist|boxplot|savefig)\b")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")


def draws(code: str) -> bool:
    """Whether code looks as if it made a chart."""
    return bool(_DRAWING.search(code))


def asked_for(text: str) -> set[Font]:
    """The fonts that the scripts of a text ask for; characters escaped as in JSON count too."""
    text = text[:MOST_LOOKED_AT]
    if "\\u" in text:
        text = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), text)
    if text.isascii():
        return set()
    characters = "".join(set(text))
    return {font for font in FONTS if font.characters.search(characters)}


def of_families(families: Collection[str]) -> list[Font]:
    """The fonts of these families, those that come first in a chart first."""
    return [font for font in FONTS if font.family in families]


def families(names: Collection[str]) -> tuple[str, ...]:
    """The families of the fonts that a session has by name."""
    return tuple(font.family for font in FONTS if font.name in names)


def beginning(content: bytes) -> str:
    """The first characters of a file in UTF-8; empty where it is in anything else."""
    try:
        return codecs.getincrementaldecoder("utf-8")().decode(content[:MOST_LOOKED_AT])
    except UnicodeDecodeError:
        return ""


def to_bring(asked: Collection[Font], present: Collection[str]) -> Sequence[Font]:
    """The fonts that a session needs besides those present by name.

    Japanese and Korean draw the Han characters of their own text as their readers write them.
    """
    regional = {JAPANESE, KOREAN} & set(asked)
    return [
        font
        for font in FONTS
        if font in asked and font.name not in present and not (font is CHINESE and regional)
    ]
