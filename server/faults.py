"""Which of the faults that pydantic has found a caller should read, and where it is in what was sent."""

from collections.abc import Sequence
from typing import Any

Fault = Any


def meant(faults: Sequence[Fault], sent: Any) -> tuple[str, str]:
    """Give place and words of the deepest fault.

    A union has faults for each of its members. One whose `type` does not fit was not meant.
    """
    others = [fault["loc"][:-1] for fault in faults if _is_of_another_type(fault)]
    near = [fault for fault in faults if not any(fault["loc"][: len(loc)] == loc for loc in others)]
    fault = max(near or faults, key=lambda fault: len(_place(fault, sent)))
    return ".".join(map(str, _place(fault, sent))), fault["msg"].removeprefix("Value error, ")


def _is_of_another_type(fault: Fault) -> bool:
    return bool(fault["type"] == "literal_error" and fault["loc"][-1] == "type")


def _place(fault: Fault, sent: Any) -> list[str | int]:
    """The parts of the place that are in what was sent, or missing there; others name members of unions."""
    place, here = list[str | int](), sent
    for part in fault["loc"]:
        if (isinstance(here, dict) and part in here) or (isinstance(here, list) and isinstance(part, int)):
            place.append(part)
            here = here[part]
    return [*place, fault["loc"][-1]] if fault["type"] == "missing" else place
