"""Which encoding the bytes of a text file are in, and whether they are text at all."""

import codecs
import re
from collections.abc import Callable

from agents.in_session.reading.values.words import (
    ALPHABETS,
    JAPANESE,
    KOREAN,
    SIMPLIFIED,
    SYMBOLS,
    TRADITIONAL,
)

MARKS = (
    (codecs.BOM_UTF8 * 2, "utf-8-sig"),
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
"""Byte order marks, the longer before the shorter that it begins with."""

_KANA = re.compile(r"[\u3040-\u30ff]")
_HALF_KANA = re.compile(r"[\uff66-\uff9f]")
_HALF_WORD = re.compile(r"(?<![A-Za-z])[\uff66-\uff9f]+(?![A-Za-z])")
_MISVOICED = re.compile(r"(?<![\uff73\uff76-\uff84\uff8a-\uff8e])\uff9e|(?<![\uff8a-\uff8e])\uff9f")
"""A mark of voice, in half width, behind a syllable that has no voice."""
_MICRO = re.compile(r"µ(?=(?:[gmslLMAVWFHJNSCU]|mol|Sv|Gy|Pa|eq|cm)(?![^\W\d_]))")
"""The sign before a unit, as in `µg/l`; elsewhere the byte is a letter of Central Europe."""
_WIDE_PAIR = re.compile(rb"[\x80-\x9f]|[\x80-\xff].?[\x80-\xff]")
"""What some bytes match of any East Asian text but a character alone, and none of a Western letter alone."""
_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_IDEOGRAPH = re.compile(r"[\u4e00-\u9fff]")
_FINAL_BEFORE_END = re.compile(r"[ךםןףץ](?=\w)")
"""A letter of Hebrew that stands only at the end of a word."""
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]")
_ODD = re.compile(r"[\x80-\x9f\ue000-\uf8ff\ufffd]")
_CONTROL = re.compile(rb"[\x02-\x06\x0e-\x1a\x7f]")

EAST_ASIAN = {
    "cp932": JAPANESE,
    "euc_jp": JAPANESE,
    "cp949": KOREAN,
    "gb18030": SIMPLIFIED,
    "big5": TRADITIONAL,
}
"""The encodings of East Asia that are tried, each with the characters that its text would hold."""
_CORE = {"cp932": "shift_jis", "euc_jp": "euc_jp", "cp949": "euc_kr", "gb18030": "gb2312", "big5": "big5"}
"""The smaller standard in each encoding; text seldom needs more, misread bytes often do."""
_KANA_ONLY = 0.6
"""The score of text in half-width kana alone; that of common Chinese or Korean is higher."""
_NOT_LATIN = {"cp1251", "cp1253", "cp1255", "cp737", "koi8_r", "cp866", "cp1256"}
"""Encodings of one byte a character whose words have no Latin letters between the others."""


def is_binary(head: bytes) -> bool:
    """Tell whether bytes are no text: control characters, or NUL bytes that no UTF-16 explains."""
    if not head or find_mark(head) or guess_utf16(head):
        return False
    head = head.rstrip(b"\0\x1a")
    return len(_CONTROL.findall(head)) > len(head) / 100 or head.count(0) > max(2, len(head) / 20)


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
    if re.search(rb"\x1b\$[@B].+?\x1b\([BJ]", content[:400_000], re.DOTALL):
        return "iso2022_jp"
    if decodes(content, "utf-8", whole=whole) or is_damaged_utf8(content):
        return "utf-8"
    if not _WIDE_PAIR.search(content):
        return _single_byte(content)
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
    if encoding == "cp932" and _are_syllables(_HALF_WORD.findall(text)):
        wide = [character for character in _HALF_WORD.sub("", text) if character > "\x7f"]
        if not wide:
            return _KANA_ONLY
    return _plausibility(encoding, "".join(wide)) - _stray_pairs(text)


def _are_syllables(words: list[str]) -> bool:
    """Tell whether words in half-width kana can be Japanese, as banks write it."""
    text = " ".join(words)
    early = sum("\uff66" <= character <= "\uff7f" for character in text)
    return len(text) > 2 * len(words) and early * 7 > len(text) and not _MISVOICED.search(text)


