"""Runs: started, polled, streamed, cancelled, and given the outputs of the caller's functions."""

from collections.abc import AsyncGenerator, AsyncIterator
from typing import Annotated, Any, Literal

from fastapi import APIRouter
from langchain_core.messages import ToolMessage, messages_to_dict
from openai.types.beta.threads import Run
from openai.types.shared import ReasoningEffort
from pydantic import Field

from server import sse
from server.bodies import Body, Metadata, Temperature, TopP, UpdateMetadata, shaped
from server.dialects.approval import decision_of
from server.dialects.assistants.common import (
    ASSISTANT,
    RUN,
    STEP,
    THREAD,
    Tools,
    check_format,
    check_tools,
    files_in,
    resources_of,
)
from server.dialects.assistants.ending import OVER, end_waiting, settled
from server.dialects.assistants.messages import CreateMessage, new_message
from server.dialects.assistants.threads import CreateThread, new_thread
from server.dialects.assistants.work import Told
from server.errors import ConflictError, InvalidRequestError
from server.identity import Asking, Caller
from server.ids import new_id, now
from server.paging import Paging, as_list
from server.running.answering import check_model
from server.running.feed import Feed
from server.state.tables import Record

INHERITED = ("model", "tools", "temperature", "top_p", "reasoning_effort", "response_format")
router = APIRouter()


class Truncation(Body):
    """How much of a thread a run reads."""

    type: Literal["auto", "last_messages"]
    last_messages: Annotated[int, Field(ge=1)] | None = None


class RunFields(Body):
    """What a run may be told; what is missing comes from the assistant."""

    assistant_id: str
    model: str | None = None
    instructions: str | None = None
    tools: Tools | None = None
    metadata: Metadata | None = None
    temperature: Temperature | None = None
    top_p: TopP | None = None
    reasoning_effort: ReasoningEffort = None
    stream: bool | None = None
    max_prompt_tokens: Annotated[int, Field(ge=256)] | None = None
    max_completion_tokens: Annotated[int, Field(ge=256)] | None = None
    truncation_strategy: Truncation | None = None
    tool_choice: str | dict[str, Any] | None = None
    parallel_tool_calls: bool | None = None
    response_format: Any = None


class CreateRun(RunFields):
    """A run of a thread."""

    additional_instructions: str | None = None
    additional_messages: list[CreateMessage] | None = None


class CreateThreadAndRun(RunFields):
    """A new thread and its first run."""

    thread: CreateThread | None = None
    tool_resources: dict[str, Any] | None = None


class ToolOutput(Body):
    """What a function of the caller gave."""

    tool_call_id: str
    output: str | None = ""


class SubmitToolOutputs(Body):
    """The outputs of all the functions that the run waits for."""

    tool_outputs: list[ToolOutput]
    stream: bool | None = None


@router.post("/threads/{thread_id}/runs")
async def create_run(asking: Asking, thread_id: str, body: CreateRun) -> Any:
    """Start a run of a thread."""
    thread = await asking.records.get(THREAD, thread_id)
    said = body.additional_messages or []
    more = [row for sent in said for row in await new_message(asking, thread_id, sent)]
    run = await _new_run(asking, thread, body)
    run.body["instructions"] = "\n".join(
        part for part in (run.body["instructions"], body.additional_instructions) if part
    )
    async with asking.service.gate.place(run.id, asking.key):
        feed = await _start(asking, run, more)
    return sse.response(_as_text(feed.read())) if body.stream else run.body


@router.post("/threads/runs")
async def create_thread_and_run(asking: Asking, body: CreateThreadAndRun) -> Any:
    """Make a thread and start its first run."""
    thread, *said = await new_thread(asking, body.thread or CreateThread())
    run = await _new_run(asking, thread, body)
    if body.tool_resources is not None:
        resources = await resources_of(asking.records, body.tool_resources, None)
        run.inside = {**run.inside, "files": files_in(resources)}
    async with asking.service.gate.place(run.id, asking.key):
        await asking.records.add(thread, *said)
        feed = await _start(asking, run, [])
    if not body.stream:
        return run.body

    async def told() -> AsyncGenerator[Told]:
        yield "thread.created", thread.body
        async for event in feed.read():
            yield event

    return sse.response(_as_text(told()))


@router.get("/threads/{thread_id}/runs")
async def list_runs(asking: Asking, thread_id: str, page: Paging) -> dict[str, Any]:
    """List the runs of a thread, the newest first."""
    thread = await asking.records.get(THREAD, thread_id)
    if active := thread.inside.get("active"):
        await settled(asking.records, thread_id, active)
    return as_list(await asking.records.page(RUN, page, thread_id))


@router.get("/threads/{thread_id}/runs/{run_id}")
async def retrieve_run(asking: Asking, thread_id: str, run_id: str) -> dict[str, Any]:
    """Tell how a run stands."""
    return (await settled(asking.records, thread_id, run_id)).body


@router.post("/threads/{thread_id}/runs/{run_id}")
async def update_run(asking: Asking, thread_id: str, run_id: str, body: UpdateMetadata) -> dict[str, Any]:
    """Change its metadata."""
    return (await asking.records.change(RUN, run_id, body.change, thread_id)).body


