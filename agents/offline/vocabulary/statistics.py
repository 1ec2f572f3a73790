"""The statistics of a column: how each is asked for, labelled, named in an answer, and written in pandas."""

import re
from dataclasses import dataclass

from agents.offline.vocabulary.patterns import whole_words


@dataclass(frozen=True, slots=True)
class Statistic:
    """One statistic; `code` has `{0}` for the column, or for the groups of it."""

    asked: str
    english: str
    japanese: str
    code: str
    labels: str = ""
    """Other words that templates have for it."""
    grouped: str = ""
    """The code for groups, where it is another."""


STATISTICS: dict[str, Statistic] = {
    "mean": Statistic("mean|averages?|avg|平均値?", "mean", "平均", "{0}.mean()", "average avg"),
    "median": Statistic("medians?|中央値", "median", "中央値", "{0}.median()"),
    "sum": Statistic(
        r"sums?|totals?|add(?:s|ed|ing)? (?:\w+ )?up|合計|総計|総和", "total", "合計", "{0}.sum()", "total"
    ),
    "min": Statistic("min|minimum|最小値?|最低", "minimum", "最小値", "{0}.min()", "minimum"),
    "max": Statistic("max|maximum|最大値?|最高", "maximum", "最大値", "{0}.max()", "maximum"),
    "std": Statistic(
        r"standard[ _]deviations?|std(?:_?dev\w*)?|stdev|sd|st\.? ?dev|標準偏差",
        "standard deviation", "標準偏差", "{0}.std()", "stddev stdev deviation sd",
    ),
    "var": Statistic("(?<!equal )variances?|分散", "variance", "分散", "{0}.var()", "variance"),
    "nunique": Statistic("distinct|unique|種類数", "number of different values", "種類数", "{0}.nunique()"),
    "mode": Statistic(
        "mode|modal|most (?:common|frequent|popular)|最頻値",
        "most frequent value", "最頻値", "{0}.mode()[0]", "", "{0}.agg(lambda v: v.mode().iloc[0])",
    ),
    "range": Statistic(
        "range|gap between (?:the two|them)", "range", "範囲", "{0}.max() - {0}.min()", "gap spread"
    ),
    "iqr": Statistic(
        "iqr|inter-?quartile range",
        "interquartile range", "四分位範囲", "{0}.quantile(0.75) - {0}.quantile(0.25)", "interquartile",
    ),
    "skew": Statistic("skewness|skewed|skew|歪度", "skewness", "歪度", "{0}.skew()", "skewness"),
    "kurt": Statistic(
        "kurtosis|尖度", "kurtosis", "尖度", "{0}.kurt()", "kurtosis", "{0}.agg(lambda v: v.kurt())"
    ),
    "cv": Statistic(
        "coefficient of variation", "coefficient of variation", "変動係数", "{0}.std() / {0}.mean()"
    ),
    "sem": Statistic(
        "standard error(?: of the mean)?|sem", "standard error of the mean", "標準誤差", "{0}.sem()"
    ),
    "quantile": Statistic(
        r"(?:\d+(?:st|nd|rd|th) )?percentiles?|quartiles?|quantiles?|q[13](?!\s*\d)",
        "upper quartile", "第3四分位数", "{0}.quantile(0.75)",
    ),
}  # fmt: skip
ASKED = {name: whole_words(one.asked) for name, one in STATISTICS.items()}
MEASURED = tuple(name for name in STATISTICS if name not in {"nunique", "mode"})
OTHER_NAMES: dict[str, tuple[str, str]] = {
    "q1": ("lower quartile", "第1四分位数"),
    "q3": ("upper quartile", "第3四分位数"),
    "rows": ("number of rows", "件数"),
    "percentage": ("percentage", "割合"),
}
"""What else a column of a result may be."""


def stats_in(text: str) -> tuple[str, ...]:
    """The statistics that `text` names, in the order of their first mention."""
    places = {name: m.start() for name, pattern in ASKED.items() if (m := pattern.search(text))}
    if "iqr" in places and not re.search(r"(?<!quartile )\brange\b", text, re.IGNORECASE):
        places.pop("range", None)
    return tuple(sorted(places, key=places.__getitem__))


def stat_name(stat: str, language: str) -> str:
    """The name of a statistic in the language of the question."""
    if stat.startswith("percentile_"):
        rank = stat.removeprefix("percentile_")
        return f"{rank}パーセンタイル" if language == "ja" else f"{rank}th percentile"
    if found := STATISTICS.get(stat):
        return found.japanese if language == "ja" else found.english
    names = OTHER_NAMES.get(stat, (stat, stat))
    return names[language == "ja"]


def of_groups(stat: str, groups: str) -> str:
    """The code of a statistic, or of the count, of each group."""
    if stat == "count":
        return f"{groups}.count()"
    one = STATISTICS[stat]
    return (one.grouped or one.code).format(groups)
