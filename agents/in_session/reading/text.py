"""A text file as a table: from its bytes to the call that reads it and what the columns hold."""

import re
from dataclasses import dataclass, field
from typing import Any

from agents.in_session.reading.call import Call, Code, names_of, places, unlike
from agents.in_session.reading.lines.cutting import Dialect, Records, cut
from agents.in_session.reading.lines.dialect import find_dialect
from agents.in_session.reading.lines.encoding import find_encoding, find_mark, is_binary
from agents.in_session.reading.table.layout import Layout, find_layout
from agents.in_session.reading.table.rows import counted
from agents.in_session.reading.values.cells import filled, is_blank, is_value, kind
from agents.in_session.reading.values.missing import declared
from agents.in_session.reading.values.words import words

LAYOUT_ARGUMENTS = words(
    "skiprows header names usecols nrows skipfooter index_col comment on_bad_lines skip_blank_lines"
)
"""What says where the table is: where a person says one of these, the finding of the layout is left out."""
_BARE_NA = re.compile(r"(?:^|[,;|\t ])NA(?:[,;|\t ]|\r?$)", re.MULTILINE)
_QUOTED_CODE = re.compile(r'"[A-Z]{2}"')


class UnreadableError(ValueError):
    """A file that holds no table; the text says why and what to do."""


@dataclass(frozen=True)
class Source:
    """A text file, plain or compressed, and how `pandas` opens it."""

    name: str
    path: str
    content: bytes
    options: dict[str, Any] = field(default_factory=dict)
    """Arguments of every read call, such as `compression`."""


@dataclass(frozen=True)
class Sketch:
    """What is known of a text file before its values are looked at."""

    call: Call
    layout: Layout | None
    dialect: Dialect
    known: set[float]
    notes: tuple[str, ...]
    bare_na: bool = False
    """Whether NA stands without quotes where other texts have them."""


def sketch_text(source: Source, overrides: dict[str, Any], *, whole: bool = True) -> Sketch:
    """Find encoding, dialect and layout, and the part of the read call that they make."""
    if is_binary(source.content[:65536]):
        raise UnreadableError("holds binary data, not text; export it as CSV, Excel or Parquet")
    encoding = overrides.get("encoding") or find_encoding(source.content)
    text = source.content.decode(encoding, "replace").replace("\ufeff", "")
    if not text.strip().strip("\0"):
        raise UnreadableError("is empty; bring a file with a header and rows")
    first = re.match(r'"?sep=(.)"?\r?\n', text, re.IGNORECASE)
    known = ({"sep": first[1]} if first else {}) | overrides
    dialect = find_dialect(text, known)
    records = list(cut(text, dialect))
    layout = find_layout(records, whole=whole)
    if not layout.rows:
        raise UnreadableError("has a header but no rows; bring a file with data below the header")
    arguments = _encoding_arguments(source, encoding, text) | source.options | _dialect_arguments(dialect)
    call = Call("read_fwf" if dialect.fixed else "read_csv", source.path, arguments)
    notes = _text_notes(source, encoding, text)
    if LAYOUT_ARGUMENTS & set(overrides):
        call.arguments |= overrides
        return Sketch(call, None, dialect, set(), notes)
    call.arguments |= layout_arguments(layout, records) | overrides
    call.methods = layout_methods(layout)
    above = records[: layout.header.place or layout.header.start]
    known_missing = declared("\n".join(" ".join(record) for record in above))
    notes = (*notes, *layout.notes, *_long_note(layout, records))
    return Sketch(call, layout, dialect, known_missing, notes, _has_bare_na(text))


def _has_bare_na(text: str) -> bool:
    return bool(_BARE_NA.search(text) and _QUOTED_CODE.search(text)) and '"NA"' not in text


def _encoding_arguments(source: Source, encoding: str, text: str) -> dict[str, Any]:
    found = {} if encoding == "utf-8" else {"encoding": encoding}
    return found | (
        {"encoding_errors": "replace"} if "\ufffd" in text and b"\xef\xbf\xbd" not in source.content else {}
    )


def _dialect_arguments(dialect: Dialect) -> dict[str, Any]:
    if dialect.fixed:
        return {"colspecs": [Code(f"({start}, {end})") for start, end in dialect.fixed]}
    return dialect.arguments()


def _text_notes(source: Source, encoding: str, text: str) -> tuple[str, ...]:
    notes = []
    if encoding != "utf-8":
        notes.append(f"The text is encoded as {encoding}.")
    elif "\ufffd" in text:
        notes.append(f"{text.count(chr(0xFFFD))} characters are damaged and shown as \ufffd.")
    if text.rstrip("\0").count("\0") and not find_mark(source.content):
        notes.append("There are NUL bytes in the text.")
    return tuple(notes)


def layout_arguments(layout: Layout, records: Records) -> dict[str, Any]:
    """Return what a reader must be told about the layout."""
    header, arguments = layout.header, dict[str, Any]()
    names = [name for place, name in enumerate(header.names) if not layout.kept or place in layout.kept]
    before = header.start if header.given else header.place or 0
    if all(not record for record in records[:before]):
        before = 0
    dropped = [place for place in layout.dropped if place >= before]
    arguments["skiprows"] = [*range(before), *dropped] if dropped else before
    if header.given:
        arguments["names"] = names_of(unlike(names))
    if _trailing_delimiter(layout):
        arguments["index_col"] = False
    elif layout.kept:
        arguments["usecols"] = places(layout.kept)
    arguments |= _long_arguments(layout, records)
    if any(record and record != [""] for record in records[layout.end :]):
        arguments["nrows"] = layout.rows
    return {name: value for name, value in arguments.items() if value not in (0, []) or value is False}


def _trailing_delimiter(layout: Layout) -> bool:
    """Tell whether every row, but not the header, ends in a delimiter."""
    return len(layout.header.names) == layout.width - 1 and layout.kept == tuple(range(layout.width - 1))


def _long_arguments(layout: Layout, records: Records) -> dict[str, Any]:
    if not layout.long or layout.kept:
        return {}
    wide = len(layout.header.names)
    beyond = [cell for place in layout.long for cell in records[place][wide:] if not is_blank(cell)]
    if not any(map(is_value, beyond)) and all(_fits(records[place], layout) for place in layout.long):
        return {"usecols": places(tuple(range(wide)))}
    return {"on_bad_lines": "skip"}


def _fits(record: list[str], layout: Layout) -> bool:
    """Tell whether a row is whole, so that cells beyond it are remarks rather than pieces of its own."""
    return bool(layout.header.typed) and not any(
        kind(record[place]) == "text" for place in layout.header.typed
    )


def _long_note(layout: Layout, records: Records) -> tuple[str, ...]:
    wide = len(layout.header.names)
    long = [place for place in layout.long if filled(records[place][wide:])] if not layout.kept else []
    if not long:
        return ()
    lines = f"line {', '.join(str(place + 1) for place in long[:5])}{'…' if len(long) > 5 else ''}"
    if "on_bad_lines" in _long_arguments(layout, records):
        return (f"{counted(len(long), 'row')} with more cells than columns left out: {lines}.",)
    return (f"What stands beyond the last column is left out: {lines}.",)


def layout_methods(layout: Layout) -> list[str]:
    """Return the methods that follow the read call to mend the layout."""
    methods = []
    if layout.header.index_names and not _trailing_delimiter(layout):
        methods.append(f'.reset_index(names="{layout.header.index_names}")')
    if layout.empty_rows and not layout.skips_empty:
        methods.append('.dropna(how="all", ignore_index=True)')
    return methods
