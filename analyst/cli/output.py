"""Writes what a turn made into a folder: the report, the figures, the files."""

import json
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

from agents.blocking import in_thread
from agents.protocols import Store
from agents.values import Cell

REPORT = "report.md"


@dataclass(frozen=True, slots=True)
class Written:
    """Where the parts of a turn were written, or why they were not."""

    report: Path | None = None
    figures: tuple[Path, ...] = ()
    files: tuple[Path, ...] = ()
    fault: str = ""


async def write_turn(store: Store, state: dict[str, Any], parent: Path) -> Written:
    """Write report, figures and files into a new folder below `parent`; it appears whole or not at all."""
    cells: tuple[Cell, ...] = state["cells"][state["first_cell"] :]
    figures = {f"{figure.id}.png": figure.digest for cell in cells for figure in cell.execution.figures}
    files = _without_folders(
        {_safe(file.name): file.digest for cell in cells for file in cell.execution.files}
    )
    contents = {name: await store.get(digest) for name, digest in {**files, **figures}.items()}
    contents[REPORT] = state["report"].encode()
    folder = await in_thread(lambda: write_folder(contents, parent, state["question"]))
    return Written(
        folder / REPORT, tuple(folder / name for name in figures), tuple(folder / name for name in files)
    )


def write_folder(contents: dict[str, bytes], parent: Path, question: str) -> Path:
    """Write the contents into a new folder named after the question; it appears whole or not at all."""
    parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(dir=parent, prefix=".writing-"))
    try:
        for name, content in contents.items():
            (beside / name).parent.mkdir(parents=True, exist_ok=True)
            (beside / name).write_bytes(content)
        beside.chmod(0o755)
        return beside.rename(_free(parent, question))
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise


def as_json(state: dict[str, Any], thread: str, analyst: str, written: Written) -> str:
    """One object with all of a turn."""
    answer, plan = state["answer"], state["plan"]
    files = [written.report, *written.files] if written.report else []
    fault = {"error": written.fault} if written.fault else {}
    return json.dumps(
        {
            "status": state["status"],
            "answer": answer.text,
            "analyst": analyst,
            "thread": thread,
            "plan": plan.model_dump(mode="json"),
            "claims": [claim.model_dump(mode="json") for claim in answer.claims],
            "figures": [str(path) for path in written.figures],
            "files": [str(path) for path in files],
            "usage": state["usage"].model_dump(mode="json"),
            **fault,
        },
        ensure_ascii=False,
        indent=2,
    )


def _safe(name: str) -> str:
    """A file name from a session is untrusted: it stays below the folder and replaces nothing of ours."""
    parts = (re.sub(r"[^\w. ()+-]", "_", part).lstrip(".") or "file" for part in PurePath(name).parts)
    safe = "/".join(parts)
    return f"_{safe}" if safe == REPORT or safe.startswith("figure-") else safe


def _without_folders(files: dict[str, str]) -> dict[str, str]:
    """Leave out a file where a later step made a folder of that name."""
    return {name: files[name] for name in files if not any(other.startswith(f"{name}/") for other in files)}


def _free(parent: Path, question: str) -> Path:
    """A folder named after the question, with a number where it was asked before."""
    slug = re.sub(r"\W+", "-", question.lower()).strip("-")[:48].rstrip("-") or "question"
    folder, number = parent / slug, 1
    while folder.exists():
        number += 1
        folder = parent / f"{slug}-{number}"
    return folder
