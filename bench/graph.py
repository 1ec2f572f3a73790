"""The graph's own cost: wall time of a question less code and model time, model calls, prompt characters.

uv run python -m bench.graph
"""

import asyncio
import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

from langchain_openai import ChatOpenAI
from langgraph.checkpoint.memory import InMemorySaver

from agents.model_analyst import ModelAnalyst
from agents.protocols import Interpreter
from agents.store import FolderStore
from agents.values import Execution
from analyst.files import reader
from analyst.settings import Settings
from analyst.wiring import open_pool, sessions
from graphs import data_analyst
from graphs.checkpoints import serializer
from graphs.tools import Tools

QUESTIONS = 15
ROWS = (1_000, 100_000)
REPLIES = {
    "PlanDraft": {
        "assumptions": [],
        "establishes": [],
        "steps": [{"title": "Mean", "code": "print(round(table['value'].mean(), 3))"}],
        "answer": "",
        "ask": "",
        "options": [],
    },
    "AnswerDraft": {"text": "See cell [2].", "claims": []},
}


@dataclass
class Model:
    """A model that answers at once from a fixed script, over HTTP as a real one does."""

    url: str = ""
    calls: int = 0
    characters: int = 0
    seconds: float = 0.0

    def answer(self, body: dict[str, Any]) -> bytes:
        """One chat completion; what was asked is counted."""
        self.calls += 1
        self.characters += sum(len(message["content"]) for message in body["messages"])
        reply = json.dumps(REPLIES[body["response_format"]["json_schema"]["name"]])
        message = {"role": "assistant", "content": reply}
        choice = {"index": 0, "finish_reason": "stop", "message": message}
        whole = {
            "id": "bench",
            "object": "chat.completion",
            "created": 0,
            "model": "bench",
            "choices": [choice],
        }
        return json.dumps(whole).encode()


@contextmanager
def serving(model: Model) -> Iterator[Model]:
    """Serve the model on loopback."""

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name that is overridden
            """Stay silent."""

        def do_POST(self) -> None:
            started = time.perf_counter()
            content = model.answer(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)
            model.seconds += time.perf_counter() - started

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    model.url = f"http://127.0.0.1:{server.server_port}/v1"
    try:
        yield model
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@dataclass
class Timed:
    """An interpreter that adds up how long code ran in the session, by the pool's own count."""

    inner: Interpreter
    seconds: list[float] = field(default_factory=list)

    async def run(self, code: str, seconds: float | None = None) -> Execution:
        """Run and count."""
        execution = await self.inner.run(code, seconds)
        self.seconds.append(execution.milliseconds / 1000)
        return execution

    async def upload(self, name: str, content: bytes) -> None:
        """Upload."""
        await self.inner.upload(name, content)

    async def close(self) -> None:
        """End the session."""
        await self.inner.close()


async def measured(tools: Tools, timed: Timed, model: Model, file: Path) -> dict[str, float]:
    """Ask once with the file and then again and again; gives medians of the later questions."""
    graph = data_analyst.build(checkpointer=InMemorySaver(serde=serializer()))
    config: Any = {"configurable": {"thread_id": file.parent.name}}
    await graph.ainvoke({"question": "What is the mean value?", "files": [str(file)]}, config, context=tools)
    own, calls, characters = [], [], []
    for _ in range(QUESTIONS):
        before = (time.perf_counter(), sum(timed.seconds) + model.seconds, model.calls, model.characters)
        await graph.ainvoke({"question": "What is the mean value?"}, config, context=tools)
        wall = time.perf_counter() - before[0]
        own.append(wall - (sum(timed.seconds) + model.seconds - before[1]))
        calls.append(model.calls - before[2])
        characters.append(model.characters - before[3])
    return {
        "overhead_ms": round(statistics.median(own) * 1000, 1),
        "model_calls": statistics.median(calls),
        "prompt_characters": characters[0],
    }


def table(folder: Path, rows: int) -> Path:
    """A table of so many rows; what a profile says of it does not depend on their number."""
    file = folder / f"rows-{rows}" / "table.csv"
    file.parent.mkdir()
    file.write_text("group,value\n" + "".join(f"g{row % 7},{row % 1000}\n" for row in range(rows)))
    return file


async def main() -> None:
    """Print one JSON line for each number of rows."""
    with tempfile.TemporaryDirectory() as folder, serving(Model()) as model:
        settings = Settings(data_folder=Path(folder) / "kept")
        store = FolderStore(Path(folder) / "store")
        chat = ChatOpenAI(model="gpt-5-mini", base_url=model.url, api_key="unused")
        async with open_pool(settings) as pool:
            opened: Callable[[str], Interpreter] = sessions(settings, pool, store)
            for rows in ROWS:
                timed = Timed(opened(f"bench-{rows}"))
                tools = Tools(
                    ModelAnalyst("bench", chat), {f"rows-{rows}": timed}.__getitem__, reader(), store
                )
                found = await measured(tools, timed, model, table(Path(folder), rows))
                print(json.dumps({"rows": rows, **found}), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
