"""Words of a free question that are known to nothing: its answer would leave out what they say."""

import re
from collections.abc import Collection, Sequence

from agents.offline.intent import Intent
from agents.offline.language.words import Token, blanked, is_cjk, is_japanese, parts, stem
from agents.offline.reading.context import Context
from agents.offline.reading.free.coverage import DESCRIBED, HAPPENS, known_patterns, unknown_words
from agents.offline.reading.free.wanted import WANTED
from agents.offline.vocabulary.actions import FILLS, MAKES, REMOVES
from agents.offline.vocabulary.everyday import GLUE, ROW_NOUNS, UNITS
from agents.offline.vocabulary.patterns import any_of, word_set
from agents.offline.vocabulary.ranks import COUNTS
from agents.offline.vocabulary.times import MONTHS
from agents.values import Table

SIGNIFICANCE = (
    r"test\w*|hypothes[ie]s|null|alternative|reject|alpha|level|significance|p|confidence|samples?|independent|two"
    r"|equal|assum\w*|conclu\w*|evidence|populations?|differ\w*|statistic\w*|true|really"
)
OWN_WORDS = {
    "model": any_of(
        r"predict\w*|fit\w*|train\w*|test\w*|split\w*|h[oe]ld|aside|kept|keep|seed|random|state|target|dependent"
        r"|independent|outcome|features?|predictors?|inputs?|accura\w+|precision|recall|f1|rmse|mse|mae|r2|r|squared?"
        r"|errors?|root|absolute|slope|intercept|line|classes|estimat\w*|variables?|regress\w*|explain\w*|trees?"
        r"|estimators?|neighbou?rs?|depth|kernel|alpha|stratif\w*|validat\w*|unseen|k|score\w*|well|simple|linear"
    ),
    "test": any_of(SIGNIFICANCE),
    "chi2": any_of(rf"{SIGNIFICANCE}|depend\w*|associat\w*|contingency"),
    "normality": any_of(rf"{SIGNIFICANCE}|normal\w*|gaussian|bell|follow\w*|distribut\w*"),
    "outliers": any_of(
        r"methods?|rule|criteri\w+|iqr|z|scores?|thresholds?|beyond|whiskers?|bounds?|limits?|lower|upper|detect\w*"
        r"|identif\w*|far|deviat\w*|points?|q1|q3|tukey"
    ),
    "histogram": any_of("shapes?|shaped|spread|looks?|bins?|skewed|frequenc(?:y|ies)"),
    "describe": any_of("statistics|descriptive|main|basic|key|general|quick|facts"),
}
"""The words that belong to a kind of analysis, of which its recipe takes what it needs."""
CHANGING = any_of(
    rf"{MAKES}|{FILLS}|{REMOVES}|called|named|as|new|into|equal\w*|sized?|bins?|groups?|classes|categor\w+|labels?"
    r"|labell?ed|ranges?|bands?|quartiles?|quintiles?|deciles?|terciles?|halves|log\w*|natural|base|squared?|root"
    r"|minus|plus|times|divided|multiplied|subtract\w*|differences?|ratios?|scal\w+|standardi[sz]\w*|normali[sz]\w*"
    r"|z-?scores?|min-?max|previous|prior|preceding|moving|rolling|window|running|cumulative|percent\w*|returns?"
    r"|missing|gaps?|outliers?|iqr|interquartile|forward|backward|interpolat\w*|zeros?|own|if|otherwise|else|when"
    r"|counts?|counting|words?|characters?|letters?|length|long|first|last|extract\w*|split|weekdays?|seasons?|hour"
    r"|convert\w*|numeric|numbers?|encod\w*|transform\w*|comput\w+|calculat\w+|duration|between|until|treat\w*"
)
"""The words of preparations."""
MOVES = word_set(
    "fall falling rise rising grow growing increase increasing decrease decreasing decline change changing"
)
"""Words for what a trend shows."""
ROOT = re.compile(r"(?<=\w{3})e?(?:d|ing)$")
VERBAL = re.compile(r"\w{2,}(?:ed|en)|paid|sold|sent|bought|lost|made|done", re.IGNORECASE)
AFTER_COUNT = re.compile(r"\b(?:how many|number of|count of)\s+(?:of\s+)?(?:the\s+)?$", re.IGNORECASE)
AFTER_NUMBER = re.compile(r"\d\s*$")
COUNTED_WITH = GLUE | UNITS | word_set("different distinct unique total overall recorded placed made daily")


