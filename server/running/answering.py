"""Puts a question to one of the two graphs and gives its events."""

from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage

from agents.events import EVENT, Event
from agents.limits import Limits
from agents.tool_calls import Offer
from agents.values import SourceFile, Turn
from graphs import code_interpreter, data_analyst
from graphs.state import AnalysisState
from graphs.tools import LoopTools, Tools
from server.errors import InvalidRequestError, UnknownModelError
from server.parts import Parts
from server.running.journal import Journal

DATA_ANALYST = "data-analyst"
CODE_INTERPRETER = "code-interpreter"


@dataclass(frozen=True, slots=True)
class Question:
    """What is put to a model. The last message is the one to answer."""

    model: str
    messages: Sequence[BaseMessage]
    container: str = ""
    """Whose session the code runs in; none is needed where the model may not run code."""
    journal: Journal = field(default_factory=Journal)
    files: tuple[SourceFile, ...] = ()
    """Files for the session; what the journal has already is not brought in again."""
    offer: Offer = field(default_factory=Offer)
    max_calls: int | None = None
    limits: Limits = field(default_factory=Limits)


class Answering:
    """One run of a graph."""

    def __init__(self, parts: Parts, question: Question) -> None:
        self._parts = parts
        self._question = question
        self._state: dict[str, Any] = {}

    async def events(self) -> AsyncGenerator[Event]:
        """Run the graph; raises an `AnalystError` where it cannot go on."""
        async for part in self._stream():
            if part["type"] == "custom":
                yield EVENT.validate_python(part["data"])
            else:
                self._state = dict(part["data"])

    @property
    def journal(self) -> Journal:
        """The container's journal as far as the run has come."""
        old = self._question.journal
        return Journal(
            sources=self._state.get("sources", old.sources),
            cells=self._state.get("cells", old.cells),
            profile=self._state.get("profile", old.profile),
        ).without_outputs()

    @property
    def messages(self) -> list[BaseMessage]:
        """The conversation as far as the run has come, for a run that waits for the caller's functions."""
        return list(self._state.get("messages", self._question.messages))

    def _stream(self) -> AsyncIterator[Any]:
        modes: Any = ["custom", "values"]
        if self._question.model == DATA_ANALYST:
            given, tools = self._analysis_input(), self._analysis_tools()
            return _ANALYSIS.astream(given, context=tools, stream_mode=modes, version="v2")
        return _LOOP.astream(self._loop_input(), context=self._loop_tools(), stream_mode=modes, version="v2")

    def _journal_input(self) -> dict[str, Any]:
        asked = self._question
        return {
            "files": [str(number) for number in range(len(asked.files))],
            "session": asked.container,
            "sources": asked.journal.sources,
            "cells": asked.journal.cells,
        }

    def _analysis_input(self) -> dict[str, Any]:
        asked = self._question
        if not asked.messages or not isinstance(asked.messages[-1], HumanMessage):
            raise InvalidRequestError(f"For {DATA_ANALYST} the last message has to be the user's question.")
        return {
            **self._journal_input(),
            "question": str(asked.messages[-1].text),
            "profile": asked.journal.profile,
            "turns": turns_of(asked.messages[:-1]),
            "limits": asked.limits.model_dump(),
        }

    def _loop_input(self) -> dict[str, Any]:
        return {**self._journal_input(), "messages": list(self._question.messages)}

    def _analysis_tools(self) -> Tools:
        parts = self._parts
        return Tools(
            analyst=parts.models.analyst,
            sessions=parts.sessions,
            read_file=self._read,
            store=parts.store,
            max_repairs=parts.limits.max_repairs,
        )

    def _loop_tools(self) -> LoopTools:
        parts, asked = self._parts, self._question
        return LoopTools(
            model=asked.model,
            chat=chat_of(parts, asked.model),
            sessions=parts.sessions,
            read_file=self._read,
            store=parts.store,
            max_rounds=parts.limits.max_rounds,
            max_calls=asked.max_calls,
            limits=asked.limits,
            offer=asked.offer,
            stream=True,
        )

    async def _read(self, number: str) -> tuple[str, bytes]:
        file = self._question.files[int(number)]
        return file.name, await self._parts.store.get(file.digest)


def chat_of(parts: Parts, model: str) -> BaseChatModel:
    """The chat model behind a name; raises UnknownModelError."""
    chat = parts.models.chat("" if model == CODE_INTERPRETER else model)
    if chat is None:
        known = ", ".join((DATA_ANALYST, CODE_INTERPRETER, *parts.models.names))
        raise UnknownModelError(f"The model '{model}' does not exist. There are: {known}.")
    return chat


def check_model(parts: Parts, model: str) -> None:
    """Refuse a model that nobody serves, before anything is started."""
    if model != DATA_ANALYST:
        chat_of(parts, model)


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
