"""Code for counts, statistics, groups, extremes, shares, gaps and lists."""

import re

from agents.offline.intent import Analysis, Intent
from agents.offline.recipes import charts
from agents.offline.recipes.code import Code, column, columns, listed, quote, text
from agents.offline.recipes.prepare import frame_of
from agents.offline.vocabulary.statistics import STATISTICS, of_groups, stat_name

SKEWS = (
    ("first", r"pearson'?s? first|first coefficient", "({0}.mean() - {0}.mode()[0]) / {0}.std()"),
    ("biased", r"scipy\.stats\.skew|bias\s*=\s*true", "(({0} - {0}.mean())**3).mean() / {0}.std(ddof=0)**3"),
    ("second", r"pearson'?s? second|second coefficient", "3 * ({0}.mean() - {0}.median()) / {0}.std()"),
)
PERCENTILE = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)(?=(?:,|\s|and|or|\d{1,2}(?:st|nd|rd|th))*\s*percentile)|(\d{1,2})\s?パーセンタイル",
    re.IGNORECASE,
)
COMPARED = re.compile(r"\bdifference\b|\bexceed\w*|\bminus\b|\bsubtract\w*|\bgap between\b", re.IGNORECASE)
MENDED = frozenset({"outliers", "fill", "fill_by"})
"""Changes of values, of which a template may ask for a statistic before them too."""


def unit_of(intent: Intent, name: str) -> str:
    """The column's name with its unit, for an axis."""
    found = intent.column(name)
    unit = found.unit if found else ""
    return f"{name} ({unit})" if unit and f"({unit})" not in name else name


def aggregate(intent: Intent, analysis: Analysis) -> Code:
    """Statistics of whole columns; those before a preparation are kept beside those after it."""
    frame = frame_of(intent)
    entries = [
        line for name in analysis.columns for line in _entries(intent, frame, name, analysis.stats, "")
    ]
    if any(c.kind in MENDED for c in intent.changes) and intent.slots:
        known = {c.into for c in intent.changes}
        entries += [
            e
            for n in analysis.columns
            if n not in known
            for e in _entries(intent, "before", n, analysis.stats, " before")
        ]
    title = f"{in_words(analysis.stats)} of {in_words(analysis.columns)}"
    return Code(title.capitalize() if title[0].islower() else title, ("result = {", *entries, "}"))


def _entries(intent: Intent, frame: str, name: str, stats: tuple[str, ...], suffix: str) -> list[str]:
    values = column(frame, name)
    lines = []
    for stat in stats:
        if stat == "quantile":
            lines += [
                f"    {text(f'percentile_{q} {name}{suffix}')}: {values}.quantile({q / 100:g}),"
                for q in _percentiles(intent.body)
            ]
            continue
        lines.append(f"    {quote(f'{stat} {name}{suffix}')}: {_formula(intent, stat).format(values)},")
        if stat == "mode" and intent.slots:
            lines.append(
                f"    {quote(f'count mode {name}{suffix}')}: int({values}.eq({values}.mode()[0]).sum()),"
            )
    if intent.slots and len(stats) == 2 and "quantile" not in stats and COMPARED.search(intent.body):
        first, second = (_formula(intent, stat).format(values) for stat in stats)
        lines.append(f"    {quote(f'difference {name}{suffix}')}: {first} - ({second}),")
    return lines


def _formula(intent: Intent, stat: str) -> str:
    if stat == "skew":
        return next(
            (code for _, pattern, code in SKEWS if re.search(pattern, intent.body, re.IGNORECASE)),
            STATISTICS[stat].code,
        )
    if stat in {"std", "var"} and re.search(
        r"population (standard|std|variance)|ddof\s*=\s*0", intent.body, re.IGNORECASE
    ):
        return STATISTICS[stat].code.replace("()", "(ddof=0)")
    return STATISTICS[stat].code


def _percentiles(body: str) -> list[int]:
    return [int(m[1] or m[2]) for m in PERCENTILE.finditer(body)] or [25, 50, 75]


