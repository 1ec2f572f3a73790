"""One turn: the container is taken, the graph is run, and the journal is kept, whatever happens."""

import dataclasses
from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, aclosing

from langchain_core.messages import BaseMessage

from agents.events import CodeEvent, Event, OutputEvent, UsageEvent
from agents.ingesting import current
from server.operations import Measured
from server.running.answering import OURS, Answering, Asked
from server.running.containers import Containers
from server.running.journal import Journal
from server.service import Service
from server.state.records import Records


class Turn:
    """One run of a graph for an owner; `id` is that of its place, which `key` has taken."""

    def __init__(self, service: Service, records: Records, asked: Asked, id: str, key: str) -> None:
        self._service = service
        self._containers = Containers(records, service.parts)
        self._asked = asked
        self._place = (id, key)
        self._executing = False
        self.messages: list[BaseMessage] = list(asked.messages)
        """The conversation as far as the run has come."""
        self.waiting = ""
        """The state of the run where it waits for a decision."""

    async def events(self) -> AsyncGenerator[Event]:
        """Run it; raises an `AnalystError` where it cannot go on."""
        service, asked = self._service, self._asked
        known = (*OURS, *service.parts.models.names)
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(service.gate.run(*self._place))
            measured = stack.enter_context(service.meters.run(asked.model, asked.model in known))
            measured.attributes.update(asked.about)
            if asked.container:
                await stack.enter_async_context(service.locks.of(asked.container))
            answering = await self._answering()
            stack.push_async_callback(self._keep, answering)
            async for event in await stack.enter_async_context(aclosing(answering.events())):
                self._note(measured, event)
                yield event

    async def _answering(self) -> Answering:
        asked, parts = self._asked, self._service.parts
        if not asked.container:
            return Answering(parts, asked, Journal())
        journal = await self._containers.journal(asked.container)
        files = await self._containers.waiting(asked.container, journal)
        names = ", ".join(file.name for file in current((*journal.sources, *files)))
        told = f"Files in /mnt/data: {names}" if names else ""
        instructions = "\n".join(part for part in (asked.offer.instructions, told) if part)
        offer = dataclasses.replace(asked.offer, instructions=instructions)
        return Answering(parts, dataclasses.replace(asked, offer=offer), journal, files)

    async def _keep(self, answering: Answering) -> None:
        self.messages, self.waiting = answering.messages, answering.waiting
        container = self._asked.container
        if not container or self._service.jobs.is_lost(self._place[0]):
            return  # another process goes on in this session
        try:
            await self._containers.keep(container, answering.journal)
        finally:
            if self._executing or (self._asked.once and answering.journal.has_session):
                # What was broken off must not go on; where it is wanted, the journal makes the session again.
                await self._service.end_sessions(container)

    def _note(self, measured: Measured, event: Event) -> None:
        if isinstance(event, UsageEvent):
            measured.usage = event.usage
        if isinstance(event, CodeEvent | OutputEvent):
            self._executing = isinstance(event, CodeEvent)
