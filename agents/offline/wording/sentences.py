"""One sentence writer for each kind of analysis."""

from collections.abc import Callable
from dataclasses import replace

from agents.offline.outcomes import Outcome, Value
from agents.offline.vocabulary.patterns import any_of
from agents.offline.vocabulary.statistics import stat_name
from agents.offline.wording import statistical as stats
from agents.offline.wording.labels import label_of, listed_names, number_of
from agents.offline.wording.phrases import name_of, where
from agents.offline.wording.writer import Writer

DIFFERENCE = any_of(r"differences?|differ|how much (?:more|less|higher|lower|larger|smaller)|gap")
MOST_SENTENCES = 2
RECURRING = frozenset({"hour", "weekday", "weekend"})
UNITLESS = frozenset({"skew", "kurt", "cv", "var", "nunique"})


def write(writer: Writer, outcome: Outcome) -> None:
    """Add what an outcome says to the answer, of the rows that are its own."""
    intent = writer.intent
    filters = tuple(dict.fromkeys((*intent.filters, *outcome.analysis.filters)))
    writer.intent = intent if intent.slots else replace(intent, filters=filters)
    SENTENCES.get(outcome.analysis.kind, values)(writer, outcome)
    writer.intent = intent


def values(writer: Writer, outcome: Outcome) -> None:
    """A sentence for a value or two; more of one column stand in one line."""
    shown = list(outcome.values.items())[:12]
    if all(value is None or value != value for _, value in shown):
        writer.say(writer.phrase("empty"))
        return
    if len(shown) <= MOST_SENTENCES:
        writer.say(" ".join(_sentence(writer, outcome, label, value) for label, value in shown))
        return
    for column in dict.fromkeys(label.partition(" ")[2] for label, _ in shown):
        mine = [
            (label.partition(" ")[0], label, v) for label, v in shown if label.partition(" ")[2] == column
        ]
        parts = [
            f"{stat_name(s, writer.intent.language)} {_shown(writer, outcome, n, v)}" for s, n, v in mine
        ]
        writer.say(writer.phrase("values", column=column, values=", ".join(parts)))


def _sentence(writer: Writer, outcome: Outcome, label: str, value: Value) -> str:
    stat, _, column = label.partition(" ")
    parts = {"stat": stat_name(stat, writer.intent.language), "column": column}
    return writer.phrase("stat" if column else "value", value=_shown(writer, outcome, label, value), **parts)


def _shown(writer: Writer, outcome: Outcome, label: str, value: Value) -> str:
    """A labelled value with the unit of its column, where the statistic keeps it."""
    return writer.number(label_of(writer, label), value, outcome.cell.id, _unit(writer, label))


def _unit(writer: Writer, label: str) -> str:
    stat, _, column = label.partition(" ")
    return "" if stat in UNITLESS else writer.unit(column)


def count(writer: Writer, outcome: Outcome) -> None:
    """The number of rows."""
    rows = outcome.values.get("rows")
    shown = writer.count("rows", rows, outcome.cell.id)
    writer.say(writer.phrase("count", value=shown, are="is" if rows == 1 else "are"))


def distinct(writer: Writer, outcome: Outcome) -> None:
    """The number of different values, and the commonest of them."""
    column = outcome.analysis.columns[0]
    number = outcome.values.get(f"distinct {column}")
    shown = writer.number(f"different values of {column}", number, outcome.cell.id)
    found = [str(value) for value in outcome.lists.get("values", ())]
    names = ", ".join(found[:12]) + (" …" if len(found) > 12 else "")
    writer.say(writer.phrase("distinct", value=shown, column=column, names=names))


def portion(writer: Writer, outcome: Outcome) -> None:
    """A share with the two numbers that make it, or the shares of groups."""
    if outcome.rows:
        group(writer, outcome)
        return
    cell, found = outcome.cell.id, outcome.values
    value = writer.number("percentage", found.get("percentage"), cell, "%")
    part = writer.number("rows that match", found.get("rows"), cell)
    whole = writer.number("all rows", found.get("total"), cell)
    language, whole_of = writer.intent.language, outcome.analysis.where
    rest = tuple(one for one in writer.intent.filters if one != whole_of)
    base = where((whole_of,), language) if whole_of else ""
    said = {"base": base, "where": where(rest, language)}
    writer.say(writer.phrase("portion", value=value, part=part, whole=whole, **said))


