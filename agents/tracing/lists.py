"""A list of names beside one of as many numbers: `Adelie and Gentoo weigh 3,701 and 5,076 g`."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from agents.tracing.answers.listing import AND
from agents.tracing.language.blanks import bare
from agents.tracing.language.numbers import Number, numbers_in
from agents.tracing.language.periods import is_year
from agents.tracing.names import Named

_NAMES = re.compile(AND, re.IGNORECASE)
_NUMBERS = re.compile(rf"\s*(?:[^\W\d_]{{1,2}}\d?|%)?{AND}(?:[$€£¥]\s*)?", re.IGNORECASE)
_EACH = re.compile(r"\brespective(?:ly)?\b|\bjeweils\b|\brespectivement\b|それぞれ|分别|각각", re.IGNORECASE)
_OF_ALL = re.compile(
    r"\bextrem|\bbound|\blimit|\bends\b|quartil|percentil|quantil|\bminim|\bmaxim", re.IGNORECASE
)
"""What all names have in common: `the extremes of Gentoo and Adelie are 3,701 and 5,076`."""


@dataclass(frozen=True, slots=True)
class Paired:
    """The name of a number, and the words between the two lists, whichever comes first."""

    name: Named
    between: str
    names_first: bool


def paired(sentence: str, start: int, names: Sequence[Named]) -> Paired | None:
    """The name of the number at `start`, which has the same place in its list.

    None where the sentence lists anything else besides, or another number of things.
    """
    joined = all(_NAMES.fullmatch(_between(sentence, one, other)) for one, other in pairwise(names))
    if not len({one.name for one in names}) == len(names) > 1 or not joined or _OF_ALL.search(sentence):
        return None
    listed = _list_at(sentence, start)
    if len(listed) != len(names) or not all(map(_plain, listed)):
        return None
    names_first = names[-1].end <= listed[0].start
    ends = (names[-1], listed[0]) if names_first else (listed[-1], names[0])
    named = names[[one.start for one in listed].index(start)]
    return Paired(named, _EACH.sub("", _between(sentence, *ends)), names_first)


def before_list(sentence: str, start: int, names: Sequence[Named]) -> bool:
    """Whether the number at `start` is one of several before several names: it may be any of theirs."""
    after = [one for one in names if one.start > start][:2]
    listed = len(after) > 1 and _NAMES.fullmatch(_between(sentence, *after))
    return bool(listed) and len(_list_at(sentence, start)) > 1


def _list_at(sentence: str, start: int) -> Sequence[Number]:
    """The list of numbers that the one at `start` is in, which may be the only one."""
    return next((run for run in _runs(sentence) if start in [one.start for one in run]), [])


@lru_cache(maxsize=1024)  # a sentence is asked for once for each of its numbers
def _runs(sentence: str) -> Sequence[Sequence[Number]]:
    """The numbers in groups, each of which is a list."""
    runs = list[list[Number]]()
    for number in numbers_in(sentence):
        if runs and _NUMBERS.fullmatch(_between(sentence, runs[-1][-1], number)):
            runs[-1].append(number)
        else:
            runs.append([number])
    return runs


def _plain(number: Number) -> bool:
    """Whether it is no rank and no year."""
    return not number.ordinal and not is_year(number.text)


def _between(sentence: str, one: Named | Number, other: Named | Number) -> str:
    return bare(sentence[one.end : other.start])
