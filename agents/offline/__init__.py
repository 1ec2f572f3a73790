"""The analyst that needs no model and no key: it reads a question by rules and writes pandas code."""

from agents.offline.analyst import RuleBasedAnalyst

__all__ = ["RuleBasedAnalyst"]
