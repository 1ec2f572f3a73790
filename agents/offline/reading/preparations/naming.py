"""What a question calls a column that it makes."""

import re
from collections.abc import Sequence

from agents.offline.language.columns import Mention, names
from agents.offline.language.fitting import EXACT

ID_NAME = re.compile(r"(?:^|_|\b|(?<=[a-z]))(?:id|ID|Id|key|no|code|index)$")
NAME = r"[\"'`“]([^\"'`”]{1,60})[\"'`”]"
NEW = re.compile(
    rf"\b(?:feature|column|variable|metric|flag|indicator)s?(?:\s+(?:called|named|labell?ed))?\s*{NAME}"
    rf"|\b(?:called|named|create|generate|calculate|define|compute)\s+(?:an?\s+)?{NAME}"
    rf"|{NAME}\s+(?:feature|column|variable|flag|indicator)",
    re.IGNORECASE,
)
IDENTIFIER = re.compile(r"\b(?:feature|column|variable|metric)s?\s+([A-Za-z]+(?:_\w+|(?-i:[a-z][A-Z])\w*))\b")
"""A name that can be no word of a sentence: `a feature VisitsPerDay`, `a variable price_per_unit`."""
UNQUOTED = re.compile(r"\b(?:called|named)\s+(\w+)\b")
LEADS = re.compile(
    r"(?:(?P<quoted>[\"'`“][^\"'`”]{1,60}[\"'`”])|(?:^|[\s(])(?P<plain>[A-Za-z_]\w*(?:[ -]\w+){0,3}?))"
    r"\s*(?:=|:=|:|,?\s*(?:(?:is|are|be|which is|that is)\s+)?(?:then\s+)?"
    r"(?:defined|calculated|computed|obtained|measured|expressed|derived)\s+(?:as|by|from|to be)"
    r"|,?\s*(?:is|are|equals|means|represents|equal to)|\bas\b|\bby\b)\s*(?:the\s+|its\s+|their\s+|an?\s+)*$",
    re.IGNORECASE,
)
SMALL = re.compile(
    r"^(?:(?:an?|the|its|each|every|and|where|then|add|new|create|calculate|compute|define|feature|column|use|as"
    r"|for|of|called|named|with|daily|row'?s?)\s+)+",
    re.IGNORECASE,
)
BEFORE_BRACKET = re.compile(r"([A-Za-z_]\w{2,})\s*$")
NO_NAME = re.compile(
    r"^(?:which|that|it|this|result|value|values|calculated|computed|defined|if|when|grouped|sorted|divided"
    r"|multiplied|followed|measured|correlation|difference|ratio|relationship|average|mean|sum)$",
    re.IGNORECASE,
)


def new_name(sentence: str, mentions: Sequence[Mention], body: str, default: str) -> str:
    """The name given to a new column in the sentence, else anywhere, else `default`."""
    old = set(names(mentions))
    for text in (sentence, body):
        quoted = [m[1] or m[2] or m[3] for m in NEW.finditer(text)]
        plain = [m[1] for pattern in (UNQUOTED, IDENTIFIER) for m in pattern.finditer(text)]
        for name in (*quoted, *plain):
            if name not in old:
                return name
    return default


def is_entity(mention: Mention) -> bool:
    """`trip` speaks of the rows, not of the column trip_id."""
    return mention.score < EXACT and bool(ID_NAME.search(mention.column.name))


def bracketed_name(before: str) -> str:
    """The name that a formula in brackets explains: `each person's utilization (Balance / Limit)`."""
    found = BEFORE_BRACKET.search(before)
    return "" if found is None or NO_NAME.match(found[1]) else found[1]


def led_name(before: str) -> str:
    """The name that stands before a definition: `gust factor` of `the gust factor, defined as`."""
    found = LEADS.search(before)
    if found is None:
        return ""
    name = SMALL.sub("", (found["quoted"] or found["plain"]).strip("\"'`“” "))
    return "" if NO_NAME.match(name.split()[-1] if name else "it") else name
