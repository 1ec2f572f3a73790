"""The answer in words: from an intent and what its cells put out."""

from collections.abc import Sequence

from agents.offline.intent import Join
from agents.offline.outcomes import outcomes
from agents.offline.reading.following import read
from agents.offline.recipes.joining import matches_in
from agents.offline.templates.filling import fill
from agents.offline.wording import sentences
from agents.offline.wording.phrases import counted, language_of, phrase
from agents.offline.wording.writer import Writer
from agents.values import Answer, Cell, Claim, Plan, Task

MOST_TABLES = 5
MOST_COLUMNS = 30


def summarise(task: Task, plan: Plan, cells: Sequence[Cell]) -> Answer:
    """The answer first, then the table that it stands on, then the templates that were asked for."""
    intent = read(task)
    if plan.answer:
        return Answer(text=plan.answer)
    if plan.unread:
        return _unread(task, plan)
    results = outcomes(intent.analyses, plan, cells)
    writer = Writer(intent)
    for outcome in results if not intent.slots else results[:3]:
        sentences.write(writer, outcome)
    if not results:
        writer.say(writer.phrase("empty"))
    if intent.join and results:
        _say_matches(writer, intent.join, cells)
    text, claims = writer.text, list(writer.claims)
    if intent.slots:
        filled = fill(intent, results)
        names = {f.slot.name for f in filled}
        if left := [f"@{slot.name}" for slot in intent.slots if slot.name not in names]:
            text += "\n\n" + phrase("unfilled", intent.language, names=", ".join(left))
        text = f"{text}\n\n" + "\n".join(f"@{f.slot.name}[{f.text}]" for f in filled)
        claims += [Claim(text=f"{f.slot.name} is {f.text}", value=f.text, cell=f.cell) for f in filled]
    return Answer(text=text.strip(), claims=tuple(claims))


def _say_matches(writer: Writer, join: Join, cells: Sequence[Cell]) -> None:
    """Which rows the join has left out, and of which the values were counted more than once."""
    joined = next((cell for cell in cells if any(matches_in(cell.execution.stdout))), None)
    found = list(matches_in(joined.execution.stdout)) if joined else []
    measured = {name in join.columns for one in writer.intent.analyses for name in one.columns}
    for one, other in zip(found, reversed(found), strict=True):
        repeated = one.several if (one.table == join.table) in measured else 0
        for key, count in (("unmatched", one.none), ("repeated", repeated)):
            if count and joined:
                value = writer.number(f"rows of {one.table}, {key}", count, joined.id)
                writer.say(
                    phrase(
                        key,
                        writer.intent.language,
                        value=value,
                        whole=f"{one.rows:,}",
                        table=one.table,
                        other=other.table,
                    )
                )


def _unread(task: Task, plan: Plan) -> Answer:
    """What could not be read, and the columns of which the user may speak."""
    language, lines = language_of(task.question), [plan.unread]
    for table in task.profile.tables[:MOST_TABLES]:
        names = [" ".join(column.name.split()) for column in table.columns]
        listed = ", ".join(names[:MOST_COLUMNS]) + (", …" if len(names) > MOST_COLUMNS else "")
        rows = f"{table.rows:,} {counted('rows', language, table.rows)}"
        lines.append(phrase("columns", language, table=table.file, rows=rows, columns=listed))
    return Answer(text="\n\n".join(lines))
