"""Writes what a turn made into a folder: the report, the figures, the files."""

import json
import re
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from agents import links
from agents.blocking import in_thread
from agents.errors import AnalystError
from agents.protocols import Store
from analyst.cli.file_names import written_names

REPORT = "report.md"


class SameNameError(AnalystError, FileExistsError):
    """Two files whose names a folder takes for one."""


@dataclass(frozen=True, slots=True)
class Written:
    """Where the parts of a turn were written, or why they were not."""

    report: Path | None = None
    figures: tuple[Path, ...] = ()
    files: tuple[Path, ...] = ()
    fault: str = ""


async def write_turn(store: Store, state: dict[str, Any], parent: Path) -> Written:
    """Write report, figures and files into a new folder below `parent`; it appears whole or not at all.

    What an earlier turn made is written too where the answer links to it.
    """
    begin, text = state["first_cell"], state["report"]
    figures, files = links.made_by(state["cells"][begin:])
    old_figures, old_files = links.made_by(state["cells"][:begin])
    reused = links.linked(text, {**old_figures, **old_files}.keys() - figures.keys() - files.keys())
    figures |= {name: digest for name, digest in old_figures.items() if name in reused}
    files |= {name: digest for name, digest in old_files.items() if name in reused - figures.keys()}
    names = written_names(files, {REPORT, *figures})
    contents = {names[name]: await store.get(digest) for name, digest in files.items()}
    contents |= {name: await store.get(digest) for name, digest in figures.items()}
    moved = {name: written for name, written in names.items() if name not in {*figures, written}}
    contents[REPORT] = links.renamed(text, moved).encode()
    folder = await in_thread(lambda: write_folder(contents, parent, state["question"]))
    return Written(
        folder / REPORT,
        tuple(folder / name for name in figures),
        tuple(folder / name for name in names.values()),
    )


def write_folder(contents: dict[str, bytes], parent: Path, question: str) -> Path:
    """Write the contents into a new folder named after the question; it appears whole or not at all."""
    parent.mkdir(parents=True, exist_ok=True)
    beside = Path(tempfile.mkdtemp(dir=parent, prefix=".writing-"))
    try:
        for name, content in contents.items():
            (beside / name).parent.mkdir(parents=True, exist_ok=True)
            _write_new(beside / name, content)
        beside.chmod(0o755)
        return beside.rename(_free(parent, question))
    except BaseException:
        shutil.rmtree(beside, ignore_errors=True)
        raise


def _write_new(path: Path, content: bytes) -> None:
    """Write a file; raises SameNameError where the folder takes its name and another's for one."""
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError:
        raise SameNameError(
            f"The folder takes the name {path.name} and that of another file for one: it does not tell "
            "capitals apart. Name a folder that does: --output FOLDER"
        ) from None


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


def _free(parent: Path, question: str) -> Path:
    """A folder named after the question, with a number where it was asked before."""
    slug = re.sub(r"\W+", "-", question.lower()).strip("-")[:48].rstrip("-") or "question"
    folder, number = parent / slug, 1
    while folder.exists():
        number += 1
        folder = parent / f"{slug}-{number}"
    return folder
