"""The last question of a thread: for itself, or as a change to the last one that was answered."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from agents.offline.intent import Intent
from agents.offline.language.columns import find_columns
from agents.offline.language.named import find_values
from agents.offline.language.words import tokens
from agents.offline.language.years import YEAR_ONLY
from agents.offline.reading.free.several import clauses_of
from agents.offline.reading.gather import gather
from agents.offline.reading.question import read_alone
from agents.offline.reading.revising import revised
from agents.offline.reading.tables import choose_table
from agents.offline.vocabulary import followups as says
from agents.offline.vocabulary.everyday import GLUE
from agents.offline.vocabulary.kinds import kinds_in
from agents.offline.vocabulary.statistics import ASKED, stats_in
from agents.offline.wording.phrases import language_of, phrase
from agents.values import Profile, Table, Task

MOST_TURNS = 20
"""Earlier questions that are looked at."""
SHORT = 90
"""Characters of a question that may lean on another."""
FEW = 8
"""Words of a question that is no whole sentence."""
SHOWN = 80
WISHES = (says.CHARTED, says.WHICH_END, says.LISTED, says.RESET, says.OF_WHOLE, says.NOT_DONE)
"""What is asked of an answer where the question names no measure of its own."""


@dataclass(frozen=True, slots=True)
class Thread:
    """What a question may lean on: the last answer, or what stands between it and the question."""

    question: str = ""
    answered: Intent | None = None
    unanswered: str = ""
    """A question of its own, after the last answer, that was not answered."""
    asked: Intent | None = None
    """What was asked back last, to `open`."""
    open: str = ""
    is_cut: bool = False
    """Whether what the first question leans on is too far back."""

    def after(self, question: str, intent: Intent, leans: bool) -> "Thread":
        """The thread with one more question. One that was refused establishes nothing."""
        if intent.ask:
            return replace(self, asked=intent, open=question, unanswered="" if leans else question)
        if not intent.unread and intent.analyses:
            return Thread(question=question, answered=intent)
        is_passed = leans or _is_small_talk(question)
        return replace(self, asked=None, open="", unanswered=self.unanswered if is_passed else question)


def read(task: Task) -> Intent:
    """What the last question asks of the tables; `unread` says why where nothing could be made of it."""
    questions = tuple(turn.question for turn in task.history[-MOST_TURNS:])
    return _read((*questions, task.question), task.profile, len(task.history) > MOST_TURNS)


@lru_cache(maxsize=8)
def _read(questions: tuple[str, ...], profile: Profile, is_cut: bool) -> Intent:
    """The last question, read after those from the last one that stands for itself."""
    first = len(questions) - 1
    while first and needs_earlier(questions[first], profile):
        first -= 1
    thread = Thread(is_cut=is_cut and needs_earlier(questions[first], profile))
    for question in questions[first:-1]:
        thread = thread.after(question, *_next(thread, question, profile))
    return _next(thread, questions[-1], profile)[0]


def _next(thread: Thread, question: str, profile: Profile) -> tuple[Intent, bool]:
    """What one question of a thread asks, and whether it leans on those before."""
    if thread.asked and question.strip() in thread.asked.options:
        chosen = f"{thread.open}\n{question}"
        if thread.unanswered or not thread.answered:
            return read_alone(chosen, profile), False
        return _change(thread, chosen, profile), True
    counts_all = says.HOW_MANY.fullmatch(question) and not _picks_rows(thread.answered)
    if counts_all or not leans_on(question, profile.tables):
        return read_alone(question, profile), False
    return _change(thread, question, profile), True


def _picks_rows(answered: Intent | None) -> bool:
    """Whether an answer is of some rows only, of which `how many rows?` can speak."""
    return answered is not None and bool(
        answered.filters or answered.changes or any(one.filters for one in answered.analyses)
    )


def _change(thread: Thread, question: str, profile: Profile) -> Intent:
    language = language_of(question)
    table = profile.tables[0] if profile.tables else None
    if thread.unanswered:
        said = phrase("leans", language, word=_shown(thread.unanswered))
        return Intent(table=table, language=language, unread=said)
    if thread.is_cut and not thread.answered:
        return Intent(table=table, language=language, unread=phrase("far", language))
    if not thread.answered:
        return read_alone(question, profile)
    intent = revised(thread.answered, question, profile.tables)
    said = phrase("follows", intent.language, word=_shown(thread.question))
    return replace(intent, assumptions=(said,))


def _shown(question: str) -> str:
    return question.strip()[:SHOWN]


def needs_earlier(question: str, profile: Profile) -> bool:
    """Whether it leans on a question before, or is an option that may have been asked back."""
    tables = profile.tables
    options = {name for t in tables for name in (t.file, t.table, *(c.name for c in t.columns))}
    return question.strip() in options or _is_small_talk(question) or leans_on(question, tables)


def leans_on(question: str, tables: Sequence[Table]) -> bool:
    """Whether a short question takes up one before it: by its first word, a pronoun, or as a fragment."""
    if len(question) >= SHORT or not tables:
        return False
    if says.OPENS.search(question) or says.ALSO.search(question):
        return True
    if len(clauses_of(question)[1]) > 1:
        return False
    if says.HOW_MANY.fullmatch(question) or says.POINTS.search(question) or says.UNFILTERED.search(question):
        return True
    table, _ = choose_table(question, tables)
    if _points_back(question, table):
        return True
    return not _measures(question, table) and (
        any(pattern.search(question) for pattern in WISHES) or _is_fragment(question, table)
    )


def _points_back(question: str, table: Table) -> bool:
    """A pronoun that nothing before it in the question can be meant by."""
    found = says.STANDS_FOR.search(question)
    if not found:
        return False
    mentions = find_columns(question, table.columns)
    starts = [m.start for m in mentions] + [v.start for v in find_values(question, table.columns, mentions)]
    return not any(start < found.start() for start in starts)


def _measures(question: str, table: Table) -> bool:
    """Whether it names a number that is to be worked out, not one that only picks rows."""
    context = gather(question, (), table)
    return bool({*context.numeric(context.mentions)} - context.filtered)


def _is_fragment(question: str, table: Table) -> bool:
    """`by department`, `top 2`, or values, years and statistics alone: no sentence of its own."""
    asks = {*kinds_in(question)} - {"share"} or says.ASKING.search(question)
    if asks or len(question.split()) > FEW:
        return False
    return (not stats_in(question) and bool(says.FRAGMENT.search(question))) or _is_bare(question, table)


def _is_bare(question: str, table: Table) -> bool:
    """`Sales`, `2023?`, `median?`: nothing but what a question with a measure would have beside it."""
    spans = [m.span() for pattern in ASKED.values() for m in pattern.finditer(question)]
    spans += [(value.start, value.end) for value in find_values(question, table.columns, ())]
    spans += [m.span() for m in YEAR_ONLY.finditer(question)]
    others = (t for t in tokens(question) if not any(a <= t.start < b for a, b in spans))
    return bool(spans) and all(t.stem in GLUE or says.PARTICLES.fullmatch(t.text.strip("年")) for t in others)


def _is_small_talk(question: str) -> bool:
    """`ok thanks` asks nothing, so what follows does not lean on it."""
    return all(t.text.casefold() in says.SMALL_TALK | GLUE for t in tokens(question))