def group(intent: Intent, analysis: Analysis) -> Code:
    """One row a group: a count, or statistics of a measure."""
    frame = frame_of(intent)
    by = listed(analysis.by) if len(analysis.by) > 1 else quote(analysis.by[0])
    if not analysis.columns:
        lines = [f'result = {frame}.groupby({by}, observed=True).size().to_frame("rows")']
        return _ranked(intent, analysis, lines, "rows", f"Rows by {in_words(analysis.by)}")
    entries = group_entries(intent, analysis)
    parts = [f"    {quote(label)}: {code}," for label, code in entries]
    lines = [f"groups = {frame}.groupby({by}, observed=True)", "result = pd.DataFrame({", *parts, "})"]
    if analysis.counted or (intent.slots and analysis.top):
        lines.insert(-1, '    "rows": groups.size(),')
    first = entries[0][0]
    stats = in_words(tuple(stat_name(stat, "en") for stat in analysis.stats))
    title = f"{stats} {in_words(analysis.columns)} by {in_words(analysis.by)}"
    return _ranked(intent, analysis, lines, first, title[0].upper() + title[1:])


def having(intent: Intent, analysis: Analysis) -> Code:
    """How many groups have a statistic that passes a comparison, and which."""
    assert analysis.where is not None  # noqa: S101
    measure, by, stat = analysis.columns[0], analysis.by[0], analysis.stats[0]
    grouped = f"{frame_of(intent)}.groupby({quote(by)}, observed=True)[{quote(measure)}]"
    lines = [
        f"groups = {of_groups(stat, grouped)}",
        f"kept = groups[groups {analysis.where.op} {quote(analysis.where.value[0])}]",
        f"result = {{{quote(f'count {by} {stat} {measure}')}: len(kept)}}",
        'result["values"] = kept.index.astype(str).tolist()',
    ]
    return Code(f"{stat_name(stat, 'en').capitalize()} {measure} by {by}, compared", tuple(lines))


def remaining(intent: Intent, analysis: Analysis) -> Code:
    """The rows that filters and preparations leave, and those that they take away."""
    assert intent.table is not None  # noqa: S101
    lines = [
        f"kept, total = len({frame_of(intent)}), len({intent.table.table})",
        'result = {"rows remaining without": kept, "rows removed": total - kept}',
        'result["percentage remaining without"] = 100 * kept / total',
        'result["percentage removed"] = 100 - 100 * kept / total',
    ]
    if filled := [n for c in intent.changes if c.kind == "fill" for n in c.columns] + [
        c.columns[0] for c in intent.changes if c.kind == "fill_by"
    ]:
        gaps = f"[{listed(dict.fromkeys(filled))}].isna().to_numpy().sum())"
        lines.append(f'result["count filled"] = int(before{gaps} - int({frame_of(intent)}{gaps}')
    return Code("Rows that remain", tuple(lines))


def group_entries(intent: Intent, analysis: Analysis) -> list[tuple[str, str]]:
    """The label and the code of each statistic of `groups`; of percentiles, those that are named."""
    found = []
    for name in analysis.columns:
        values = column("groups", name)
        for stat in analysis.stats:
            ranks = _percentiles(intent.body) if stat == "quantile" else []
            found += [(f"percentile_{q} {name}", f"{values}.quantile({q / 100:g})") for q in ranks]
            found += [] if ranks else [(f"{stat} {name}", of_groups(stat, values))]
    return found


def _ranked(intent: Intent, analysis: Analysis, lines: list[str], value: str, title: str) -> Code:
    if analysis.top == 1 and not analysis.both and not intent.slots:
        pick = "nsmallest" if analysis.ascending else "nlargest"
        lines.append(f'result = result.{pick}(3, {quote(value)}, keep="all")')
    elif analysis.top or analysis.stats == ("count",):
        rising = "" if analysis.ascending else ", ascending=False"
        lines.append(
            f"result = result.sort_values({quote(value)}{rising})"
            + (f".head({max(analysis.top, 3)})" if analysis.top and not analysis.both else "")
        )
    imports = ["import pandas as pd"]
    if analysis.chart:
        source = "result" + (
            f"[[{quote(value)}]]" if len(analysis.stats) * max(1, len(analysis.columns)) > 1 else ""
        )
        source += ".unstack().droplevel(0, axis=1)" if len(analysis.by) == 2 else ""
        shown = f"{analysis.stats[0]} {unit_of(intent, analysis.columns[0])}" if analysis.columns else "rows"
        drawn = charts.bars(title, " / ".join(analysis.by), shown, source)
        lines += drawn if len(analysis.by) == 1 else [d.replace("legend=False", "legend=True") for d in drawn]
        imports.append(charts.IMPORT)
    needs = tuple(i for i in imports if i != "import pandas as pd" or analysis.columns)
    return Code(title, tuple(lines), needs, table=True)


