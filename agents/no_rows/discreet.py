"""An analyst that is told no cell: what goes in is redacted, and what comes out has the values again."""

import re
from collections.abc import Mapping, Sequence

from agents import inspection, prompts
from agents.no_rows.redaction import Hidden, Kind, Redactor, without_cells, without_rows
from agents.protocols import Analyst
from agents.values import UNTOLD, Answer, Cell, Claim, Execution, Figure, Plan, Step, Task, Turn, Usage

_GUTTER = re.compile(r"^Cell In\[\d+\], line \d+\n|^(-+> |) *\d+ ", re.MULTILINE)
"""Numbers of cells and lines in tracebacks, which nobody could tell from others."""


class DiscreetAnalyst:
    """Another analyst, behind a redactor. `question` is what the user typed, which is passed on as it is."""

    def __init__(
        self,
        analyst: Analyst,
        redactor: Redactor,
        question: str,
        *,
        ranges: bool = False,
        edited: str = "",
        written: Mapping[str, str] | None = None,
    ) -> None:
        self._analyst = analyst
        self._redactor = redactor
        self._question = question
        self._ranges = ranges
        self._edited = edited  # code that the user wrote: it may hold cells
        self._written = dict(written or {})

    @property
    def name(self) -> str:
        """What answers."""
        return self._analyst.name

    @property
    def hidden(self) -> Hidden:
        """What the placeholders stand for."""
        return self._redactor.hidden

    @property
    def written(self) -> dict[str, str]:
        """Code with values in it, and how the model wrote it: with their placeholders."""
        return self._written

    async def plan(self, task: Task) -> tuple[Plan, Usage]:
        """Turn a question into steps with their code."""
        made, used = await self._analyst.plan(await self._task(task))
        return self._plan(made), used

    async def repair(self, task: Task, step: Step, execution: Execution) -> tuple[Step | None, Usage]:
        """Mend the code of a step that failed; code that comes back unchanged is given back as it was."""
        code, title = step.code, await self._one(step.title, "typed")
        told = await self._one(code, "code") if code == self._edited else self._written.get(code, code)
        shown = Step(title=title, code=told)
        if execution.status == "ok":  # suspicious: the reason quotes the beginning of the output
            execution = execution.model_copy(update={"stderr": execution.stderr.partition(":")[0]})
        ran = await self._execution(execution)
        mended, used = await self._analyst.repair(await self._task(task), shown, ran)
        if mended is None:
            return None, used
        title = self._redactor.restored(mended.title)
        return Step(title=title, code=code if mended.code == told else self._code(mended.code)), used

    async def summarise(self, task: Task, plan: Plan, cells: Sequence[Cell]) -> tuple[Answer, Usage]:
        """Answer the question from what the cells put out."""
        shown = await self._cells(cells)
        answer, used = await self._analyst.summarise(await self._task(task), Plan(), shown)
        return self._answer(answer), used

    async def revise(
        self, task: Task, plan: Plan, cells: Sequence[Cell], answer: Answer, not_found: Sequence[Claim]
    ) -> tuple[Answer, Usage]:
        """Mend an answer that states what no output shows."""
        shown, said = await self._cells(cells), Answer(text=await self._one(answer.text, "prose"))
        parts = [part for one in not_found for part in (one.text, one.value)]
        texts = iter(await self._redactor.redact(parts, "prose"))
        quoting = await self._redactor.redact([one.how for one in not_found], "prose")
        lacking = [Claim(text=next(texts), value=next(texts), how=how) for how in quoting]
        again, used = await self._analyst.revise(await self._task(task), Plan(), shown, said, lacking)
        return self._answer(again), used

    async def _task(self, task: Task) -> Task:
        """The task without cells; what follows the typed question, a question back, is redacted too."""
        more = task.question.removeprefix(self._question)
        more, *established = await self._redactor.redact([more, *task.established], "typed")
        answers = await self._redactor.redact([turn.answer for turn in task.history], "prose")
        variables = await self._one(task.variables, "output")
        return Task(
            question=self._question
            + more
            + prompts.WITHHELD_CELLS.substitute(rows=self._redactor.least_rows),
            profile=without_cells(task.profile, self._ranges),
            history=_answered(task.history, answers),
            established=tuple(established),
            variables=without_rows(variables),
            budget=task.budget,
        )

    async def _cells(self, cells: Sequence[Cell]) -> list[Cell]:
        titles = await self._redactor.redact([cell.title for cell in cells], "typed")
        return [
            Cell(id=cell.id, title=title, code="", execution=await self._execution(cell.execution))
            for cell, title in zip(cells, titles, strict=True)
        ]

    async def _execution(self, ran: Execution) -> Execution:
        stderr = _GUTTER.sub(r"\1", inspection.shortened(ran).stderr)
        labels = [part for figure in ran.figures for part in (figure.title, figure.axes)]
        texts = [ran.stdout, stderr, ran.value, *labels, *(file.name for file in ran.files)]
        stdout, stderr, value, *rest = await self._redactor.redact(texts, "output")
        titles, axes = rest[0 : len(labels) : 2], rest[1 : len(labels) : 2]
        drawn = zip(ran.figures, titles, axes, strict=True)
        left = zip(ran.files, rest[len(labels) :], strict=True)
        return Execution(
            status=ran.status,
            stdout=without_rows(stdout),
            stderr=without_rows(stderr),
            value=without_rows(value),
            figures=tuple(_figure(figure, title, axis) for figure, title, axis in drawn),
            files=tuple(file.model_copy(update={"name": name, "size": UNTOLD}) for file, name in left),
        )

    async def _one(self, text: str, kind: Kind) -> str:
        return (await self._redactor.redact([text], kind))[0]

    def _plan(self, made: Plan) -> Plan:
        """The plan for the person, with the values again."""
        back = self._redactor.restored
        return Plan(
            steps=tuple(Step(title=back(step.title), code=self._code(step.code)) for step in made.steps),
            assumptions=tuple(map(back, made.assumptions)),
            establishes=tuple(map(back, made.establishes)),
            answer=back(made.answer),
            unread=back(made.unread),
            ask=back(made.ask),
            options=tuple(map(back, made.options)),
        )

    def _code(self, code: str) -> str:
        """The code with the values in it; where that cannot be, it fails instead of comparing with a sign."""
        restored = self._redactor.restored_code(code)
        if restored is None:
            restored = "\n# ".join([f"raise ValueError({prompts.MISPLACED!r})", *code.splitlines()])
        if restored != code:
            self._written[restored] = code
        return restored

    def _answer(self, answer: Answer) -> Answer:
        back = self._redactor.restored
        claims = (_claim(one, back(one.text), back(one.value)) for one in answer.claims)
        return Answer(text=back(answer.text), claims=tuple(claims))


def _figure(figure: Figure, title: str, axes: str) -> Figure:
    return figure.model_copy(update={"title": title, "axes": axes, "width": 0, "height": 0})


def _claim(claim: Claim, text: str, value: str) -> Claim:
    return claim.model_copy(update={"text": text, "value": value})


def _answered(turns: Sequence[Turn], answers: Sequence[str]) -> tuple[Turn, ...]:
    pairs = zip(turns, answers, strict=True)
    return tuple(turn.model_copy(update={"answer": answer}) for turn, answer in pairs)
