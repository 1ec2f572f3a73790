"""Profiles, outputs and earlier turns as the text a model reads, within a budget whatever the rows."""

import re
from collections import Counter
from collections.abc import Sequence

from agents.values import UNTOLD, Artifact, Cell, Column, Execution, Figure, Profile, Table, Turn

MAX_COLUMNS = 80
MAX_EXAMPLES = 5
MAX_CELL_TEXT = 40
MAX_OUTPUT = 6000
MAX_TURNS = 6
MAX_TURN_TEXT = 600
MAX_ESTABLISHED = 1000
"""Lines of a thread's record that are kept."""
MAX_RECORD = 10_000
"""Characters of it that a model is shown."""
MAX_ESTABLISHED_TEXT = 200

_UNSEEN = r"[\s\u200b-\u200f\u2060\ufeff]*"
_SUBJECT = re.compile(r"\s*([^:=<>]{1,40}):\s+(.+?)\s*(?:[=<>≤≥≠:]|\b(?:is|in|as|means)\b|$)", re.IGNORECASE)
"""Kind and name of an entry: `filter` and `region` of `filter: region = R1`."""
_MARK = re.compile(rf"[<＜](?={_UNSEEN}[/／]?{_UNSEEN}data\b)", re.IGNORECASE)


def as_data(text: str) -> str:
    """Take from a text of the user's files the power to end the mark that it stands in."""
    return _MARK.sub("‹", text)


def profile_text(profile: Profile) -> str:
    """Describe every table: variable, size, how it was read, and a line for each column."""
    return as_data("\n\n".join(_table_text(table) for table in profile.tables)) or "(no tables)"


def outputs_text(cells: Sequence[Cell]) -> str:
    """What the cells put out, each under its number."""
    return "\n\n".join(
        f"Cell {cell.id}: {as_data(cell.title)}\n{output_text(cell.execution)}" for cell in cells
    )


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
    return as_data(cut(text, MAX_OUTPUT)) or "(it ran and put out nothing)"


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
        f"Earlier question: {cut(turn.question, MAX_TURN_TEXT)}\nAnswered: {cut(turn.answer, MAX_TURN_TEXT)}"
        for turn in turns[-MAX_TURNS:]
    ]
    if earlier := len(turns[:-MAX_TURNS]):
        lines.insert(0, f"Left out here: {earlier} still earlier questions.")
    if record := _within_budget(established):
        lines.append("Established:\n" + "\n".join(f"- {line}" for line in record))
    if forgotten := len(established) - len(record):
        lines.append(f"Left out of what was established: {forgotten} older entries.")
    told = as_data("\n\n".join(lines))
    return f"\nEarlier in this thread:\n<data>\n{told}\n</data>\n" if told else ""


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
    return f"{text[:half]}\n… {len(text) - 2 * half} characters left out …\n{text[-half:]}"


def _table_text(table: Table) -> str:
    shown = table.columns[:MAX_COLUMNS]
    lines = [
        f"Table `{table.table}` from {table.file}: {table.rows} rows, {len(table.columns)} columns",
        *([f"read by: {table.read}"] if table.read else []),
        *(f"note: {note}" for note in table.notes),
        *(_column_line(column) for column in shown),
    ]
    rest = [column.name for column in table.columns[MAX_COLUMNS:]]
    if rest:
        lines.append("more columns: " + cut(", ".join(rest), 2000))
    return "\n".join(lines)


def _column_line(column: Column) -> str:
    facts: list[str] = [column.type]
    if column.unit:
        facts.append(f"unit {column.unit}")
    if column.low is not None:
        facts.append(f"{_short(column.low)} to {_short(column.high or '')}")
    facts.append(f"{column.unique} different")
    if column.missing:
        facts.append(f"{column.missing} missing")
    if column.examples:
        facts.append("such as " + ", ".join(_short(value) for value in column.examples[:MAX_EXAMPLES]))
    return f"- {column.name!r}: " + "; ".join(facts)


def _short(value: str) -> str:
    text = " ".join(value.split())
    return text if len(text) <= MAX_CELL_TEXT else text[: MAX_CELL_TEXT - 1] + "…"
