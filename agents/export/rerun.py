"""Runs the cells of a handover again in a clean session and says what came out otherwise."""

import math
import re
import zlib
from collections.abc import AsyncIterator, Iterator, Sequence

from agents.export.code import SESSION_FOLDER, beside_the_files
from agents.export.handover import Handover
from agents.export.script import expected_output
from agents.protocols import Interpreter, Store
from agents.report import last_error
from agents.values import Artifact, Cell, Execution, Figure

RELATIVE = 1e-9
TO_FOLDER = f"import os\nos.chdir({SESSION_FOLDER!r})\ndel os"
SCRIPT = "analysis.py"
RUN_SCRIPT = f"""\
import subprocess, sys
command = [sys.executable, {f"{SESSION_FOLDER}/{SCRIPT}"!r}]
ran = subprocess.run(command, capture_output=True, encoding="utf-8", stdin=subprocess.DEVNULL)
sys.stdout.write(ran.stdout)
if ran.returncode:
    raise RuntimeError((ran.stderr.strip().splitlines() or [f"exit code {{ran.returncode}}"])[-1])
"""
MAX_SCRIPT_OUTPUT = 200_000
"""Characters; a session may cut what is longer, so it is not compared."""
MAX_PIXELS = 256 * 1024 * 1024
STAMPED = (".xlsx", ".docx", ".pptx", ".zip", ".gz", ".pdf")
"""Formats that hold the time of writing: their bytes differ from run to run."""

_CHANGING = re.compile(
    r"\b0x[0-9a-fA-F]+"  # addresses
    r"|\b\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d\.\d{6}\b"  # datetime.now()
    r"|(?im:^.*\b(?:wall time|cpu times|elapsed)\b.*$)"
)
_NUMBER = re.compile(r"(?<![\w.])[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?(?![\w])")


async def rerun(handover: Handover, interpreter: Interpreter, store: Store) -> Handover:
    """Run the very cells that are handed over; returns the handover with the differences."""
    for source in handover.sources:
        await interpreter.upload(source.name, await store.get(source.digest))
    await interpreter.run(TO_FOLDER)
    differences = list[str]()
    for cell in handover.cells:
        again = await interpreter.run(beside_the_files(cell.code))
        differences += [f"Cell {cell.id}: {text}." async for text in _compared(cell, again, store)]
    return handover.model_copy(update={"differences": tuple(differences)})


async def rerun_script(
    handover: Handover, written: bytes, interpreter: Interpreter, store: Store
) -> Handover:
    """Run the very script that is handed over; returns the handover with what it does otherwise, too."""
    for source in handover.sources:
        await interpreter.upload(source.name, await store.get(source.digest))
    await interpreter.upload(SCRIPT, written)
    ran, expected = await interpreter.run(RUN_SCRIPT), expected_output(handover)
    differences = list(handover.differences)
    if ran.status != "ok":
        why = last_error(Cell(id=0, title="", code="", execution=ran)).removeprefix("RuntimeError: ")
        differences.append(f"The script failed as plain Python ({why}).")
    elif len(expected) <= MAX_SCRIPT_OUTPUT and not _same_words(expected, ran.stdout):
        differences.append("The script printed something else than the cells.")
    return handover.model_copy(update={"differences": tuple(differences)})


async def _compared(cell: Cell, again: Execution, store: Store) -> AsyncIterator[str]:
    if again.status != "ok":
        failed = cell.model_copy(update={"execution": again})
        yield f"failed ({last_error(failed)})"
        return
    for text in compare(cell.execution, again):
        yield text
    for number, pair in enumerate(zip(cell.execution.figures, again.figures, strict=False), 1):
        if not await _same_picture(*pair, store):
            yield f"figure {number} looks different"


def compare(before: Execution, again: Execution) -> Iterator[str]:
    """What differs between two runs that succeeded, but for what the figures show."""
    for name, old, new in (
        ("printed text", before.stdout, again.stdout),
        ("value", before.value, again.value),
    ):
        if not same_text(old, new):
            yield f"the {name} was {_short(old)}, now it is {_short(new)}"
    if len(before.figures) != len(again.figures):
        yield f"{len(before.figures)} figures before, {len(again.figures)} now"
    yield from _files(before.files, again.files)


def same_text(old: str, new: str) -> bool:
    """Whether two outputs say the same: numbers within 1e-9, addresses and times left out."""
    one, other = (_CHANGING.sub("…", beside_the_files(text)).rstrip() for text in (old, new))
    if one == other:
        return True
    if _NUMBER.sub("#", one) != _NUMBER.sub("#", other):
        return False
    pairs = zip(_NUMBER.findall(one), _NUMBER.findall(other), strict=True)
    return all(math.isclose(float(left), float(right), rel_tol=RELATIVE) for left, right in pairs)


def _same_words(old: str, new: str) -> bool:
    """Whether two outputs say the same, wherever their lines are broken."""
    one, other = (" ".join(_CHANGING.sub("", text).split()) for text in (old, new))
    return same_text(one, other)


def _files(before: Sequence[Artifact], again: Sequence[Artifact]) -> Iterator[str]:
    old, new = ({file.name: file.digest for file in files} for files in (before, again))
    for name in sorted(old.keys() | new.keys()):
        if name not in new:
            yield f"the file {name} was not written again"
        elif name not in old:
            yield f"the file {name} is new"
        elif old[name] != new[name] and not name.lower().endswith(STAMPED):
            yield f"the file {name} has other contents"


async def _same_picture(one: Figure, other: Figure, store: Store) -> bool:
    if one.digest == other.digest:
        return True
    try:
        return _pixels(await store.get(one.digest)) == _pixels(await store.get(other.digest))
    except zlib.error:
        return False


def _pixels(png: bytes) -> tuple[bytes, bytes]:
    """Size and pixels of a PNG, as they were filtered: what differs besides is metadata."""
    header, data, at = b"", bytearray(), 8
    while at + 8 <= len(png):
        length, kind = int.from_bytes(png[at : at + 4], "big"), png[at + 4 : at + 8]
        chunk = png[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            header = chunk
        elif kind == b"IDAT":
            data += chunk
        at += 12 + length
    return header, zlib.decompressobj().decompress(bytes(data), MAX_PIXELS)


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return f"`{flat[:80]}…`" if len(flat) > 80 else f"`{flat}`" if flat else "empty"
