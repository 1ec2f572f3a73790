"""Which encoding the bytes of a text file are in, and whether they are text at all."""

import codecs
import importlib.util
import re
from collections.abc import Callable

from agents.in_session.reading_words import JAPANESE, KOREAN, SIMPLIFIED, TRADITIONAL

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte order marks, the longer before the shorter that it begins with."""

_KANA = re.compile(r"[\u3040-\u30ff]")
_HALF_KANA = re.compile(r"[\uff66-\uff9f]")
_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_ODD = re.compile(r"[\x80-\x9f\ue000-\uf8ff\ufffd]")
_CONTROL = re.compile(rb"[\x01-\x06\x0e-\x1a\x7f]")

EAST_ASIAN = {
    "cp932": JAPANESE,
    "euc_jp": JAPANESE,
    "cp949": KOREAN,
    "gb18030": SIMPLIFIED,
    "big5": TRADITIONAL,
}
"""The encodings of East Asia that are tried, each with the characters that its text would hold."""


def is_binary(head: bytes) -> bool:
    """Tell whether bytes are no text: control characters, or NUL bytes that no UTF-16 explains."""
    if not head or find_mark(head) or guess_utf16(head):
        return False
    padding = head.rstrip(b"\0").count(0)
    return len(_CONTROL.findall(head)) > len(head) / 100 or padding > len(head) / 20


def find_mark(head: bytes) -> str:
    """Return the encoding that a byte order mark names, or nothing."""
    return next((name for mark, name in MARKS if head.startswith(mark)), "")


def guess_utf16(head: bytes) -> str:
    """Return UTF-16 with its byte order where every second byte is nearly always NUL."""
    half = len(head) // 2
    if half < 4:
        return ""
    even, odd = head[0::2].count(0) / half, head[1::2].count(0) / half
    if odd > 0.4 and even < 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 and odd < 0.05 else ""


def find_encoding(content: bytes, *, whole: bool = True) -> str:
    """Return the Python name of the encoding; `whole` is false where the last character may be cut."""
    found = find_mark(content) or guess_utf16(content[:4096])
    if found:
        return found
    if decodes(content, "utf-8", whole=whole) or is_damaged_utf8(content):
        return "utf-8"
    scores = {name: _east_asian_score(content, name, whole=whole) for name in EAST_ASIAN}
    best = max(scores, key=lambda name: scores[name])
    return best if scores[best] > 0.35 else _single_byte(content)


def decodes(content: bytes, encoding: str, *, whole: bool = True) -> bool:
    """Tell whether the bytes are valid in an encoding."""
    try:
        codecs.getincrementaldecoder(encoding)().decode(content, final=whole)
    except UnicodeDecodeError:
        return False
    return True


def is_damaged_utf8(content: bytes) -> bool:
    """Tell whether text is UTF-8 but for a few bytes: what cutting and joining files leaves."""
    text = content.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    good = sum(1 for character in text if character > "\x7f") - broken
    return broken * 20 <= good


def _east_asian_score(content: bytes, encoding: str, *, whole: bool) -> float:
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(content[:400_000], final=whole)
    except UnicodeDecodeError as error:
        if error.start < min(len(content), 400_000) - 4:
            return 0.0
        text = content[: error.start].decode(encoding)
    wide = [character for character in text if character > "\x7f"]
    if not wide or _ODD.search(text):
        return 0.0
    return _plausibility(encoding, "".join(wide)) - _stray_pairs(text)


def _plausibility(encoding: str, wide: str) -> float:
    """Return the share of characters that the language of an encoding often uses."""
    kana = len(_KANA.findall(wide))
    common = sum(character in EAST_ASIAN[encoding] for character in wide)
    rules: dict[str, Callable[[], float]] = {
        "cp932": lambda: common + kana - len(_HALF_KANA.findall(wide)) / 2,
        "euc_jp": lambda: common + kana - len(_HALF_KANA.findall(wide)),
        "cp949": lambda: common / 2 + len(_HANGUL.findall(wide)) / 2,
        "gb18030": lambda: common - 2 * kana,
        "big5": lambda: common - 2 * kana,
    }
    # Most words of a table are names, so a character seldom used still counts a little.
    return (rules[encoding]() + 0.15 * _in_everyday_range(wide, encoding)) / len(wide) + 0.1


def _in_everyday_range(wide: str, encoding: str) -> int:
    """Count the characters of the level that each standard keeps for everyday use."""
    first = {"cp932": 0x88, "euc_jp": 0xB0, "cp949": 0xB0, "gb18030": 0xB0, "big5": 0xA4}[encoding]
    last = {"cp932": 0x97, "euc_jp": 0xCF, "cp949": 0xC8, "gb18030": 0xD7, "big5": 0xC6}[encoding]
    return sum(first <= character.encode(encoding)[0] <= last for character in wide)


def _stray_pairs(text: str) -> float:
    """Return how often a wide character stands alone between ASCII letters, as in misread Western text."""
    stray = len(re.findall(r"(?<=[A-Za-z])[^\x00-\x7f](?=[A-Za-z])", text))
    wide = len(re.findall(r"[^\x00-\x7f]+", text))
    return stray / wide if wide else 0.0


def _single_byte(content: bytes) -> str:
    """Return an encoding of one byte a character: Western unless there is evidence for another."""
    if importlib.util.find_spec("charset_normalizer"):
        from charset_normalizer import from_bytes

        choices = ["cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "koi8_r", "mac_roman", "cp437"]
        best = from_bytes(content[:100_000], cp_isolation=choices, threshold=0.4).best()
        if (
            best
            and best.encoding in {"cp1251", "cp1253", "koi8_r"}
            and _is_mostly_letters(content, best.encoding)
        ):
            return str(best.encoding)
    return "cp1252" if decodes(content, "cp1252") else "latin-1"


def _is_mostly_letters(content: bytes, encoding: str) -> bool:
    """Tell whether what is not ASCII makes words: runs of letters rather than one accent in a word."""
    text = content.decode(encoding, "replace")
    runs = re.findall(r"[^\x00-\x7f]+", text)
    return sum(map(len, runs)) > 2.5 * len(runs) and "".join(runs).isalpha()