def said_to_be_cut(writer: Writer, outcome: Outcome) -> bool:
    """Of a table that may go on, show the first rows and say no more."""
    if outcome.cut:
        writer.say(writer.phrase("cut"))
        writer.table(outcome)
    return outcome.cut


def group(writer: Writer, outcome: Outcome) -> None:
    """The highest group in a sentence, then the table."""
    if not outcome.rows or len(outcome.columns) <= outcome.keys:
        writer.say(writer.phrase("empty"))
        return
    if said_to_be_cut(writer, outcome):
        return
    shares = "percentage" in outcome.columns
    at = outcome.columns.index("percentage") if shares else outcome.keys
    label = outcome.columns[at]
    rising = outcome.analysis.ascending
    ranked = sorted(
        (row for row in outcome.rows if isinstance(row[at], int | float)),
        key=lambda row: number_of(row[at]),
        reverse=not rising,
    )
    if ranked:
        first = [row for row in ranked if row[at] == ranked[0][at]]
        names = [" / ".join(name_of(key) for key in row[: outcome.keys]) for row in first]
        unit = "%" if shares else _unit(writer, label)
        shown = writer.number(f"{label} of {names[0]}", ranked[0][at], outcome.cell.id, unit)
        said = {"label": label_of(writer, label), "value": shown}
        if len(names) == 1:
            writer.say(writer.phrase("last" if rising else "first", name=names[0], **said))
            _counted(writer, outcome, first[0], names[0])
        else:
            japanese = writer.intent.language == "ja"
            side = ("小さい" if rising else "大きい") if japanese else "lowest" if rising else "highest"
            writer.say(writer.phrase("ties", name=listed_names(names, japanese), side=side, **said))
    if len(ranked) == 2 and DIFFERENCE.search(writer.intent.body):
        apart = number_of(ranked[0][at]) - number_of(ranked[1][at])
        value = writer.number(f"difference of {label}", abs(apart), outcome.cell.id, unit)
        writer.say(writer.phrase("difference", value=value))
    if len(outcome.rows) > 1:
        writer.table(outcome, _heads(writer, outcome))


def _counted(writer: Writer, outcome: Outcome, row: tuple[Value, ...], name: str) -> None:
    """The rows of the first group, where they were asked for beside what it is first in."""
    if outcome.analysis.counted:
        number = row[outcome.columns.index("rows")]
        writer.say(writer.phrase("size", name=name, value=writer.count("rows", number, outcome.cell.id)))


def _heads(writer: Writer, outcome: Outcome) -> tuple[str, ...]:
    """The heads of a table; a key is a column of the data, which may be called `mode`."""
    return tuple(c if i < outcome.keys else label_of(writer, c) for i, c in enumerate(outcome.columns))


def extreme(writer: Writer, outcome: Outcome) -> None:
    """The first row in a sentence; the table where more were asked for."""
    measure = outcome.analysis.columns[0]
    row = dict(zip(outcome.columns, outcome.rows[0], strict=True)) if outcome.rows else {}
    if not row:
        writer.say(writer.phrase("empty"))
        return
    shown = writer.number(f"{measure}", row.get(measure), outcome.cell.id, writer.unit(measure))
    name = ", ".join(str(row.get(c)) for c in outcome.columns if c != measure)
    tied = len(outcome.rows) if outcome.analysis.top == 1 and len(outcome.rows) > 1 else 0
    if tied:
        name = writer.phrase("shared", value=writer.count("rows", tied, outcome.cell.id))
    word = "lowest" if outcome.analysis.ascending else "highest"
    writer.say(writer.phrase(word, label=measure, value=f"{shown} ({name})" if name else shown))
    if len(outcome.rows) > 1:
        writer.table(outcome)


def listing(writer: Writer, outcome: Outcome) -> None:
    """The rows."""
    if said_to_be_cut(writer, outcome):
        return
    writer.say(writer.phrase("rows", value=writer.count("rows", len(outcome.rows), outcome.cell.id)))
    writer.table(outcome)


