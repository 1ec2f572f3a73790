"""Any analyst over a folder of closed-form questions, through the real graph and pool, and then its score.

uv run python -m bench.dabench --folder FOLDER --analyst rules --jobs 2 --out answers.jsonl

The folder holds `questions.jsonl` (id, question, constraints, format, file_name), `tables/`, and `score.py`,
which takes one `{"id", "response"}` a line. A run that was stopped goes on where it was.
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

from analyst.models import RULE_BASED
from analyst.settings import load_settings
from analyst.wiring import open_workbench
from graphs import data_analyst
from graphs.checkpoints import serializer
from graphs.tools import Tools

RULES = "rules"
SESSIONS = 40
"""Threads that share an embedded pool: it has room for some sessions, and each thread keeps its own."""


def questions(folder: Path, out: Path) -> list[dict[str, Any]]:
    """The questions that have no answer in `out` yet."""
    done = {json.loads(line)["id"] for line in out.read_text().splitlines()} if out.exists() else set()
    lines = (folder / "questions.jsonl").read_text().splitlines()
    return [question for line in lines if (question := json.loads(line))["id"] not in done]


async def answer(folder: Path, question: dict[str, Any], tools: Tools) -> dict[str, Any]:
    """Ask one question in a thread of its own; a run that fails is an answer with its error."""
    graph = data_analyst.build(checkpointer=InMemorySaver(serde=serializer()))
    config: Any = {"configurable": {"thread_id": f"dabench-{question['id']}"}}
    text = "\n".join(question[part] for part in ("question", "constraints", "format"))
    file = str(folder / "tables" / question["file_name"])
    started = time.perf_counter()
    try:
        state = await graph.ainvoke({"question": text, "files": [file]}, config, context=tools)
        said = {"status": state["status"], "response": state["answer"].text, **_used(state["usage"])}
    except Exception as error:
        said = {"status": "error", "response": "", "error": f"{type(error).__name__}: {error}"}
    finally:
        await tools.sessions(f"dabench-{question['id']}").close()
    return {"id": question["id"], **said, "seconds": round(time.perf_counter() - started, 2)}


def _used(usage: Any) -> dict[str, int]:
    return {"calls": usage.model_calls, "tokens": usage.prompt_tokens + usage.completion_tokens}


async def run(folder: Path, analyst: str, jobs: int, out: Path) -> None:
    """Answer what is left, `jobs` at a time, one JSON line as each is done."""
    model = RULE_BASED if analyst == RULES else analyst
    settings = load_settings().model_copy(update={"model": model})
    gate = asyncio.Semaphore(jobs)

    async def one(question: dict[str, Any], tools: Tools) -> None:
        async with gate:
            line = json.dumps(await answer(folder, question, tools), ensure_ascii=False)
        with out.open("a") as file:
            file.write(line + "\n")

    left = questions(folder, out)
    for start in range(0, len(left), SESSIONS):
        async with open_workbench(settings, folder) as bench:
            await asyncio.gather(*(one(question, bench.tools) for question in left[start : start + SESSIONS]))


def main(
    folder: Annotated[Path, typer.Option(help="Where the questions, the tables and the scorer are.")],
    analyst: Annotated[str, typer.Option(help="`rules`, or a model as provider:name.")] = RULES,
    jobs: Annotated[int, typer.Option(min=1, help="How many questions are asked at a time.")] = 2,
    out: Annotated[Path, typer.Option(help="One JSON line a question is added here.")] = Path(
        "dabench.jsonl"
    ),
) -> None:
    """Answer the questions of a folder and print what its own scorer says."""
    asyncio.run(run(folder.resolve(), analyst, jobs, out))
    scored = subprocess.run([sys.executable, str(folder / "score.py"), str(out)], check=False)
    raise typer.Exit(scored.returncode)


if __name__ == "__main__":
    typer.run(main)
