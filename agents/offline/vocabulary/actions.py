"""What is done to the rows before anything is worked out: leaving out, filling, gaps and outliers."""

import re

from agents.offline.vocabulary.patterns import any_of

REMOVES = (
    r"remov\w*|drop\w*|delet\w*|exclud\w*|ignor\w*|discard\w*|omit\w*|eliminat\w*|disregard\w*"
    r"|leav\w* out|left out|filter\w* out"
)
FILLS = r"fill\w*|replac\w*|imput\w*|substitut\w*"
NEVER = r"do not|don't|no need to|never"
NOT = r"not|never|except|excluding|without|other than|non|n't"
NULL = r"missing|null|na|nan|empty|absent|gaps?|blank|not (?:available|recorded|given)"
REMOVE = any_of(REMOVES)
FILL = any_of(FILLS)
KEEP = any_of(NEVER)
GAPS = re.compile(rf"\b(?:{NULL}|nulls|blanks|nans|non-null|nonnull|dropna)\b|欠損", re.IGNORECASE)
OUTLIER = re.compile(
    r"\boutliers?\b|\b(?:unusual|abnormal|anomalous|extreme)(?:ly)?\b|standard deviations? (?:away )?from",
    re.IGNORECASE,
)
CHART = re.compile(
    r"\b(plot|chart|graph|draw|visuali[sz]e|histogram|scatter|figure|box ?plot)\b|グラフ|図|プロット|描",
    re.IGNORECASE,
)
LEFT_ALONE = any_of(
    "ignore|ignoring|excluding|exclude|disregard|do not|don't|without considering|no need|assume|skip"
)
"""What a sentence says to leave alone."""