def extreme(intent: Intent, analysis: Analysis) -> Code:
    """The rows with the highest or lowest value of a measure."""
    frame, measure = frame_of(intent), analysis.columns[0]
    kept = tuple(dict.fromkeys((*analysis.by, *_asked_columns(intent, analysis), measure)))
    pick = "nsmallest" if analysis.ascending else "nlargest"
    ties = ', keep="all"' if analysis.top == 1 and not intent.slots else ""
    rows = f"{frame}.{pick}({analysis.top}, {quote(measure)}{ties})"
    if analysis.both:
        other = "nlargest" if analysis.ascending else "nsmallest"
        rows = f"pd.concat([{rows}, {frame}.{other}({analysis.top}, {quote(measure)})])"
    lines = [f"result = {rows}[{listed(kept)}].reset_index(drop=True)"]
    word = "Lowest" if analysis.ascending else "Highest"
    imports = ("import pandas as pd",) if analysis.both else ()
    code = Code(f"{word} {measure}", tuple(lines), imports, table=True)
    if analysis.chart and analysis.by:
        drawn = charts.bars(
            code.title,
            analysis.by[0],
            unit_of(intent, measure),
            f"result.set_index({quote(analysis.by[0])})[[{quote(measure)}]]",
        )
        return Code(code.title, (*lines, *drawn), (charts.IMPORT,), table=True)
    return code


def _asked_columns(intent: Intent, analysis: Analysis) -> tuple[str, ...]:
    """Columns that templates name, and the first text column where nothing else says which row it is."""
    wanted = " ".join(f"{s.name} {s.hint} {s.about}".replace("_", " ") for s in intent.slots).casefold()
    table = intent.table.columns if intent.table else ()
    named = tuple(c.name for c in table if c.name.casefold().replace("_", " ") in wanted)
    labels = tuple(c.name for c in table if c.type in {"text", "date"})
    return named if intent.slots else () if analysis.by else labels[:2]


def distinct(intent: Intent, analysis: Analysis) -> Code:
    """How many different values a column has, and the commonest."""
    name = analysis.columns[0]
    lines = [f"counts = {column(frame_of(intent), name)}.value_counts()"]
    if analysis.threshold:
        lines.append(f"counts = counts[counts >= {analysis.threshold:g}]")
    lines += [
        "result = {",
        f"    {quote(f'distinct {name}')}: len(counts),",
        '    "values": counts.head(30).index.astype(str).tolist(),',
        "}",
    ]
    return Code(f"Different values of {name}", tuple(lines))


def count(intent: Intent, analysis: Analysis) -> Code:
    """The number of rows."""
    return Code("Count the rows", (f'result = {{"rows": len({frame_of(intent)})}}',))


def listing(intent: Intent, analysis: Analysis) -> Code:
    """The first rows that the filters keep."""
    part = columns(frame_of(intent), analysis.columns) if len(analysis.columns) > 1 else frame_of(intent)
    return Code(
        "List rows", (f"result = {part}.head({analysis.top or 10}).reset_index(drop=True)",), table=True
    )


def describe(intent: Intent, analysis: Analysis) -> Code:
    """Count, gaps, range and commonest values of each column."""
    frame = columns(frame_of(intent), analysis.columns) if analysis.columns else frame_of(intent)
    lines = [f'result = {frame}.describe(include="all").T', 'result.index.name = "column"']
    return Code("Describe the data", tuple(lines), table=True)


def in_words(names: tuple[str, ...]) -> str:
    """Names as a list in a sentence."""
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1] if names else ""
