"""How many times as much something is or became, in words: `doubled`, `halbiert`, `quatre fois plus`."""

import re
from collections.abc import Iterator

from agents.tracing.language.spelled import Spelled

_GERMAN = ("zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn")
_FRENCH = ("deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")
_TIMES = {word: float(number) for words in (_GERMAN, _FRENCH) for number, word in enumerate(words, 2)}
_WORDS = tuple(
    (re.compile(rf"(?<!\w)(?:{latin})(?!\w)|{other}", re.IGNORECASE), value)
    for latin, other, value in (
        (r"doubled|doubling|verdoppelt\w*|doublé\w*|das Doppelte|le double", "(?<!\\d)倍増", 2.0),
        (r"tripled|tripling|verdreifacht\w*|triplé\w*|das Dreifache|le triple", "3倍増", 3.0),
        (r"quadrupled|vervierfacht\w*|quadruplé\w*|das Vierfache|le quadruple", "4倍増", 4.0),
        (r"halved|halving|halbiert\w*|réduit\w* de moitié", "半減", 0.5),
    )
)
_COUNTED = re.compile(
    rf"(?<!\w)(?:(?P<mal>{'|'.join(_GERMAN)})[- ]?mal (?=so\b|mehr\b|\w+er\b)"
    rf"|(?P<fois>{'|'.join(_FRENCH)}) fois (?=plus\b|moins\b|supér|le |la ))",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(
    r"\b(?:if|would|could|should|may|might|to|wenn|würde|könnte|si)\s(?:[^.;,]*\s)?$", re.IGNORECASE
)


def factors_in(flat: str) -> Iterator[Spelled]:
    """Find them, but for those that are only supposed."""
    for words, value in _WORDS:
        for match in words.finditer(flat):
            if not _SUPPOSED.search(flat[max(match.start() - 60, 0) : match.start()]):
                yield Spelled(match.start(), match.end(), value, factor=True)
    for match in _COUNTED.finditer(flat):
        times = _TIMES[(match["mal"] or match["fois"]).lower()]
        yield Spelled(match.start(), match.end(), times, factor=True)
