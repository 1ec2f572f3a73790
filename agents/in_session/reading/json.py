"""JSON and JSON Lines: where in a document the rows are, and the expression that spreads them out."""

import json
from typing import Any

from agents.in_session.reading.call import Call, Code, literal
from agents.in_session.reading.formats import Finding, framed
from agents.in_session.reading.lines.encoding import find_mark, guess_utf16
from agents.in_session.reading.text import Source, UnreadableError

_AS_IT_IS = {"typ": "series", "convert_axes": False, "dtype": False}
"""Arguments under which pandas gives the document as JSON has it."""
_WITH_KEYS = '.reset_index(names="key")'
_WITH_NAMES = (
    ".pipe(lambda t: t[1:].set_axis(t.iloc[0].tolist(), axis=1).reset_index(drop=True).infer_objects())"
)


def read_json(source: Source, overrides: dict[str, Any]) -> list[Finding]:
    """Return the table in JSON or JSON Lines: records, columns, or the longest list of records inside."""
    encoding = find_mark(source.content) or guess_utf16(source.content[:4096]) or "utf-8"
    encoding = "utf-8-sig" if source.content.startswith(b"\xef\xbb\xbf") else encoding
    text = source.content.decode(encoding, "replace")
    options = source.options | ({} if encoding == "utf-8" else {"encoding": encoding})
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        records = _lines(text, error)
        return [_read(source, records, options | {"lines": True}, overrides)]
    return [_read(source, value, options, overrides)]


def _lines(text: str, whole: json.JSONDecodeError) -> list[Any]:
    records: list[Any] = []
    for number, line in enumerate(text.splitlines(), 1):
        try:
            records += [json.loads(line)] if line.strip() else []
        except json.JSONDecodeError as error:
            where, why = (number, error.msg) if records else (whole.lineno, whole.msg)
            raise UnreadableError(
                f"is not valid JSON (line {where}: {why}); mend it or export it as CSV"
            ) from error
    return records


def _read(source: Source, value: Any, options: dict[str, Any], overrides: dict[str, Any]) -> Finding:
    flat = Call("read_json", source.path, options | {"dtype": False} | overrides)
    whole = Call("read_json", source.path, options | _AS_IT_IS | overrides)
    if isinstance(value, dict) and isinstance(value.get("data"), list) and "columns" in value:
        flat.arguments["orient"] = "split"
        return framed(flat, gaps=True)
    path, held = find_rows(value)
    if path:
        inside = Code(str(whole) + "".join(f"[{literal(step)}]" for step in path))
        note = f"The rows are in {'.'.join(map(str, path))}."
        call = Call("json_normalize", inside)
        if _is_by_key(held):
            call = Call("DataFrame.from_dict", inside, {"orient": "index"}, [_WITH_KEYS])
        return framed(call, (note,), gaps=True)
    return framed(_flat(value, flat, whole), gaps=True)


def _flat(value: Any, flat: Call, whole: Call) -> Call:
    """Return the call for a document that is itself the table, or one record."""
    if isinstance(value, list):
        if any(
            isinstance(item, dict) for record in value if isinstance(record, dict) for item in record.values()
        ):
            return Call("json_normalize", Code(f"{whole}.tolist()"))
        if _has_names(value):
            flat.methods = [_WITH_NAMES]
        return flat
    if _is_by_key(value):
        flat.arguments["orient"] = "index"
        flat.methods = [_WITH_KEYS]
    elif not isinstance(value, dict) or not all(isinstance(item, list | dict) for item in value.values()):
        return Call("json_normalize", Code(f"{whole}.to_dict()"))
    return flat


def find_rows(value: Any) -> tuple[list[Any], Any]:
    """Return the way to the longest of the lists of records nearest to the top, and the list.

    Where there is no list, records under keys will do; where the rows are at the top, the way is empty.
    """
    levels: list[list[tuple[list[Any], Any]]] = [[([], value)]]
    for _ in range(5):
        levels.append([([*path, key], item) for path, held in levels[-1] for key, item in _items(held)])
    for fits in (_are_records, _is_by_key):
        for level in levels:
            found = [place for place in level if fits(place[1])]
            if found:
                return max(found, key=lambda place: len(place[1]))
    return [], value


def _items(value: Any) -> list[tuple[Any, Any]]:
    if isinstance(value, dict):
        return list(value.items())
    return list(enumerate(value)) if isinstance(value, list) and len(value) < 10 else []


def _are_records(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, dict) for item in value)


def _has_names(rows: list[Any]) -> bool:
    """Tell whether the first of a list of lists names the columns."""
    if len(rows) < 2 or not all(isinstance(row, list) and len(row) == len(rows[0]) for row in rows):
        return False
    return all(isinstance(name, str) for name in rows[0]) and len(set(rows[0])) == len(rows[0])


def _is_by_key(value: Any) -> bool:
    """Tell whether a document holds a record under each key, rather than a column."""
    if not isinstance(value, dict) or not all(isinstance(item, dict) and item for item in value.values()):
        return False
    names = set.intersection(*(set(item) for item in value.values())) if value else set()
    return len(value) > 1 and bool(names) and not all(name.isdigit() for name in names)
