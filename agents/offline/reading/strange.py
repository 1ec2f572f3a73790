"""Words of a free question that are known to nothing: its answer would leave out what they say."""

import re
from collections.abc import Sequence

from agents.offline.intent import Intent
from agents.offline.language.words import GLUE, ROW_NOUNS, UNITS, Token, is_cjk, stem
from agents.offline.reading.context import Context
from agents.offline.reading.coverage import DESCRIBED, HAPPENS, unknown_words
from agents.offline.reading.wanted import WANTED
from agents.offline.vocabulary.patterns import word_set
from agents.offline.vocabulary.ranks import COUNTS
from agents.offline.vocabulary.times import MONTHS
from agents.values import Table

OWN_WORDS = frozenset({"model", "test", "chi2", "normality", "outliers", "histogram", "describe"})
"""Kinds of analysis whose method a question describes in words of its own."""
FILLERS = word_set("""
    hello hi thank please kindly help understand interested curious wonder could can able exactly roughly
    approximately currently really actually simply quickly again far according other instead else
    except excluding exclude ignoring ignore against regarding terms visualize visualise seem looking tell
    said question answer ever actual together combined altogether detail among available given present
    whether still get got getting going
""")
"""Words that change no number."""
MOVES = word_set(
    "fall falling rise rising grow growing increase increasing decrease decreasing decline change changing"
)
"""Words for what a trend shows."""
VERBAL = re.compile(r"\w{2,}(?:ed|en)|paid|sold|sent|bought|lost|made|done", re.IGNORECASE)
AFTER_COUNT = re.compile(r"\b(?:how many|number of|count of)\s+(?:of\s+)?(?:the\s+)?$", re.IGNORECASE)
AFTER_NUMBER = re.compile(r"\d\s*$")
COUNTED_WITH = GLUE | UNITS | word_set("different distinct unique total overall recorded placed made daily")


def strange(context: Context, intent: Intent, tables: Sequence[Table]) -> str:
    """The first word that is neither a column, a value, an operation nor an everyday word."""
    if intent.changes or OWN_WORDS & {one.kind for one in intent.analyses}:
        return ""
    unknown = unknown_words(context.body, context.mentions, context.values, tables, _tells_apart)
    used = [m.span() for pattern, _ in WANTED for m in pattern.finditer(context.body)]
    unknown = [t for t in unknown if not any(a <= t.start < b for a, b in used)]
    moves = MOVES if "trend" in {one.kind for one in intent.analyses} else frozenset()
    said = {word.casefold() for f in intent.filters for v in f.value for word in re.split(r"\W+", str(v))}
    return next(
        (t.text for t in unknown if t.text.casefold() not in said | moves and _matters(t, context)), ""
    )


def _tells_apart(text: str, token: Token) -> bool:
    """`how many open orders`: an everyday word that says which rows are counted."""
    counted = AFTER_COUNT.search(text[: token.start]) and DESCRIBED.match(text, token.end)
    return bool(counted) and not {token.stem, token.text.casefold()} & COUNTED_WITH


def _matters(token: Token, context: Context) -> bool:
    word = token.text.casefold()
    known = {word, token.stem} & (FILLERS | ROW_NOUNS | COUNTS.keys() | {*MONTHS})
    acts = stem(re.sub("(?:ed|ing)$", "", token.stem)) in HAPPENS
    if known or acts or len(word) < 2 or is_cjk(word) or word.partition("'")[0] in GLUE or "n't" in word:
        return False
    if AFTER_NUMBER.search(context.body[: token.start]):
        return False  # a unit
    beside = any(context.body[m.end : token.start].isspace() for m in context.mentions if m.end < token.start)
    return not beside or bool(VERBAL.fullmatch(word))  # `battery voltage`, of a column battery_v
