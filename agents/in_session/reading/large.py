"""Large text files: understood from samples, counted by DuckDB without being loaded."""

import importlib.util
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pandas as pd

from agents.in_session.reading.call import Call
from agents.in_session.reading.counting import Count, Counts, count_columns, count_extremes
from agents.in_session.reading.finish import finish, read_raw, value_call, with_units
from agents.in_session.reading.lines.cutting import cut
from agents.in_session.reading.lines.encoding import find_encoding, guess_utf16
from agents.in_session.reading.table.footer import find_end, is_total
from agents.in_session.reading.text import Sketch, Source, sketch_text
from agents.in_session.reading.values.columns import plan_columns, value_notes
from agents.in_session.reading.values.missing import beyond_sample, with_sentinels
from agents.in_session.reading.values.numbers import NumberFormat
from agents.in_session.reading.values.plan import Plan
from agents.in_session.reading.values.stats import describe, shown
from agents.in_session.reading.values.words import NUMBER_MISSING, SUPPRESSED

LARGE = 16 * 1024**2
"""Text files over this many bytes are sampled."""
_ESTIMATED = "Large file: distinct values are estimated, and what decides was counted in a sample."
_FIRST = 10_000
"""Rows that are read to plan the columns and to name examples."""
_LINES = 20
"""Fewer lines than this at the beginning are no sample, as each is very long."""
_HEAD, _PIECE, _PIECES = 1024**2, 128 * 1024, 6


@dataclass(frozen=True)
class Samples:
    """Pieces of a file, each of whole lines."""

    head: bytes
    middle: tuple[bytes, ...]
    tail: bytes


