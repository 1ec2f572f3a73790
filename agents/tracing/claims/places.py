"""A sentence in which names are one sign each, and the places of its claims in the text."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from agents.tracing import measures
from agents.tracing.claims.kinds import Claim
from agents.tracing.language.comparisons import NAME
from agents.tracing.names import COLUMNS, Named

Span = tuple[int, int]
_COMMA = re.compile(r"[,;、；，](?!\d)")
_BEHIND = re.compile(r"\b(?:after|behind|nach|hinter|après|derrière|tras|detrás de)\s+$", re.IGNORECASE)
_BESIDE = COLUMNS, measures.DOMAIN, measures.EXTREMES


@dataclass(slots=True)
class Read:
    """A claim, the domain of its names, where it stands in the text, and the words in which it is made."""

    claim: Claim
    domain: int
    start: int
    end: int
    words: str
    of_every: bool = False
    """Whether each column must bear it out, and not only one."""


class Sentence:
    """A sentence of an answer, and in it the names of one kind."""

    def __init__(self, begin: int, text: str, names: Sequence[Named]) -> None:
        self.begin = begin
        self.text = text
        self.names = _apart(names)
        self.called = tuple(one.name for one in self.names)
        self.template = self._template()

    def _template(self) -> str:
        parts, at = list[str](), 0
        for one in self.names:
            parts += self.text[at : one.start], NAME
            at = one.end
        return re.sub(r"[*`_\"“”]", " ", "".join(parts) + self.text[at:])

    def names_in(self, span: Span) -> tuple[str, ...]:
        """The names within a part of the template."""
        first = self.template.count(NAME, 0, span[0])
        return self.called[first : first + self.template.count(NAME, *span)]

    def read(self, claim: Claim, domain: int, place: Span, words: Span | None = None) -> Read:
        """A claim at a place of the template, with the words in which it is made, or the whole sentence."""
        start, end = (self._in_text(at) for at in place)
        said = self.template[slice(*words)] if words else self.template
        return Read(claim, domain, self.begin + start, self.begin + end, said)

    def read_at(self, claim: Claim, domain: int, start: int, end: int) -> Read:
        """A claim at a place of the sentence, with the words up to the next comma on either side."""
        return Read(claim, domain, self.begin + start, self.begin + end, self.clause(start))

    def clause(self, at: int) -> str:
        """What stands around a place up to the next comma on either side."""
        return self.text[slice(*self._clause(at))]

    def is_alone(self, named: Named) -> bool:
        """Whether no other category or period is named in its clause."""
        begin, end = self._clause(named.start)
        inside = (one for one in self.names if begin <= one.start < end)
        return all(
            one == named or one.domain in _BESIDE or _BEHIND.search(self.text[: one.start]) for one in inside
        )

    def _clause(self, at: int) -> Span:
        commas = list(_COMMA.finditer(self.text))
        begin = max((one.end() for one in commas if one.end() <= at), default=0)
        return begin, min((one.start() for one in commas if one.start() >= at), default=len(self.text))

    def _in_text(self, at: int) -> int:
        return at + sum(one.end - one.start - 1 for one in self.names[: self.template.count(NAME, 0, at)])


def _apart(names: Sequence[Named]) -> list[Named]:
    """Names that do not overlap."""
    kept = list[Named]()
    for one in names:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return kept
