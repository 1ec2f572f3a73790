"""A look at the failure and at the state of the session, before a step is mended."""

import re
from collections.abc import Sequence
from importlib import resources

from agents.briefing import cut
from agents.protocols import Interpreter
from agents.report import last_error
from agents.values import Cell, Execution

MAX_TEXT = 4000
LIBRARY = re.compile(r"^File (?!/mnt/data)[^\n]*\n(?:(?:-+> *)?\d+[^\n]*\n|[ \t][^\n]*\n|\n)*", re.MULTILINE)
"""What a traceback shows of code that nobody here can change."""
RULE = re.compile(r"^.*?-{60,}\n", re.MULTILINE)
PARTICULAR = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"|\d+")
"""What an error names: the same one may name another value each time."""


def shortened(execution: Execution) -> Execution:
    """The run with the traceback that matters: the lines of its own code, and what was raised."""
    own = LIBRARY.sub("", RULE.sub("", execution.stderr, count=1))
    return execution.model_copy(update={"stderr": own.strip()})


def happened_twice(cells: Sequence[Cell]) -> bool:
    """Tell whether the last cell failed as one before it did, whatever value the error names."""
    failed = [
        PARTICULAR.sub("…", last_error(cell.execution)) for cell in cells if cell.execution.status != "ok"
    ]
    return bool(failed) and cells[-1].execution.status != "ok" and failed[-1] in failed[:-1]


async def look(interpreter: Interpreter, deep: bool) -> str:
    """Describe the variables of the session; `deep` adds the types, first rows and values of tables."""
    source = resources.files("agents.in_session").joinpath("variables.py").read_text()
    code = f"def _look():\n    scope = {{}}\n    exec({source!r}, scope)\n    scope['describe_variables']"
    execution = await interpreter.run(f"{code}(globals(), {deep})\n_look()\ndel _look")
    return cut(execution.stdout.strip(), MAX_TEXT)
