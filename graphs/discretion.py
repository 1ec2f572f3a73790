"""No-rows mode: which analyst a run has, and what is kept of its placeholders."""

from typing import Any

from langgraph.runtime import Runtime

from agents.calculator.chat import OfflineChatModel
from agents.errors import NoRowsError
from agents.no_rows.discreet import DiscreetAnalyst
from agents.no_rows.redaction import Redactor
from agents.offline import RuleBasedAnalyst
from agents.protocols import Analyst
from graphs import control
from graphs.state import READING, AnalysisState
from graphs.tools import LoopTools, Tools

BESIDE = "-cells"
"""Ends the name of the session that compares: the thread's files are in it, and never a model's code."""


def sessions_of(session: str, no_rows: bool) -> tuple[str, ...]:
    """The names of all sessions that may have a thread's files, its own first."""
    return (session, session + BESIDE) if no_rows else (session,)


def wanted(state: AnalysisState, runtime: Runtime[Tools]) -> bool:
    """Whether no cell may reach what answers. The rules run here and are told everything."""
    asked = state.get("no_rows") or runtime.context.no_rows
    return bool(asked) and not isinstance(runtime.context.analyst, RuleBasedAnalyst)


def check_loop(no_rows: bool, tools: LoopTools) -> None:
    """Refuse the function-calling loop where no cell may reach the model; raises NoRowsError."""
    if (no_rows or tools.no_rows) and not isinstance(tools.chat, OfflineChatModel):
        raise NoRowsError(
            "The code interpreter's loop shows the model what code has printed, and has no no-rows mode. "
            "Ask data-analyst, or turn the mode off (ANALYST_NO_ROWS)."
        )


def analyst_of(state: AnalysisState, runtime: Runtime[Tools]) -> Analyst:
    """The analyst of the run, behind a redactor where no cell may reach it."""
    tools = runtime.context
    if not wanted(state, runtime):
        return tools.analyst
    session = tools.sessions(state["session"] + BESIDE)
    files, hidden = (state["sources"], state["profile"]), state.get("hidden", ())
    written = state.get("written", {})
    code = "\n".join(written.get(cell.code, cell.code) for cell in state["cells"] if cell.title != READING)
    redactor = Redactor(
        session, tools.store, *files, hidden, tools.group_rows, code=code, ends=control.ends(state)
    )
    ranges, edited = bool(state.get("ranges")), state.get("edited", "")
    return DiscreetAnalyst(
        tools.analyst, redactor, state["question"], ranges=ranges, edited=edited, written=written
    )


def kept(analyst: Analyst) -> dict[str, Any]:
    """What the thread keeps, so that a placeholder stands for the same value in its later turns."""
    if not isinstance(analyst, DiscreetAnalyst):
        return {}
    return {"hidden": analyst.hidden, "written": analyst.written}
