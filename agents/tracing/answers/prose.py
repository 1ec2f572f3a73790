"""An answer as prose: what of its Markdown states something, and what stands around a place in it."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from agents.tracing.answers.masks import masked
from agents.tracing.language.numbers import plain

MAX_CONTEXT = 400
"""Characters on either side of a place that are taken for its sentence, should that be longer."""

_REFERENCE = re.compile(r"\[(\d{1,9}(?:,\s*\d{1,9})*)\]|【(\d{1,9})】")
_SENTENCE_END = re.compile(
    r"(?<=[.!?])(?<!\bvs\.)(?<!\bca\.)(?<!\bNo\.)(?<!\bNr\.)(?<!e\.g\.)(?<!i\.e\.)(?=[\s*_)]+(?:[A-Z*_\\|(]|$))"
    r"|(?<=[。！？])|\n"
)
_MARKUP = re.compile(r"[*_`$\"'“”「『(]|\\\(|\\left|\$")


@dataclass(frozen=True, slots=True)
class Reference:
    """A place such as `[2]` or `[1, 2]`, and the cells that it names."""

    start: int
    end: int
    cells: tuple[int, ...]


class Prose:
    """A text, with what states nothing blanked out; positions are those of the text."""

    def __init__(self, text: str, cells: Iterable[int] = (), names: Iterable[str] = ()) -> None:
        self.text = text
        self.references = tuple(_references(text, set(cells)))
        spans = [(found.start, found.end) for found in self.references]
        self.masked = masked(text, spans, names)
        self._with_names = masked(text, spans, ())

    @cached_property
    def _ends(self) -> list[int]:
        return [0, *(match.end() for match in _SENTENCE_END.finditer(self.text)), len(self.text)]

    @property
    def sentences(self) -> Iterator[tuple[int, str]]:
        """Each sentence of what states something, with its place; names in it keep their digits."""
        yield from (
            (begin, self._with_names[begin:end]) for begin, end in pairwise(self._ends) if begin < end
        )

    def sentence(self, at: int) -> str:
        """The sentence, or the line of a table, around a place."""
        begin, end = self.span(at)
        return self.text[begin:end].strip()

    def span(self, at: int) -> tuple[int, int]:
        """Where the sentence around a place begins and ends."""
        place = bisect_right(self._ends, at)
        end = self._ends[place] if place < len(self._ends) else len(self.text)
        return max(self._ends[place - 1], at - MAX_CONTEXT), min(end, at + MAX_CONTEXT)

    def before(self, at: int, length: int = 80) -> str:
        """What stands before a place in its sentence, without markup."""
        begin = max(self.span(at)[0], at - length)
        return _MARKUP.sub("", plain(self.text[begin:at])).rstrip()

    def after(self, at: int, length: int = 40) -> str:
        """What follows a place in its sentence, without markup or references."""
        end = min(self.span(max(at - 1, 0))[1], at + length)
        following = _REFERENCE.sub("", self.text[at:end])
        return re.sub(r"[*_`)\"'”」』$]|\\\)", "", plain(following)).lstrip()

    def column_head(self, at: int) -> str:
        """The head of the table column that a place is in, else nothing."""
        line_start = self.text.rfind("\n", 0, at) + 1
        if not self.text[line_start:].lstrip().startswith("|"):
            return ""
        head = self._table_heads.get(line_start, "")
        column = self.text[line_start:at].lstrip().count("|")
        heads = head.lstrip().split("|")
        return heads[column].strip() if column < len(heads) else ""

    @cached_property
    def _table_heads(self) -> dict[int, str]:
        """The first line of the table that a line is in, by the line's place; the head has none itself."""
        heads, head, at = dict[int, str](), "", 0
        for line in self.text.splitlines(keepends=True):
            in_table = line.lstrip().startswith("|")
            heads[at] = head
            head = (head or line) if in_table else ""
            at += len(line)
        return heads

    def cited(self, at: int) -> tuple[int, ...]:
        """The cells of the next reference in the sentence."""
        place = bisect_left(self.references, at, key=lambda one: one.start)
        if place == len(self.references) or self.references[place].start > at + MAX_CONTEXT:
            return ()
        between = self.text[at : self.references[place].start]
        return () if "\n" in between or re.search(r"[.!?]\s|。", between) else self.references[place].cells


def _references(text: str, cells: set[int]) -> Iterable[Reference]:
    """Several numbers in brackets are cells only where all of them are; else they may be an interval."""
    for match in _REFERENCE.finditer(text):
        named = tuple(int(number) for number in re.split(r",\s*", match[1] or match[2]))
        if len(named) == 1 or set(named) <= cells:
            yield Reference(match.start(), match.end(), named)