def _plausibility(encoding: str, wide: str) -> float:
    """Return the share of characters that the language of an encoding often uses."""
    kana = len(_KANA.findall(wide))
    halves = len(_HALF_KANA.findall(wide))
    hangul, ideographs = len(_HANGUL.findall(wide)), len(_IDEOGRAPH.findall(wide))
    common = sum(character in EAST_ASIAN[encoding] for character in wide)
    rules: dict[str, Callable[[], float]] = {
        "cp932": lambda: common + kana - halves / 2,
        "euc_jp": lambda: common + kana - halves,
        "cp949": lambda: 0.8 * common + 0.2 * hangul - ideographs,
        "gb18030": lambda: common - 2 * kana,
        "big5": lambda: common - 2 * kana,
    }
    everyday, rare = _by_level(wide, encoding)
    # Most words of a table are names, so a character seldom used still counts a little.
    return (rules[encoding]() + 0.15 * everyday - rare) / len(wide) + 0.1


def _by_level(wide: str, encoding: str) -> tuple[int, int]:
    """Count the characters that a standard keeps for everyday use, and those that it does not have."""
    first = {"cp932": 0x88, "euc_jp": 0xB0, "cp949": 0xB0, "gb18030": 0xB0, "big5": 0xA4}[encoding]
    last = {"cp932": 0x97, "euc_jp": 0xCF, "cp949": 0xC8, "gb18030": 0xD7, "big5": 0xC6}[encoding]
    codes = [character.encode(_CORE[encoding], "replace") for character in wide]
    return sum(first <= code[0] <= last for code in codes), codes.count(b"?")


def _stray_pairs(text: str) -> float:
    """Return how often a wide character stands alone before ASCII letters, as in misread Western text."""
    stray = len(re.findall(r"(?<![^\x00-\x7f])[^\x00-\x7f](?=[a-z])|(?<=[A-Z])[^\x00-\x7f](?=[A-Z])", text))
    wide = len(re.findall(r"[^\x00-\x7f]+", text))
    return stray / wide if wide else 0.0


def _single_byte(content: bytes) -> str:
    """Return the encoding in which one language explains nearly all letters; Western in doubt."""
    scores = {encoding: _by_alphabet(content[:400_000], encoding) for encoding in ALPHABETS}
    best = max(scores, key=lambda encoding: scores[encoding])
    if scores[best] > max(0.85, scores["cp1252"] + 0.04):
        return best
    return "cp1252" if decodes(content, "cp1252") else "latin-1"


def _by_alphabet(content: bytes, encoding: str) -> float:
    """Return the share of the letters beyond ASCII that are in words of the one language that fits best."""
    text = _MICRO.sub("", content.decode(encoding, "replace"))
    text = re.sub(rf"[{SYMBOLS}](?![^\W\d_])|(?<![^\W\d_])[«„“‘]", "", text)
    # There are cubes of metres, but none of z: that is the money of Poland.
    text = re.sub(r"(?<![^\W\d_]{3})(?<!\bz)[²³¹](?![^\W\d_])", "", text)
    # Portuguese has this letter only so, and is then not taken for Hungarian.
    text = text.replace("õe", "oe")
    letters = len(_BEYOND_ASCII.findall(text))
    words = re.findall(r"[^\W\d_]{2,}", text)
    words = [word for word in words if word[1:] == word[1:].lower() or word.isupper()]
    if encoding in _NOT_LATIN:
        words = [word for word in words if not re.search("[A-Za-z]", word)]
    words = [word for word in words if not _FINAL_BEFORE_END.search(word)]
    written = _BEYOND_ASCII.findall("".join(words).lower())
    explained = (sum(map(alphabet.count, written)) for alphabet in ALPHABETS[encoding])
    # Where Western is but signs, such as … and °, it is not put to the test.
    return max(explained) / letters if letters else float(encoding == "cp1252")
