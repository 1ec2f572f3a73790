"""Reads what an answer claims of rows without a number of its own: ranks, ways, comparisons, parts, orders."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agents.tracing.answers.prose import Prose
from agents.tracing.claims import AlwaysMoved, Changed, Claim, Compared, Counted, Moved, Ordered, Ranked, Shared, Times
from agents.tracing.given import Given
from agents.tracing.language import comparisons
from agents.tracing.language.comparisons import NAME
from agents.tracing.language.numbers import numbers_in
from agents.tracing.language.periods import PERIOD
from agents.tracing.language.superlatives import rank_of
from agents.tracing.names import Named
from agents.tracing.outputs.evidence import Window
from agents.tracing.recomputing import Traced

LONGEST = 800
"""Characters of a sentence that is read."""

_LIST_ITEM = re.compile(r"^[ \t]*(\d{1,2})[.)][ \t]+[*_`]*(?P<name>[^*_`\n:—–(]{1,60}?)[*_`]*[ \t]*$", re.MULTILINE)
_ASKED_FOR_ORDER = re.compile(
    r"\brank|\border\b|\bsort|\btop\b|rangfolge|reihenfolge|sortier|classe|\bordre|clasific|orden|順|排名|순위",
    re.IGNORECASE,
)
_MAKES_UP = re.compile(
    r"\bmakes? up|\bmade up|\baccount\w* for|\brepresent|\bcontribut|\bconstitut|entf[aä]ll|ausmach|\bmach\w* .*\baus\b|占",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"(?P<count>\w+) (?:out )?of (?:the |all )?(?P<of>\w+) [^.;]*?\b(?:(?P<above>above|over|more than|exceed\w*|at least)"
    r"|(?P<below>below|under|less than))\s+(?=[^\w\s]?\s?(?:\d|one|two|three|five|ten|half))",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Read:
    """A claim, the domain of its names, where it stands in the text, and the words in which it is made."""

    claim: Claim
    domain: int
    start: int
    end: int
    words: str
    of_every: bool = False
    """Whether each column must bear it out, and not only one."""


class Reading:
    """Reads the claims of one answer."""

    def __init__(self, prose: Prose, given: Given, question: str) -> None:
        self._prose = prose
        self._given = given
        self._question = question

    def of(self, begin: int, sentence: str, stated: Sequence[Traced]) -> Iterator[Read]:
        """The claims of a sentence at a place; `stated` are the numbers in it."""
        found = self._given.find(sentence) if len(sentence) <= LONGEST else []
        for named in found:
            if rank := rank_of(sentence, named.start, named.end):
                claim = Ranked((named.name,), rank)
                yield _read(claim, named.domain, begin, sentence, named.start, named.end)
        for domain in sorted({one.domain for one in found if one.domain >= 0}):
            mine = _apart([one for one in found if one.domain == domain])
            yield from _of_categories(begin, sentence, mine, stated)
        if len(sentence) <= LONGEST:
            periods = self._given.periods(sentence)
            yield from _of_periods(begin, sentence, periods, stated)
            yield from _counted(begin, sentence, found)

    def listed(self) -> Iterator[Read]:
        """A numbered list of nothing but names, where the question asked for their order."""
        items = list(_LIST_ITEM.finditer(self._prose.text)) if _ASKED_FOR_ORDER.search(self._question) else []
        names = [self._given.find(item["name"].strip()) for item in items]
        plain = [found[0] for found in names if len(found) == 1]
        counted = [int(item[1]) for item in items] == list(range(1, len(items) + 1))
        if counted and 2 < len(items) == len({one.name for one in plain}) and len({one.domain for one in plain}) == 1:
            claim = Ordered(tuple(one.name for one in plain), 0)
            at = items[0].start("name")
            yield Read(claim, plain[0].domain, at, at + len(items[0]["name"].rstrip()), "")


def _of_categories(
    begin: int, sentence: str, names: Sequence[Named], stated: Sequence[Traced]
) -> Iterator[Read]:
    """What compares the categories of one column."""
    text, domain = _template(sentence, names), names[0].domain
    called = tuple(one.name for one in names)
    if found := comparisons.than(text):
        first = text.count(NAME, 0, found.start())
        claim = Compared(called[first : first + 2], 1 if found["more"] else -1)
        group = "more" if found["more"] else "less"
        yield _told(claim, domain, begin, sentence, names, text, found.span(group), found.span())
    if part := comparisons.part_lower(text):
        first = text.count(NAME, 0, part[0].start())
        window = Window(0.85 * part[1], 1.15 * part[1])
        times = Times(called[first : first + 2], [window], lower=True)
        yield _told(times, domain, begin, sentence, names, text, part[0].span("part"), part[0].span())
    if found_half := comparisons.half(text):
        if comparisons.is_of_all(text) and len(set(called)) == len(called) < 4:
            window = Window(0.5, 1) if found_half[1] > 0 else Window(0, 0.5)
            share = Shared(called, [window])
            yield _told(share, domain, begin, sentence, names, text, found_half[0].span(), (0, len(text)))
    if order := comparisons.ordered(text):
        first = text.count(NAME, 0, order[0].start())
        inside = called[first : first + order[0][0].count(NAME)]
        if len(inside) > 2:
            yield _told(
                Ordered(inside, order[1]), domain, begin, sentence, names, text, order[0].span(), (0, len(text))
            )
    for one in stated if len(called) == 1 and comparisons.is_of_all(text) and _MAKES_UP.search(text) else ():
        number, known = one.statement.number, one.found.how if one.found else ""
        if number and number.percent and not known.startswith("cell"):
            at = one.statement.start - begin, one.statement.end - begin
            yield _read(Shared(called, one.statement.windows()), domain, begin, sentence, *at)
    for statement in (one.statement for one in stated) if len(called) == 2 and called[0] != called[1] else ():
        at = statement.start - begin, statement.end - begin
        if _is_between(at, names) and statement.is_factor and statement.number and not statement.number.factor:
            yield _read(Times(called, statement.windows()), domain, begin, sentence, *at)


def _of_periods(
    begin: int, sentence: str, periods: Sequence[Named], stated: Sequence[Traced]
) -> Iterator[Read]:
    """What says that something rose or fell."""
    text = _template(sentence, periods)
    called = tuple(one.name for one in periods)
    if always := comparisons.always_moved(text):
        ends = called if len(called) == 2 else ()
        if len(called) in (0, 2):
            span = always.start, always.end
            yield _told(AlwaysMoved(ends, always.way), PERIOD, begin, sentence, periods, text, span, (0, len(text)))
    elif way := comparisons.moved(text):
        moved = Moved(tuple(called[at] for at in way.periods), way.way)
        span = way.start, way.end
        read = _told(moved, PERIOD, begin, sentence, periods, text, span, (0, len(text)))
        yield Read(
            read.claim, PERIOD, read.start, read.end, read.words, of_every=comparisons.speaks_of_all(text)
        )


    between = comparisons.compared_periods(text) if comparisons.tells_change(text) else ()
    for one in (one.statement for one in stated if between and one.statement.number):
        if one.text[:1] in "+-−–" and one.number and one.number.percent:
            windows = [window if window.low >= 0 else window.mirrored for window in one.windows()]
            way = 1 if one.text[0] == "+" else -1
            changed = Changed(tuple(called[at] for at in between), way, windows)
            yield _read(changed, PERIOD, begin, sentence, one.start - begin, one.end - begin)


def _counted(begin: int, sentence: str, found: Sequence[Named]) -> Iterator[Read]:
    """`Four of the five regions are above 1.25 million`."""
    told = _COUNT.search(sentence)
    if not told:
        return
    numbers = numbers_in(sentence)
    at = {one.start: one for one in numbers}
    count, of = at.get(told.start("count")), at.get(told.start("of"))
    limit = next((one for one in numbers if one.start >= told.end()), None)
    few = numbers_in(told["count"]), numbers_in(told["of"])
    if count is None or of is None:
        count, of = (few[0] or [None])[0], (few[1] or [None])[0]
    if count and of and limit and not any(one.domain >= 0 for one in found):
        claim = Counted(int(count.value), int(of.value), limit.value, 1 if told["above"] else -1)
        for domain in (0, 1, 2, 3):
            yield _read(claim, domain, begin, sentence, *told.span("count"))


def _template(sentence: str, names: Sequence[Named]) -> str:
    """The sentence with one sign for each name."""
    parts, at = list[str](), 0
    for one in names:
        parts += sentence[at : one.start], NAME
        at = one.end
    return re.sub(r"[*`_\"“”]", " ", "".join(parts) + sentence[at:])


def _told(
    claim: Claim,
    domain: int,
    begin: int,
    sentence: str,
    names: Sequence[Named],
    text: str,
    place: tuple[int, int],
    words: tuple[int, int],
) -> Read:
    """A claim at a place of the template, with the words in which it is made."""
    grown = [one.end - one.start - 1 for one in names]
    start, end = (at + sum(grown[: text.count(NAME, 0, at)]) for at in place)
    return Read(claim, domain, begin + start, begin + end, text[slice(*words)])


def _read(claim: Claim, domain: int, begin: int, sentence: str, start: int, end: int) -> Read:
    return Read(claim, domain, begin + start, begin + end, _clause(sentence, start))


def _clause(sentence: str, at: int) -> str:
    """What stands around a place up to the next comma on either side."""
    before = re.split(r"[,;、；，](?!\d)", sentence[:at])[-1]
    return before + re.split(r"[,;、；，](?!\d)", sentence[at:], maxsplit=1)[0]


def _apart(names: Sequence[Named]) -> list[Named]:
    """Names that do not overlap."""
    kept = list[Named]()
    for one in names:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept


def _is_between(place: tuple[int, int], names: Sequence[Named]) -> bool:
    return names[0].end <= place[0] and place[1] <= names[1].start
