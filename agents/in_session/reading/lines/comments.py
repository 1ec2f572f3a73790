"""Names of columns in lines that begin with `#`, as instruments, numpy and web servers write them."""

import re

from agents.in_session.reading.values.cells import is_blank, is_value

_FIELDS = re.compile(r"#Fields:\s*", re.IGNORECASE)


def is_comment(record: list[str]) -> bool:
    """Tell whether a record begins with the sign of a comment."""
    return record[:1] != [] and record[0].startswith("#")


def field_names(record: list[str]) -> tuple[str, ...]:
    """Return the names in the directive of a log of the W3C, `#Fields: date time`, or none."""
    text = " ".join(record)
    match = _FIELDS.match(text)
    return tuple(text[match.end() :].split()) if match else ()


def has_fields(text: str) -> bool:
    """Tell whether a text is a log whose fields a directive at its top names."""
    lines = text[:10_000].splitlines()[:20]
    return any(map(_FIELDS.match, lines)) and lines[0].startswith("#")


def commented_names(record: list[str], cells: int) -> tuple[str, ...]:
    """Return the names of all columns that a comment gives: `# t y`, but not `# Sample: quartz`."""
    if record[0] == "#" and len(record) == cells + 1:
        names = record[1:]
    elif len(record) == cells:
        names = [re.sub(r"^#\s+(?!of )", "", record[0]), *record[1:]]
    else:
        names = record[0].lstrip("#").split() if len(record) == 1 else []
    told = any(is_value(name) or is_blank(name) or name.endswith(":") for name in names)
    return () if told or len({*names}) != cells else tuple(names)