@router.post("/threads/{thread_id}/runs/{run_id}/cancel")
async def cancel_run(asking: Asking, thread_id: str, run_id: str) -> dict[str, Any]:
    """Cancel a run. In another process it ends a moment later, and is `cancelling` until then."""
    await settled(asking.records, thread_id, run_id)
    waited = False

    def change(record: Record) -> None:
        nonlocal waited
        waited = record.body["status"] == "requires_action"
        if record.body["status"] in OVER:
            raise ConflictError(f"Cannot cancel run with status '{record.body['status']}'.")
        record.body = {**record.body, "status": "cancelling"}

    run = await asking.records.change(RUN, run_id, change, thread_id)
    if waited:  # no job works on it
        await end_waiting(asking.records, run, "cancelled")
    else:
        await asking.service.jobs.cancel(run_id)
    return (await asking.records.get(RUN, run_id, thread_id)).body


@router.post("/threads/{thread_id}/runs/{run_id}/submit_tool_outputs")
async def submit_tool_outputs(asking: Asking, thread_id: str, run_id: str, body: SubmitToolOutputs) -> Any:
    """Hand over what the functions gave; the run goes on."""
    outputs = {sent.tool_call_id: sent.output or "" for sent in body.tool_outputs}
    _check_outputs((await settled(asking.records, thread_id, run_id)).body, outputs)
    job = await asking.service.jobs.next(RUN, asking.owner, run_id)

    def change(record: Record) -> None:
        _check_outputs(record.body, outputs)
        record.inside = {**record.inside, **_answered(record.inside, outputs)}
        record.body = {**record.body, "status": "queued", "required_action": None}

    run = await asking.records.change(RUN, run_id, change, thread_id, job)
    step = await _answered_step(asking, run_id, outputs)
    feed = asking.service.jobs.start(job)
    feed.put(("thread.run.step.completed", step.body))
    return sse.response(_as_text(feed.read())) if body.stream else run.body


async def _new_run(asking: Caller, thread: Record, body: RunFields) -> Record:
    """Make the row of a run, not yet stored."""
    assistant = (await asking.records.get(ASSISTANT, body.assistant_id, param="assistant_id")).body
    sent = body.model_dump(include=set(RunFields.model_fields) - {"stream"})
    given = {name: value for name, value in sent.items() if value is not None}
    fields = {
        **{name: assistant.get(name) for name in INHERITED},
        "instructions": assistant["instructions"] or "",
        "parallel_tool_calls": True,
        "tool_choice": "auto",
        "truncation_strategy": {"type": "auto"},
        "metadata": {},
        **given,
        "id": new_id("run_"),
        "object": RUN,
        "created_at": now(),
        "expires_at": now() + asking.service.parts.limits.run_lifetime,
        "thread_id": thread.id,
        "status": "queued",
    }
    made = shaped(Run, fields)
    await check_model(asking.service.parts, made["model"])
    check_tools(made["model"], made["tools"], made["tool_choice"])
    check_format(made["response_format"], made["model"], made["tools"])
    files = files_in(assistant["tool_resources"])
    return asking.records.new(made, parent=thread.id, files=files, key=asking.key)


async def _start(asking: Caller, run: Record, messages: list[Record]) -> Feed[Told]:
    """Take the thread, which has one run at a time, store the run and start its job."""
    thread = await asking.records.get(THREAD, run.parent)
    if active := thread.inside.get("active"):
        await settled(asking.records, run.parent, active)
    job = asking.service.jobs.new(RUN, asking.owner, run.id)

    def take(record: Record) -> None:
        if active := record.inside.get("active"):
            raise ConflictError(f"Thread {record.id} already has an active run {active}.")
        record.inside = {**record.inside, "active": run.id}

    await asking.records.change(THREAD, run.parent, take, None, *messages, run, job)
    return asking.service.jobs.start(job)


def _check_outputs(run: dict[str, Any], outputs: dict[str, str]) -> None:
    if run["status"] != "requires_action":
        raise ConflictError(f"Runs in status '{run['status']}' do not accept tool outputs.")
    wanted = {call["id"] for call in run["required_action"]["submit_tool_outputs"]["tool_calls"]}
    if wanted != set(outputs):
        raise InvalidRequestError(
            f"Expected tool outputs for call_ids {sorted(wanted)}, got {sorted(outputs)}.", "tool_outputs"
        )


def _answered(inside: dict[str, Any], outputs: dict[str, str]) -> dict[str, Any]:
    """What the caller has answered: a decision, where the run waits for approval."""
    if waiting := inside.get("waiting"):
        return {"resumed": {"state": waiting, "decision": decision_of(*outputs.values()).model_dump()}}
    answers = [ToolMessage(output, tool_call_id=call) for call, output in outputs.items()]
    return {"messages": [*inside["messages"], *messages_to_dict(answers)]}


async def _answered_step(asking: Caller, run_id: str, outputs: dict[str, str]) -> Record:
    """Complete the step that has waited for the caller."""
    step = (await asking.records.all(STEP, run_id))[-1]

    def change(record: Record) -> None:
        for call in record.body["step_details"]["tool_calls"]:
            call["function"]["output"] = outputs[call["id"]]
        record.body = {**record.body, "status": "completed", "completed_at": now()}

    return await asking.records.change(STEP, step.id, change, run_id)


async def _as_text(events: AsyncIterator[Told]) -> AsyncGenerator[str]:
    async for name, body in events:
        yield sse.event(body, name)
    yield f"event: done\n{sse.DONE}"
