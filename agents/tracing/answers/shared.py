"""What stands once for several numbers: the scale of `1.2 to 1.5 million`, the sign of `20 and 30%`."""

import re
from collections.abc import Sequence
from dataclasses import replace

from agents.tracing.language.numbers import Number, Reading

_JOINS = re.compile(
    r"\s*(?:[-–—~〜/,、]|,?\s*(?:to|and|or|vs\.?|versus|against|bis|auf|und|oder|gegen|à|a|et|ou|contre|y|o|"
    r"から|と|至|到|에서|와|과))\s*",
    re.IGNORECASE,
)


def with_shared(text: str, numbers: Sequence[Number]) -> list[Number]:
    """The numbers; those before one with a scale or a percent sign may mean it too."""
    done, scale, share = list(numbers), 1.0, 1.0
    for at in reversed(range(len(done))):
        one = done[at]
        follows = at + 1 < len(done) and _JOINS.fullmatch(text[one.end : done[at + 1].start])
        if one.scale != 1 or one.percent or one.ordinal or one.word or not follows:
            scale, share = one.scale, 0.01 if one.percent else 1.0
        elif (times := scale * share) != 1:
            more = tuple(Reading(r.value * times, r.half * times) for r in one.readings)
            done[at] = replace(one, readings=(*one.readings, *more), scale=scale)
    return done
