"""What an answer lists, by which its own counts can be told: bullets, rows of tables, names in a sentence."""

import re
from collections.abc import Iterator

from agents.tracing.answers.masks import TABLE
from agents.tracing.answers.prose import Prose

AND = r"\s*(?:,|/|、|,?\s*(?:\band\b|\bund\b|\bet\b|\by\b|&|と|和|및|과|와))\s*(?:\bthe\b\s*)?"
_JOIN = re.compile(AND)
_NAME = (
    r"(?:[A-Z\u00c0-\u00de][\w.'&-]*(?: [A-Z\u00c0-\u00de0-9][\w.'&-]*){0,3}|[^\x00-\x7f、とはがを]{1,12})"
)
_LISTED = re.compile(rf"{_NAME}(?:{AND}{_NAME})+")
_BRACKETS = re.compile(r"\s*[(（][^()（）]*[)）]")
_MARKUP = re.compile(r"[*_`$\"'“”「『(]")


def listed(prose: Prose, at: int) -> set[int]:
    """How many things the answer lists, in bullets and tables, and in the sentence of a place."""
    begin, end = prose.span(at)
    bullets = re.findall(r"^[ \t]*(?:[-*+]|\d+[.)])[ \t]+\S", prose.text, re.MULTILINE)
    rows = (len(table[0].splitlines()) - 2 for table in TABLE.finditer(prose.text))
    rest = re.split(r"[:：（(]", prose.text[at:end], maxsplit=1)
    items = len(re.split(r",\s*(?:and\s|or\s)?|\sand\s|、|と", rest[1])) if len(rest) > 1 else 0
    return {len(bullets), *rows, items, *names_listed(prose.text[begin:end])}


def named_alone(prose: Prose, at: int) -> set[str]:
    """What the text lists alone: after the colon of the sentence, or in a table of one row elsewhere."""
    begin, end = prose.span(at)
    tables = [table[0].splitlines()[2:] for table in TABLE.finditer(prose.text)]
    rows = [_bare(rows[0].split("|")[1]) for rows in tables if len(rows) == 1]
    after = re.match(r"[^:：]*[:：]([^,、()（）]+)", prose.text[at:end])
    told = {name for name in rows if name not in prose.text[begin:end]}
    return (told | {_bare(after[1])} if after else told) - {""}


def names_listed(sentence: str) -> Iterator[int]:
    """How many names each list of a sentence has, whatever stands in brackets behind them."""
    plain = _MARKUP.sub("", sentence)
    for text in (plain, _MARKUP.sub("", _BRACKETS.sub("", sentence))):
        yield from (len(_JOIN.split(found[0])) for found in _LISTED.finditer(text))


def _bare(text: str) -> str:
    """A name without its markup and the end of its sentence."""
    return _MARKUP.sub("", text).strip(" .!。\n")
