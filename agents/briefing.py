"""Profiles, outputs and earlier turns as the text a model reads, within a budget whatever the rows."""

import re
from collections import Counter
from collections.abc import Sequence
from unicodedata import normalize

from agents import prompts
from agents.values import UNTOLD, Artifact, Cell, Column, Execution, Figure, Profile, Table, Turn

MAX_COLUMNS = 80
MAX_EXAMPLES = 5
MAX_CELL_TEXT = 40
MAX_NAME = 200
MAX_OUTPUT = 6000
"""Of one output; of the notes on a table, and of its read call, too."""
MAX_PROFILE = 60_000
MAX_OUTPUTS = 60_000
LEFT_OUT = 50
"""What it takes to say how much was left out."""
MAX_TURNS = 6
MAX_TURN_TEXT = 600
MAX_ESTABLISHED = 1000
"""Lines of a thread's record that are kept."""
MAX_RECORD = 10_000
"""Characters of it that a model is shown."""
MAX_ESTABLISHED_TEXT = 200

_SUBJECT = re.compile(r"\s*([^:=<>]{1,40}):\s+(.+?)\s*(?:[=<>≤≥≠]|:\s|$)")
"""Kind and name of an entry: `filter` and `region` of `filter: region = R1`.

Only a sign ends a name, no word: the worst of two entries for one thing is that both are told.
"""
_LESS = "<˂‹≤≪≮≺⋖⋘〈❬❮❰⟨⟪⦉⦑⧼〈《﹤＜ᐸᑉ"
_BETWEEN = r"(?:[^\w]|_){0,8}"
_ALIKE = {
    "d": "dԁᴅᗞᗪᑯꓒꓓᎠꭰđɖɗð",
    "a": "aаαᴀɑꓮᎪꭺᗅⱥ",
    "t": "tтτᴛꓔᎢꭲŧƭʈƫ",
}
"""Letters of other scripts that may pass for those of `data`."""
_PLANES = (range(0x80, 0x2500), range(0xFF00, 0xFFF0), range(0x1D400, 0x1D800))
"""Where letters stand that are these with an accent, wide, small, raised or in another type."""


def _passing_for(letter: str) -> str:
    """A pattern for the letter and whatever may pass for it."""
    alike = _ALIKE[letter]
    bases = ((sign, normalize("NFKD", sign)[0]) for plane in _PLANES for sign in map(chr, plane))
    return f"[{alike}{''.join(sign for sign, base in bases if base.casefold() in alike)}]"


_WORD = _BETWEEN.join(map(_passing_for, "data"))
_MARK = re.compile(rf"[{_LESS}](?={_BETWEEN}{_WORD}(?![a-z]))", re.IGNORECASE)


def as_data(text: str) -> str:
    """Take from a text of the user's files the power to end the mark that it stands in, or to seem to."""
    return _MARK.sub("(", text)


def profile_text(profile: Profile) -> str:
    """Describe every table: variable, size, how it was read, and a line for each column.

    Beyond the budget tables are told by their sizes and names alone, the last ones first.
    """
    texts = [_table_text(table) for table in profile.tables]
    if sum(map(len, texts)) > MAX_PROFILE:
        share = MAX_PROFILE // len(texts) // 2
        texts = _within(MAX_PROFILE, texts, [_names_text(table, share) for table in profile.tables])
    return as_data(cut("\n\n".join(texts), MAX_PROFILE)) or prompts.NO_TABLES


