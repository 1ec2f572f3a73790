"""What is done to the rows before anything is worked out: leaving out, filling, gaps and outliers."""

import re

from agents.offline.vocabulary.patterns import any_of

REMOVES = (
    r"remov\w*|drop\w*|delet\w*|exclud\w*|ignor\w*|discard\w*|omit\w*|eliminat\w*|disregard\w*"
    r"|leav\w* out|left out|filter\w* out|get\w* rid of"
)
NEVER = r"do not|don't|no need to|never"
REMOVE = any_of(REMOVES)
WITHOUT = any_of(rf"{REMOVES}|without|cleaned")
FILLS = r"(?:\w+-)?fill\w*|replac\w*|imput\w*|substitut\w*"
MAKES = r"creat\w*|generat\w*|deriv\w*|engineer\w*|defin\w*|add"
FILL = any_of(FILLS)
KEEP = any_of(NEVER)
GAPS = re.compile(r"missing|null|\bna\b|nan|empty|absent|\bgaps?\b|blank|欠損", re.IGNORECASE)
OUTLIER = re.compile(
    r"\boutliers?\b|\b(?:unusual|abnormal|anomalous|extreme)(?:ly)?\b|standard deviations? (?:away )?from",
    re.IGNORECASE,
)
CHART = re.compile(
    r"\b((?:(?:bar|line|scatter|box) ?)?(?:plot|chart|graph)s?|draw|visuali[sz]e|histogram|scatter|figure)\b"
    "|グラフ|図|プロット|描",
    re.IGNORECASE,
)
LEFT_ALONE = any_of(
    f"{NEVER}|leave out|leaving out|ignore|ignoring|excluding|exclude|disregard|without considering"
    "|assume|skip"
)
"""What a sentence says to leave alone."""
