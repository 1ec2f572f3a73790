"""Puts a question to one of the two graphs and gives its events."""

from collections.abc import AsyncGenerator, AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.types import Command

from agents.blocking import in_thread
from agents.errors import ModelMissingError
from agents.events import EVENT, Event, UsageEvent
from agents.model_calls.tool_calls import Offer
from agents.values import Limits, SourceFile, Turn, Usage, Value
from graphs import checkpoints, code_interpreter, data_analyst
from graphs.control import Decision
from graphs.state import AnalysisState
from graphs.tools import LoopTools, Tools
from server.errors import ConflictError, InvalidRequestError, UnknownModelError
from server.parts import Parts
from server.running.journal import Journal

DATA_ANALYST = "data-analyst"
CODE_INTERPRETER = "code-interpreter"
OURS = (DATA_ANALYST, CODE_INTERPRETER)


class Resumed(Value):
    """A run that has waited for a decision, and the decision."""

    state: str
    decision: Decision

    @classmethod
    def of(cls, inside: dict[str, Any]) -> "Resumed | None":
        """What a run goes on from, by what its row knows."""
        return cls.model_validate(inside["resumed"]) if inside.get("resumed") else None


@dataclass(frozen=True, slots=True)
class Asked:
    """What a dialect puts to a model. The last message is the one to answer."""

    model: str
    messages: Sequence[BaseMessage]
    container: str = ""
    """Whose session the code runs in; none is needed where the model may not run code."""
    once: bool = False
    """Nobody goes on in that session: it ends with the run, so that the pool has it back."""
    offer: Offer = field(default_factory=Offer)
    max_calls: int | None = None
    limits: Limits = field(default_factory=Limits)
    about: dict[str, str] = field(default_factory=dict)
    """What the trace says of it, such as the id of the conversation."""
    approve: bool = False
    """Stop before each run of code until somebody has decided about it."""
    resumed: Resumed | None = None
    """What it goes on from, instead of the messages."""


