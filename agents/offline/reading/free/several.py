"""A free question that asks several things: each clause is read for itself, and each has to be understood."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import dropwhile

from agents.offline.intent import Analysis, Filter, Intent
from agents.offline.language.columns import find_columns
from agents.offline.language.types import DATED
from agents.offline.language.words import tokens
from agents.offline.reading.templates.clauses import ASKS, COUNTS, LEANS, POINTS, VERBS
from agents.offline.vocabulary.everyday import GLUE
from agents.offline.vocabulary.kinds import KINDS, kinds_in
from agents.offline.vocabulary.patterns import any_of
from agents.offline.vocabulary.statistics import stats_in
from agents.offline.wording.phrases import phrase
from agents.values import Table

PREPARES = (
    "create|generate|derive|define|build|group|fill|convert|remove|clean|drop|exclude|impute|replace|perform"
    "|apply|train|fit|use|using|explore|examine|investigate|analy[sz]e|sort|split|handle|add|engineer|standardize|normalize|bin|categorize"
)
WORKS = "|".join(sorted(set(VERBS.strip("(?:)").split("|")) - set(PREPARES.split("|"))))
PLACE = r"(?:at |on |in |by |for |of |to |from )?"
BETWEEN = re.compile(
    r"\?[ \t]+(?:and[ \t]+)?|(?<=[.!;])[ \t]+(?=[A-Z])"
    rf"|,?[ \t]+and\s+(?:also\s+|then\s+)?(?={PLACE}{ASKS}\b"
    rf"|(?:{WORKS})\s+(?:the|how|whether|all|its|their|each|which|what)\b"
    r"|the (?:total )?(?:number|count|percentage|share) of\b)",
    re.IGNORECASE,
)
PREPARING = re.compile(rf"^\W*(?:\w+ (?:\w+ ){{0,3}}and )?(?:{PREPARES})\b", re.IGNORECASE)
OF_IT = any_of(
    r"how (?:many|much)(?: of (?:them|those|these))?(?: \w+)?"
    r"(?: (?:is|are|was|were|did|does|do|has|have) (?:it|that|there|they|this)(?: (?:have|has|had|count))?"
    r"|(?: (?:is|are|was|were))?(?: recorded| placed| made| there)? in (?:it|that one))?|what is it"
)
THERE = any_of("(?:is|are|was|were) there")
OF_SHARE = any_of(
    r"what (?:share|percentage|proportion|fraction)(?: of (?:all|the total)(?: \w+)?)? is (?:it|that|this)"
    r"|what is its (?:share|percentage)(?: of (?:all|the total)(?: \w+)?)?"
)
IF_SO = any_of("if (?:so|yes|any|there are)|how many(?: of (?:them|those))? are there")
BARE = re.compile(
    r"\bhow (?:many|much)(?: of (?:them|those))? (?:is|are|was|were)(?: it| there| they)?\W*$", re.IGNORECASE
)
"""It counts what an earlier clause named."""
NAMING = frozenset({"identify", "list"})
TELLING = frozenset({"yes", "so", "coefficient", "p"})
TOLD: dict[str, tuple[str, ...]] = {
    "outliers": ("count",),
    "duplicates": ("count",),
    "missing": ("count", "list"),
    "correlation": (),
    "normality": ("histogram",),
}
"""What an analysis says beside its own kind."""
Read = Callable[[str], Intent]


def clauses_of(body: str) -> tuple[str, list[str]]:
    """The preparation that a free question begins with, and its clauses that ask for something each."""
    if "\n" in body.strip():
        return "", [body]  # what the user chose stands on a line of its own
    ends = [m.span() for m in BETWEEN.finditer(body)]
    starts = [0, *(end for _, end in ends)]
    found = [body[a:b].strip() for a, b in zip(starts, [*(a for a, _ in ends), len(body)], strict=True)]
    asked = list(dropwhile(PREPARING.match, (clause for clause in found if re.search(r"\w", clause))))
    if len(asked) < 2 or any(PREPARING.match(clause) for clause in asked):
        return "", [body]
    return body[: body.index(asked[0])], asked


def read_each(body: str, read: Read) -> Intent:
    """All that is asked in one intent. One clause that is not understood leaves the whole unread."""
    lead, asked = clauses_of(body)
    whole = read(lead + asked[0])
    for clause in asked[1:]:
        if whole.unread or whole.ask:
            return whole
        whole = _with(whole, clause, lead, read)
    return whole


def _with(whole: Intent, clause: str, lead: str, read: Read) -> Intent:
    """The intent with what one more clause asks: of the rows of its own, or of the winner before it."""
    last = whole.analyses[-1]
    ranked = whole.table and last.top and last.kind == "group"
    if whole.table and ranked and (bound := _of_winner(last, clause, whole.table)):
        return replace(whole, analyses=(*whole.analyses[:-1], bound))
    if whole.table and _is_told(last, clause, whole.table):
        return whole
    after = read(lead + clause)
    if after.unread or after.ask:
        return replace(after, table=whole.table)
    same = (whole.table, whole.join, whole.changes) == (after.table, after.join, after.changes)
    held = _filters(whole)
    leans = bool(LEANS.search(clause)) and not last.top and last.kind not in TOLD
    points = not leans and bool(POINTS.search(THERE.sub(" ", clause)) or BARE.search(clause))
    if not same or points or (held and not after.filters and not leans):
        said = phrase("unused", whole.language, word=clause.rstrip("?. "))
        return Intent(table=whole.table, unread=said, language=whole.language)
    own = (*held, *after.filters) if leans else after.filters
    return replace(
        whole,
        filters=(),
        analyses=(*_own(whole.analyses, whole.filters), *_own(after.analyses, own)),
        assumptions=tuple(dict.fromkeys((*whole.assumptions, *after.assumptions))),
        body=f"{whole.body} {after.body}",
    )


def _is_told(last: Analysis, clause: str, table: Table) -> bool:
    """`If so, how many are there?`: what the analysis before it says anyway, and nothing else."""
    if find_columns(clause, table.columns) or stats_in(clause) or not IF_SO.search(clause):
        return False
    kinds = set(kinds_in(clause))
    rest = clause
    for kind in kinds:
        rest = KINDS[kind].sub(" ", rest)
    others = [word.text for word in tokens(rest) if word.stem not in (GLUE - NAMING) | TELLING]
    return bool(kinds) and kinds <= {last.kind, *TOLD.get(last.kind, ())} and not others


def _of_winner(last: Analysis, clause: str, table: Table) -> Analysis | None:
    """`and how many is it?`: the number by which, or beside which, the first of a ranking is shown."""
    said = clause.strip(" ?.")
    if OF_SHARE.fullmatch(said) and last.stats[0] in {"count", "sum"}:
        return replace(last, kind="share", columns=last.by, by=(), stats=last.columns)
    found = (m.column for m in find_columns(clause, table.columns))
    named = [c for c in found if c.unique < table.rows and c.type not in DATED]  # `orders` are rows
    if named or not OF_IT.fullmatch(said):
        return None
    counted = bool(COUNTS.search(clause)) and last.stats != ("count",)
    return replace(last, counted=counted)


def _filters(intent: Intent) -> tuple[Filter, ...]:
    return (*intent.filters, *(f for a in intent.analyses[-1:] for f in a.filters))


def _own(analyses: Sequence[Analysis], filters: tuple[Filter, ...]) -> list[Analysis]:
    return [replace(one, filters=tuple(dict.fromkeys((*one.filters, *filters)))) for one in analyses]
