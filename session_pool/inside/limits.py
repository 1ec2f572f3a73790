"""What both sides of the sandbox agree on about limits."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What one session may use; sizes in bytes."""

    memory: int
    data: int
    data_files: int
    scratch: int
    processes: int
    descriptors: int
    niceness: int
