"""Writing pandas code: safe quoting of names that come from files, and the frame of a step."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from agents.offline.intent import Scalar

PLAIN = re.compile(r"[^\"\\\x00-\x1f\x7f\u2028\u2029]*")
MOST_SENT = 5_000
"""Rows of a table that the answer is made from; of a longer one nothing is said that needs all of it."""


@dataclass(frozen=True, slots=True)
class Code:
    """The lines of a step that leave `result`: a dict of values, or a DataFrame where `table` is set."""

    title: str
    lines: tuple[str, ...]
    imports: tuple[str, ...] = ()
    table: bool = False


def quote(value: Scalar) -> str:
    """A Python literal; names from files never reach the code in any other way."""
    if not isinstance(value, str):
        return repr(value)
    return f'"{value}"' if PLAIN.fullmatch(value) else repr(value)


def listed(names: Iterable[Scalar]) -> str:
    """A list literal of names."""
    return "[" + ", ".join(quote(name) for name in names) + "]"


def column(frame: str, name: str) -> str:
    """The expression of one column."""
    return f"{frame}[{quote(name)}]"


def columns(frame: str, names: Sequence[str]) -> str:
    """The expression of some columns as a frame."""
    return f"{frame}[{listed(names)}]"


def finish(code: Code) -> str:
    """The text of the cell: imports, work, what a person reads, and the JSON that the answer is made from."""
    imports = sorted(
        {"import json", *code.imports} - ({"import json"} if code.table else set()), key=_import_order
    )
    shown = (
        ["print(result.head(100).to_string())"]
        if code.table
        else ["for name, value in result.items():", '    print(name, value, sep=": ")']
    )
    sent = (
        f'result.reset_index().head({MOST_SENT}).to_json(orient="split", date_format="iso", index=False)'
        if code.table
        else "json.dumps(result, default=float)"
    )
    return "\n".join([*imports, *([""] if imports else []), *code.lines, *shown, sent]) + "\n"


def _import_order(line: str) -> tuple[bool, str]:
    return (line.startswith("from"), line) if line != "import json" else (False, "")


def text(value: str) -> str:
    """A text for a title or a label, as a literal."""
    return quote(" ".join(value.split())[:80])
