"""Labels of results in words."""

from agents.offline.outcomes import Value
from agents.offline.vocabulary.statistics import stat_name
from agents.offline.wording.writer import Writer

MOST_NAMED = 4


def label_of(writer: Writer, label: str) -> str:
    """`mean body_mass_g` in words: the statistic's name and the column."""
    stat, _, column = label.partition(" ")
    name = stat_name(stat, writer.intent.language)
    if column and writer.intent.language == "ja":
        return f"{column} の{name}"
    return f"{name} of {column}" if stat == "nunique" else f"{name} {column}".strip()


def number_of(value: Value) -> float:
    """A number, or NaN where there is none."""
    return float(value) if isinstance(value, int | float) else float("nan")


def listed_names(names: list[str], japanese: bool) -> str:
    """The names of what shares a place."""
    if japanese:
        return "、".join(names[:MOST_NAMED]) + ("など" if len(names) > MOST_NAMED else "")
    shown, more = names[:MOST_NAMED], len(names) - MOST_NAMED
    return ", ".join([*shown, "and others"]) if more > 0 else f"{', '.join(shown[:-1])} and {shown[-1]}"
