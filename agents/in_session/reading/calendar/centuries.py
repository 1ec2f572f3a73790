"""The century of years that are written with two digits: `strptime` takes 68 for 2068 and 69 for 1969."""

import pandas as pd

_AHEAD = 10
"""Years from now that plans and terms often name."""


def last_year(dates: pd.Series) -> int | None:
    """Return the year after which dates are of the century before, or None where none are.

    What keeps the dates closest together is right; of two such ways the one that is not far in the future.
    """
    years, now = dates.dt.year, int(pd.Timestamp.now().year)

    def spread(last: int | None) -> tuple[int, bool]:
        found = moved(years, last)
        return int(found.max() - found.min()), bool(found.max() > now + _AHEAD)

    return min((None, now + _AHEAD, now), key=spread)


def moved(years: pd.Series, last: int | None) -> pd.Series:
    """Return years with those after the last one a century earlier."""
    return years if last is None else years.where(years <= last, years - 100)
