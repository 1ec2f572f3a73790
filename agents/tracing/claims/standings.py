"""The columns of outputs by the names of their rows, against which claims without a number are held."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice, takewhile

from agents.tracing import measures
from agents.tracing.claims.kinds import Claim
from agents.tracing.language.periods import PERIOD, period_of
from agents.tracing.names import COLUMNS, Named, Names
from agents.tracing.outputs.blocks import begin_of
from agents.tracing.outputs.evidence import Evidence, Shown, numbers_of
from agents.tracing.owners import Owners, is_above
from agents.tracing.whose import Whose

MOST_RANKED = 2_000
"""Numbers of one output up to which its columns are set against a claim."""

_IN_LITERAL = -1
"""In place of a line: a literal, and a line alone, have no head."""
_UNKNOWN = re.compile(r"\b(?:nan|NaN|NaT|None|null)\b|\.\.\.")
_SERIES = re.compile(r"^Name: (.*?), ", re.MULTILINE)
_WORD = re.compile(r"[a-z\u00c0-\u024f]{3,}|[^\x00-\u024f\W\d_]{2,}")
_COUNTS = {"count", "size"}
_COUNTED = re.compile(
    r"\bcount|\bnumber|\bmany|\borders?\b|\brows\b|\brecords|\btransact|\bsales\b|\bcustomers|\bpeople|\bitems|"
    r"\bunits|\bsample|\bbusiest|\bvisit|\bpurchase|\b(?:most|more|fewer|fewest) [a-z]+s\b|"
    r"anzahl|bestellung|kund(?:e|in)|\bmeisten\b|nombre|command|client|número|pedido|ventas|ventes|数|件|人|건",
    re.IGNORECASE,
)
"""By these a sentence may speak of how many there are."""

_SPOKEN_OF = {
    "sum": re.compile(r"\btot(?:al|aux)\w*|\bsums?\b|gesamt|\bsumme|合計|総|总|합계", re.IGNORECASE),
    **{
        statistic: re.compile(rf"\b(?:{spelled})\b" if spelled.isascii() else spelled, re.IGNORECASE)
        for statistic, spelled in measures.SPELLINGS.items()
    },
}
"""By these a text speaks of a statistic."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The numbers of one column by the names of one domain, and the words that call the column."""

    cell: int
    words: frozenset[str]
    values: Mapping[str, float]
    shared: Mapping[int, frozenset[str]] = field(default_factory=dict)
    """The other names that all its numbers have, by domain."""
    is_clear: bool = True
    """Whether each name has one number."""
    is_whole: bool = True
    """Whether it lists all that the files have of the domain, as far as that is known."""

    def key(self, name: str) -> str | None:
        """The name as its rows are called: the last day of a quarter may stand for `Q2 2022`."""
        if name in self.values:
            return name
        told = period_of(name)
        fitting = [key for key in self.values if told and (one := period_of(key)) and one.tells_of(told)]
        return fitting[0] if len(fitting) == 1 else None

    def is_made_with(self, statistic: str) -> bool:
        """Whether its head, or the output, says that its numbers are sums, means or the like."""
        spelled = measures.SPELLINGS.get(statistic, statistic).casefold().split("|")
        return statistic in self.shared.get(measures.DOMAIN, ()) or bool(self.words & set(spelled))

    def is_of(self, named: Iterable[Named], domain: int) -> bool:
        """Whether it is a column of what else a sentence names: of laptops, of 2022, of means."""
        others = defaultdict[int, set[str]](set)
        for one in named:
            if one.domain != domain and (one.domain >= 0 or one.domain == PERIOD):
                others[one.domain].add(one.name)
        return all(self.shared.get(other, frozenset()) & said for other, said in others.items())


@dataclass(frozen=True, slots=True)
class Told:
    """The words in which a claim is made, its sentence with the names in it, and the cells it cites."""

    words: str
    named: Sequence[Named]
    sentence: str
    cited: tuple[int, ...]
    question: str = ""
    of_every: bool = False
    """Whether each column of a category must bear it out."""


Place = tuple[int, int, int, tuple[tuple[int, frozenset[str]], ...]]
"""A cell, the first line of a block in it, a column, and the other names that its numbers share."""


