"""Reads what an answer says of the categories of one column beside each other."""

import re
from collections.abc import Iterator, Sequence

from agents.tracing.answers.statements import Statement
from agents.tracing.claims.kinds import Compared, Counted, Ordered, Shared, Times
from agents.tracing.claims.places import Read, Sentence
from agents.tracing.language import comparisons
from agents.tracing.language.numbers import numbers_in
from agents.tracing.outputs.windows import Window
from agents.tracing.recomputing import Traced

MOST_TOGETHER = 3
"""Names of which a part may be told together."""

MOST_DOMAINS = 8
"""Columns of text whose categories may be counted."""

_MAKES_UP = re.compile(
    r"\bmakes? up|\bmade up|\baccount\w* for|\brepresent|\bcontribut|\bconstitut|entf[aä]ll|"
    r"ausmach|\bmach\w* .*\baus\b|占",
    re.IGNORECASE,
)
_COUNT = re.compile(
    r"(?P<count>\w+) (?:out )?of (?:the |all )?(?P<of>\w+) [^.;]*?\b(?:(?P<above>above|over|"
    r"more than|exceed\w*|at least)"
    r"|(?P<below>below|under|less than))\s+(?=[^\w\s]?\s?(?:\d|one|two|three|five|ten|half))",
    re.IGNORECASE,
)


NEAR = 0.15
"""How far from a part in words, as a share of it, a number may be."""


def of_categories(sentence: Sentence, domain: int, stated: Sequence[Traced]) -> Iterator[Read]:
    """Comparisons, parts and orders."""
    yield from _comparisons(sentence, domain)
    yield from _halves(sentence, domain)
    yield from _orders(sentence, domain)
    for one in stated:
        yield from _parts(sentence, domain, one)
        yield from _factors(sentence, domain, one.statement)


def _comparisons(sentence: Sentence, domain: int) -> Iterator[Read]:
    text = sentence.template
    if found := comparisons.than(text):
        names, group = sentence.names_in(found.span()), "more" if found["more"] else "less"
        claim = Compared(names, 1 if group == "more" else -1)
        yield sentence.read(claim, domain, found.span(group), found.span())
    if part := comparisons.part_lower(text):
        match, share = part
        window = Window((1 - NEAR) * share, (1 + NEAR) * share)
        times = Times(sentence.names_in(match.span()), [window], lower=True)
        yield sentence.read(times, domain, match.span("part"), match.span())


def _halves(sentence: Sentence, domain: int) -> Iterator[Read]:
    """`North and West together bring in more than half of the total`."""
    found, names = comparisons.half(sentence.template), sentence.called
    alone = len(set(names)) == len(names) <= MOST_TOGETHER
    if found and alone and comparisons.is_of_all(sentence.template):
        match, way = found
        claim = Shared(names, [Window(0.5, 1) if way > 0 else Window(0, 0.5)])
        yield sentence.read(claim, domain, match.span())


def _orders(sentence: Sentence, domain: int) -> Iterator[Read]:
    if order := comparisons.ordered(sentence.template):
        match, way = order
        names = sentence.names_in(match.span())
        if len(names) > 2:
            yield sentence.read(Ordered(names, way), domain, match.span())
    if run := comparisons.followed(sentence.template):
        match, way = run
        names = sentence.names_in(match.span())
        first = match.start(), match.start() + 1
        yield sentence.read(Ordered(names, way), domain, first, match.span())


def _parts(sentence: Sentence, domain: int, one: Traced) -> Iterator[Read]:
    """`Phones make up 37% of all orders`, which no output shows as it is."""
    text, number = sentence.template, one.statement.number
    told = len(sentence.called) == 1 and comparisons.is_of_all(text) and _MAKES_UP.search(text)
    is_shown = one.found is not None and one.found.how.startswith("cell")
    if told and number and number.percent and not is_shown:
        yield _at(sentence, Shared(sentence.called, one.statement.windows()), domain, one.statement)


def _factors(sentence: Sentence, domain: int, statement: Statement) -> Iterator[Read]:
    """`North earned three times as much as West`."""
    names, number = sentence.names, statement.number
    if len(names) != 2 or names[0].name == names[1].name or not number or number.factor:
        return
    start, end = statement.start - sentence.begin, statement.end - sentence.begin
    if statement.is_factor and names[0].end <= start and end <= names[1].start:
        yield _at(sentence, Times(sentence.called, statement.windows()), domain, statement)


def _at(sentence: Sentence, claim: Shared | Times, domain: int, statement: Statement) -> Read:
    return sentence.read_at(claim, domain, statement.start - sentence.begin, statement.end - sentence.begin)


def counted(sentence: Sentence) -> Iterator[Read]:
    """`Four of the five regions are above 1.25 million`: of whichever column has five."""
    told = _COUNT.search(sentence.text)
    if not told:
        return
    count, of = numbers_in(told["count"])[:1], numbers_in(told["of"])[:1]
    limit = [one for one in numbers_in(sentence.text) if one.start >= told.end()][:1]
    for number, whole, end in zip(count, of, limit, strict=False):
        claim = Counted(int(number.value), int(whole.value), end.value, 1 if told["above"] else -1)
        for domain in range(MOST_DOMAINS):
            yield sentence.read_at(claim, domain, *told.span("count"))
