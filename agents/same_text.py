"""Whether two runs of the same code have put out the same."""

import math
import re

RELATIVE = 1e-9
_CHANGING = re.compile(
    r"\b0x[0-9a-fA-F]+"  # addresses
    r"|\b\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d\.\d{6}\b"  # datetime.now()
    r"|(?m:^(?:CPU times: .*|Wall time: .*|.* per loop \(mean ± std\. dev\. .*)$)"  # %time, %timeit
)
_NUMBER = re.compile(r"(?<![\w.])[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?![\w])")


def same_text(old: str, new: str) -> bool:
    """Whether two outputs say the same, but for addresses and times; numbers as in `_same_number`."""
    one, other = (_CHANGING.sub("…", text).rstrip() for text in (old, new))
    if one == other:
        return True
    if _NUMBER.sub("#", one) != _NUMBER.sub("#", other):
        return False
    return all(map(_same_number, _NUMBER.findall(one), _NUMBER.findall(other)))


def same_words(old: str, new: str) -> bool:
    """The same, wherever their lines are broken."""
    one, other = (" ".join(_CHANGING.sub("", text).split()) for text in (old, new))
    return same_text(one, other)


def _same_number(one: str, other: str) -> bool:
    """Whole numbers exactly, others within 1e-9."""
    if one.lstrip("+-").isdigit() and other.lstrip("+-").isdigit():
        return one.lstrip("+") == other.lstrip("+")
    return math.isclose(float(one), float(other), rel_tol=RELATIVE)
