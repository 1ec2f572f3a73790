"""Whether the step that succeeded came out empty, or with nothing but missing values."""

import json
import math
import re
from collections.abc import Iterator
from typing import Any, Literal

from agents import prompts
from agents.values import Execution

Kind = Literal["empty", "missing", "zero", "value"]

MOST_READ = 200_000
"""Characters of an output."""
EMPTY_TABLE = re.compile(r"^Empty DataFrame\nColumns: .*\nIndex: .*$|^Series\(\[\].*$", re.MULTILINE)
EMPTY = re.compile(r"\[\]|\{\}|\(\)|set\(\)|''|\"\"|\(0, ?\d*\)|\w*Index\(\[\].*\)|array\(\[\].*\)")
FOOTER = re.compile(
    r"^(?:(?:(?:Freq|Name|Length): .*)?\bdtype: \S+.*|\[\d+ rows x \d+ columns\])$", re.MULTILINE
)
"""What pandas prints below a table; `dtype` below one column of values."""
MISSING = {"nan", "NaN", "NaT", "<NA>", "None", "null"}
VALUE = re.compile(rf"(?<![\w.])(?:{'|'.join(sorted(MISSING))})(?!\w)|(?<![\w.])[-+]?\d[\d.]*")
STATED = re.compile(r"(?::\s|=)\s*([^\s,;{}=](?:[^,;{}=]*[^\s,;{}=])?)")
"""What is right of a label with a colon or an equals sign."""


def doubt(execution: Execution, is_last: bool = True) -> str:
    """Say why a step that succeeded came out suspicious, or give an empty text.

    Only the last step has to put something out: the others may prepare.
    """
    if execution.status != "ok":
        return ""
    texts = [text for text in (execution.stdout, execution.value) if text.strip()]
    if not texts:
        seen = execution.figures or execution.files or not is_last
        return "" if seen else prompts.PUT_OUT_NOTHING
    found = next(filter(None, map(_kinds, texts)), set[Kind]())
    if "value" in found:
        return ""
    if "empty" in found:
        return prompts.IS_EMPTY.substitute(result=texts[0].strip()[:200])
    return prompts.IS_MISSING if "missing" in found else ""


def _kinds(text: str) -> set[Kind]:
    """What a text states, its titles and labels left out."""
    text = text[:MOST_READ].rstrip()
    try:
        return set(_leaves(json.loads(text)))
    except (ValueError, RecursionError):
        pass
    plain, tables = EMPTY_TABLE.subn("", text)
    is_column = any("dtype: " in match[0] for match in FOOTER.finditer(plain))
    lines = [line.rstrip() for line in FOOTER.sub("", plain).splitlines()]
    found, at_head = set[Kind](["empty"] if tables else []), True
    for line in lines:
        is_title = not line or line[-1] == ":"
        names_columns = at_head and line[:1].isspace() and len(lines) > 1  # which may be years
        stated = set() if is_title or names_columns else set(_of_line(line, is_column))
        if not (stated or at_head or is_title or line[0].isspace()):
            stated = {"value"}  # words below the head of a table, or of a list
        found, at_head = found | stated, is_title or names_columns
    return found


def _leaves(parsed: Any) -> Iterator[Kind]:
    """What the values of a JSON text are."""
    inside = list(parsed.values()) if isinstance(parsed, dict) else parsed
    if isinstance(inside, list):
        for one in inside:
            yield from _leaves(one)
        if not inside:
            yield "empty"
    elif parsed is None or (isinstance(parsed, float) and math.isnan(parsed)):
        yield "missing"
    else:
        yield "value" if parsed or isinstance(parsed, bool) else "zero"


def _of_line(line: str, is_column: bool) -> Iterator[Kind]:
    """What stands right of the labels of a line: the `2007` of `2007    NaN` is one, the NaN is the value."""
    stated = STATED.findall(line)
    if EMPTY.fullmatch(line.strip()):
        yield "empty"
    elif is_column:
        yield from _of_words(line.split()[-1])
    elif stated:
        for side in stated:
            yield from list(_of_words(side)) or ["value"]
    else:
        yield from _of_words(" ".join(line.split()[1:]) or line)


def _of_words(words: str) -> Iterator[Kind]:
    if EMPTY.fullmatch(words.strip()):
        yield "empty"
    for word in VALUE.findall(words):
        if word in MISSING:
            yield "missing"
        else:
            yield "value" if re.search("[1-9]", word) else "zero"
