"""The kinds of analysis, and the words that ask for each, in the order in which they are looked for."""

from agents.offline.vocabulary.models import MODELS
from agents.offline.vocabulary.patterns import any_of, whole_words

KINDS = {
    kind: whole_words(words)
    for kind, words in {
        "model": (
            rf"(?:simple |multiple )?(?:{'|'.join(model.named for model in MODELS.values())})\w*(?: models?)?"
            r"|regress(?:ed|ing|ions?)?(?: models?)?|machine learning"
            "|classif(?:y|ier|iers|ication)(?: models?)?|train(?:ed|ing)? (?:a|the) .{0,30}?model"
            "|predict(?:s|ing|ive)? (?:the|a|model)|predict|回帰"
        ),
        "correlation": (
            r"correlat\w*|pearson|spearman|kendall|(?:relationship|association|link) between|related to"
            "|(?:closely )?(?:tied|linked) to|(?:linear )?relationships?|相関"
        ),
        "normality": (
            r"normally distributed|(?:normal|gaussian) distribution|normality|adher\w* to (?:a )?normal"
            r"|shapiro\w*|anderson-darling|kolmogorov|normaltest|d['’]agostino|jarque|正規"
        ),
        "crosstab": r"cross-?\s?tab\w*|contingency tables?|frequency tables?|pivot(?: tables?)?",
        "chi2": r"fisher['’]?s?(?: exact)?|chi-?\s?squared?|χ2|independence test"
        "|test (?:of|for) independence|independent of",
        "test": (
            r"t-?tests?|anova|bartlett\w*|homogeneity of (?:the )?variances?|mann-?\s?whitney\w*"
            r"|kruskal\w*|wilcoxon|levene"
            r"|significant(?:ly)? differ\w*|differ\w* significantly|significant(?: statistical)? difference"
            "|statistically significant|hypothesis test|有意差?"
        ),
        "outliers": (
            r"outliers?|outlying|anomal\w+|(?:unusual|abnormal|extreme|odd)(?:ly)?"
            "(?: high| low| large| small)?(?: or (?:low|high))?|fences?"
            "|standard deviations? (?:away )?from the mean|外れ値|異常値"
        ),
        "duplicates": r"duplicat\w+|重複",
        "missing": "missing|null values?|nulls?|nans?|not available|blanks?|欠損値?|欠測",
        "trend": r"trends?|over time|over the years|timeline|evol\w+|growth|推移|時系列",
        "histogram": "histogram|distribution|distributed|spread of|分布|ヒストグラム",
        "share": "shares?|percentages?|proportions?|fractions?|percent|what part|割合|比率",
        "describe": "describe|summary|summari[sz]e|overview|profile|概要|要約",
        "list": "list|enumerate|name all|what are the (?:different|unique|distinct)|一覧",
        "distinct": (
            "(?:how many|number of|count(?: of| the)?) (?:different|distinct|unique)|unique values|何種類"
        ),
        "count": "how many|how often|number of|counts?|何件|件数|いくつ|何人|何個|何回",
    }.items()
}


def kinds_in(text: str) -> tuple[str, ...]:
    """The kinds of analysis that `text` speaks of, in the order of the table."""
    return tuple(kind for kind, pattern in KINDS.items() if pattern.search(text))


CUMULATIVE = any_of(r"cumulative(?:ly)?|running (?:total|sum)s?|cumsum")
