"""Any analyst over a folder of closed-form questions, through the real graph and pool, and then its score.

uv run python -m bench.dabench --folder FOLDER --analyst rules --jobs 2 --out answers.jsonl

The folder holds `questions.jsonl` (id, question, constraints, format, file_name), `tables/`, and `score.py`,
which takes one `{"id", "response"}` a line. A run that was stopped goes on where it was, and asks again what
ended in an error.
"""

import asyncio
import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Annotated, Any

import typer
from langgraph.checkpoint.memory import InMemorySaver

from agents.errors import AnalystError, UsageError
from agents.values import Usage
from analyst.models import RULE_BASED
from analyst.settings import load_settings
from analyst.wiring import open_workbench
from graphs import data_analyst
from graphs.checkpoints import serializer
from graphs.tools import Tools

RULES = "rules"
SESSIONS = 40
"""Threads that share an embedded pool: it has room for some sessions, and each thread keeps its own."""

NEEDED = ("id", "question", "file_name")
Question = dict[str, Any]


def questions(folder: Path) -> list[Question]:
    """The questions of the folder. Raises UsageError where it is none of that kind."""
    for part in ("questions.jsonl", "tables", "score.py"):
        if not (folder / part).exists():
            raise UsageError(f"{folder} holds no {part}: name one with questions.jsonl, tables, score.py.")
    read = [parsed(line) for line in lines_of(folder / "questions.jsonl")]
    for number, question in enumerate(read, 1):
        if not question.keys() >= set(NEEDED):
            needed = ", ".join(NEEDED)
            raise UsageError(f"Question {number} of questions.jsonl is none: it needs {needed}.")
    return read


def lines_of(file: Path) -> list[str]:
    """The lines that hold something; an answer may hold signs that Python takes for ends of lines, too."""
    return [line for line in file.read_text(encoding="utf-8").split("\n") if line.strip()]


def parsed(line: str) -> Question:
    """The object of a line; empty where it holds none, as a line that was cut."""
    try:
        read = json.loads(line)
    except ValueError:
        return {}
    return read if isinstance(read, dict) and not isinstance(read.get("id"), list | dict) else {}


def answered(out: Path) -> set[Any]:
    """The ids that have an answer; errors and a last line that was cut are taken out of `out`."""
    lines = [parsed(line) for line in lines_of(out)] if out.exists() else []
    if not all("id" in line for line in lines[:-1]):
        raise UsageError(f"{out} holds other lines than answers. Name another file, or move it away.")
    kept = [line for line in lines if "id" in line and line.get("status") != "error"]
    beside = out.with_name(f".{out.name}.new")
    beside.write_text("".join(written(line) for line in kept), encoding="utf-8")
    beside.replace(out)
    return {line["id"] for line in kept}


def written(line: Question) -> str:
    """A line as it stands in `out`."""
    return json.dumps(line, ensure_ascii=False) + "\n"


async def answer(folder: Path, question: Question, tools: Tools) -> Question:
    """Ask one question in a thread of its own; a run that fails is an answer with its error."""
    graph = data_analyst.build(checkpointer=InMemorySaver(serde=serializer()))
    thread = f"dabench-{question['id']}"
    config: Any = {"configurable": {"thread_id": thread}}
    text = "\n".join(str(question.get(part, "")) for part in ("question", "constraints", "format"))
    file = str(folder / "tables" / question["file_name"])
    started = time.perf_counter()
    try:
        state = await graph.ainvoke({"question": text, "files": [file]}, config, context=tools)
        said = {"status": state["status"], "response": state["answer"].text}
    except Exception as error:
        said = {"status": "error", "response": "", "error": f"{type(error).__name__}: {error}"}
    finally:
        await tools.sessions(thread).close()
    used = (await graph.aget_state(config)).values.get("usage") or Usage()
    tokens = used.prompt_tokens + used.completion_tokens
    seconds = round(time.perf_counter() - started, 2)
    return {"id": question["id"], **said, "calls": used.model_calls, "tokens": tokens, "seconds": seconds}


async def run(folder: Path, analyst: str, jobs: int, out: Path) -> int:
    """Answer what is left, `jobs` at a time, one JSON line as each is done; returns how many failed."""
    asked, done = questions(folder), answered(out)
    left = [question for question in asked if question["id"] not in done]
    settings = load_settings().model_copy(update={"model": RULE_BASED if analyst == RULES else analyst})
    gate = asyncio.Semaphore(jobs)

    async def one(question: Question, tools: Tools) -> bool:
        async with gate:
            line = await answer(folder, question, tools)
        with out.open("a", encoding="utf-8") as file:
            file.write(written(line))
        return bool(line["status"] == "error")

    failed = 0
    for start in range(0, len(left), SESSIONS):
        async with open_workbench(settings, folder) as bench:
            part = left[start : start + SESSIONS]
            failed += sum(await asyncio.gather(*(one(question, bench.tools) for question in part)))
    return failed


def main(
    folder: Annotated[Path, typer.Option(help="Where the questions, the tables and the scorer are.")],
    analyst: Annotated[str, typer.Option(help="`rules`, or a model as provider:name.")] = RULES,
    jobs: Annotated[int, typer.Option(min=1, help="How many questions are asked at a time.")] = 2,
    out: Annotated[Path, typer.Option(help="One JSON line a question is added here.")] = Path(
        "dabench.jsonl"
    ),
) -> None:
    """Answer the questions of a folder and print what its own scorer says."""
    try:
        failed = asyncio.run(run(folder.resolve(), analyst, jobs, out))
    except (AnalystError, OSError) as error:
        print(error, file=sys.stderr)
        raise typer.Exit(2 if isinstance(error, UsageError) else 1) from None
    scored = subprocess.run([sys.executable, str(folder / "score.py"), str(out)], check=False)
    if failed:
        print(f"{failed} ended in an error. The same command asks them again.", file=sys.stderr)
    raise typer.Exit(scored.returncode or min(failed, 1))


if __name__ == "__main__":
    typer.run(main)
