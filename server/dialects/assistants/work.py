"""Carries out a run: it goes on when the caller leaves, and is taken over when its process ends."""

import asyncio
import contextlib
import copy
from collections.abc import Mapping
from contextlib import aclosing
from typing import Any

from langchain_core.messages import AIMessage, BaseMessage, messages_from_dict, messages_to_dict

from agents.events import NoteEvent, UsageEvent
from agents.values import Artifact, Figure, Limits, Usage
from server.dialects import approval, formats
from server.dialects.assistants.common import MESSAGE, RUN, STEP, THREAD, files_in, runs_code
from server.dialects.assistants.ending import OVER, end_run, usage_after
from server.dialects.assistants.messages import image_ids
from server.dialects.assistants.writer import RunWriter
from server.dialects.bringing import asked_of, contents_left
from server.dialects.files import new_file
from server.dialects.functions import Choice, choice_of, flat, offer_of
from server.dialects.images import upload_urls
from server.dialects.made import bytes_of
from server.errors import MissingError, code_of_answer, described
from server.ids import now
from server.running.answering import Asked, Resumed
from server.running.containers import Containers
from server.running.feed import Feed
from server.running.turns import Turn
from server.service import Service
from server.state.records import Records
from server.state.tables import Record

Told = tuple[str, dict[str, Any]]
ENDINGS = {
    None: ("completed", ""),
    "content_filter": ("failed", "The model's content filter stopped the answer."),
}
"""Status and reason by what has ended the answer too early; else it was a limit."""
HANDED_ON = ("temperature", "top_p", "reasoning_effort")
"""What a model is handed as it is."""


class RunWork:
    """What a run's job does."""

    def __init__(self, service: Service) -> None:
        self._service = service

    async def carry_out(self, owner: str, id: str, feed: Feed[Any]) -> None:
        """Run it until it is completed, waits for the caller's functions, or has expired."""
        records = self._service.records(owner)
        record = await records.get(RUN, id)
        if record.body["status"] in OVER:
            return
        running = Running(self._service, records, record, feed)
        try:
            async with asyncio.timeout(max(0, record.body["expires_at"] - now())):
                await running.go()
        except TimeoutError:
            await running.break_off("expired")
        except Exception as error:
            await running.break_off("failed", described(error).message, code_of_answer(error))
        except asyncio.CancelledError:
            if (await records.get(RUN, id)).body["status"] == "cancelling":
                await running.break_off("cancelled")
            raise

    async def fail(self, owner: str, id: str, error: Exception, feed: Feed[Any]) -> None:
        """Write down that it failed."""
        await self._end(owner, id, feed, "failed", described(error).message)

    async def cancel(self, owner: str, id: str, feed: Feed[Any]) -> None:
        """Write down that it was cancelled."""
        await self._end(owner, id, feed, "cancelled")

    async def _end(self, owner: str, id: str, feed: Feed[Any], status: str, reason: str = "") -> None:
        with contextlib.suppress(MissingError):  # the thread may be deleted
            records = self._service.records(owner)
            await end_run(records, await records.get(RUN, id), feed, status, reason)


