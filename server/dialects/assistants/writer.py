"""Turns the events of a run into steps and messages, stored as they come, and the stream of them."""

from collections.abc import Awaitable, Callable
from typing import Any

from openai.types.beta.threads import Message, MessageDeltaEvent
from openai.types.beta.threads.runs import RunStep, RunStepDeltaEvent

from agents.events import (
    CodeEvent,
    DoneEvent,
    Event,
    FigureEvent,
    FileEvent,
    FunctionCallEvent,
    OutputEvent,
    ReviewEvent,
    TextEvent,
)
from agents.limits import Cut
from agents.values import Artifact, Figure
from server.dialects.approval import CODE_TOOL, arguments_of
from server.dialects.assistants.common import MESSAGE, STEP
from server.dialects.made import logs_of, places_of
from server.ids import new_id, now
from server.state.records import Records
from server.state.tables import Record

Body = dict[str, Any]
Tell = Callable[[str, Body], None]
Keep = Callable[[Figure | Artifact], Awaitable[Body]]
"""Keeps what a cell made as a file; gives the file object."""


class RunWriter:
    """Writes the steps and messages of one run."""

    def __init__(self, records: Records, run: Body, tell: Tell, keep: Keep) -> None:
        self._records = records
        self._run = run
        self._tell = tell
        self._keep = keep
        self._message: Body | None = None
        self._step: Body | None = None
        self._more = 0
        self._figures: list[Body] = []
        self._files: list[Body] = []
        self.calls: list[FunctionCallEvent] = []
        """What the caller has to answer before this run can go on."""
        self.cut: Cut | None = None
        """What ended the run too early."""

    async def take(self, event: Event) -> None:
        """Take an event of the run."""
        match event:
            case TextEvent():
                await self._text(event.delta)
            case CodeEvent():
                await self._end_message()
                await self._begin_call(event)
            case OutputEvent():
                await self._output(event)
            case FigureEvent():
                await self._made(event.figure)
            case FileEvent():
                await self._made(event.file)
            case FunctionCallEvent() | ReviewEvent():
                self.calls.append(_call(event))
            case DoneEvent():
                self.cut = event.limit

    async def end(self) -> None:
        """Complete what is open; figures that no text followed get a message of their own."""
        if self._figures and not self._message:
            await self._begin_message()
        await self._end_message()
        if self.calls:
            await self._ask_caller()

    async def break_off(self, status: str) -> None:
        """Leave what is open as it is: `cancelled`, `failed` or `expired`."""
        if self._message:
            self._message.update(status="incomplete", incomplete_at=now())
            self._message["incomplete_details"] = {"reason": f"run_{status}"}
            await self._store(MESSAGE, self._message, self._run["thread_id"])
            self._tell("thread.message.incomplete", self._message)
        if self._step:
            self._step.update({"status": status, f"{status}_at": now()})
            await self._store(STEP, self._step, self._run["id"])
            self._tell(f"thread.run.step.{status}", self._step)

    async def _text(self, delta: str) -> None:
        message = self._message or await self._begin_message()
        content, told = message["content"], Body(value=delta)
        if not content or content[-1]["type"] != "text":
            content.append({"type": "text", "text": {"value": "", "annotations": []}})
            told["annotations"] = []
        content[-1]["text"]["value"] += delta
        self._tell_delta(message, len(content) - 1, {"type": "text", "text": told})

    async def _begin_message(self) -> Body:
        message = Message(
            id=new_id("msg_"),
            object=MESSAGE,
            created_at=now(),
            thread_id=self._run["thread_id"],
            run_id=self._run["id"],
            assistant_id=self._run["assistant_id"],
            role="assistant",
            status="in_progress",
            content=[],
            attachments=[],
            metadata={},
        ).model_dump(mode="json")
        details = {"type": "message_creation", "message_creation": {"message_id": message["id"]}}
        await self._begin_step("message_creation", details)
        await self._records.add(self._records.new(message, parent=self._run["thread_id"]))
        for name in ("created", "in_progress"):
            self._tell(f"thread.message.{name}", message)
        self._message = message
        for index, figure in enumerate(self._figures):
            block = {"type": "image_file", "image_file": {"file_id": figure["id"], "detail": "auto"}}
            message["content"].append(block)
            self._tell_delta(message, index, block)
        self._figures = []
        return message

    def _tell_delta(self, message: Body, index: int, block: Body) -> None:
        told = MessageDeltaEvent.model_validate(
            {
                "id": message["id"],
                "object": "thread.message.delta",
                "delta": {"content": [{"index": index, **block}]},
            }
        )
        self._tell("thread.message.delta", told.model_dump(mode="json", exclude_none=True))

    async def _end_message(self) -> None:
        message, self._message = self._message, None
        if message is None:
            return
        self._cite(message)
        status = "incomplete" if self.cut else "completed"
        message.update({"status": status, f"{status}_at": now()})
        if self.cut:
            reason = "content_filter" if self.cut == "content_filter" else "max_tokens"
            message["incomplete_details"] = {"reason": reason}
        await self._store(MESSAGE, message, self._run["thread_id"])
        self._tell(f"thread.message.{status}", message)
        await self._end_step()

    def _cite(self, message: Body) -> None:
        """Name the files that were made: as attachments, and where the text links them."""
        files, self._files = self._files, []
        message["attachments"] = [{"file_id": file["id"], "tools": [{"type": CODE_TOOL}]} for file in files]
        for index, block in enumerate(message["content"]):
            if block["type"] == "text":
                found = [told for file in files for told in _annotations(block["text"]["value"], file)]
                block["text"]["annotations"] = found
                for number, annotation in enumerate(found):
                    told = {"annotations": [{"index": number, **annotation}]}
                    self._tell_delta(message, index, {"type": "text", "text": told})

    async def _begin_call(self, event: CodeEvent) -> None:
        call = {"id": new_id("call_"), "type": CODE_TOOL, CODE_TOOL: {"input": event.code, "outputs": []}}
        await self._begin_step("tool_calls", {"type": "tool_calls", "tool_calls": [call]})
        self._tell_new_call(0, call, "input")

    async def _output(self, event: OutputEvent) -> None:
        self._more = event.more
        if logs := logs_of(event):
            self._put_out({"type": "logs", "logs": logs})
        await self._end_call()

    async def _made(self, made: Figure | Artifact) -> None:
        file = await self._keep(made)
        if isinstance(made, Figure):
            self._figures.append(file)
            self._put_out({"type": "image", "image": {"file_id": file["id"]}})
        else:
            self._files.append(file)
        self._more -= 1
        await self._end_call()

    def _put_out(self, output: Body) -> None:
        outputs = (self._step or {})["step_details"]["tool_calls"][0][CODE_TOOL]["outputs"]
        outputs.append(output)
        made = {"outputs": [{"index": len(outputs) - 1, **output}]}
        self._tell_call(0, {"type": CODE_TOOL, CODE_TOOL: made})

    def _tell_new_call(self, index: int, call: Body, given: str) -> None:
        """Tell of a call, then what it is given: a client's handler of changes hears of nothing before."""
        kind = call["type"]
        self._tell_call(index, {**call, kind: {**call[kind], given: ""}})
        self._tell_call(index, {"type": kind, kind: {given: call[kind][given]}})

    def _tell_call(self, index: int, call: Body) -> None:
        """Tell what is new of a call of the step: the client puts all that it is told together."""
        told = RunStepDeltaEvent.model_validate(
            {
                "id": (self._step or {})["id"],
                "object": "thread.run.step.delta",
                "delta": {"step_details": {"type": "tool_calls", "tool_calls": [{"index": index, **call}]}},
            }
        )
        self._tell("thread.run.step.delta", told.model_dump(mode="json", exclude_none=True))

    async def _end_call(self) -> None:
        """End the call when the last of what it made has come."""
        if self._more <= 0:
            await self._end_step()

    async def _ask_caller(self) -> None:
        calls = [
            {
                "id": call.id,
                "type": "function",
                "function": {"name": call.name, "arguments": call.arguments, "output": None},
            }
            for call in self.calls
        ]
        await self._begin_step("tool_calls", {"type": "tool_calls", "tool_calls": calls})
        for index, call in enumerate(calls):
            self._tell_new_call(index, call, "arguments")
        self._step = None  # it ends when the caller has answered

    async def _begin_step(self, kind: str, details: Body) -> None:
        step = RunStep.model_validate(
            {
                "id": new_id("step_"),
                "object": STEP,
                "created_at": now(),
                "assistant_id": self._run["assistant_id"],
                "thread_id": self._run["thread_id"],
                "run_id": self._run["id"],
                "status": "in_progress",
                "type": kind,
                "step_details": details,
                "metadata": {},
            }
        ).model_dump(mode="json")
        self._step = step
        await self._records.add(self._records.new(step, parent=self._run["id"]))
        calls = kind == "tool_calls"  # which are told with their first change
        told = {**step, "step_details": {"type": kind, "tool_calls": []}} if calls else step
        for name in ("created", "in_progress"):
            self._tell(f"thread.run.step.{name}", told)

    async def _end_step(self) -> None:
        step, self._step = self._step, None
        if step:
            step.update(status="completed", completed_at=now())
            await self._store(STEP, step, self._run["id"])
            self._tell("thread.run.step.completed", step)

    async def _store(self, kind: str, body: Body, parent: str) -> None:
        def change(record: Record) -> None:
            record.body = body

        await self._records.change(kind, body["id"], change, parent)


def _call(event: FunctionCallEvent | ReviewEvent) -> FunctionCallEvent:
    """What the caller has to answer, as the call of a function."""
    if isinstance(event, FunctionCallEvent):
        return event
    return FunctionCallEvent(id=new_id("call_"), name=CODE_TOOL, arguments=arguments_of(event))


def _annotations(text: str, file: Body) -> list[Body]:
    return [
        {
            "type": "file_path",
            "text": text[start:end],
            "start_index": start,
            "end_index": end,
            "file_path": {"file_id": file["id"]},
        }
        for start, end in places_of(text, file["filename"])
    ]
