"""What outputs show in place of something that an answer tells."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["value", "statistic", "rank", "claim", "beside"]


@dataclass(frozen=True, slots=True)
class Whose:
    """To whom a number belongs in a cell, who has a rank there, or what speaks against a claim."""

    owner: str
    cell: int
    told_of: str
    kind: Kind = "value"
