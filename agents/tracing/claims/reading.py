"""Reads what an answer claims of rows without a number of its own."""

import re
from collections.abc import Iterator, Sequence

from agents.tracing.answers.prose import Prose
from agents.tracing.claims.categories import counted, of_categories
from agents.tracing.claims.changes import of_periods
from agents.tracing.claims.kinds import Ordered, Ranked
from agents.tracing.claims.places import Read, Sentence
from agents.tracing.given import Given
from agents.tracing.language.superlatives import LONGEST, rank_of
from agents.tracing.names import COLUMNS
from agents.tracing.recomputing import Traced

_LIST_ITEM = re.compile(
    r"^[ \t]*(\d{1,2})[.)][ \t]+[*_`]*(?P<name>[^*_`\n:—–(]{1,60}?)[*_`]*[ \t]*$", re.MULTILINE
)
_ASKED_FOR_ORDER = re.compile(
    r"\b(?:rank|order|sort)\w*\b[^?.]*\bby (?!name|alphab)|\btop\b|\b(?:highest|largest|most) to\b|"
    r"\b(?:rangfolge|reihenfolge|sortier\w*)\b[^?.]*\bnach (?!name|alphab)|"
    r"\b(?:class|clasific|orden)\w*\b[^?.]*\bp(?:ar|or) (?!nom|alphab)|"
    r"[高低多]い順|少ない順|大きい順|从[高大]到|排名|순위",
    re.IGNORECASE,
)


class Reading:
    """Reads the claims of one answer."""

    def __init__(self, prose: Prose, given: Given, question: str) -> None:
        self._prose = prose
        self._given = given
        self._question = question

    def of(self, begin: int, text: str, stated: Sequence[Traced]) -> Iterator[Read]:
        """The claims of a sentence at a place; `stated` are the numbers in it."""
        if len(text) > LONGEST:
            return
        found = self._given.find(text)
        sentence = Sentence(begin, text, found)
        for named in found:
            is_alone = sentence.is_alone(named) and named.domain != COLUMNS
            alone = sentence.clause(named.start) if is_alone else ""
            if rank := rank_of(text, named.start, named.end, alone):
                claim = Ranked((named.name,), rank)
                yield sentence.read_at(claim, named.domain, named.start, named.end)
        domains = sorted({one.domain for one in found if one.domain >= 0})
        for domain in domains:
            mine = Sentence(begin, text, [one for one in found if one.domain == domain])
            yield from of_categories(mine, domain, stated)
        yield from of_periods(Sentence(begin, text, self._given.periods(text)), stated)
        yield from counted(sentence) if not domains else ()

    def listed(self) -> Iterator[Read]:
        """A numbered list of nothing but names, where the question asked for their order."""
        items = list(_LIST_ITEM.finditer(self._prose.text)) if _ASKED_FOR_ORDER.search(self._question) else []
        numbered = [int(item[1]) for item in items] == list(range(1, len(items) + 1))
        named = [found for item in items for found in self._given.find(item["name"].strip())]
        names, domains = [one.name for one in named], {one.domain for one in named}
        if numbered and 2 < len(items) == len(names) == len(set(names)) and len(domains) == 1:
            at = items[0].start("name")
            yield Read(Ordered(tuple(names), 0), named[0].domain, at, at + len(items[0]["name"].rstrip()), "")
