"""Every number, date and category of an answer, looked up in what the code put out. No model takes part.

A number is found where an output shows it, rounded to the digits of the answer, as percent or fraction, in
any writing and unit; or where it follows from two outputs by a difference, a ratio, a share or a change,
or from a few by a sum. A number that stands with another name than in the outputs is not found.
"""

from collections.abc import Iterable, Sequence

from agents.tracing.answers.prose import Prose
from agents.tracing.marks import because, marked, unmarked
from agents.tracing.outputs.evidence import Evidence
from agents.tracing.recomputing import Traced
from agents.tracing.tracer import Tracer
from agents.values import Answer, Cell, Claim, Profile, Value

NOT_FOUND = "not found in any output"


class Verified(Value):
    """An answer that was checked: its text with marks, and its claims with the cells that they come from."""

    text: str
    claims: tuple[Claim, ...] = ()

    @property
    def answer(self) -> Answer:
        """What is told to the reader."""
        return Answer(text=self.text, claims=self.claims)

    @property
    def not_found(self) -> tuple[Claim, ...]:
        """The claims that no output supports."""
        return tuple(claim for claim in self.claims if not claim.verified)


def verify(answer: Answer, cells: Sequence[Cell], question: str, profile: Profile) -> Verified:
    """Trace each statement of the answer to a cell; `cells` are those of the whole thread."""
    prose = Prose(unmarked(answer.text), (cell.id for cell in cells), _names(profile, cells))
    traced = Tracer(Evidence(cells), profile, question).trace(prose)
    text = marked(prose, traced, _units(profile))
    claims = (_claim(one, answer.claims) for one in traced if not one.given)
    return Verified(text=text, claims=tuple(dict.fromkeys(claims)))


def better(first: Verified, revised: Verified) -> Verified:
    """The revised answer, unless more of it is without support."""
    return first if len(first.not_found) < len(revised.not_found) else revised


def _claim(one: Traced, stated: Iterable[Claim]) -> Claim:
    """The claim of a statement, in the words that the analyst gave it, else in those of the sentence."""
    value, found, sentence = one.statement.text, one.found, one.statement.sentence
    if not found:
        how = because(value, one.whose) if one.whose else NOT_FOUND
        return Claim(text=sentence, value=value, verified=False, how=how)
    text = next((claim.text for claim in stated if claim.value.strip() == value), sentence)
    return Claim(text=text, value=value, cell=found.cell or None, how=found.how)


def _names(profile: Profile, cells: Iterable[Cell]) -> Iterable[str]:
    """The names of columns, files, figures, tables and categories: digits in them are no numbers."""
    for cell in cells:
        yield from (file.name for file in cell.execution.files)
        yield from (figure.name for figure in cell.execution.figures)
    for table in profile.tables:
        yield from (table.file, table.table)
        for column in table.columns:
            yield column.name
            yield from column.examples if column.type == "text" else ()


def _units(profile: Profile) -> list[str]:
    units = {column.unit for table in profile.tables for column in table.columns if column.unit}
    return sorted(units, key=len, reverse=True)
