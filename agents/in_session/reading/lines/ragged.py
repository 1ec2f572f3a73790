"""Tables whose rows end where nothing more is written: trailing empty cells are left out with their marks."""

from collections import Counter
from collections.abc import Sequence
from itertools import islice

from agents.in_session.reading.lines.comments import is_comment
from agents.in_session.reading.values.cells import filled, is_blank, is_value, kind

_FIRST = 5000
"""Records that are looked at."""


def ragged_width(records: Sequence[list[str]]) -> int:
    """Return the number of names above rows of which some are shorter and none is longer; else 0."""
    names, *rows = list(islice(filter(filled, records), _FIRST)) or [[]]
    wide, lengths = len(names), {len(row) for row in rows}
    if wide < 3 or len(rows) < 3 or len(lengths) < 2 or max(lengths) != wide:
        return 0
    if is_comment(names) or len({*names}) < wide or any(is_value(n) or is_blank(n) for n in names):
        return 0
    dropped = not any(is_blank(row[-1]) for row in rows if len(row) < wide)
    return wide if dropped and _agree(rows, wide) else 0


def _agree(rows: list[list[str]], wide: int) -> bool:
    """Tell whether each column holds cells of one kind, and one of them values."""
    usual = []
    for column in range(wide):
        kinds = Counter(kind(row[column]) for row in rows if column < len(row))
        written = kinds.total() - kinds["blank"] - kinds["missing"]
        del kinds["blank"], kinds["missing"]
        (name, count), *_ = [*kinds.most_common(1), ("", 0)]
        if count < 0.9 * written:
            return False
        usual.append(name)
    return bool({*usual} - {"text", ""})


def filled_up(records: list[list[str]], wide: int) -> list[list[str]]:
    """Return records with an empty cell for each that short rows leave out."""
    return [record + [""] * (wide - len(record)) if filled(record) else record for record in records]