class Running:
    """One run while it goes on."""

    def __init__(self, service: Service, records: Records, record: Record, feed: Feed[Told]) -> None:
        self._service = service
        self._records = records
        self._record = record
        self._feed = feed
        self._run = record.body
        self._usage = Usage()
        self._writer = RunWriter(records, self._run, self._tell, self._keep)

    def _tell(self, name: str, body: dict[str, Any]) -> None:
        self._feed.put((name, copy.deepcopy(body)))

    async def go(self) -> None:
        """Run the graph and write down what comes of it."""
        await self._begin()
        asked, key = await self._asked(), self._record.inside["key"]
        turn = Turn(self._service, self._records, asked, self._record.id, key)
        async with aclosing(turn.events()) as events:
            async for event in events:
                if isinstance(event, UsageEvent):
                    self._usage = event.usage
                if isinstance(event, NoteEvent):  # there is no place for it but the metadata
                    noted = {**self._run["metadata"], "note": event.text}
                    await change_run(self._records, self._record, {"metadata": noted})
                await self._writer.take(event)
        await self._writer.end()
        if self._writer.calls:
            await self._wait_for_caller(turn)
            return
        ending = ENDINGS.get(self._writer.cut, ("incomplete", f"max_{self._writer.cut}"))
        await end_run(self._records, self._record, self._feed, *ending, self._usage, "invalid_prompt")

    async def break_off(self, status: str, reason: str = "", code: str = "server_error") -> None:
        """End it early."""
        with contextlib.suppress(MissingError):
            await self._writer.break_off(status)
            await end_run(self._records, self._record, self._feed, status, reason, self._usage, code)

    async def _begin(self) -> None:
        if not self._record.inside.get("messages"):  # what an attempt that was lost has left
            await self._records.clear(STEP, self._run["id"])
            for message in await self._records.all(MESSAGE, self._run["thread_id"]):
                if message.body["run_id"] == self._run["id"]:
                    await self._records.delete(MESSAGE, message.id)
            self._tell("thread.run.created", self._run)
        self._tell("thread.run.queued", self._run)
        fields = {"status": "in_progress", "started_at": self._run["started_at"] or now()}
        await change_run(self._records, self._record, fields)
        self._tell("thread.run.in_progress", self._run)

    async def _asked(self) -> Asked:
        run, tools = self._run, self._run["tools"]
        options = {name: run[name] for name in HANDED_ON if run.get(name) is not None}
        code, choice = runs_code(run["model"], tools), choice_of(run["tool_choice"])
        if self._record.inside.get("messages"):  # it goes on: what was forced has been called
            choice = Choice(only=choice.only)
        return Asked(
            model=run["model"],
            messages=await self._messages(),
            container=await self._container() if code else "",
            offer=offer_of(
                run["instructions"],
                flat(tools),
                code,
                choice,
                run["parallel_tool_calls"],
                options,
                formats.read(run["response_format"]),
            ),
            limits=limits_left(run),
            approve=approval.wanted(tools),
            resumed=Resumed.of(self._record.inside),
            about={"gen_ai.conversation.id": run["thread_id"], "gen_ai.agent.id": run["assistant_id"]},
        )

    async def _messages(self) -> list[BaseMessage]:
        if kept := self._record.inside.get("messages"):
            return messages_from_dict(kept)
        last = (self._run["truncation_strategy"] or {}).get("last_messages") or 0  # all
        said = [r.body for r in await self._records.all(MESSAGE, self._run["thread_id"])][-last:]
        shown = [id for body in said if body["role"] == "user" for id in image_ids(body)]
        images = await upload_urls(self._records, self._service.parts.store, shown)
        return [_read(body, images) for body in said]

    async def _container(self) -> str:
        """The thread's session, with the files of assistant, thread and messages."""
        containers = Containers(self._records, self._service.parts)
        thread = await self._records.get(THREAD, self._run["thread_id"])
        container = (await containers.revived(thread.inside.get("container"))).id

        def change(record: Record) -> None:
            record.inside = {**record.inside, "container": container}

        await self._records.change(THREAD, thread.id, change)
        said = await self._records.all(MESSAGE, thread.id)
        attached = [a["file_id"] for r in said if r.body["role"] == "user" for a in r.body["attachments"]]
        ids = [*self._record.inside["files"], *files_in(thread.body["tool_resources"]), *attached]
        await containers.remove_deleted(container)
        await containers.bring(container, await contents_left(self._records, ids))
        return container

    async def _keep(self, made: Figure | Artifact) -> dict[str, Any]:
        """Make a file of the assistant's output of what a cell has made."""
        content = await bytes_of(made, self._service.parts.store)
        body = new_file(content.name, content.size, "assistants_output")
        await self._records.add(self._records.new(body, digest=content.digest))
        return body

    async def _wait_for_caller(self, turn: Turn) -> None:
        calls = [
            {
                "id": call.id,
                "type": "function",
                "function": {"name": call.name, "arguments": call.arguments},
            }
            for call in self._writer.calls
        ]
        action = {"type": "submit_tool_outputs", "submit_tool_outputs": {"tool_calls": calls}}
        left = {"messages": messages_to_dict(turn.messages), "waiting": turn.waiting, "resumed": None}
        self._record.inside = {**self._record.inside, **left}
        used = usage_after(self._run["usage"], self._usage)
        fields = {"status": "requires_action", "required_action": action, "usage": used}
        await change_run(self._records, self._record, fields)
        if self._run["status"] == "cancelling":
            await self.break_off("cancelled")
        else:
            self._tell("thread.run.requires_action", self._run)


def _read(body: dict[str, Any], images: Mapping[str, str]) -> BaseMessage:
    blocks = body["content"]
    text = "\n".join(block["text"]["value"] for block in blocks if block["type"] == "text")
    if body["role"] == "assistant":
        return AIMessage(text)
    shown = [block[block["type"]] for block in blocks if block["type"] != "text"]
    return asked_of(text, [(_url(image, images), image.get("detail")) for image in shown])


def _url(image: dict[str, Any], images: Mapping[str, str]) -> str:
    return images.get(image["file_id"], "") if "file_id" in image else str(image.get("url") or "")


async def change_run(records: Records, record: Record, fields: dict[str, Any]) -> None:
    """Store the state of a run; one that is being cancelled or is over stays so."""

    def change(stored: Record) -> None:
        if stored.body["status"] not in (*OVER, "cancelling"):
            stored.body, stored.inside = {**stored.body, **fields}, record.inside

    stored = await records.change(RUN, record.id, change)
    record.body.update(stored.body)


def limits_left(run: dict[str, Any]) -> Limits:
    """What a run that may have waited for its caller can still use."""
    used, left = run["usage"] or {}, dict[str, int]()
    for name in ("prompt_tokens", "completion_tokens"):
        if most := run[f"max_{name}"]:
            left[name] = max(0, most - used.get(name, 0))
    return Limits(**left)
