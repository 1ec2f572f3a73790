"""The end of a run: told once, and its thread is free again."""

from typing import Any

from agents.values import Usage
from server.dialects.assistants.common import RUN, STEP, THREAD
from server.ids import now
from server.running.feed import Feed
from server.state.records import Records
from server.state.tables import Record

OVER = ("completed", "failed", "cancelled", "expired", "incomplete")


async def settled(records: Records, thread: str, id: str) -> Record:
    """Give a run; one that has waited for the caller beyond its time has expired."""
    run = await records.get(RUN, id, thread)
    if run.body["status"] == "requires_action" and run.body["expires_at"] <= now():
        await end_waiting(records, run, "expired")
        run = await records.get(RUN, id, thread)
    return run


async def end_waiting(records: Records, run: Record, status: str) -> None:
    """End a run that waits for its caller, and the step that asks: no job works on it."""
    await end_run(records, run, Feed(), status)

    def change(step: Record) -> None:
        if step.body["status"] == "in_progress":
            step.body = {**step.body, "status": status, f"{status}_at": now()}

    for step in await records.all(STEP, run.id):
        await records.change(STEP, step.id, change, run.id)


async def end_run(
    records: Records,
    record: Record,
    feed: Feed[Any],
    status: str,
    reason: str = "",
    usage: Usage | None = None,
    code: str = "server_error",
) -> None:
    """Bring a run to its end, once, and set its thread free."""
    told = False

    def change(stored: Record) -> None:
        nonlocal told
        if stored.body["status"] in OVER:
            return
        told = True
        final = "cancelled" if stored.body["status"] == "cancelling" else status
        fields: dict[str, Any] = {"status": final, "required_action": None}
        if final == "incomplete":
            fields["incomplete_details"] = {"reason": reason}
        else:
            fields[f"{final}_at"] = now()
        if final == "failed":
            fields["last_error"] = {"code": code, "message": reason}
        stored.body = {**stored.body, **fields, "usage": usage_after(stored.body["usage"], usage)}
        stored.inside = {**stored.inside, "waiting": "", "resumed": None}

    stored = await records.change(RUN, record.id, change)
    await _set_free(records, stored)
    if told:
        feed.put((f"thread.run.{stored.body['status']}", stored.body))


async def _set_free(records: Records, run: Record) -> None:
    def change(thread: Record) -> None:
        if thread.inside.get("active") == run.id:
            thread.inside = {**thread.inside, "active": None}

    await records.change(THREAD, run.parent, change)


def usage_after(before: dict[str, int] | None, used: Usage | None) -> dict[str, int]:
    """The tokens of a run that has gone on."""
    before = before or {"prompt_tokens": 0, "completion_tokens": 0}
    prompt = before["prompt_tokens"] + (used.prompt_tokens if used else 0)
    completion = before["completion_tokens"] + (used.completion_tokens if used else 0)
    return {"prompt_tokens": prompt, "completion_tokens": completion, "total_tokens": prompt + completion}