def missing(writer: Writer, outcome: Outcome) -> None:
    """The gaps of one column in a sentence, of many in a table."""
    if outcome.values:
        named_values(writer, outcome)
        return
    cell, at = outcome.cell.id, outcome.keys
    gaps = [row for row in outcome.rows if number_of(row[at]) > 0]
    if not gaps:
        writer.say(writer.phrase("none_missing", cell=cell))
    elif len(outcome.rows) == 1 and len(gaps[0]) > 2:
        name, number, part = gaps[0][:3]
        share = writer.number(f"percentage missing of {name}", part, cell, "%")
        writer.say(
            writer.phrase("missing", column=name, value=writer.count("missing", number, cell), share=share)
        )
    elif outcome.analysis.by and outcome.analysis.columns:
        group(writer, outcome)
    else:
        have = "has" if len(gaps) == 1 else "have"
        writer.say(writer.phrase("all_missing", value=writer.count("columns", len(gaps), cell), have=have))
        writer.table(replace(outcome, rows=tuple(gaps)))


def trend(writer: Writer, outcome: Outcome) -> None:
    """From the first to the last period, then the table."""
    at = outcome.keys
    rows = [row for row in outcome.rows if isinstance(row[at], int | float)]
    if not rows:
        writer.say(writer.phrase("empty"))
        return
    if outcome.analysis.top or outcome.analysis.unit in RECURRING:
        group(writer, outcome)
        return
    if said_to_be_cut(writer, outcome):
        return
    label, cell = outcome.columns[at], outcome.cell.id
    unit = writer.unit(label.partition(" ")[2])
    low = writer.number(f"{label} in {rows[0][0]}", rows[0][at], cell, unit)
    high = writer.number(f"{label} in {rows[-1][0]}", rows[-1][at], cell, unit)
    said = label_of(writer, label)
    writer.say(
        writer.phrase(
            "span", label=said[0].upper() + said[1:], low=low, high=high, first=rows[0][0], last=rows[-1][0]
        )
    )
    writer.table(outcome, _heads(writer, outcome))


def describe(writer: Writer, outcome: Outcome) -> None:
    """The description as a table."""
    table = writer.intent.table
    if table is not None:
        writer.say(
            writer.phrase(
                "profile", table=table.file, value=writer.count("rows", table.rows, outcome.cell.id)
            )
        )
    writer.table(outcome)


def outliers(writer: Writer, outcome: Outcome) -> None:
    """Outliers of columns in sentences, of groups in a table."""
    if outcome.rows:
        group(writer, outcome)
    else:
        stats.outliers(writer, outcome)


def named_values(writer: Writer, outcome: Outcome) -> None:
    """Values by their labels."""
    cell = outcome.cell.id
    for label, value in list(outcome.values.items())[:4]:
        shown = writer.number(label, value, cell) if isinstance(value, int | float) else f"{value} [{cell}]"
        writer.say(f"{label[0].upper()}{label[1:]}: {shown}")


def nested(writer: Writer, outcome: Outcome) -> None:
    """A statistic over groups, and how many groups there are."""
    (label, value), (_, number) = list(outcome.values.items())[:2]
    outer, inner = outcome.analysis.stats
    language, cell = writer.intent.language, outcome.cell.id
    column = outcome.analysis.columns[0] if outcome.analysis.columns else ""
    of = label_of(writer, f"{inner} {column}") if column else stat_name("rows", language)
    shown = writer.number(label, value, cell, writer.unit(column))
    by = outcome.analysis.unit or outcome.analysis.by[0]
    groups = writer.number("groups", number, cell)
    writer.say(
        writer.phrase("nested", stat=stat_name(outer, language), inner=of, by=by, value=shown, groups=groups)
    )


SENTENCES: dict[str, Callable[[Writer, Outcome], None]] = {
    "aggregate": values,
    "count": count,
    "nested": nested,
    "distinct": distinct,
    "portion": portion,
    "share": group,
    "group": group,
    "extreme": extreme,
    "duplicates": named_values,
    "span": named_values,
    "list": listing,
    "missing": missing,
    "trend": trend,
    "correlation": stats.correlation,
    "normality": stats.normality,
    "test": stats.test,
    "chi2": stats.test,
    "outliers": outliers,
    "model": stats.model,
    "describe": describe,
    "histogram": values,
}
