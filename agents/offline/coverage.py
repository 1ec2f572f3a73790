"""What of a question was left unread, so that the rules say so instead of answering another question."""

import re
from collections.abc import Iterable, Sequence

from agents.offline.columns import COMMON, Mention
from agents.offline.context import GROUPING
from agents.offline.filters import Named
from agents.offline.operations import CHART, HIGHEST, KINDS, LOWEST, STATS, TIME_UNITS, TOP
from agents.offline.words import GLUE, UNITS, Token, parts, stem, tokens, word_set
from agents.values import Table

ROW_NOUNS = word_set("""
    passenger person individual customer user client student employee patient participant respondent
    sample subject row record entry observation animal bird car vehicle trip order transaction product
    item house home property sale flight event case incident country city player team game movie film
    song book company stock measurement reading station member survey point specimen instance example
    line data dataset holiday fire wildfire earthquake accident crime review message article invoice payment
""")
FREE = word_set("""
    highest lowest largest smallest biggest greatest least old older younger year month week day quarter
    date time over above below under between since after before compared versus exist exists please want
    need know look see calculate using based respectively overall entire whole there's here today number
    have has having heavier heaviest longer longest taller different differ vary break down breakdown
    split grouped sort sorted order ordered ascending descending include including result typical usual
""")
COUNTED = re.compile(r"\b(?:how many|number of|count (?:of|the))\s+(?:\w+\s+)?$", re.IGNORECASE)
PLACED = re.compile(r"\b(?:in|from|at|of|for|on|with|called|named)\s+(?:the\s+)?[\"'`]?$", re.IGNORECASE)
STATED = re.compile(
    (
        r"\b(?:mean|average|median|sum|total|minimum|maximum|highest|lowest|largest"
        r"|smallest|standard deviation|variance)\s+(?:of\s+)?(?:the\s+)?$"
    ),
    re.IGNORECASE,
)


def unknown_words(
    text: str, mentions: Sequence[Mention], values: Sequence[Named], tables: Iterable[Table]
) -> list[Token]:
    """The words of `text` that are neither columns, values, operations nor everyday words."""
    spans = [(m.start, m.end) for m in mentions] + [(v.start, v.end) for v in values]
    spans += [m.span() for pattern in _patterns() for m in pattern.finditer(text)]
    own = {word for table in tables for word in (*parts(table.table), *parts(table.file))}
    known = GLUE | UNITS | FREE | COMMON | own
    return [
        t for t in tokens(text) if t.stem not in known and t.text.casefold() not in known and _open(t, spans)
    ]


def _patterns() -> list[re.Pattern[str]]:
    return [*KINDS.values(), *STATS.values(), *TIME_UNITS.values(), HIGHEST, LOWEST, TOP, CHART]


def _open(token: Token, spans: Sequence[tuple[int, int]]) -> bool:
    return not token.text.isdigit() and not any(a <= token.start < b or a < token.end <= b for a, b in spans)


def blocking(text: str, unknown: Sequence[Token], mentions: Sequence[Mention] = ()) -> str:
    """The unknown word without which the question cannot be answered, or an empty string."""
    named_next = {m.start for m in mentions}  # "the temperature T": the column itself follows
    for token in unknown:
        before = text[: token.start]
        if token.end + 1 in named_next:
            continue
        grouped = GROUPING.search(before[-60:]) and re.search(r"\b(by|per|each|every)\b[^,.]*$", before[-40:])
        counted = COUNTED.search(before) and stem(token.text) not in ROW_NOUNS
        named = PLACED.search(before) and token.text[0].isupper()
        if grouped or counted or named or (STATED.search(before) and stem(token.text) not in ROW_NOUNS):
            return token.text
    return ""


def placed_name(text: str, unknown: Sequence[Token]) -> str:
    """A capitalised name after `in` or `from` that is no known value, with the capitalised words after it."""
    for i, token in enumerate(unknown):
        if token.text[0].isupper() and PLACED.search(text[: token.start]):
            end = token.end
            for after in unknown[i + 1 :]:
                if after.text[0].isupper() and not text[end : after.start].strip():
                    end = after.end
            return text[token.start : end]
    return ""
