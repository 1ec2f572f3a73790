"""From an intent to a plan, and the little mending that rules can do."""

import re
from collections.abc import Callable
from dataclasses import replace

from agents.offline.intent import Analysis, Intent
from agents.offline.reading.following import read
from agents.offline.recipes import gaps as recipes_gaps
from agents.offline.recipes import model as recipes_model
from agents.offline.recipes import outliers as recipes_outliers
from agents.offline.recipes import shares as recipes_shares
from agents.offline.recipes import statistical as recipes_stats
from agents.offline.recipes import table as recipes_table
from agents.offline.recipes import time as recipes_time
from agents.offline.recipes.code import Code, column, finish
from agents.offline.recipes.conditions import conditions
from agents.offline.recipes.prepare import frame_of, prepare
from agents.offline.wording.phrases import filter_text, phrase
from agents.values import Execution, Plan, Step, Task

RECIPES: dict[str, Callable[[Intent, Analysis], Code]] = {
    "aggregate": recipes_table.aggregate,
    "group": recipes_table.group,
    "extreme": recipes_table.extreme,
    "having": recipes_table.having,
    "remaining": recipes_table.remaining,
    "distinct": recipes_table.distinct,
    "nested": recipes_time.nested,
    "count": recipes_table.count,
    "portion": recipes_shares.portion,
    "share": recipes_shares.share,
    "missing": recipes_gaps.missing,
    "duplicates": recipes_gaps.duplicates,
    "span": recipes_time.span,
    "list": recipes_table.listing,
    "describe": recipes_table.describe,
    "trend": recipes_time.trend,
    "correlation": recipes_stats.correlation,
    "normality": recipes_stats.normality,
    "test": recipes_stats.test,
    "chi2": recipes_stats.chi2,
    "outliers": recipes_outliers.outliers,
    "histogram": recipes_stats.histogram,
    "model": recipes_model.model,
}
CONVERSION = re.compile(r"TypeError|ValueError|could not convert|unsupported operand", re.IGNORECASE)
PART = "part"


def plan(task: Task) -> Plan:
    """The steps for a question; none where it was not read."""
    intent = read(task)
    if intent.ask:
        return Plan(ask=intent.ask, options=intent.options)
    if intent.unread:
        return Plan(unread=f"{intent.unread} {phrase('can', intent.language)}")
    kept = tuple(filter_text(one) for one in intent.filters)
    return Plan(steps=steps(intent), assumptions=intent.assumptions, establishes=kept)


def steps(intent: Intent) -> tuple[Step, ...]:
    """One step an analysis; the data is readied in the first, or in a step of its own before several."""
    lines, imports = prepare(intent)
    codes = [_code(intent, analysis) for analysis in intent.analyses]
    if len(codes) > 1 and lines:
        ready = Code("Prepare the data", (*lines, 'result = {"rows": len(data)}'), tuple(imports))
        codes.insert(0, ready)
    elif lines:
        first = codes[0]
        codes[0] = replace(first, lines=(*lines, "", *first.lines), imports=(*first.imports, *imports))
    return tuple(
        Step(title=title, code=finish(code)) for title, code in zip(_titles(codes), codes, strict=True)
    )


def _code(intent: Intent, analysis: Analysis) -> Code:
    """The code of one analysis, of the rows that are its own."""
    base = "before" if analysis.before else frame_of(intent)
    if not analysis.filters or analysis.kind == "portion":
        return RECIPES[analysis.kind](replace(intent, frame=base if analysis.before else ""), analysis)
    code = RECIPES[analysis.kind](replace(intent, frame=PART), analysis)
    kept = f"{PART} = {base}[{conditions(base, analysis.filters)}]"
    needs = ("import pandas as pd",) if "pd." in kept else ()
    return replace(code, lines=(kept, *code.lines), imports=(*code.imports, *needs))


def _titles(codes: list[Code]) -> list[str]:
    """Titles tell steps apart, so none comes twice."""
    titles: list[str] = []
    for code in codes:
        titles.append(code.title if code.title not in titles else f"{code.title} ({len(titles) + 1})")
    return titles


def repair(task: Task, step: Step, execution: Execution) -> Step | None:
    """Read text as numbers where a conversion failed; stand by a step that ran, as rules do not guess."""
    if execution.status == "ok":
        return step
    intent = read(task)
    measured = [c for a in intent.analyses for c in a.columns]
    texts = [
        c.name
        for c in (intent.table.columns if intent.table else ())
        if c.name in measured and c.type == "text"
    ]
    if CONVERSION.search(execution.stderr) and texts and intent.table and "to_numeric" not in step.code:
        name = intent.table.table
        mended = [f'{column(name, n)} = pd.to_numeric({column(name, n)}, errors="coerce")' for n in texts]
        return step.model_copy(update={"code": "\n".join(["import pandas as pd", "", *mended, step.code])})
    return None
