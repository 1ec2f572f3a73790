"""What a question asks to be done, as tables of phrases."""

import re

from agents.offline.language.words import COUNTS, word_set

LETTER = "A-Za-z"


def _pattern(*alternatives: str) -> re.Pattern[str]:
    """Whole words in English; anywhere in Japanese, which sets no spaces."""
    return re.compile(rf"(?<![{LETTER}])(?:{'|'.join(alternatives)})(?![{LETTER}])", re.IGNORECASE)


STATS: dict[str, re.Pattern[str]] = {
    "mean": _pattern("mean", "averages?", "avg", "平均値?"),
    "median": _pattern("medians?", "中央値"),
    "sum": _pattern("sums?", "totals?", "合計", "総計", "総和"),
    "min": _pattern("min", "minimum", "最小値?", "最低"),
    "max": _pattern("max", "maximum", "最大値?", "最高"),
    "std": _pattern("standard[ _]deviations?", r"std(?:_?dev\w*)?", "stdev", r"st\.? ?dev", "標準偏差"),
    "var": _pattern("variances?", "分散"),
    "nunique": _pattern("distinct", "unique", "種類数"),
    "mode": _pattern("mode", "modal", "most (?:common|frequent|popular)", "最頻値"),
    "range": _pattern("range"),
    "iqr": _pattern("iqr", "inter-?quartile range"),
    "skew": _pattern("skewness", "skewed", "skew", "歪度"),
    "kurt": _pattern("kurtosis", "尖度"),
    "cv": _pattern("coefficient of variation"),
    "sem": _pattern("standard error(?: of the mean)?", "sem"),
    "quantile": _pattern(
        r"(?:\d+(?:st|nd|rd|th) )?percentiles?", "quartiles?", "quantiles?", r"q[13](?!\s*\d)"
    ),
}
MEASURED = tuple(stat for stat in STATS if stat not in {"nunique", "mode"})
KINDS: dict[str, re.Pattern[str]] = {
    "model": _pattern(
        "(?:simple |multiple )?(?:linear |logistic )?regress(?:ed|ing|ions?)?(?: models?)?",
        "ordinary least squares",
        "decision tree\\w*",
        "random ?forest\\w*",
        "machine learning",
        r"classif(?:y|ier|iers|ication)(?: models?)?",
        r"(?:linear|logistic)regression",
        r"support vector\w*",
        "svm|svc|knn",
        r"k-?means",
        r"naive bayes",
        r"(?:gradient )?boosting",
        "k-?nearest",
        "train(?:ed|ing)? (?:a|the) .{0,30}?model",
        "predict(?:s|ing|ive)? (?:the|a|model)",
        "predict",
        "回帰",
    ),
    "correlation": _pattern(
        r"correlat\w*",
        "pearson",
        "spearman",
        "kendall",
        "relationship between",
        "association between",
        "related to",
        "(?:closely )?(?:tied|linked) to",
        "(?:linear )?relationships?",
        "相関",
    ),
    "normality": _pattern(
        "normally distributed",
        "(?:normal|gaussian) distribution",
        "normality",
        r"adher\w* to (?:a )?normal",
        r"shapiro\w*",
        "anderson-darling",
        "kolmogorov",
        "normaltest",
        "d['’]agostino",
        "jarque",
        "正規",
    ),
    "chi2": _pattern(r"chi-?\s?squared?", "χ2", "independence test", "test (?:of|for) independence"),
    "test": _pattern(
        "t-?tests?",
        "anova",
        r"mann-?\s?whitney\w*",
        r"kruskal\w*",
        "wilcoxon",
        "levene",
        r"significant(?:ly)? differ\w*",
        r"differ\w* significantly",
        "significant(?: statistical)? difference",
        "statistically significant",
        "hypothesis test",
        "有意差?",
    ),
    "outliers": _pattern(
        "outliers?",
        r"anomal\w+",
        r"(?:unusual|abnormal)(?:ly)?(?: high| low| large| small)?(?: or (?:low|high))?",
        "extreme values?",
        "fences?",
        "standard deviations? (?:away )?from the mean",
        "外れ値",
        "異常値",
    ),
    "duplicates": _pattern(r"duplicat\w+", "重複"),
    "missing": _pattern(
        "missing", "null values?", "nulls?", "nans?", "not available", "blanks?", "欠損値?", "欠測"
    ),
    "trend": _pattern(
        "trends?", "over time", "over the years", "timeline", r"evol\w+", "growth", "推移", "時系列"
    ),
    "histogram": _pattern("histogram", "distribution", "distributed", "spread of", "分布", "ヒストグラム"),
    "share": _pattern(
        "shares?", "percentages?", "proportions?", "fractions?", "percent", "what part", "割合", "比率"
    ),
    "describe": _pattern("describe", "summary", "summari[sz]e", "overview", "profile", "概要", "要約"),
    "list": _pattern("list", "enumerate", "name all", "what are the (?:different|unique|distinct)", "一覧"),
    "distinct": _pattern(
        "(?:how many|number of|count(?: of| the)?) (?:different|distinct|unique)",
        "unique values",
        "何種類",
    ),
    "count": _pattern(
        "how many", "how often", "number of", "counts?", "何件", "件数", "いくつ", "何人", "何個", "何回"
    ),
}
TESTS: dict[str, re.Pattern[str]] = {
    "shapiro": re.compile(r"shapiro", re.IGNORECASE),
    "kstest": re.compile(r"kolmogorov|k-?s test", re.IGNORECASE),
    "anderson": re.compile(r"anderson", re.IGNORECASE),
    "normaltest": re.compile(r"normaltest|d['’]agostino|k-?squared|omnibus", re.IGNORECASE),
    "jarque_bera": re.compile(r"jarque", re.IGNORECASE),
    "spearman": re.compile(r"spearman|rank correlation", re.IGNORECASE),
    "kendall": re.compile(r"kendall", re.IGNORECASE),
    "mannwhitneyu": re.compile(r"mann-?\s?whitney", re.IGNORECASE),
    "kruskal": re.compile(r"kruskal", re.IGNORECASE),
    "f_oneway": re.compile(r"anova|one-?way|f-test", re.IGNORECASE),
    "levene": re.compile(r"levene", re.IGNORECASE),
    "welch": re.compile(r"welch|unequal variances?|equal_var\s*=\s*false", re.IGNORECASE),
    "ttest_rel": re.compile(r"paired", re.IGNORECASE),
    "zscore": re.compile(r"z-?scores?", re.IGNORECASE),
    "iqr": re.compile(r"iqr|inter-?quartile|quartiles?", re.IGNORECASE),
}
HIGHEST = _pattern(
    "(?<!at )most(?! negative)",
    "least negative",
    *word_set("""
        highest largest greatest biggest maximum max top best longest heaviest oldest tallest furthest
        farthest happiest richest deadliest busiest warmest hottest strongest fastest newest latest
        wealthiest widest deepest hardest peak safest priciest costliest strictest cleanest healthiest
    """),
    "most expensive",
    "最大",
    "最高",
    "最も多い?",
)
LOWEST = _pattern(
    "(?<!at )least(?! negative)",
    "most negative",
    *word_set("""
        lowest smallest fewest minimum min bottom worst shortest lightest youngest cheapest unhappiest poorest
        coldest coolest slowest weakest narrowest earliest shallowest nearest closest
    """),
    "最小",
    "最低",
    "最も少ない?",
)
SUPERLATIVE = word_set("heaviest oldest tallest longest lightest youngest shortest cheapest biggest")
COUNT = rf"(\d+|{'|'.join(list(COUNTS)[2:])})"
TOP = re.compile(
    rf"\b(?:top|bottom|first|last|best|worst|highest|largest|lowest|smallest)[\s-]+{COUNT}\b"
    rf"|\b{COUNT}\s+(?:[\w-]+\s+){{0,3}}?"
    r"(?:highest|largest|most|biggest|lowest|smallest|heaviest|oldest|best|worst)"
    r"|(?:上位|下位)\s*(\d+)",
    re.IGNORECASE,
)
CHART = re.compile(
    r"\b(plot|chart|graph|draw|visuali[sz]e|histogram|scatter|figure|box ?plot)\b|グラフ|図|プロット|描",
    re.IGNORECASE,
)
EACH = r"(?:per|by|each|every|for each|across|over the|which|what)"
TIME_UNITS: dict[str, re.Pattern[str]] = {
    "weekday": _pattern("weekdays?", "days? of (?:the )?week", "曜日"),
    "day": _pattern("daily", "(?:per|by|each|every|which|what) day", "日(?:別|ごと|毎|次)"),
    "week": _pattern("weekly", f"{EACH} weeks?", "週(?:別|ごと|毎|次)"),
    "month": _pattern("monthly", f"{EACH} (?:calendar )?months?", "月(?:別|ごと|毎|次)"),
    "quarter": _pattern("quarterly", f"{EACH} quarters?", "四半期"),
    "year": _pattern(
        "year (?:with|having)",
        "yearly",
        "annual",
        "annually",
        f"{EACH} years?",
        "over years",
        "year by year",
        "年(?:別|ごと|毎|次)",
    ),
}
ONE_PERIOD = re.compile(
    r"\b(?:which|what) (?:year|month|(?:week)?day|week|quarter)"
    r"|\b(?P<unit>year|month|week|quarter) (?:with|having)\b",
    re.IGNORECASE,
)
NEGATED = re.compile(
    r"\b(ignore|ignoring|excluding|exclude|disregard|do not|don't|without considering|no need|assume|skip)\b",
    re.IGNORECASE,
)


