"""Runs the cells of a handover again in a clean session and says what came out otherwise."""

from collections.abc import AsyncIterator, Iterator, Sequence

from agents.blocking import in_thread
from agents.export.code import SESSION_FOLDER, beside_the_files
from agents.export.contents import same_contents
from agents.export.handover import Handover
from agents.export.script import expected_output
from agents.protocols import Interpreter, Redrawing, Store
from agents.report import last_error
from agents.same_text import same_text, same_words
from agents.values import Artifact, Cell, Execution, Figure

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
FOUND = """\
import os
print(*(name for name in {names} if os.path.exists(os.path.join({folder!r}, name))), sep="\\n")
"""
MAX_SCRIPT_OUTPUT = 200_000
"""Characters; a session may cut what is longer, so it is not compared."""


async def rerun(handover: Handover, interpreter: Redrawing, store: Store) -> Handover:
    """Run the very cells that are handed over; returns the handover with what that showed."""
    for source in handover.sources:
        await interpreter.upload(source.name, await store.get(source.digest))
    await interpreter.run(TO_FOLDER)
    differences, uncompared = list[str](), list[str]()
    for cell in handover.cells:
        if cell.execution.fonts is not None:
            await interpreter.draw_with(cell.execution.fonts)
        again = await interpreter.run(beside_the_files(cell.code))
        found = [outcome async for outcome in _compared(cell, again, store)]
        differences += [f"Cell {cell.id}: {what}." for what, known in found if known]
        uncompared += [f"{what} of cell {cell.id}" for what, known in found if not known]
    return handover.model_copy(update={"differences": tuple(differences), "uncompared": tuple(uncompared)})


async def rerun_script(
    handover: Handover, written: bytes, interpreter: Interpreter, store: Store
) -> Handover:
    """Run the very script that is handed over; returns the handover with what it does otherwise, too."""
    for source in handover.sources:
        await interpreter.upload(source.name, await store.get(source.digest))
    await interpreter.upload(SCRIPT, written)
    ran, expected = await interpreter.run(RUN_SCRIPT), expected_output(handover)
    differences, uncompared = list(handover.differences), list(handover.uncompared)
    if ran.status != "ok":
        reason = (ran.stderr.strip().splitlines() or ["it could not be run"])[-1]
        differences.append(f"The script failed as plain Python ({reason.removeprefix('RuntimeError: ')}).")
    elif len(expected) > MAX_SCRIPT_OUTPUT:
        uncompared.append("what the script prints")
    elif not same_words(beside_the_files(expected), beside_the_files(ran.stdout)):
        differences.append("The script printed something else than the cells.")
    if ran.status == "ok" and (unsaved := await _unsaved(handover, interpreter)):
        differences.append(f"The script did not save {', '.join(unsaved)}.")
    return handover.model_copy(update={"differences": tuple(differences), "uncompared": tuple(uncompared)})


async def _unsaved(handover: Handover, interpreter: Interpreter) -> list[str]:
    """The figures that are not there after the script ran."""
    names = [figure.name for part in handover.parts for figure in part.figures]
    found = await interpreter.run(FOUND.format(names=names, folder=SESSION_FOLDER)) if names else None
    there = found.stdout.split() if found else []
    return [name for name in names if name not in there]


async def _compared(cell: Cell, again: Execution, store: Store) -> AsyncIterator[tuple[str, bool]]:
    """What differs, and whether it is known to."""
    if again.status != "ok":
        yield f"failed ({last_error(again)})", True
        return
    for text in compare(cell.execution, again):
        yield text, True
    for number, pair in enumerate(zip(cell.execution.figures, again.figures, strict=False), 1):
        if not await _same(*pair, store):
            yield f"figure {number} looks different", True
    written = {file.name: file for file in again.files}
    for file in cell.execution.files:
        if file.name in written and not (same := await _same(file, written[file.name], store)):
            yield (file.name, False) if same is None else (f"the file {file.name} has other contents", True)


def compare(before: Execution, again: Execution) -> Iterator[str]:
    """What differs between two runs that succeeded, but for what figures and files hold."""
    for name, old, new in (
        ("printed text", before.stdout, again.stdout),
        ("value", before.value, again.value),
    ):
        if not same_text(beside_the_files(old), beside_the_files(new)):
            yield f"the {name} was {_short(old)}, now it is {_short(new)}"
    if len(before.figures) != len(again.figures):
        yield f"{len(before.figures)} figures before, {len(again.figures)} now"
    yield from _files(before.files, again.files)


def _files(before: Sequence[Artifact], again: Sequence[Artifact]) -> Iterator[str]:
    old, new = ({file.name for file in files} for files in (before, again))
    for name in sorted(old ^ new):
        yield f"the file {name} was not written again" if name in old else f"the file {name} is new"


async def _same(one: Figure | Artifact, other: Figure | Artifact, store: Store) -> bool | None:
    if one.digest == other.digest:
        return True
    contents = await store.get(one.digest), await store.get(other.digest)
    return await in_thread(lambda: same_contents(*contents))


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return f"`{flat[:80]}…`" if len(flat) > 80 else f"`{flat}`" if flat else "empty"
