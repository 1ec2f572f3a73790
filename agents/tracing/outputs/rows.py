"""The numbers of outputs by their lines and columns, and the lines that a sentence speaks of."""

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import islice

from agents.tracing.language.words import TOTALS
from agents.tracing.outputs.evidence import Evidence, Shown

MOST_BESIDE = 12
"""Numbers on the lines of one output that a sentence speaks of; more would prove anything."""

Place = tuple[int, int]
"""A cell and a line of its output."""


class Rows:
    """Finds the numbers of lines, the latest cell first."""

    def __init__(self, evidence: Evidence) -> None:
        self._lines = defaultdict[Place, list[Shown]](list)
        self._columns = defaultdict[tuple[int, int, int], list[Shown]](list)
        for one in sorted(evidence.shown, key=lambda one: -one.cell):
            self._lines[one.cell, one.line].append(one)
            self._columns[one.of_table].append(one)
        texts = {cell: text.casefold().splitlines() for cell, text in evidence.outputs.items()}
        self._texts = {(cell, line): texts[cell][line] for cell, line in self._lines}
        labels = {place: re.split(r"\d", text, maxsplit=1)[0] for place, text in self._texts.items()}
        self._labels = {place: set(re.findall(r"[^\W\d_]{3,}", label)) for place, label in labels.items()}

    def column_of(self, shown: Shown) -> Sequence[Shown]:
        """All the numbers of its cell that have its place in their lines."""
        return self._columns[shown.of_table]

    def words_of(self, shown: Shown) -> set[str]:
        """The words before the first digit of its line."""
        return self._labels[shown.cell, shown.line]

    def beside(self, names: Iterable[str]) -> list[Shown]:
        """The numbers on the lines that name one of `names`."""
        folded = [name.casefold() for name in names]
        told = [
            (p, text.strip()) for p, text in self._texts.items() if any(map(partial(_tells, text), folded))
        ]
        begun = [place for place, text in told if text.startswith(tuple(folded))]
        return self._few(dict.fromkeys((*begun, *(place for place, _ in told))))

    def called(self, sentence: str) -> list[Shown]:
        """The numbers on the lines of which the sentence says the label, or that it speaks of a total."""
        said = set(re.findall(r"[^\W\d_]{3,}", sentence.casefold()))
        labels = self._labels.items()
        return self._few(p for p, words in labels if words and (words <= said or words & said & TOTALS))

    def _few(self, places: Iterable[Place]) -> list[Shown]:
        found = defaultdict[int, list[Shown]](list)
        for place in places:
            found[place[0]] += self._lines[place]
        few = (numbers for numbers in found.values() if len(numbers) <= MOST_BESIDE)
        return list(islice((one for numbers in few for one in numbers), 2 * MOST_BESIDE))


def _tells(text: str, name: str) -> bool:
    """Whether a line is of a name; a small number is one only as its label."""
    return (
        name in text if len(name) > 2 or not name.isdecimal() else re.match(rf"\s*{name}\b", text) is not None
    )
