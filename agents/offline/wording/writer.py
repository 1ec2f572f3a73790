"""A text under construction: each number that goes in leaves a claim with the cell it rests on."""

from dataclasses import dataclass, field

from agents.offline.intent import Intent
from agents.offline.outcomes import Outcome, Value
from agents.offline.wording.phrases import counted, name_of, phrase, readable, where
from agents.values import Claim

MOST_ROWS = 12
NUMERIC = (int, float)


@dataclass(slots=True)
class Writer:
    """Collects the paragraphs and the claims of one answer."""

    intent: Intent
    paragraphs: list[str] = field(default_factory=list)
    claims: list[Claim] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The paragraphs as Markdown."""
        return "\n\n".join(self.paragraphs)

    @property
    def where(self) -> str:
        """The filters in words."""
        return where(self.intent.filters, self.intent.language)

    def say(self, paragraph: str) -> None:
        """Add a paragraph."""
        self.paragraphs.append(paragraph)

    def number(self, label: str, value: Value, cell: int, unit: str = "") -> str:
        """The number as it is shown, with its unit and its cell; a claim is kept."""
        shown = readable(value, self.intent.decimals if isinstance(value, float) else None)
        measured = f"{shown} {unit}".rstrip()
        self.claims.append(Claim(text=f"{label}: {measured}", value=shown, cell=cell))
        return f"{measured} [{cell}]"

    def count(self, what: str, value: Value, cell: int) -> str:
        """A number of rows, outliers and the like, with the word for them."""
        return self.number(what, value, cell, counted(what, self.intent.language, value))

    def unit(self, column: str) -> str:
        """The unit of a column, where the profile knows it."""
        found = self.intent.column(column)
        return found.unit if found else ""

    def phrase(self, key: str, **parts: object) -> str:
        """A sentence in the language of the question, with the filters."""
        return phrase(key, self.intent.language, **{"where": self.where, **parts})

    def table(self, outcome: Outcome, heads: tuple[str, ...] | None = None) -> None:
        """The first rows as a Markdown table; keys stay as they are, numbers are rounded."""
        rows = outcome.rows[:MOST_ROWS]
        keys = max(outcome.keys, 0)
        marks = ["---" if i < keys else "---:" for i in range(len(outcome.columns))]
        lines = ["| " + " | ".join(map(_cell, heads or outcome.columns)) + " |", "|" + "|".join(marks) + "|"]
        lines += ["| " + " | ".join(_shown(v, i < keys) for i, v in enumerate(row)) + " |" for row in rows]
        for row in rows:
            self._claim_row(outcome, row, keys)
        self.say("\n".join(lines))
        if len(outcome.rows) > MOST_ROWS:
            self.say(phrase("more", self.intent.language))

    def _claim_row(self, outcome: Outcome, row: tuple[Value, ...], keys: int) -> None:
        name = ", ".join(str(key) for key in row[:keys])
        for column, value in list(zip(outcome.columns, row, strict=True))[keys:]:
            if isinstance(value, NUMERIC) and not isinstance(value, bool):
                shown = readable(value)
                self.claims.append(
                    Claim(text=f"{column} of {name or 'the row'}: {shown}", value=shown, cell=outcome.cell.id)
                )


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")[:60]


def _shown(value: Value, is_key: bool) -> str:
    return _cell("–" if value is None else name_of(value)) if is_key else readable(value)