RUN = re.compile(r"[\u30a0-\u30ff\u3400-\u9fff]{2,}")
JAPANESE_GLUE = re.compile(
    "教えて|下さい|全体|全部|すべて|全て|それぞれ|各|結果|表示|計算|比較|比べ|違い|差|関係|調べ|場合|対する|以上|以下|未満|超|以外"
    "|除[いくきけ]|最も|一番|順|高い|低い|多い|少ない|大きい|小さい|何|行|列|データ|件|個|人|値|数|回答|ランキング|グラフ|図"
)


def strange(context: Context, intent: Intent, tables: Sequence[Table]) -> str:
    """The first word that is neither a column, a value, an operation nor an everyday word."""
    if left := _japanese(context, intent):
        return left
    unknown = unknown_words(context.body, context.mentions, context.values, tables, _tells_apart)
    own = [OWN_WORDS[one.kind] for one in intent.analyses if one.kind in OWN_WORDS]
    own += [CHANGING] if intent.changes else []
    used = [m.span() for p in (*(p for p, _ in WANTED), *own) for m in p.finditer(context.body)]
    unknown = [t for t in unknown if not any(a <= t.start < b for a, b in used)]
    moves = MOVES if "trend" in {one.kind for one in intent.analyses} else frozenset()
    said = {word.casefold() for f in intent.filters for v in f.value for word in re.split(r"\W+", str(v))}
    dates = {f.column for f in intent.filters if f.op.startswith(("year ", "month ", "day "))}
    told = " ".join(f"{c.into} {c.how} {' '.join(b.label for b in c.bins)}" for c in intent.changes)
    said |= {word.casefold() for word in re.split(r"[\W_]+", told)}
    return next(
        (t.text for t in unknown if t.text.casefold() not in said | moves and _matters(t, context, dates)), ""
    )


def _japanese(context: Context, intent: Intent) -> str:
    """What is left of a question in Japanese, which has no blanks, without all that was read of it."""
    text = context.body
    if not is_japanese(text):
        return ""
    spans = [(m.start, m.end) for m in context.mentions] + [(v.start, v.end) for v in context.values]
    spans += [m.span() for pattern in (*known_patterns(), JAPANESE_GLUE) for m in pattern.finditer(text)]
    left = RUN.findall(blanked(text, spans))
    said = " ".join(str(v) for f in intent.filters for v in f.value)
    return next((run for run in left if run not in said), "")


def _tells_apart(text: str, token: Token) -> bool:
    """`how many open orders`: an everyday word that says which rows are counted."""
    counted = AFTER_COUNT.search(text[: token.start]) and DESCRIBED.match(text, token.end)
    return bool(counted) and not {token.stem, token.text.casefold()} & COUNTED_WITH


def _matters(token: Token, context: Context, used: Collection[str]) -> bool:
    word = token.text.casefold()
    if any(part.startswith(ROOT.sub("", word)) for name in used for part in parts(name)):
        return False  # `hired`, of a column hire_date that keeps the rows
    known = {word, token.stem} & (ROW_NOUNS | COUNTS.keys() | {*MONTHS})
    acts = stem(re.sub("(?:ed|ing)$", "", token.stem)) in HAPPENS
    if known or acts or len(word) < 2 or is_cjk(word) or word.partition("'")[0] in GLUE or "n't" in word:
        return False
    if AFTER_NUMBER.search(context.body[: token.start]):
        return False  # a unit
    beside = any(context.body[m.end : token.start].isspace() for m in context.mentions if m.end < token.start)
    return not beside or bool(VERBAL.fullmatch(word))  # `battery voltage`, of a column battery_v
