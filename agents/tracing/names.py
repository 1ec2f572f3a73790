"""The names that numbers are given to: categories of the files, and what outputs list in rows beside them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from agents.tracing import measures
from agents.tracing.answers.statements import is_name
from agents.tracing.outputs.blocks import MAX_LINES, blocks_of
from agents.values import Column, Profile

MAX_NAMES = 5_000
"""Names of a profile that are looked for: a table may have thousands of columns of text."""

LONGEST = 200
"""Characters of a line in which its label ends."""

_STATISTICS = re.compile(
    r"(?:all|total|sum|mean|average|median|mode|std|var|min|max|count|overall|grand total|nan|none|rest|n)\b",
    re.IGNORECASE,
)
_LABEL = re.compile(
    r"[\s|\"'(\[{]*(?:\d+ +)?[\"'(]*([^\W\d_][^\d|,:=\t\"']*?)[\"']?(?: {2,}|\s*[|,:=\t]|\s+(?=[-+]?\d)|\s*$)"
)
COLUMNS = -4
"""The domain of the columns' own names, which label the rows of `isna().sum()` and `mean()`."""

_MEASURES = {measures.DOMAIN: measures.SPELLINGS, measures.EXTREMES: measures.PLACES}
_UNITS = {"min"}
"""What is a unit in a sentence, and a statistic in an output only."""

_BEFORE = r"(?<![A-Za-z0-9_\u00c0-\u024f])"
_AFTER = r"(?![A-Za-z0-9_\u00c0-\u024f])"


@dataclass(frozen=True, slots=True)
class Named:
    """A place in a text where a name stands; `sure` where it can be no other word."""

    start: int
    end: int
    domain: int
    name: str
    sure: bool


class Names:
    """All names by their spelling; those of a domain exclude each other, as the categories of a column do."""

    def __init__(self, profile: Profile, outputs: Sequence[str], answer: str) -> None:
        self._told = "\n".join([*outputs, answer]).casefold()
        self._domains: dict[str, int] = {}
        self._names: dict[str, tuple[int, str]] = {}
        self._spellings: dict[str, str] = {}
        self._sizes: dict[int, int] = {}
        self._open: set[int] = set()  # domains of columns with more categories than the profile keeps
        self._call_measures(profile)
        for table in profile.tables:
            for column in table.columns:
                if column.type == "text" and len(self._names) < MAX_NAMES:
                    self._add(column)
        columns = [column.name for table in profile.tables for column in table.columns]
        for name in columns[:MAX_NAMES]:
            self._call(name, COLUMNS, name)
        for output in outputs:
            for _, block in blocks_of(output.splitlines()):
                self._add_rows(block)

    def find(self, text: str) -> list[Named]:
        """Where names stand, also in another case or in the plural; a longer name comes before a shorter."""
        return list(self._found(text)) if self._names else []

    def size_of(self, domain: int) -> int:
        """How many categories the largest column of a domain has; 0 for periods, of which none is known."""
        return self._sizes.get(domain, 0)

    def is_measure(self, column: str) -> bool:
        """Whether a column is none of categories."""
        return column not in self._domains

    @cached_property
    def words_of_columns(self) -> frozenset[str]:
        """The words in the names of columns."""
        called = (name for domain, name in self._names.values() if domain == COLUMNS)
        return frozenset(word for name in called for word in re.findall(r"[^\W\d_]{3,}", name.casefold()))

    def _found(self, text: str) -> Iterator[Named]:
        for match in self._pattern.finditer(text):
            spelling = match["latin"] or match["other"]
            if named := self._names.get(spelling.casefold()):  # İ matches i, and folds to something else
                exact, domain = not match["ending"], named[0]
                plural = exact or match["ending"] == "s"
                is_measure = exact and spelling not in _UNITS
                told = is_name(spelling) or (spelling.islower() and spelling.count(" ") == 1)
                sure = is_measure if domain < 0 else told and plural
                yield Named(match.start(), match.end(), *named, sure)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        told = (spelling for folded, spelling in self._spellings.items() if folded in self._told)
        spellings = sorted(told, key=len, reverse=True)
        latin = "|".join(re.escape(one) for one in spellings if max(one) < "\u0250") or r"(?!)"
        other = "|".join(re.escape(one) for one in spellings if max(one) >= "\u0250") or r"(?!)"
        pattern = rf"{_BEFORE}(?P<latin>{latin})(?P<ending>[a-z]{{0,2}}){_AFTER}|(?P<other>{other}){_AFTER}"
        return re.compile(pattern, re.IGNORECASE)

    def _call_measures(self, profile: Profile) -> None:
        for domain, spellings in _MEASURES.items():
            for name, spelled in spellings.items() if measures.is_told_apart(profile, spellings) else ():
                for spelling in spelled.split("|"):
                    self._call(spelling, domain, name)

    def _add(self, column: Column) -> None:
        """Columns that share a category are one domain, such as where a flight starts and where it ends.

        `Chat` and `chat ` are one name: an answer tells them apart no better than its reader does.
        """
        values = [value.strip() for value in column.examples if re.search(r"[^\W\d_]", value)]
        known = [self._names[v.casefold()][0] for v in values if v.casefold() in self._names]
        domain = self._domains.setdefault(column.name, known[0] if known else len(self._domains))
        self._sizes[domain] = max(self._sizes.get(domain, 0), column.unique)
        if column.unique > len(values):
            self._open.add(domain)
        for value in values:
            self._call(value, domain, value)
        for short, value in _short_names(column, values):
            self._call(short, domain, value)

    def _add_rows(self, lines: list[str]) -> None:
        """Rows under the name of a column, or beside two of its categories, may be more categories of it."""
        labels = [found[1].strip() for line in lines if (found := _LABEL.match(line[:LONGEST]))]
        if not 2 <= len(labels) <= MAX_LINES:
            return
        known = [self._names[label.casefold()][0] for label in labels if label.casefold() in self._names]
        known = [domain for domain in known if domain >= 0]
        headed = [self._domains[label] for label in labels[:2] if label in self._domains]
        domains = set(headed or known)
        if len(domains) != 1 or not domains <= self._open or not (headed or len(known) > 1):
            return
        for label in labels:
            if is_name(label) and not _STATISTICS.match(label) and label not in self._domains:
                self._call(label, next(iter(domains)), label)

    def _call(self, spelling: str, domain: int, name: str) -> None:
        folded = spelling.casefold()
        if folded not in self._names:
            self._names[folded], self._spellings[folded] = (domain, name), spelling


def _short_names(column: Column, values: list[str]) -> Iterator[tuple[str, str]]:
    """`Adelie`, where each category of a column has several words and begins with another one."""
    words = [re.match(r"([^\W\d_]{4,})\W", value) for value in values]
    firsts = [word[1].casefold() for word in words if word]
    if len(set(firsts)) == len(values) >= column.unique:
        yield from ((word[1], value) for word, value in zip(words, values, strict=True) if word)
