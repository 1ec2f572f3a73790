"""Handing a thread over: notebook, script, report or page, run again in a clean session first."""
