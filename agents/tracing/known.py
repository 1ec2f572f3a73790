"""Numbers that no output shows as they are, known all the same: counts, facts, years, parameters."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from operator import ge, gt, le, lt

from agents.tracing.answers.listing import listed, named_alone, names_listed
from agents.tracing.answers.prose import Prose
from agents.tracing.answers.statements import Statement
from agents.tracing.language.numbers import numbers_in
from agents.tracing.language.periods import periods_in
from agents.tracing.language.words import FALLS, RISES, WORDS
from agents.tracing.outputs.evidence import Evidence
from agents.tracing.outputs.facts import MISSING, facts_of
from agents.tracing.outputs.files import Files
from agents.tracing.outputs.windows import Window
from agents.tracing.question import is_parameter, is_rank
from agents.units import factor

PROFILE = 0

_LITERAL = re.compile(r"(?<![\w.])-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.])")
_COMPARED = re.compile(rf"(?:[=<>!]=|[<>]|\bisin\(\[)\s*[\"']?({_LITERAL.pattern})")
_REST = re.compile(r"\bmore\b|not shown|remaining|others?\b|\brest\b|残り|ほか|他|其余")
_BOUND = re.compile(
    r"\b(?:below|above|under|over|exceed\w*|less|more|at least|at most|lower|higher|unter|über|weniger|mehr|"
    r"inférieur\w*|supérieur\w*|menos|más)\b|以下|以上|未満"
)
_BEYOND = re.compile(
    r"\b(?P<least>at least|mindestens|au moins|al menos)|\b(?:above|over|more than|exceed\w*|über|mehr als|"
    r"plus de|más de|supérieur\w* à|superior\w* a)\b|(?P<most>\bat most|以下)|"
    r"(?P<below>\b(?:below|under|less than|fewer than|unter|weniger als|moins de|menos de|inférieur\w* à|"
    r"inferior\w* a)\b|未満|低于)|(?P<from>以上)|超过|超|高于",
    re.IGNORECASE,
)
_BEHIND = {"以上", "以下", "未満", "超"}
"""These stand behind their limit."""

_SIDES: dict[str | None, Callable[[float, float], bool]] = {
    None: gt,
    "least": ge,
    "from": ge,
    "most": le,
    "below": lt,
}
_UNIT = re.compile(
    r"[-\s]?(?:(?P<month>months?\b|monat|mois\b|meses\b|か月|ヶ月|カ月|个月|個月|개월)|(?:years?|jahr\w*|ans|années?|años)\b|年間|年分)"
)
_P_TEXT = re.compile(r"\bp\b|p[-_ ]?val|PR\(>F\)|P>\||有意", re.IGNORECASE)
_P_BELOW = re.compile(r"(?:[<≤]|less than|below|under)\s*$", re.IGNORECASE)
_P_ABOVE = re.compile(r"(?:[>≥]|more than|above|over|greater than)\s*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Found:
    """Where a statement comes from: a cell, or the profile, which is cell 0; and how that is known."""

    cell: int
    how: str


class Known:
    """Finds them in the profile, in how many rows an output lists, and in the code."""

    def __init__(self, evidence: Evidence, files: Files) -> None:
        self._evidence = evidence
        self._files = files
        self._facts = facts_of(files.profile)

    def find(self, statement: Statement, prose: Prose) -> Found | None:
        """Where such a number comes from, if it does."""
        return (
            self._fact(statement)
            or self._count(statement, prose)
            or self._day_or_year(statement)
            or self._level(statement)
            or self._quartile(statement)
            or _span(statement)
            or self._in_code(statement)
        )

    def _fact(self, statement: Statement) -> Found | None:
        windows = statement.windows()
        for fact in self._facts:
            if any(window.holds(fact.value) for window in windows) and fact.fits(statement.context):
                return Found(PROFILE, fact.how)
        return None

    def _count(self, statement: Statement, prose: Prose) -> Found | None:
        """How many rows an output lists, or things the answer lists; a rank among the rows."""
        number = statement.number
        if not number or not number.whole or number.percent or number.value < 1:
            return None
        if number.value == 1 and not number.ordinal:
            return self._only(statement, prose)
        among = number.ordinal or (is_rank(statement) and not list(names_listed(statement.sentence)))
        for count, cell in self._evidence.counts:
            if count == number.value or (among and count > number.value):
                return Found(cell, f"count of what cell {cell} lists")
        for words, counts in zip((FALLS, f"{RISES}|{MISSING}"), self._evidence.signs, strict=True):
            cells = [cell for count, cell in counts if count == number.value]
            if cells and re.search(words, statement.context):
                return Found(max(cells), f"count of numbers in cell {max(cells)}")
        items = listed(prose, statement.end)
        if number.value in items:
            return Found(PROFILE, "count of what the answer lists")
        return self._beyond(statement, number.value) or self._rest(statement, number.value, items)

    def _beyond(self, statement: Statement, count: float) -> Found | None:
        """A column of which so many numbers are on the side of a limit that is said, or of their mean."""
        cells = set[int]()
        for said in _BEYOND.finditer(statement.sentence):
            limits, is_beyond = _limits(statement, said), _SIDES[said.lastgroup]
            for (cell, *_), column in self._evidence.columns.items():
                ends = (
                    [*limits, sum(column) / len(column)]
                    if WORDS["mean"].search(statement.context)
                    else limits
                )
                if len(column) > 1 and any(
                    sum(is_beyond(one, end) for one in column) == count for end in ends
                ):
                    cells.add(cell)
        cell = max(cells, key=lambda cell: (cell in statement.cited, cell), default=0)
        return Found(cell, f"count of numbers in cell {cell}") if cells else None

    def _only(self, statement: Statement, prose: Prose) -> Found | None:
        """A count of one, where the answer names the one: that an output lists one line says nothing."""
        counted = re.match(r"[^\W\d_]+", statement.after)
        if not counted or counted[0] in self._files.units or factor(counted[0], counted[0]):
            return None
        shown = "\n".join(map(self._evidence.names, self._evidence.cells))
        names = (re.escape(name.casefold()) for name in named_alone(prose, statement.end))
        named = any(re.search(rf"(?<![a-z0-9]){name}(?![a-z0-9])", shown) for name in names)
        return Found(PROFILE, "count of what the answer lists") if named else None

    def _rest(self, statement: Statement, value: float, items: Iterable[int]) -> Found | None:
        """How many more there are than the answer lists."""
        if not _REST.search(statement.context):
            return None
        totals = [value + count for count in items if count > 0]
        shown = self._evidence.find([Window(total, total) for total in totals], statement.cited)
        if shown:
            return Found(shown.cell, f"what the answer does not list of a count in cell {shown.cell}")
        cells = [cell for count, cell in self._evidence.counts if count in totals]
        return Found(max(cells), f"what the answer does not list of cell {max(cells)}") if cells else None

    def _day_or_year(self, statement: Statement) -> Found | None:
        number = statement.number
        if not number or not number.whole:
            return None
        if number.ordinal:
            days = [cell for moment, cell in self._evidence.dates if moment.day == number.value]
            return Found(max(days), f"cell {max(days)}") if days else None
        if statement.after[:1] in ("月", "월"):
            months = [cell for moment, cell in self._evidence.dates if moment.month == number.value]
            return Found(max(months), f"cell {max(months)}") if months else None
        if any(moment.year == number.value for moment in self._files.moments):
            return Found(PROFILE, "range of the dates in the profile")
        cells = [cell for moment, cell in self._evidence.dates if moment.year == number.value]
        return Found(max(cells), f"cell {max(cells)}") if cells else None

    def _level(self, statement: Statement) -> Found | None:
        """`p < 0.001`, where the output shows a p-value below it."""
        number = statement.number
        if (
            not number
            or not 0 < number.value <= 0.1
            or not re.search(r"\bp\b|p-val|有意|p値|p 値", statement.context)
        ):
            return None
        below, above = _P_BELOW.search(statement.before), _P_ABOVE.search(statement.before)
        window = Window(0, number.value) if below else Window(number.value, 1)
        for cell in self._evidence.cells if below or above else ():
            if _P_TEXT.search(self._evidence.outputs[cell.id]):
                shown = self._evidence.find([window], [cell.id])
                if shown and shown.cell == cell.id:
                    return Found(cell.id, f"compared with a value in cell {cell.id}")
        return None

    def _quartile(self, statement: Statement) -> Found | None:
        """`Half of them are below 455`, where an output labels the quartiles."""
        number = statement.number
        if not number or not number.percent or not _BOUND.search(statement.context):
            return None
        share = min(reading.value for reading in number.readings)
        label = {0.25: "25%", 0.5: "50%", 0.75: "75%"}.get(share, "")
        texts = self._evidence.outputs.items()
        cells = [cell for cell, text in texts if label and re.search(rf"^{label}", text, re.MULTILINE)]
        return Found(max(cells), f"quartiles in cell {max(cells)}") if cells else None

    def _in_code(self, statement: Statement) -> Found | None:
        """A threshold, a seed, a number of clusters, a filter: what the code was given, not what came out."""
        if not statement.number or not (is_parameter(statement) or self._is_filter(statement)):
            return None
        literal = _LITERAL if is_parameter(statement) else _COMPARED
        for cell in reversed(self._evidence.cells):
            numbers = literal.findall(cell.code)
            if any(window.holds(float(one)) for one in numbers for window in statement.windows()):
                return Found(cell.id, f"set in the code of cell {cell.id}")
        return None

    def _is_filter(self, statement: Statement) -> bool:
        """Whether a column is said to have the value: `where DIR = 180`."""
        before = re.sub(r"\s*(?:==?|[!<>]=|[<>≠≤≥:]|\bis|\bwas|が|は)\s*$", "", statement.before)
        columns = (_letters(column.name) for column in self._files.columns)
        return before != statement.before and _letters(before).endswith(tuple(filter(None, columns)))


def _limits(statement: Statement, said: re.Match[str]) -> list[float]:
    """The number beside a word such as `above`."""
    text = statement.sentence
    near = numbers_in(text[: said.start()])[-1:] if said[0] in _BEHIND else numbers_in(text[said.end() :])[:1]
    return [one.value for one in near]


def _span(statement: Statement) -> Found | None:
    """`24 months, from January 2022 to December 2023`: from its two ends, with the last or without it."""
    number, unit = statement.number, _UNIT.match(statement.after.casefold())
    ends = sorted(_ends_of(statement.sentence))
    if not number or not unit or len(ends) != 2:
        return None
    (year, month), (last_year, last_month) = ends
    if unit["month"] and not (month and last_month):
        month, last_month = 1, 12
    apart = 12 * (last_year - year) + last_month - month if unit["month"] else last_year - year
    near = any(window.holds(count) for window in statement.windows() for count in (apart, apart + 1))
    return Found(PROFILE, "counted from the dates beside it") if near else None


def _ends_of(sentence: str) -> set[tuple[int, int]]:
    """The years of a sentence, with their months where they have some."""
    periods = (one.period for one in periods_in(sentence, ranges=True))
    return {(period.year, period.month or 0) for period in periods if period.year}


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text).casefold()
