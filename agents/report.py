"""The report of a turn in Markdown: answer, figures, what was assumed, and the code with its outputs."""

import re
from collections.abc import Sequence
from urllib.parse import quote

from agents import limits, prompts
from agents.briefing import cut, outputs_text
from agents.plurals import counted
from agents.values import Answer, AnswerStatus, Cell, Execution, Figure, Plan, Profile, Task, Usage

MAX_SHOWN_OUTPUT = 3000
_SIGNS = re.compile(r"[\\`\[\]<]")
"""What would end the text of a link, or begin something else in it."""


def status_of(plan: Plan, *, unfinished: bool) -> AnswerStatus:
    """Tell how a turn ended, from its plan and whether something of it was left."""
    if plan.ask:
        return "needs_input"
    return "unanswered" if plan.unread or unfinished else "answered"


def without_steps(plan: Plan) -> Answer:
    """The answer of a plan that runs nothing: the answer itself, or the question back."""
    return Answer(text="\n".join([plan.answer or plan.ask, *(f"- {option}" for option in plan.options)]))


def gave_up(cells: Sequence[Cell], rejected: str | None = None) -> Answer:
    """The honest answer where the last step failed, or was rejected, and no repair is left."""
    return Answer(text=f"No answer: {why_not(cells, rejected)}")


def why_not(cells: Sequence[Cell], rejected: str | None) -> str:
    """Why the last step came to nothing: its error, or that the user rejected it."""
    return last_error(cells[-1].execution) if rejected is None else rejection(rejected)


def rejection(reason: str) -> str:
    """What is said of a step that the user did not let run."""
    return prompts.REJECTED.substitute(reason=reason or prompts.NO_REASON)


def at_limit(stopped: str, cells: Sequence[Cell]) -> Answer:
    """What there is where a limit ended the run: the outputs as they are."""
    return _so_far(f"Stopped: {stopped}.", cells)


def not_mended(answer: Answer, stopped: str) -> Answer:
    """The answer as it stands, where a limit came before what it marks could be mended."""
    return answer.model_copy(update={"text": f"{answer.text}\n\nStopped: {stopped}."})


def unwritten(why: str, cells: Sequence[Cell]) -> Answer:
    """What there is where no answer could be written about it."""
    return _so_far(f"No answer: {why}", [cell for cell in cells if _shows_something(cell.execution)])


def _shows_something(ran: Execution) -> bool:
    return ran.status == "ok" and bool(f"{ran.stdout}{ran.value}".strip())


def _so_far(text: str, cells: Sequence[Cell]) -> Answer:
    outputs = f" What came out so far:\n\n{fenced(outputs_text(cells), 'text')}" if cells else ""
    return Answer(text=text + outputs)


def last_error(ran: Execution) -> str:
    """The line of a failure that says what it was."""
    lines = [line for line in ran.stderr.splitlines() if line.strip()]
    return lines[-1].strip() if lines else f"the code ended with status {ran.status}"


def assumptions(plan: Plan, profile: Profile) -> list[str]:
    """What was taken for granted about the question and about the data."""
    return [*plan.assumptions, *notes(profile)]


def notes(profile: Profile) -> list[str]:
    """What was taken for granted about the data."""
    return [f"{table.file}: {note}" for table in profile.tables for note in table.notes]


def usage_line(analyst: str, usage: Usage, limit: str = "") -> str:
    """One line on who answered and what it took; `limit` says which one was passed."""
    tokens = usage.prompt_tokens + usage.completion_tokens
    calls = f"{counted(usage.model_calls, 'model call')}, {tokens} tokens"
    model = calls if usage.model_calls else "no model call"
    money = f" · ${usage.dollars:.4f}" if usage.dollars is not None else ""
    passed = f" ({limit})" if limit else ""
    return f"Answered by: {analyst} · {model}{passed}{money} · {usage.session_seconds:.1f} s of session time"


def write(task: Task, plan: Plan, cells: Sequence[Cell], answer: Answer, analyst: str, usage: Usage) -> str:
    """Put the report together; figures are linked as `<id>.png` beside it."""
    figures = [figure for cell in cells for figure in cell.execution.figures]
    assumed = assumptions(plan, task.profile)
    parts = [
        f"# {' '.join(task.question.split())}",
        answer.text,
        *map(picture, figures),
        "## Assumed\n\n" + "\n".join(f"- {line}" for line in assumed) if assumed else "",
        "## How it was computed" if cells else "",
        *(cell_text(cell) for cell in cells),
        f"---\n{usage_line(analyst, usage, limits.passed(task.budget.limits, usage))}",
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def picture(figure: Figure) -> str:
    """The image of a figure."""
    return f"!{link(figure.title or figure.id, figure.name)}"


def link(text: str, name: str) -> str:
    """A link to a file beside the report."""
    shown = _SIGNS.sub(r"\\\g<0>", text)
    return f"[{shown}]({quote(name)})"


def cell_text(cell: Cell) -> str:
    """A cell with its title, code and outputs."""
    ran = cell.execution
    shown = "\n".join(part.rstrip() for part in (ran.stdout, ran.value, ran.stderr) if part.strip())
    output = f"\n\n{fenced(cut(shown, MAX_SHOWN_OUTPUT), 'text')}" if shown else ""
    return f"### [{cell.id}] {cell.title}\n\n{fenced(cell.code.strip(), 'python')}{output}"


def fenced(text: str, language: str) -> str:
    """A fenced block that the text itself cannot close."""
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}{language}\n{text}\n{fence}"
