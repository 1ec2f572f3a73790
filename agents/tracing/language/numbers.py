"""The numbers of a text, in the writing of many countries, each with what it may mean and how exactly."""

import re
from dataclasses import dataclass, replace

from agents.tracing.language.blanks import blanked, without
from agents.tracing.language.factors import factors_in
from agents.tracing.language.spelled import Spelled, spelled_in
from agents.tracing.language.writing import (
    CJK,
    CJK_NEXT,
    CODED_MONEY,
    CONTINENTAL,
    LETTERS,
    NUMBER,
    ORDINAL,
    PER_MILLE,
    PERCENT,
    PERCENT_BEFORE,
    PLAIN,
    RAISED,
    SCALES,
    TEN_TO,
    TENTHS,
    VULGAR,
)

LONGEST = 60
"""Characters of a number; what is longer is some other row of digits."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A value that a number may mean, and half a unit of the last digit that it shows."""

    value: float
    half: float


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a text. `text` is as written; the readings are equally good ones."""

    start: int
    end: int
    text: str
    readings: tuple[Reading, ...]
    whole: bool = False
    """Without decimals, scale or power."""
    percent: bool = False
    ordinal: bool = False
    word: bool = False
    factor: bool = False
    """How many times as much, as in `doubled`."""
    step: float = 0.0
    """The unit of the last digit that is not zero: what `about 4,200` is exact to."""
    scale: float = 1.0
    parts: tuple["Number", ...] = ()
    """The numbers that it is, if what joins its digits is no separator: `3,5`, `12 345`."""

    @property
    def value(self) -> float:
        """The first reading."""
        return self.readings[0].value


def plain(text: str) -> str:
    """The text with digits, signs and spaces in one width; as long as before."""
    return text.translate(PLAIN)


def uses_decimal_comma(text: str) -> bool:
    """Whether a number of the text can only be one with a decimal comma."""
    return bool(re.search(r"(?<![\d,.])\d+,\d{1,2}(?![\d,])|\d\.\d{3},\d", plain(text)))


def numbers_in(text: str, *, words: bool = True, spaces: bool = True) -> list[Number]:
    """Find the numbers, in order; `spaces` lets a blank separate thousands, as in `12 345`."""
    flat, found = plain(text), list[Number]()
    comma = uses_decimal_comma(text) or (words and bool(CONTINENTAL.search(text)))
    flat = without(CODED_MONEY, flat)
    spelled = [*spelled_in(flat), *factors_in(flat)] if words else []
    found += map(_spelled_number, spelled)
    flat = blanked(flat, ((one.start, one.end) for one in spelled))
    at = 0
    while match := NUMBER.search(flat, at):
        numbers = _read(flat, match, comma, spaces) if len(match["core"]) <= LONGEST else []
        at = numbers[-1].end if numbers else match.end()
        found += numbers
    return [replace(n, text=text[n.start : n.end]) for n in sorted(found, key=lambda n: n.start)]


def _read(flat: str, match: re.Match[str], comma: bool, spaces: bool) -> list[Number]:
    core, begin, end = match["core"].replace("{,}", ","), match.start("core"), match.end("core")
    parts = _parts(flat, core, begin)
    if " " in core and not spaces:
        return list(parts)
    mantissas = _mantissas(core, comma)
    number = Number(match.start(), end, "", mantissas, whole=_is_whole(core), step=_step(core), parts=parts)
    if match["power"]:
        exponent = _power(match["power"])
        number = replace(_times(number, exponent), end=match.end("power"), whole=False)
    elif core == "10" and (power := TEN_TO.match(flat, end)):
        value = float(f"1e{(power[1] or power[2]).translate(RAISED)}")
        number = replace(number, end=power.end(), readings=(Reading(value, value / 20),), whole=False)
    number = _signed(number, match["sign"])
    return [_with_suffix(flat, number)]


def _parts(flat: str, core: str, begin: int) -> tuple[Number, ...]:
    """The numbers on either side of blanks, or of a comma that may separate a list."""
    if " " not in core and not re.fullmatch(r"(\d+),(?!\1$)\d+", core):
        return ()
    pieces = re.finditer(r"\d+(?:\.\d+)?", core)
    return tuple(
        _with_suffix(
            flat, Number(begin + p.start(), begin + p.end(), p.group(), _mantissas(p.group(), False), True)
        )
        for p in pieces
    )


def _mantissas(core: str, comma: bool) -> tuple[Reading, ...]:
    """What the digits may mean: `1.234` is also 1234 in a text with decimal commas."""
    spellings = [_spelled(core)]
    if comma and re.fullmatch(r"\d{1,3}\.\d{3}", core):
        spellings.append(core.replace(".", ""))
    if comma and re.fullmatch(r"\d{1,3},\d{3}", core):
        spellings.append(core.replace(",", "."))
    return tuple(Reading(float(spelling), _half(spelling)) for spelling in spellings)


def _spelled(core: str) -> str:
    """The digits as Python writes them."""
    core = re.sub(r"[ '\u00a0]", "", core)
    if re.fullmatch(r"\d+,(?:\d{1,2}|\d{4,})|\d{4,},\d+|\d[\d.]*\.\d+,\d+", core):
        return core.replace(".", "").replace(",", ".")
    if core.count(".") > 1:
        return core.replace(".", "")
    return core.replace(",", "")


def _half(spelling: str) -> float:
    """Half a unit of the last digit. A bare 0 means 0, and a bare 1 nearly 1: no rounding hides in them."""
    if "." in spelling:
        return 0.5 * 10.0 ** -len(spelling.partition(".")[2])
    return {0: 0.0, 1: 0.05}.get(int(spelling), 0.5)


def _is_whole(core: str) -> bool:
    return "." not in _spelled(core)


def _step(core: str) -> float:
    spelling = _spelled(core)
    if "." in spelling:
        return 10.0 ** -len(spelling.partition(".")[2])
    return step_of(int(spelling))


def step_of(value: float) -> float:
    """The unit of the last digit of a whole number that is not zero: 100 of 4,200."""
    digits = f"{value:.0f}"
    return float(10.0 ** (len(digits) - len(digits.rstrip("0")))) if value else 1.0


def _power(power: str) -> float:
    """The factor of `e-16`, `× 10^{-16}`, `×10⁻¹⁶`."""
    digits = power[1:] if power[0] in "eE" else re.sub(r"^.*?10|[\^*{}\s]|</?sup>", "", power)
    return float(f"1e{digits.translate(RAISED)}")


def _times(number: Number, factor: float) -> Number:
    readings = tuple(Reading(r.value * factor, r.half * factor) for r in number.readings)
    return replace(number, readings=readings, step=number.step * factor, scale=number.scale * factor)


def _signed(number: Number, sign: str | None) -> Number:
    if sign is None or sign == "+":
        return number
    readings = tuple(Reading(-r.value, r.half) for r in number.readings)
    return replace(number, readings=readings)


def _with_suffix(flat: str, number: Number) -> Number:
    """Read what follows the digits: a scale, a percent sign, the ending of an ordinal."""
    if ordinal := ORDINAL.match(flat, number.end):
        return replace(number, end=ordinal.end(), ordinal=True)
    if fraction := VULGAR.get(flat[number.end : number.end + 1]):
        readings = tuple(Reading(r.value + fraction, 0.005) for r in number.readings)
        number = replace(number, end=number.end + 1, readings=readings, whole=False, parts=())
    number = _scaled(flat, number)
    if tenths := TENTHS.match(flat, number.end):
        readings = tuple(Reading(r.value / 10, r.half / 10) for r in number.readings)
        return replace(number, end=tenths.end(), readings=readings, percent=True, whole=False, parts=())
    for sign, divisor in ((PERCENT, 100.0), (PER_MILLE, 1000.0)):
        if percent := sign.match(flat, number.end):
            return _percent(number, divisor, percent.end())
    return _percent(number, 100.0, number.end) if PERCENT_BEFORE.search(flat[: number.start]) else number


def _percent(number: Number, divisor: float, end: int) -> Number:
    """The number as a share too; 1% is rounded, unlike a bare 1."""
    half = 0.5 if number.whole and number.value == 1 else 0.0
    shares = tuple(Reading(r.value / divisor, max(r.half, half) / divisor) for r in number.readings)
    return replace(number, end=end, readings=(*number.readings, *shares), percent=True, parts=())


def _scaled(flat: str, number: Number) -> Number:
    if letters := LETTERS.match(flat, number.end):
        apart, letter = bool(letters[2]), letters[1] or letters[3]
        scaled = replace(_times(number, SCALES[letter.lower()]), end=letters.end(), whole=False, parts=())
        # `300 K` may be a temperature
        return replace(scaled, readings=(*scaled.readings, *number.readings)) if apart else scaled
    if not CJK.match(flat, number.end):
        return number
    return _cjk(flat, number)


def _cjk(flat: str, number: Number) -> Number:
    """Add up `1億2345万6789`: groups of digits, each with a smaller unit than the one before."""
    total, current, unit, end, half, step = (
        0.0,
        abs(number.value),
        1.0,
        number.end,
        number.readings[0].half,
        number.step,
    )
    while scale := CJK.match(flat, end):
        unit = _cjk_scale(scale.group())
        total, half, step, end = total + current * unit, half * unit, step * unit, scale.end()
        following = CJK_NEXT.match(flat, end)
        if not following:
            break
        spelling, end = following[following.lastindex or 0].replace(",", ""), following.end()
        current, half, step = float(spelling), 0.5, step_of(float(spelling))
        if not CJK.match(flat, end):
            total += current
            break
    sign = -1.0 if number.value < 0 else 1.0
    return replace(
        number, end=end, readings=(Reading(sign * total, half),), step=step, scale=unit, whole=False, parts=()
    )


def _cjk_scale(text: str) -> float:
    scale = 1.0
    for character in text.strip():
        scale *= SCALES[character]
    return scale


def _spelled_number(found: Spelled) -> Number:
    """A number in words is exact, a share is not."""
    return Number(
        found.start,
        found.end,
        "",
        (Reading(found.value, found.half),),
        whole=not (found.share or found.ratio or found.factor),
        factor=found.factor,
        percent=found.share,
        word=not found.ratio,
        step=step_of(found.value) if found.value >= 1 else min(found.value, 1 - found.value) / 3,
        parts=tuple(Number(a, b, "", (Reading(n, 0.0),), whole=True, step=1.0) for a, b, n in found.parts),
    )