class Answering:
    """One run of a graph, in a session that is made of a journal.

    `files` are for that session; what the journal has already is not brought in again.
    """

    def __init__(
        self, parts: Parts, asked: Asked, journal: Journal, files: tuple[SourceFile, ...] = ()
    ) -> None:
        self._parts = parts
        self._asked = asked
        self._journal = journal
        self._files = files
        self._state: dict[str, Any] = {}
        self.waiting = ""
        """The state of a run that waits for a decision."""

    async def events(self) -> AsyncGenerator[Event]:
        """Run the graph; raises an `AnalystError` where it cannot go on.

        A run that stops for a decision ends with a `ReviewEvent` and what it has used.
        """
        saver, interrupts = await self._saver(), tuple[Any, ...]()
        with self._named_model():
            async for part in self._stream(await self._input(saver), saver):
                if part["type"] == "custom":
                    yield EVENT.validate_python(part["data"])
                else:
                    self._state, interrupts = dict(part["data"]), part["interrupts"]
        if saver and interrupts:
            self.waiting = await checkpoints.packed(saver)
            yield EVENT.validate_python(interrupts[0].value)
            yield UsageEvent(usage=self._state["usage"])

    @property
    def journal(self) -> Journal:
        """The container's journal as far as the run has come."""
        old = self._journal
        return Journal(
            sources=self._state.get("sources", old.sources),
            cells=self._state.get("cells", old.cells),
            profile=self._state.get("profile", old.profile),
        ).without_outputs()

    @property
    def messages(self) -> list[BaseMessage]:
        """The conversation as far as the run has come, for a run that waits for the caller's functions."""
        return list(self._state.get("messages", self._asked.messages))

    @contextmanager
    def _named_model(self) -> Iterator[None]:
        """Tell a caller who has named a model that there is none; the name of ours is set elsewhere."""
        try:
            yield
        except ModelMissingError as error:
            if self._asked.model in OURS:
                raise
            raise UnknownModelError(f"The provider has no model '{self._asked.model}'.") from error

    async def _saver(self) -> InMemorySaver | None:
        """What keeps the state of a run that may stop; no other run is kept."""
        if self._asked.resumed:
            return await checkpoints.unpacked(self._asked.resumed.state)
        return checkpoints.empty() if self._asked.approve else None

    def _stream(self, given: Any, saver: InMemorySaver | None) -> AsyncIterator[Any]:
        graph: Any = _ANALYSIS if self._analyses else _LOOP
        tools = self._analysis_tools() if self._analyses else self._loop_tools()
        how: dict[str, Any] = {"stream_mode": ["custom", "values"], "version": "v2"}
        if saver:
            graph = graph.copy(update={"checkpointer": saver})
            how |= {"config": checkpoints.RUN, "durability": "exit"}
        stream: AsyncIterator[Any] = graph.astream(given, context=tools, **how)
        return stream

    @property
    def _analyses(self) -> bool:
        return self._asked.model == DATA_ANALYST

    async def _input(self, saver: InMemorySaver | None) -> Any:
        if saver and self._asked.resumed:
            return await self._decision(saver, self._asked.resumed.decision)
        return self._analysis_input() if self._analyses else self._loop_input()

    async def _decision(self, saver: InMemorySaver, decision: Decision) -> Command[Any]:
        """Resume in the session as it is now, unless something else has run there meanwhile."""
        asked, kept = self._asked, await checkpoints.state_of(saver)
        if [cell.code for cell in kept["cells"]] != [cell.code for cell in self._journal.cells]:
            raise ConflictError(f"{asked.container} was used since this run has stopped. Ask anew.")
        now = {"session": asked.container, "sources": self._journal.sources, "usage": Usage()}
        now["limits"] = asked.limits.model_dump()
        return Command(resume=decision.model_dump(), update=now)

    def _journal_input(self) -> dict[str, Any]:
        return {
            "files": [str(number) for number in range(len(self._files))],
            "session": self._asked.container,
            "sources": self._journal.sources,
            "cells": self._journal.cells,
            "approve": self._asked.approve,
            "limits": self._asked.limits.model_dump(),
        }

    def _analysis_input(self) -> dict[str, Any]:
        asked = self._asked
        if not asked.messages or not isinstance(asked.messages[-1], HumanMessage):
            raise InvalidRequestError(f"For {DATA_ANALYST} the last message has to be the user's question.")
        if _shows(asked.messages[-1]):
            raise InvalidRequestError(f"{DATA_ANALYST} sees no images. Ask {CODE_INTERPRETER} or a model.")
        return {
            **self._journal_input(),
            "question": str(asked.messages[-1].text),
            "profile": self._journal.profile,
            "turns": turns_of(asked.messages[:-1]),
        }

    def _loop_input(self) -> dict[str, Any]:
        return {**self._journal_input(), "messages": list(self._asked.messages)}

    def _analysis_tools(self) -> Tools:
        parts = self._parts
        return Tools(
            analyst=parts.models.analyst,
            sessions=parts.sessions,
            read_file=self._read,
            store=parts.store,
            max_repairs=parts.limits.max_repairs,
            no_rows=parts.no_rows,
            group_rows=parts.group_rows,
        )

    def _loop_tools(self) -> LoopTools:
        parts, asked = self._parts, self._asked
        return LoopTools(
            model=asked.model,
            chat=chat_of(parts, asked.model),
            sessions=parts.sessions,
            read_file=self._read,
            store=parts.store,
            max_rounds=parts.limits.max_rounds,
            max_calls=asked.max_calls,
            offer=asked.offer,
            no_rows=parts.no_rows,
            stream=True,
        )

    async def _read(self, number: str) -> tuple[str, bytes]:
        file = self._files[int(number)]
        return file.name, await self._parts.store.get(file.digest)


def _shows(message: BaseMessage) -> bool:
    """Tell whether there is more to a message than text, which may come in parts."""
    parts = message.content if isinstance(message.content, list) else []
    return any(isinstance(part, dict) and part.get("type") != "text" for part in parts)


def chat_of(parts: Parts, model: str) -> BaseChatModel:
    """The chat model behind a name; raises UnknownModelError."""
    chat = parts.models.chat("" if model == CODE_INTERPRETER else model)
    if chat is None:
        known = ", ".join((*OURS, *parts.models.names))
        raise UnknownModelError(f"The model '{model}' does not exist. There are: {known}.")
    return chat


async def check_model(parts: Parts, model: str) -> None:
    """Refuse a model that nobody serves, before anything is started.

    A client that is made for its first question may load certificates: other callers do not wait for that.
    """
    if model != DATA_ANALYST:
        await in_thread(lambda: chat_of(parts, model))


def turns_of(messages: Sequence[BaseMessage]) -> tuple[Turn, ...]:
    """Earlier questions and their answers, as the planner is told them."""
    turns, question = list[Turn](), ""
    for message in messages:
        if isinstance(message, HumanMessage):
            question = str(message.text)
        elif isinstance(message, AIMessage) and question and message.text:
            turns.append(Turn(question=question, answer=str(message.text)))
            question = ""
    return tuple(turns)


_ANALYSIS = data_analyst.build(takes=AnalysisState)
_LOOP = code_interpreter.build(takes=code_interpreter.LoopState)
