"""What outputs show in place of something that an answer tells."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal["value", "statistic", "rank", "claim"]


@dataclass(frozen=True, slots=True)
class Whose:
    """To whom a number belongs in a cell, who has a rank there, or the numbers that speak against a claim."""

    owner: str
    cell: int
    told_of: str
    kind: Kind = "value"