def take_samples(path: Path) -> Samples:
    """Read the beginning, the end and pieces between, cut at the ends of lines."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(_HEAD)
        pieces = []
        for number in range(1, _PIECES + 1):
            file.seek(_HEAD + (size - _HEAD - _PIECE) * number // _PIECES)
            pieces.append(file.read(_PIECE).partition(b"\n")[2])
    whole = [piece.rpartition(b"\n")[0] for piece in pieces[:-1]]
    return Samples(head.rpartition(b"\n")[0] + b"\n", tuple(whole), pieces[-1])


def read_large(path: Path, overrides: dict[str, Any]) -> dict[str, Any]:
    """Return the table in a large text file as JSON, without its name."""
    samples = take_samples(path)
    few_lines = samples.head.count(b"\n") < _LINES
    if few_lines or samples.head[:2] in (b"\xff\xfe", b"\xfe\xff") or guess_utf16(samples.head):
        return _in_full(Source(path.name, str(path), path.read_bytes()), overrides)
    encoding = overrides.get("encoding") or find_encoding(
        b"".join([samples.head, *samples.middle]), whole=False
    )
    source = Source(path.name, str(path), samples.head)
    sketch = sketch_text(source, {**overrides, "encoding": encoding}, whole=False)
    if sketch.dialect.padded:
        # Spaces in cells cost less than the reader that takes them away.
        known = {**overrides, "encoding": encoding, "sep": sketch.dialect.sep}
        sketch = sketch_text(source, known, whole=False)
    if encoding == "utf-8":
        sketch.call.arguments.pop("encoding", None)
    if (
        sketch.layout is None
        or not importlib.util.find_spec("duckdb")
        or encoding != "utf-8"
        or len(sketch.dialect.sep) > 1
    ):
        return _by_pandas(sketch, samples, encoding, overrides)
    return _counted(path, sketch, samples, overrides)


def _in_full(source: Source, overrides: dict[str, Any]) -> dict[str, Any]:
    sketch = sketch_text(source, overrides)
    return finish(sketch, read_raw(sketch.call), overrides)


def _by_pandas(sketch: Sketch, samples: Samples, encoding: str, overrides: dict[str, Any]) -> dict[str, Any]:
    """Read all rows by pandas, planned by a sample: slower than to count them, but it reads all encodings."""
    footers, notes = _footers(sketch, samples.tail, encoding)
    if footers:
        rows = len(read_raw(replace(sketch.call, arguments=sketch.call.arguments | {"usecols": [0]})))
        sketch.call.arguments["nrows"] = rows - len(footers)
    sketch = replace(sketch, notes=(*sketch.notes, *notes))
    return finish(sketch, _sampled(sketch, samples, encoding), overrides, whole=False)


def _sampled(sketch: Sketch, samples: Samples, encoding: str = "utf-8") -> pd.DataFrame:
    """Return rows from all over the file, as text under the names that pandas gives the columns."""
    first = read_raw(sketch.call, min(_FIRST, sketch.layout.rows) if sketch.layout else _FIRST)
    if sketch.layout is None:
        return first
    kept = sketch.layout.kept or range(len(first.columns))
    rows: list[list[str]] = []
    for piece in samples.middle:
        records = cut(piece.decode(encoding, "replace"), sketch.dialect)
        rows += [
            [record[place] for place in kept] for record in records if len(record) == sketch.layout.width
        ]
    return pd.concat([first, pd.DataFrame(rows, columns=first.columns, dtype=object)], ignore_index=True)


def _counted(path: Path, sketch: Sketch, samples: Samples, overrides: dict[str, Any]) -> dict[str, Any]:
    raw = _sampled(sketch, samples)
    plans, form = plan_columns(raw, sketch.dialect.sep, sketch.known, bare_na=sketch.bare_na)
    plans = with_units(plans, sketch.layout)
    footers, notes = _footers(sketch, samples.tail)
    footers = [footer for footer in footers if footer.strip()]
    try:
        counts = count_columns(path, sketch, plans, form, footers)
    except Exception:
        # What DuckDB cannot cut, pandas may: slower, but right.
        return _by_pandas(sketch, samples, "utf-8", overrides)
    before = plans
    plans = [_corrected(plan, count) for plan, count in zip(plans, counts.columns, strict=True)]
    plans = _counted_beyond(path, sketch, plans, form, counts)
    if plans != before:
        counts = count_columns(path, sketch, plans, form, footers)
    call = value_call(sketch, plans, form, overrides)
    notes += _complete(call, counts, path if footers else None)
    frame = replace(call, arguments={**call.arguments, "nrows": min(counts.rows, _FIRST)}).run()
    notes = [*sketch.notes, *notes, *value_notes(plans), _ESTIMATED]
    columns = _columns(frame, plans, counts.columns)
    return {"rows": counts.rows, "columns": columns, "read": str(call), "notes": notes}


def _counted_beyond(
    path: Path, sketch: Sketch, plans: Sequence[Plan], form: NumberFormat, counts: Counts
) -> list[Plan]:
    """Add to plans the sentinels that only the rest of the file has."""
    ranges = [(count.low, count.high) for count in counts.columns]
    beyond = beyond_sample(plans, form, ranges)
    if not beyond:
        return list(plans)
    found = count_extremes(path, sketch, plans, form, beyond)
    extremes = {plans[place].name: numbers for place, numbers in found.items()}
    return with_sentinels(plans, form, sketch.known, extremes)


def _complete(call: Call, counts: Counts, ends_in_footer: Path | None) -> list[str]:
    """Add to a call what only the whole file shows; return what is said about it."""
    if ends_in_footer:
        # pandas skips blank lines but counts those of delimiters only.
        blank = ends_in_footer.read_bytes().replace(b"\r", b"").count(b"\n\n")
        call.arguments["nrows"] = counts.rows + max(0, counts.empty - blank)
    if counts.empty and not any("dropna" in method for method in call.methods):
        call.methods.insert(0, '.dropna(how="all", ignore_index=True)')
    if not counts.refused:
        return []
    call.arguments["on_bad_lines"] = "skip"
    return [f"Lines that cannot be cut into the columns are left out: {counts.refused}."]


def _footers(sketch: Sketch, tail: bytes, encoding: str = "utf-8") -> tuple[list[str], list[str]]:
    """Return how the lines at the end of a file that are no rows begin, and what is said about them."""
    if sketch.layout is None:
        return [], []
    records = [record for record in cut(tail.decode(encoding, "replace"), sketch.dialect) if record]
    end, notes = find_end(records, replace(sketch.layout.header, start=0), sketch.layout.width)
    if records[:end] and is_total(records[end - 1][0]):
        notes.append("The last row looks like a sum of others. Kept; leave out before adding up.")
    return [record[0] for record in records[end:] if len(record) > 1 or record[0].strip()], notes


def _corrected(plan: Plan, count: Count) -> Plan:
    """Change a plan that the whole file contradicts: more marks of missing values, or text after all."""
    if not count.misfits:
        return plan
    if plan.type != "text" and set(count.misfits) <= NUMBER_MISSING | SUPPRESSED and len(count.misfits) < 5:
        return replace(plan, marks=plan.marks | frozenset(count.misfits))
    note = f'{plan.name} stays text: not all of it is like the sample, such as "{count.misfits[0][:40]}".'
    return replace(
        plan, type="text", as_text=True, dates=None, cleaning=None, unit="", sentinel=None, notes=(note,)
    )


def _columns(frame: pd.DataFrame, plans: Sequence[Plan], counts: Sequence[Count]) -> list[dict[str, Any]]:
    """Describe a sample, with the counts of the whole file."""
    described = describe(frame, plans)
    return [
        {
            **column,
            "type": plan.type,
            "missing": count.missing,
            "unique": count.unique,
            "low": None if count.low is None else shown(count.low, plan.type),
            "high": None if count.high is None else shown(count.high, plan.type),
        }
        for column, plan, count in zip(described, plans, counts, strict=True)
    ]