class Standings:
    """The standings of all outputs."""

    def __init__(self, evidence: Evidence, owners: Owners, names: Names) -> None:
        self._evidence = evidence
        self._owners = owners
        self._names = names
        self._by_domain: dict[int, list[Standing]] = {}
        self._counts = Counter(one.cell for one in evidence.shown)
        self._lines = {cell: text.splitlines() for cell, text in evidence.outputs.items()}
        self._words: dict[tuple[int, int, int], frozenset[str]] = {}

    def refuting(self, claim: Claim, domain: int, told: Told) -> Whose | None:
        """What outputs show instead, where no column that may be meant bears a claim out."""
        if any(self._is_partly_unknown(name, told.cited) for name in claim.names):
            return None
        meant = self._meant(claim, domain, told)
        held = [(one, self._holds(claim, one)) for one in meant]
        against = [one for one, holds in held if holds is False]
        if told.of_every and any(other >= 0 for one in against for other in one.shared):
            return claim.told_against(against[0].cell, against[0].values)
        if not against or any(holds or not one.is_clear for one, holds in held):
            return None
        latest = max(against, key=lambda one: one.cell)
        return claim.told_against(latest.cell, latest.values)

    def _holds(self, claim: Claim, standing: Standing) -> bool | None:
        keys = [standing.key(name) for name in claim.names]
        return claim.holds(standing.values, [key for key in keys if key is not None])

    def _meant(self, claim: Claim, domain: int, told: Told) -> Sequence[Standing]:
        """The columns of cells that are cited, if they have any of the kind; else whole ones of all cells."""
        if domain not in self._by_domain:
            self._by_domain[domain] = list(self._of(domain))
        mine = [one for one in self._by_domain[domain] if all(map(one.key, claim.names))]
        mine = [one for one in mine if len(one.shared.keys() - {measures.DOMAIN}) == 0 or not claim.of_whole]
        here = [one for one in mine if one.cell in told.cited]
        whole = [one for one in mine if one.is_whole]
        mine = here or whole or ([] if told.cited else mine)
        mine = [one for one in mine if one.is_whole or not claim.of_whole]
        mine = [one for one in mine if one.is_of(told.named, domain)]
        if claim.is_sized:
            return mine
        called = self._called(mine, told)
        summed = claim.of_whole and not _COUNTED.search(told.sentence)
        return _made_with(["sum"] if summed else [], called) or called

    def _called(self, standings: Sequence[Standing], told: Told) -> Sequence[Standing]:
        """Those of a statistic or a head that is said; else those that are no other column of the files."""
        if made := _made_with(_statistics(told.words), standings):
            return made
        for text in (told.words, told.sentence):
            said = text.casefold()
            words = _words(said)
            if called := [one for one in standings if any(_is_in(word, words, said) for word in one.words)]:
                return called
        if _COUNTED.search(told.sentence) and any(one.words & _COUNTS for one in standings):
            return standings
        columns = {
            one.name for one in told.named if one.domain == COLUMNS and self._names.is_measure(one.name)
        }
        asked = [*_statistics(told.question), *(["sum"] if columns else [])]
        if made := _made_with(asked, standings):
            return made
        others = self._names.words_of_columns if columns else frozenset[str]()
        return [one for one in standings if not one.words & others]

    def _is_partly_unknown(self, name: str, cited: Iterable[int]) -> bool:
        """Whether an output that may be meant, and speaks of a name, has gaps or is too long to be ranked."""
        texts = (
            text
            for cell, text in self._evidence.outputs.items()
            if (cell in cited or not cited) and (self._counts[cell] > MOST_RANKED or _UNKNOWN.search(text))
        )
        return any(name.casefold() in text.casefold() for text in texts)

    def _of(self, domain: int) -> Iterator[Standing]:
        """The columns whose numbers belong to several names of a domain, each to one."""
        columns = defaultdict[Place, dict[str, float]](dict)
        unclear = set[Place]()
        for place, name, value in self._ranked(domain):
            if columns[place].setdefault(name, value) != value:
                unclear.add(place)
        for place, values in columns.items():
            if len(values) > 1:
                is_whole = len(values) >= self._names.size_of(domain)
                is_clear = place not in unclear
                yield Standing(place[0], self._words_of(place), values, dict(place[3]), is_clear, is_whole)

    def _ranked(self, domain: int) -> Iterator[tuple[Place, str, float]]:
        """The numbers that have one name of the domain, as the largest that their digits may mean."""
        largest = dict[tuple[int, int, int], Shown]()
        for one in self._evidence.shown:
            if self._counts[one.cell] > MOST_RANKED:
                continue
            at = one.cell, one.line, one.column
            largest[at] = max(largest.get(at, one), one, key=lambda shown: abs(shown.value))
        seen = Counter[tuple[int, int, str]]()
        for (cell, line, column), shown in largest.items():
            owner, in_literal = self._owners.of(shown)
            names = owner.get(domain, frozenset())
            if len(names) != 1:
                continue
            (name,) = names
            shared = tuple(
                sorted(
                    (other, held) for other, held in owner.items() if held and other not in (domain, COLUMNS)
                )
            )
            if in_literal:  # of a record, whose measures follow each other
                place = cell, _IN_LITERAL - line, seen[cell, line, name], shared
                seen[cell, line, name] += 1
            else:  # the names may be those of rows, or the heads of columns
                yield (cell, begin_of(self._evidence.lines[cell], line), column, shared), name, shown.value
                place = cell, _IN_LITERAL - line, 0, shared
            yield place, name, shown.value

    def _words_of(self, place: Place) -> frozenset[str]:
        at = place[:3]
        if at not in self._words:
            self._words[at] = self._read_words(*at)
        return self._words[at]

    def _read_words(self, cell: int, begin: int, column: int) -> frozenset[str]:
        """The words above a column; of a series, those around it that are in no row."""
        if begin <= _IN_LITERAL:
            return frozenset()
        block = list(takewhile(bool, islice(self._lines[cell], begin, None)))
        heads = [line for line in block if not re.search(r"\d", line)]
        rows = [(line, numbers[column].end) for line in block if len(numbers := numbers_of(line)) > column]
        above = {
            word[0]
            for line, end in rows[:1]
            for head in heads
            for word in re.finditer(r"\S+", head)
            if is_above(word.end(), head, line, end)
        }
        series = _SERIES.findall("\n".join(block))
        return _words(" ".join(above or [*heads, *series]))


def _made_with(statistics: Iterable[str], standings: Sequence[Standing]) -> Sequence[Standing]:
    """Those of the first of the statistics that has any."""
    made = ([one for one in standings if one.is_made_with(statistic)] for statistic in statistics)
    return next(filter(None, made), [])


def _statistics(text: str) -> Iterator[str]:
    """The statistics that a text speaks of."""
    return (statistic for statistic, pattern in _SPOKEN_OF.items() if pattern.search(text.casefold()))


def _is_in(word: str, words: frozenset[str], text: str) -> bool:
    """Whether a word is said; in writing without blanks, wherever it stands."""
    return word in words or (not word.isascii() and word in text)


def _words(text: str) -> frozenset[str]:
    """The words of a text, without the ending of a plural."""
    return frozenset(word.removesuffix("s") for word in _WORD.findall(text.casefold()))
