"""What of a question was left unread, so that the rules say so instead of answering another question."""

import re
from collections.abc import Callable, Iterable, Sequence

from agents.offline.language.columns import Mention
from agents.offline.language.fitting import COMMON
from agents.offline.language.named import Named
from agents.offline.language.words import Token, stem, tokens
from agents.offline.reading.context import DONE_BY, GROUPING, WHICH
from agents.offline.vocabulary.actions import CHART
from agents.offline.vocabulary.everyday import EVERYDAY, GLUE, ROW_NOUNS, UNITS
from agents.offline.vocabulary.kinds import KINDS
from agents.offline.vocabulary.patterns import word_set
from agents.offline.vocabulary.ranks import HIGHEST, LOWEST, TOP
from agents.offline.vocabulary.statistics import ASKED
from agents.offline.vocabulary.times import UNITS as TIME_UNITS
from agents.values import Table

COUNTED = re.compile(r"\b(?:how many|number of|count (?:of|the))\s+(?:\w+\s+)?$", re.IGNORECASE)
PLACED = re.compile(
    r"\b(?:in|from|at|of|for|on|with|between|during|called|named|by)\s+(?:(?:the|an?|all)\s+)?[\"'`]?$",
    re.IGNORECASE,
)
STATED = re.compile(
    (
        r"\b(?:mean|average|median|sum|total|minimum|maximum|highest|lowest|largest"
        r"|smallest|standard deviation|variance)\s+(?:of\s+)?(?:the\s+)?$"
    ),
    re.IGNORECASE,
)
MEANS = re.compile(
    r"(?:add|summ|comput|calculat|subtract|divid|multiply|tak|us|perform|conduct|apply|fill|replac|remov"
    r"|dropp|averag)ing",
    re.IGNORECASE,
)
"""After `by`, what is done, not what is grouped by."""
RELATED = re.compile(
    r"\b(?:correlation|relationship|association)\s+(?:of|between)\s+(?:the\s+)?$", re.IGNORECASE
)
BESIDE = re.compile(r"\s+(?:and|with|to)\b", re.IGNORECASE)
ACTED = re.compile(r"\s+(?:the\s+)?(?:most|least|highest|lowest)\b", re.IGNORECASE)
DESCRIBED = re.compile(rf"\s+(?:{'|'.join(sorted(ROW_NOUNS))})s?\b", re.IGNORECASE)
"""After an adjective, what it says something of: `senior employees`."""
AND_GROUP = re.compile(r"\b(?:by|per)\s+[\w ]{1,40}\sand\s+$", re.IGNORECASE)
HAPPENS = word_set("have has had occur happen appear live exist come belong see show get contain hold")
PERIODIC = re.compile(r"\b(?:hourly|daily|weekly|monthly|quarterly|yearly|annual)\s+$", re.IGNORECASE)
TIME_NOUN = re.compile(r"[年月週日]|四半期|全体|全")
JAPANESE = re.compile(
    r"([\u30a0-\u30ff\u3400-\u9fff]+)(?:ごと|別|毎|の(?:平均|合計|中央値|最大|最小|推移|分布))"
)


def unknown_words(
    text: str,
    mentions: Sequence[Mention],
    values: Sequence[Named],
    tables: Iterable[Table],
    tells: Callable[[str, Token], bool] = lambda text, token: False,
) -> list[Token]:
    """The words of `text` that are neither columns, values, operations nor everyday words.

    `tells` says which of the everyday words are no such word where they stand.
    """
    spans = [(m.start, m.end) for m in mentions] + [(v.start, v.end) for v in values]
    spans += [m.span() for pattern in known_patterns() for m in pattern.finditer(text)]
    files = " ".join(f"{table.table} {table.file}" for table in tables).casefold()
    known = GLUE | UNITS | EVERYDAY | COMMON
    return [
        t
        for t in tokens(text)
        if (not {t.stem, t.text.casefold()} & known or tells(text, t))
        and _open(t, spans)
        and not _in_name(t.stem, files)
    ]


def _in_name(word: str, files: str) -> bool:
    """`strikes` of birdstrikes.csv: what a file is called after are its rows."""
    return len(word) > 3 and word in files


def known_patterns() -> list[re.Pattern[str]]:
    """The words of all analyses."""
    return [*KINDS.values(), *ASKED.values(), *TIME_UNITS.values(), HIGHEST, LOWEST, TOP, CHART]


def _open(token: Token, spans: Sequence[tuple[int, int]]) -> bool:
    return not token.text.isdigit() and not any(a <= token.start < b or a < token.end <= b for a, b in spans)


def blocking(text: str, unknown: Sequence[Token], mentions: Sequence[Mention] = ()) -> str:
    """The unknown word without which the question cannot be answered, or an empty string."""
    named_next = {  # "the temperature T": the column itself follows
        m.start for m in mentions if not DESCRIBED.match(" " + text[m.start :])
    }
    for token in unknown:
        before = text[: token.start]
        if token.end + 1 in named_next:
            continue
        done = DONE_BY.search(before) and token.stem in ROW_NOUNS  # `paid by the passengers`
        by = GROUPING.search(before[-60:]) and re.search(r"\b(by|per|each|every)\b[^,.]*$", before[-40:])
        grouped = by and not done and not MEANS.fullmatch(token.text)
        acts = stem(re.sub("(?:ed|ing)$", "", token.stem)) in HAPPENS
        counted = (COUNTED.search(before) or WHICH.search(before)) and token.stem not in ROW_NOUNS
        placed = PLACED.search(before) and (token.text[0].isupper() or token.stem not in ROW_NOUNS)
        stated = (STATED.search(before) or PERIODIC.search(before)) and token.stem not in ROW_NOUNS
        related = RELATED.search(before) and BESIDE.match(text, token.end)
        describes = token.stem not in ROW_NOUNS and DESCRIBED.match(text, token.end)
        japanese = _unknown_japanese(token)
        if (
            grouped
            or AND_GROUP.search(before)
            or placed
            or describes
            or stated
            or related
            or japanese
            or (not acts and (counted or ACTED.match(text, token.end)))
        ):
            return japanese or token.text
    return ""


def _unknown_japanese(token: Token) -> str:
    """What groups or is measured in a run of Japanese, which has no blanks: `島` of 島ごとの件数."""
    found = JAPANESE.search(token.text)
    return found[1] if found and not TIME_NOUN.fullmatch(found[1]) else ""


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