def outputs_text(cells: Sequence[Cell]) -> str:
    """What the cells put out, each under its number, with an equal share of the budget where it is short."""
    texts = [
        f"Cell {cell.id}: {as_data(_short(cell.title, MAX_NAME))}\n{output_text(cell.execution)}"
        for cell in cells
    ]
    if sum(map(len, texts)) > MAX_OUTPUTS:
        share = max(MAX_OUTPUTS // len(texts) - LEFT_OUT, 0)
        texts = [cut(text, share) for text in texts]
    return cut("\n\n".join(texts), MAX_OUTPUTS)


def output_text(execution: Execution) -> str:
    """What a run put out: text, last value, errors, a line for each figure and file; never image data."""
    parts = [
        execution.stdout.strip(),
        execution.value.strip(),
        f"[stderr]: {execution.stderr.strip()}" if execution.stderr.strip() else "",
        *(figure_line(figure) for figure in execution.figures),
        *(file_line(file) for file in execution.files),
    ]
    text = "\n".join(part for part in parts if part)
    return as_data(cut(text, MAX_OUTPUT)) or prompts.NO_OUTPUT


def figure_line(figure: Figure) -> str:
    """One line that stands for a chart."""
    size = f"; {figure.width}x{figure.height} px" if figure.width else ""
    return f"[{figure.id}: {figure.title or 'untitled'}; {figure.axes}{size}]"


def file_line(file: Artifact) -> str:
    """One line that stands for a file."""
    return f"[file {file.name}]" if file.size == UNTOLD else f"[file {file.name}, {file.size} bytes]"


def history_text(turns: Sequence[Turn], established: Sequence[str] = ()) -> str:
    """The last turns of the thread, a few lines each, and what it has established; tells what is left out."""
    lines = [
        prompts.EARLIER_TURN.substitute(
            question=cut(turn.question, MAX_TURN_TEXT), answer=cut(turn.answer, MAX_TURN_TEXT)
        )
        for turn in turns[-MAX_TURNS:]
    ]
    if earlier := len(turns[:-MAX_TURNS]):
        lines.insert(0, prompts.STILL_EARLIER.substitute(count=earlier))
    if record := _within_budget(established):
        lines.append(prompts.ESTABLISHED.substitute(lines="\n".join(f"- {line}" for line in record)))
    if forgotten := len(established) - len(record):
        lines.append(prompts.NO_LONGER_ESTABLISHED.substitute(count=forgotten))
    told = as_data("\n\n".join(lines))
    return prompts.EARLIER.substitute(told=told) if told else ""


def added_to(established: Sequence[str], new: Sequence[str]) -> tuple[str, ...]:
    """The record of a thread with what is new: it takes the place of what was said of the same before."""
    lines = [cut(" ".join(line.split()), MAX_ESTABLISHED_TEXT) for line in new]
    record = {_subject(line): line for line in established}
    for line in lines:
        record.pop(_subject(line), None)
        record[_subject(line)] = line
    return tuple(record.values())[-MAX_ESTABLISHED:]


def _subject(line: str) -> tuple[str, ...]:
    """What an entry is about: kind and name where it tells them, else all that it says."""
    told = _SUBJECT.match(line.casefold())
    return (told[1].strip(), told[2]) if told else (line.casefold(),)


def _within_budget(established: Sequence[str]) -> list[str]:
    """The entries that fit: of the kind that takes most room the oldest go, so the others keep theirs."""
    record, sizes = list(established), Counter[str]()
    for line in record:
        sizes[_kind(line)] += len(line)
    while sizes.total() > MAX_RECORD:
        largest = sizes.most_common(1)[0][0]
        oldest = next(line for line in record if _kind(line) == largest)
        record.remove(oldest)
        sizes[largest] -= len(oldest)
    return record


def _kind(line: str) -> str:
    subject = _subject(line)
    return subject[0] if len(subject) > 1 else ""


def cut(text: str, limit: int) -> str:
    """Keep the beginning and the end of a text longer than `limit` characters, and say how much went."""
    if len(text) <= limit:
        return text
    half = limit // 2
    return f"{text[:half]}\n… {len(text) - 2 * half} characters left out …\n{text[len(text) - half :]}"


def _table_text(table: Table) -> str:
    shown = table.columns[:MAX_COLUMNS]
    long = any(len(column.name) > MAX_NAME for column in shown)
    lines = [
        _head(table),
        *([f"read by: {cut(table.read, MAX_OUTPUT)}"] if table.read else []),
        *([cut("\n".join(f"note: {note}" for note in table.notes), MAX_OUTPUT)] if table.notes else []),
        *([prompts.CUT_NAMES.substitute(table=table.table)] if long else []),
        *(f"- {_name(column, position)}: {_facts(column)}" for position, column in enumerate(shown)),
    ]
    rest = [column.name for column in table.columns[MAX_COLUMNS:]]
    if rest:
        lines.append("more columns: " + cut(", ".join(rest), 2000))
    return "\n".join(lines)


def _names_text(table: Table, limit: int) -> str:
    """The shortest description: sizes, and as many names as there is room for."""
    head = f"{_head(table)}; {prompts.NAMES_ONLY}: "
    names = ", ".join(_short(column.name, MAX_NAME) for column in table.columns)
    return head + cut(names, max(limit - len(head), 0))


def _within(budget: int, texts: Sequence[str], short: Sequence[str]) -> list[str]:
    """Each text as long as there is room for the short ones of the others; then the short one."""
    room, kept = budget - sum(map(len, short)), list[str]()
    for text, shorter in zip(texts, short, strict=True):
        fits = len(text) - len(shorter) <= room
        room -= len(text) - len(shorter) if fits else 0
        kept.append(text if fits else shorter)
    return kept


def _head(table: Table) -> str:
    return f"Table `{table.table}` from {table.file}: {table.rows} rows, {len(table.columns)} columns"


def _name(column: Column, position: int) -> str:
    """A name as code writes it; one that is cut comes with its place."""
    if len(column.name) <= MAX_NAME:
        return repr(column.name)
    return f"{column.name[:MAX_NAME]!r}… (cut, column {position})"


def _facts(column: Column) -> str:
    facts: list[str] = [column.type]
    if column.unit:
        facts.append(f"unit {_short(column.unit)}")
    if column.low is not None:
        facts.append(f"{_short(column.low)} to {_short(column.high or '')}")
    facts.append(f"{column.unique} different")
    if column.missing:
        facts.append(f"{column.missing} missing")
    if column.examples:
        facts.append("such as " + ", ".join(_short(value) for value in column.examples[:MAX_EXAMPLES]))
    return "; ".join(facts)


def _short(value: str, limit: int = MAX_CELL_TEXT) -> str:
    text = " ".join(value.split())
    return text if len(text) <= limit else text[: limit - 1] + "…"