def stats_in(text: str) -> tuple[str, ...]:
    """The statistics that `text` names, in the order of their first mention."""
    places = {stat: m.start() for stat, pattern in STATS.items() if (m := pattern.search(text))}
    if "iqr" in places and not re.search(r"(?<!quartile )\brange\b", text, re.IGNORECASE):
        places.pop("range", None)
    return tuple(sorted(places, key=places.__getitem__))


def kinds_in(text: str) -> tuple[str, ...]:
    """The kinds of analysis that `text` speaks of, in the order of the table."""
    return tuple(kind for kind, pattern in KINDS.items() if pattern.search(text))


def tests_in(text: str) -> tuple[str, ...]:
    """The named tests and methods in `text`."""
    return tuple(name for name, pattern in TESTS.items() if pattern.search(text))


def time_unit(text: str) -> str:
    """The unit of time that `text` groups by, or an empty string."""
    found = next((unit for unit, pattern in TIME_UNITS.items() if pattern.search(text)), "")
    period = ONE_PERIOD.search(text)
    return found or ((period["unit"] or "").casefold() if period else "")


def top_count(text: str) -> int:
    """How many rows a `top 5` asks for; 0 where none is asked."""
    found = TOP.search(text)
    word = next((group for group in found.groups() if group), "") if found else ""
    return COUNTS.get(word.casefold(), int(word) if word.isdigit() else 0)
