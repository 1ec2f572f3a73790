"""What `langgraph.json` names: both graphs with model and pool from the settings.

The development server hands a graph only JSON, so what a run needs is bound when the graph is built. One pool
serves the whole process and ends with it.
"""

import asyncio
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

from analyst.settings import load_settings
from analyst.wiring import Workbench, open_workbench
from graphs import code_interpreter as loop
from graphs import data_analyst as analysis

ROOT = Path(__file__).parents[1]

_lock = asyncio.Lock()
_opened: list[tuple[Workbench, AsyncExitStack]] = []  # the stack holds the pool's pipe open


async def data_analyst() -> Any:
    """The planner, execution and summariser graph. `files` are paths below the project's folder."""
    return analysis.build((await _workbench()).tools)


async def code_interpreter() -> Any:
    """The function-calling loop."""
    return loop.build((await _workbench()).loop_tools)


async def _workbench() -> Workbench:
    """Open the workbench on first use."""
    async with _lock:
        if not _opened:
            settings = await asyncio.to_thread(load_settings, ROOT)
            stack = AsyncExitStack()
            _opened.append((await stack.enter_async_context(open_workbench(settings, ROOT)), stack))
    return _opened[0][0]
