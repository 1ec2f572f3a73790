"""How to read a column of dates, in the words of pandas, and what of it cannot be read so."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from agents.in_session.reading.call import literal

_NAMED_DATE = re.compile(
    r"(?<![^\W\d_])(?:date[a-z]*|days?|birthday|periods?|timeperiod|times?|timestamp|fecha|mois|jours?|data"
    r"|months|monthly|[a-z]*month|monate|\w*monat|(?<=last[_ ])update|[ymd]*yyyy[md]*|yymmdd|ddmmyy|ymd?"
    r"|(?!candidate|update|mandate|validate)[a-z]*date|\w*datum)(?![^\W\d_])|日|月|날짜|년월|дата",
    re.IGNORECASE,
)
"""What is in the names of columns of dates: words of their own, also at the end of others (`birthdate`)."""


@dataclass(frozen=True)
class Dates:
    """How to read a column of dates. Without a format pandas finds it by itself."""

    format: str
    has_time: bool = False
    note: str = ""
    given: bool = True
    """Whether the format must be told to pandas."""
    zones: bool = False
    """Whether the times are in several zones, so that they are read as UTC after the read call."""
    decided: str = ""
    """`%d` or `%m`, whichever the numbers over 12 prove to come first."""
    words: Mapping[str, str] = field(default_factory=dict)
    """What pandas does not know by name, and what takes its place after the read call: digits or nothing."""

    last: int | None = None
    """The last year of this century, where two digits are written; later ones are of the century before."""

    @property
    def after_call(self) -> bool:
        """Whether the arguments of the read call cannot say how to read them."""
        return self.zones or bool(self.words) or self.last is not None

    def expression(self) -> str:
        """Return Python that reads the texts in column `c` of the table `t`."""
        words = {re.escape(word): digits for word, digits in self.words.items()}
        text = f"t[c].replace({literal(words)}, regex=True)" if words else "t[c]"
        form = f", format={literal(self.format)}" if self.given else ""
        dates = f"pd.to_datetime({text}{form}{', utc=True' if self.zones else ''})"
        if self.last is None:
            return dates
        return f"{dates}.pipe(lambda d: d.where(d.dt.year <= {self.last}, d - pd.DateOffset(years=100)))"


def names_date(name: str) -> bool:
    """Tell whether the name of a column says that it holds dates: `OrderDate`, but not `candidate_no`."""
    return bool(_NAMED_DATE.search(re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name)))


def failures(values: Mapping[str, int], dates: Dates) -> list[str]:
    """Return the texts that are no dates in that format."""
    return [text for text, bad in zip(values, parsed(values, dates).isna(), strict=True) if bad]


def parsed(values: Mapping[str, int], dates: Dates) -> pd.Series:
    """Read distinct texts as dates, those that do not exist as missing."""
    form = dates.format
    written = pd.Series(list(values), dtype=object).replace(
        {re.escape(word): digits for word, digits in dates.words.items()}, regex=True
    )
    return pd.to_datetime(written, format=form, errors="coerce", utc="%z" in form or form == "ISO8601")
