"""What the files of a question are measured in and from when to when: made once for all that look it up."""

import re
from collections.abc import Iterable
from functools import cached_property

from agents.tracing.language.dates import Moment
from agents.tracing.outputs.evidence import moments_of, scales_of
from agents.units import is_known
from agents.values import Profile


class Files:
    """A profile, with the scales and units of its columns and the ends of its dates."""

    def __init__(self, profile: Profile) -> None:
        self.profile = profile
        self.columns = [column for table in profile.tables for column in table.columns]

    @cached_property
    def scales(self) -> set[float]:
        """1000 where a column is in thousands."""
        return scales_of(self.profile)

    @cached_property
    def units(self) -> set[str]:
        """The units of columns; a column may be called after what it is measured in: `delay_min`."""
        words = (re.split(r"[\W_]+", column.name.strip("() ")) for column in self.columns)
        called = (last for *before, last in words if (before or len(last) > 1) and is_known(last))
        return {*(column.unit for column in self.columns if column.unit), *called}

    @cached_property
    def moments(self) -> list[Moment]:
        """The first and the last date of every column of dates."""
        return list(_ends(self.profile))


def _ends(profile: Profile) -> Iterable[Moment]:
    for table in profile.tables:
        for column in table.columns:
            if "date" in column.type:
                yield from moments_of(f"{column.low}\n{column.high}")
