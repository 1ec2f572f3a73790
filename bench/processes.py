"""What processes hold, read from /proc."""

import os
from pathlib import Path


def private_mb(pid: int) -> float:
    """Return the memory that would be free if this process ended."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1024


def shared_mb(pid: int) -> float:
    """Return a process's memory, each shared page counted in equal parts by those who share it."""
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss:")) / 1024


def is_kernel(pid: int) -> bool:
    """Tell whether a process is an ipykernel."""
    return b"ipykernel" in Path(f"/proc/{pid}/cmdline").read_bytes()


def descendants(pid: int) -> list[int]:
    """Return all processes below one."""
    found = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in path.read_text().split():
            found += [int(child), *descendants(int(child))]
    return found


def peak(pid: int) -> float:
    """Return the highest resident memory so far in MB."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) / 1024


def held(pid: int) -> dict[str, int]:
    """Count what a pool holds. Its sessions have no folders outside but those of their control groups."""
    return {
        "processes": len(descendants(pid)),
        "descriptors": len(os.listdir(f"/proc/{pid}/fd")),
        "threads": len(os.listdir(f"/proc/{pid}/task")),
        "folders": len(list(Path("/sys/fs/cgroup").glob(f"**/session-pool-{pid}-*/*/"))),
        "mounts": len(Path(f"/proc/{pid}/mounts").read_text().splitlines()),
    }
