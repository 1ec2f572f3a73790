"""A look at what came out and at the state of the session, before a step is mended."""

import re
from collections.abc import Sequence
from importlib import resources

from agents.briefing import cut
from agents.protocols import Interpreter
from agents.report import last_error
from agents.values import Cell, Execution

MAX_TEXT = 4000
EMPTY = re.compile(
    r"Empty DataFrame.*|Series\(\[\].*|\[\]|\{\}|\(\)|set\(\)|None|(np\.float64\()?nan\)?|NaT", re.S | re.I
)
LIBRARY = re.compile(r"^File (?!/mnt/data)[^\n]*\n(?:(?:-+> *)?\d+[^\n]*\n|[ \t][^\n]*\n|\n)*", re.MULTILINE)
"""What a traceback shows of code that nobody here can change."""
RULE = re.compile(r"^.*?-{60,}\n", re.MULTILINE)
NUMBER = re.compile(r"\bnan\b|[-+]?\d", re.I)


def doubt(execution: Execution, is_last: bool = True) -> str:
    """Say why a step that succeeded came out suspicious, or give an empty text.

    Only the last step has to put something out: the others may prepare.
    """
    if execution.status != "ok" or execution.figures or execution.files:
        return ""
    shown = (execution.stdout.strip() or execution.value.strip()).strip()
    if not shown:
        return "" if not is_last else "The step ran but put out nothing. Print what it found."
    if EMPTY.fullmatch(shown):
        return f"The step ran but its result is empty: {shown[:200]}"
    values = [found.lower() for found in NUMBER.findall(_right_sides(shown))]
    if values and all(value == "nan" for value in values):
        return "The step ran but every value of its result is missing (NaN)."
    return ""


def shortened(execution: Execution) -> Execution:
    """The run with the traceback that matters: the lines of its own code, and what was raised."""
    own = LIBRARY.sub("", RULE.sub("", execution.stderr, count=1))
    return execution.model_copy(update={"stderr": own.strip()})


def happened_twice(cells: Sequence[Cell]) -> bool:
    """Tell whether the last two cells failed in the same way."""
    failed = [cell for cell in cells[-2:] if cell.execution.status != "ok"]
    return len(failed) == 2 and last_error(failed[0]) == last_error(failed[1])


async def look(interpreter: Interpreter, deep: bool) -> str:
    """Describe the variables of the session; `deep` adds the types, first rows and values of tables."""
    source = resources.files("agents.in_session").joinpath("variables.py").read_text()
    code = f"def _look():\n    scope = {{}}\n    exec({source!r}, scope)\n    scope['describe_variables']"
    execution = await interpreter.run(f"{code}(globals(), {deep})\n_look()\ndel _look")
    return cut(execution.stdout.strip(), MAX_TEXT)


def _right_sides(shown: str) -> str:
    """What stands right of labels: the `2007` of `2007    NaN` is a label, the NaN is the value."""
    return "\n".join(line.split()[-1] for line in shown.splitlines() if line.split())
