"""No-rows mode: which analyst a run has, and what is kept of its placeholders."""

from typing import Any

from langgraph.runtime import Runtime

from agents.discreet import DiscreetAnalyst
from agents.offline import RuleBasedAnalyst
from agents.protocols import Analyst
from agents.redaction import Redactor
from graphs.state import AnalysisState
from graphs.tools import Tools

BESIDE = "-cells"
"""Ends the name of the session that compares: the thread's files are in it, and never a model's code."""


def wanted(state: AnalysisState, runtime: Runtime[Tools]) -> bool:
    """Whether no cell may reach what answers. The rules run here and are told everything."""
    asked = state.get("no_rows") or runtime.context.no_rows
    return bool(asked) and not isinstance(runtime.context.analyst, RuleBasedAnalyst)


def analyst_of(state: AnalysisState, runtime: Runtime[Tools]) -> Analyst:
    """The analyst of the run, behind a redactor where no cell may reach it."""
    tools = runtime.context
    if not wanted(state, runtime):
        return tools.analyst
    session = tools.sessions(state["session"] + BESIDE)
    redactor = Redactor(session, tools.store, state["sources"], state["profile"], state.get("hidden", ()))
    ranges, edited = bool(state.get("ranges")), state.get("edited", "")
    return DiscreetAnalyst(tools.analyst, redactor, state["question"], ranges=ranges, edited=edited)


def kept(analyst: Analyst) -> dict[str, Any]:
    """What the thread keeps, so that a placeholder stands for the same value in its later turns."""
    return {"hidden": analyst.hidden} if isinstance(analyst, DiscreetAnalyst) else {}
