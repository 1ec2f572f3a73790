"""One turn: the container is taken, the graph is run, and the journal is kept, whatever happens."""

import dataclasses
from collections.abc import AsyncGenerator, Sequence
from contextlib import AsyncExitStack, aclosing
from dataclasses import dataclass, field

from langchain_core.messages import BaseMessage

from agents.events import CodeEvent, Event, OutputEvent, UsageEvent
from agents.limits import Limits
from agents.tool_calls import Offer
from server.operations import Measured
from server.running.answering import CODE_INTERPRETER, DATA_ANALYST, Answering, Question, Resumed
from server.running.containers import Containers
from server.service import Service
from server.state.records import Records


@dataclass(frozen=True, slots=True)
class Asked:
    """What a dialect puts to a model."""

    model: str
    messages: Sequence[BaseMessage]
    container: str = ""
    offer: Offer = field(default_factory=Offer)
    max_calls: int | None = None
    limits: Limits = field(default_factory=Limits)
    about: dict[str, str] = field(default_factory=dict)
    """What the trace says of it, such as the id of the conversation."""
    approve: bool = False
    """Stop before each run of code until somebody has decided about it."""
    resumed: Resumed | None = None
    """What it goes on from, instead of the messages."""


class Turn:
    """One run of a graph for an owner."""

    def __init__(self, service: Service, records: Records, asked: Asked) -> None:
        self._service = service
        self._containers = Containers(records, service.parts)
        self._owner = records.owner
        self._asked = asked
        self._executing = False
        self.messages: list[BaseMessage] = list(asked.messages)
        """The conversation as far as the run has come."""
        self.waiting = ""
        """The state of the run where it waits for a decision."""

    async def events(self) -> AsyncGenerator[Event]:
        """Run it; raises an `AnalystError` where it cannot go on."""
        service, asked = self._service, self._asked
        known = (DATA_ANALYST, CODE_INTERPRETER, *service.parts.models.names)
        async with AsyncExitStack() as stack:
            stack.enter_context(service.gate.run(self._owner))
            measured = stack.enter_context(service.meters.run(asked.model, asked.model in known))
            measured.attributes.update(asked.about)
            if asked.container:
                await stack.enter_async_context(service.locks.of(asked.container))
            answering = Answering(service.parts, await self._question())
            stack.push_async_callback(self._keep, answering)
            async for event in await stack.enter_async_context(aclosing(answering.events())):
                self._note(measured, event)
                yield event

    async def _question(self) -> Question:
        asked = self._asked
        question = Question(
            asked.model,
            asked.messages,
            offer=asked.offer,
            max_calls=asked.max_calls,
            limits=asked.limits,
            approve=asked.approve,
            resumed=asked.resumed,
        )
        if not asked.container:
            return question
        journal = await self._containers.journal(asked.container)
        files = await self._containers.waiting(asked.container, journal)
        names = ", ".join(file.name for file in (*journal.sources, *files))
        told = f"Files in /mnt/data: {names}" if names else ""
        instructions = "\n".join(part for part in (asked.offer.instructions, told) if part)
        return dataclasses.replace(
            question,
            container=asked.container,
            journal=journal,
            files=files,
            offer=dataclasses.replace(asked.offer, instructions=instructions),
        )

    async def _keep(self, answering: Answering) -> None:
        self.messages, self.waiting = answering.messages, answering.waiting
        container = self._asked.container
        if not container:
            return
        await self._containers.keep(container, answering.journal)
        if self._executing:  # it was broken off: the code must not go on; the journal makes the session again
            await self._service.parts.sessions(container).close()

    def _note(self, measured: Measured, event: Event) -> None:
        if isinstance(event, UsageEvent):
            measured.usage = event.usage
        if isinstance(event, CodeEvent | OutputEvent):
            self._executing = isinstance(event, CodeEvent)
