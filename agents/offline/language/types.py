"""Kinds of columns."""

NUMERIC = frozenset({"integer", "number"})
DATED = frozenset({"date", "datetime"})
