"""Reads what an answer says of periods: that something rose or fell from one to another."""

from collections.abc import Iterator, Sequence

from agents.tracing.claims.kinds import AlwaysMoved, Changed, Moved
from agents.tracing.claims.places import Read, Sentence
from agents.tracing.language import comparisons
from agents.tracing.language.periods import PERIOD
from agents.tracing.recomputing import Traced


def of_periods(sentence: Sentence, stated: Sequence[Traced]) -> Iterator[Read]:
    """Ways in words, and the signs of changes."""
    text, called = sentence.template, sentence.called
    if always := comparisons.always_moved(text):
        if len(called) in (0, 2):
            yield sentence.read(AlwaysMoved(called, always.way), PERIOD, (always.start, always.end))
    elif way := comparisons.moved(text):
        moved = Moved(tuple(called[at] for at in way.periods), way.way)
        read = sentence.read(moved, PERIOD, (way.start, way.end))
        read.of_every = comparisons.speaks_of_all(text)
        yield read
    yield from _signs(sentence, stated)


def _signs(sentence: Sentence, stated: Sequence[Traced]) -> Iterator[Read]:
    """`Year-over-year change in 2022: +10.3%`."""
    text = sentence.template
    between = comparisons.compared_periods(text) if comparisons.tells_change(text) else ()
    for one in (one.statement for one in stated if between):
        if one.text[:1] in "+-−–" and one.number and one.number.percent:
            windows = [window if window.low >= 0 else window.mirrored for window in one.windows()]
            names = tuple(sentence.called[at] for at in between)
            claim = Changed(names, 1 if one.text[0] == "+" else -1, windows)
            yield sentence.read_at(claim, PERIOD, one.start - sentence.begin, one.end - sentence.begin)
