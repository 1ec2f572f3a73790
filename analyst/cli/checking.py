"""`analyst doctor`: what this machine lacks, and the fix for each fault."""

import asyncio
import sys
import tempfile
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from langchain_core.language_models import BaseChatModel

from agents.errors import AnalystError
from agents.model_calls.faults import explain
from agents.store import FolderStore
from analyst.cli.complaining import reason
from analyst.cli.pooling import PoolOptionError, limits_line, pool_settings
from analyst.cli.screen import Screen
from analyst.cli.serving import database_url
from analyst.models import choose_model
from analyst.settings import Settings
from analyst.threads import open_threads
from analyst.wiring import open_pool, sessions
from server.state.database import open_database
from session_pool.check import check_machine

ROOT = Path(__file__).parents[2]
MODEL_SECONDS = 10
OURS = ("agents", "graphs", "server", "session_pool", "analyst")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `fix` is empty where it is in order."""

    what: str
    fix: str = ""


async def report(settings: Settings) -> int:
    """Look at everything and print it; returns the exit code."""
    console = Screen(highlight=False, soft_wrap=True)
    found = [
        python_version(),
        name_collisions(),
        *await kept(settings),
        await model(settings),
    ]
    if not settings.pool_endpoint:
        found += await asyncio.to_thread(sandbox, settings)
    if not any(finding.fix for finding in found):
        found += await pool(settings)
    for finding in found:
        console.print(f"{'✗' if finding.fix else '✓'} {finding.what}", markup=False)
        if finding.fix:
            console.print(f"    {finding.fix}", markup=False)
    return 1 if any(finding.fix for finding in found) else 0


def python_version() -> Finding:
    """Python itself."""
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding(
        f"Python {version}", "" if sys.version_info >= (3, 11) else "Install Python 3.11 or newer."
    )


def name_collisions() -> Finding:
    """Packages of other projects that carry the names of our folders."""
    foreign = [name for name in OURS if _origin(name) != ROOT / name]
    if not foreign:
        return Finding("the folders of this project are the ones that Python imports")
    names = ", ".join(foreign)
    fix = f"Another package is imported as {names} (openai-agents installs `agents`). Run: uv sync --exact"
    return Finding("name collision", fix)


async def kept(settings: Settings) -> list[Finding]:
    """What the folders and the threads' database are like."""
    data = folder("data folder", settings.data_folder, "ANALYST_DATA_FOLDER")
    output = folder("output folder", settings.output_folder, "ANALYST_OUTPUT_FOLDER")
    needs_folder = settings.database_url is None
    if data.fix and needs_folder:
        return [data, output]
    threads = open_threads(settings.data_folder, settings.database_url)
    return [
        *(data, output, await database("threads", settings, threads)),
        await database("server", settings, open_database(database_url(settings))),
    ]


def folder(what: str, path: Path, variable: str) -> Finding:
    """Whether something can be written there, or where the folder would be made; nothing of it stays."""
    there = next(place for place in (path.absolute(), *path.absolute().parents) if place.exists())
    try:
        with tempfile.TemporaryFile(dir=there):
            return Finding(f"{what} {path}")
    except OSError as error:
        return Finding(f"{what} {path}", f"{reason(error)}. Check its rights, or name another: {variable}")


async def database(whose: str, settings: Settings, opening: AbstractAsyncContextManager[object]) -> Finding:
    """Whether a database opens."""
    what = f"database of the {whose}: {'PostgreSQL' if settings.database_url else 'SQLite'}"
    try:
        async with opening:
            return Finding(what)
    except AnalystError as error:
        return Finding(what, str(error))
    except OSError as error:
        return Finding(what, f"{reason(error)}. Check its rights, or name another: ANALYST_DATA_FOLDER")


async def model(settings: Settings) -> Finding:
    """Which analyst will answer, and whether it does."""
    try:
        chosen = await asyncio.to_thread(choose_model, settings)
    except AnalystError as error:
        return Finding("model", str(error))
    if not chosen:
        return Finding("analyst: rule-based (no model is configured; see .env.example)")
    return Finding(f"analyst: {chosen.name}", await fault_of(chosen.chat))


async def fault_of(chat: BaseChatModel) -> str:
    """What is wrong with a model: it is asked for a word, and left at the first sign of an answer."""
    try:
        async with asyncio.timeout(MODEL_SECONDS):
            async for _ in chat.astream("Say: yes"):
                return ""
    except TimeoutError:
        return f"It did not answer within {MODEL_SECONDS} s. A local server may be loading it: try again."
    except Exception as error:
        return str(explain(error))
    return "It answered with nothing. Check the model's name and settings."


def sandbox(settings: Settings) -> list[Finding]:
    """What the embedded pool needs of this machine."""
    try:
        faults = check_machine(pool_settings(settings.embedded_pool, []))
    except PoolOptionError as error:
        return [Finding("ANALYST_EMBEDDED_POOL", str(error))]
    return [Finding(fault.what, fault.fix) for fault in faults] or [Finding("sandbox for the embedded pool")]


async def pool(settings: Settings) -> list[Finding]:
    """Run something in a session of the pool."""
    name = f"session pool {settings.pool_endpoint}" if settings.pool_endpoint else "embedded session pool"
    store = FolderStore(settings.data_folder / "store")
    try:
        async with open_pool(settings) as opened:
            execution = await sessions(settings, opened, store)("doctor").run("6 * 7")
    except AnalystError as error:
        return [Finding(name, str(error))]
    works = execution.value == "42"
    ran = Finding(f"{name} runs code", "" if works else execution.stderr or "It gave no answer.")
    return [ran, Finding(limits_line(opened.limits_by))] if opened.limits_by else [ran]


def _origin(name: str) -> Path | None:
    found = find_spec(name)
    places = list(found.submodule_search_locations or ()) if found else []
    return Path(places[0]) if places else None
