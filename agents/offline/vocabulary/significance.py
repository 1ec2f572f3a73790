"""Tests and coefficients: how each is named, what it is a test of, and its call in `scipy.stats`."""

import re
from dataclasses import dataclass
from typing import Literal

Of = Literal["normality", "relation", "comparison", "independence"]


@dataclass(frozen=True, slots=True)
class Test:
    """A named test; the call has `{0}` for what is tested."""

    of: Of
    named: str
    call: str

    def code(self, tested: str) -> str:
        """The call for what is tested."""
        return f"stats.{self.call.format(tested)}"


VARIANCES = frozenset({"levene", "bartlett"})
"""Tests of variances, not of the middle."""
TESTS: dict[str, Test] = {
    "shapiro": Test("normality", r"shapiro", "shapiro({0})"),
    "kstest": Test("normality", r"kolmogorov|k-?s test", 'kstest(({0} - {0}.mean()) / {0}.std(), "norm")'),
    "anderson": Test("normality", r"anderson", 'anderson({0}, "norm")'),
    "normaltest": Test("normality", r"normaltest|d['’]agostino|k-?squared|omnibus", "normaltest({0})"),
    "jarque_bera": Test("normality", r"jarque", "jarque_bera({0})"),
    "pearson": Test("relation", r"pearson", "pearsonr({0})"),
    "spearman": Test("relation", r"spearman|rank correlation|monoton(?:ic|ous)", "spearmanr({0})"),
    "kendall": Test("relation", r"kendall", "kendalltau({0})"),
    "ttest": Test("comparison", r"t-?tests?", "ttest_ind({0})"),
    "mannwhitneyu": Test("comparison", r"mann-?\s?whitney", "mannwhitneyu({0})"),
    "kruskal": Test("comparison", r"kruskal", "kruskal({0})"),
    "f_oneway": Test("comparison", r"anova|one-?way|f-test", "f_oneway({0})"),
    "ttest_1samp": Test("comparison", r"one[- ]sample|ttest_1samp", "ttest_1samp({0})"),
    "levene": Test("comparison", r"levene|homogeneity of (?:the )?variances?", "levene({0})"),
    "bartlett": Test("comparison", r"bartlett", "bartlett({0})"),
    "welch": Test(
        "comparison", r"welch|unequal variances?|equal_var\s*=\s*false", "ttest_ind({0}, equal_var=False)"
    ),
    "wilcoxon": Test("comparison", r"wilcoxon(?! rank[- ]sum)", "wilcoxon({0})"),
    "ttest_rel": Test("comparison", r"paired", "ttest_rel({0})"),
    "fisher": Test("independence", r"fisher", "fisher_exact({0})"),
    "chi2": Test("independence", r"chi", "chi2_contingency({0})"),
}


def named_tests(text: str, of: Of) -> tuple[str, ...]:
    """The tests and coefficients of that kind that `text` names, in the order of the table."""
    found = ((name, one) for name, one in TESTS.items() if one.of == of)
    return tuple(name for name, one in found if re.search(one.named, text, re.IGNORECASE))
