"""The words of templates and results in one vocabulary."""

import re

from agents.offline.vocabulary.patterns import by_word, word_set
from agents.offline.vocabulary.ranks import ENDS
from agents.offline.vocabulary.statistics import STATISTICS as KNOWN

CANON = {
    **{word: name for name, one in KNOWN.items() for word in one.labels.split()},
    **by_word({
        "max": "greatest strongest", "min": "weakest", "p": "pvalue pval",
        "r": "coefficient coeff coef corr correlation rho tau", "count": "num number no cnt rows row n",
        "percentage": "percent pct proportion share", "statistic": "stat f t u w h d chi2",
        "without": "left removal remaining kept cleaned clean",
        "outlier": "removed lost dropped flagged extreme unusual odd abnormal",
        "before": "pre original initial raw", "after": "post new", "whole": "overall entire",
        "not": "non other others",
        "first": "start", "last": "end", "missing": "null nan", "distinct": "unique different",
        "bound": "fence", "rsquared": "r2", "df": "dof", "female": "woman girl", "male": "man boy",
    }),
    **ENDS,
    **dict.fromkeys(word_set("standard value variable of the result score column calculated float and"), ""),
}  # fmt: skip
STATISTICS = word_set("""
    mean median std var min max sum r p skew kurt percentage statistic mse rmse mae rsquared accuracy
    iqr sem df cv
""")
METHODS = word_set("pearson spearman kendall")
OPPOSITE = ({"not", "yes"}, {"before", "after"}, {"without", "with"}, {"null", "notnull"})
STRONG = STATISTICS | {"distinct", "missing", "outlier"}
PLACES = ({"first", "1st", "top1"}, {"second", "2nd", "top2"}, {"third", "3rd", "top3"})
"""Words for the rows of a ranking."""
ERRORS = (
    (re.compile(r"\bp(\d\d?)\b", re.IGNORECASE), r"percentile \1"),
    (re.compile(r"\bq1\b|\b(?:first|lower)[\s_]quartile", re.IGNORECASE), "percentile 25"),
    (re.compile(r"\bq3\b|\b(?:third|upper)[\s_]quartile", re.IGNORECASE), "percentile 75"),
    (re.compile(r"coefficient[\s_]of[\s_]variation", re.IGNORECASE), "cv"),
    (re.compile(r"inter-?quartile[\s_]range", re.IGNORECASE), "iqr"),
    (re.compile(r"standard[\s_]error(?:[\s_]of[\s_]the[\s_]mean)?", re.IGNORECASE), "sem"),
    (re.compile(r"degrees?[\s_]of[\s_]freedom", re.IGNORECASE), "df"),
    (re.compile(r"root[\s_]mean[\s_]squared?[\s_]error", re.IGNORECASE), "rmse"),
    (re.compile(r"mean[\s_]squared?[\s_]error", re.IGNORECASE), "mse"),
    (re.compile(r"mean[\s_]absolute[\s_]error", re.IGNORECASE), "mae"),
)
