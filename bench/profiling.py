"""The reading of a 100 MB, 3-million-row CSV against its budget: under 3 s and under 1 GB.

Run it with `python -m bench.profiling`. It prints one JSON line and ends with 1 where the budget is exceeded.
"""

import json
import random
import subprocess
import sys
import tempfile
from pathlib import Path

ROWS = 3_000_000
SECONDS, MEGABYTES = 3.0, 1000
_CHILD = """
import json, resource, sys, time
import pandas
from agents.in_session.reading.files import profile_folder

start = time.perf_counter()
found = profile_folder([sys.argv[2]], {}, sys.argv[1])
print(json.dumps({
    "seconds": round(time.perf_counter() - start, 2),
    "megabytes": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024),
    "rows": found["tables"][0]["rows"],
    "types": [column["type"] for column in found["tables"][0]["columns"]],
}))
"""


def write_table(path: Path, rows: int) -> None:
    """Write a table of five columns, about 36 bytes a row: numbers, days, categories, codes with zeros."""
    chance = random.Random(0)
    block = [
        f"{chance.choice(ZONES)},{chance.gauss(20, 5):.2f},{chance.randrange(99999):05d}"
        for _ in range(10_000)
    ]
    with path.open("w") as file:
        file.write("id,day,zone,reading,code\n")
        for start in range(0, rows, len(block)):
            day = f"{start // 10_000 % 28 + 1:02d}/{start // 300_000 % 12 + 1:02d}/2020"
            file.writelines(
                f"{start + place},{day},{cells}\n" for place, cells in enumerate(block[: rows - start])
            )


ZONES = ("north", "south", "east", "west")


def measure(rows: int = ROWS) -> dict[str, object]:
    """Return seconds and peak memory of a process that does nothing but read, with pandas loaded before."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "large.csv"
        write_table(path, rows)
        size = path.stat().st_size
        command = [sys.executable, "-c", _CHILD, folder, path.name]
        done = subprocess.run(
            command, capture_output=True, text=True, check=True, cwd=Path(__file__).parents[1]
        )
        return {**json.loads(done.stdout), "file_megabytes": round(size / 1e6)}


def main() -> int:
    """Measure, print, and return 1 where the budget is exceeded."""
    found = measure()
    kept = float(str(found["seconds"])) < SECONDS and int(str(found["megabytes"])) < MEGABYTES
    print(json.dumps({**found, "budget": {"seconds": SECONDS, "megabytes": MEGABYTES}, "kept": kept}))
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
