"""What a server needs of the graphs: functions of the caller, limits, text as it comes, its own journal."""

import dataclasses

import pytest
from langchain_core.messages import HumanMessage
from scripted_model import text, tool_call
from scripted_plans import code_call, plan, summary

from agents.events import EVENT, FunctionCallEvent, OutputEvent, TextEvent
from agents.model_calls.tool_calls import Offer
from graphs import code_interpreter, data_analyst
from graphs.state import AnalysisState
from graphs.tools import LoopTools

pytestmark = pytest.mark.sandbox

WEATHER = {
    "type": "function",
    "function": {"name": "weather", "description": "The weather.", "parameters": {"type": "object"}},
}


@pytest.fixture
def loop(tools):
    return LoopTools("openai:gpt-5-mini", tools.analyst.chat, tools.sessions, tools.read_file, tools.store)


async def events_of(loop, words):
    asked = {"messages": [HumanMessage(words)], "files": []}
    stream = code_interpreter.graph.astream(asked, context=loop, stream_mode="custom")
    return [EVENT.validate_python(event) async for event in stream]


async def test_the_caller_s_function_ends_the_turn_and_its_code_is_run_first(loop, scripted_model):
    loop = dataclasses.replace(loop, offer=Offer(functions=(WEATHER,)))
    scripted_model.enqueue(code_call("print(6)") + tool_call("weather", city="Kyoto"))
    events = await events_of(loop, "weather?")
    assert [event.type for event in events] == ["code", "output", "function_call", "usage", "done"]
    called = next(event for event in events if isinstance(event, FunctionCallEvent))
    assert (called.name, called.arguments) == ("weather", '{"city": "Kyoto"}')


async def test_without_code_no_session_is_touched_and_instructions_are_the_system_s_message(
    loop, scripted_model
):
    def no_session(thread):
        raise AssertionError(thread)

    offer = Offer(instructions="Be brief.", code=False, options={"temperature": 0.5})
    scripted_model.enqueue(text("Hello."))
    await events_of(dataclasses.replace(loop, offer=offer, sessions=no_session), "Hello")
    body = scripted_model.requests[0].body
    assert body["messages"][0] == {"role": "system", "content": "Be brief."}
    assert "tools" not in body
    assert body["temperature"] == 0.5


async def test_calls_beyond_the_limit_are_not_run(loop, scripted_model):
    loop = dataclasses.replace(loop, max_calls=1)
    both = code_call("print(1)") + code_call("print(2)")
    scripted_model.enqueue(both, text("One."))
    events = await events_of(loop, "count")
    assert [event.stdout for event in events if isinstance(event, OutputEvent)] == ["1\n"]
    assert "tools" not in scripted_model.requests[1].body


async def test_text_is_emitted_as_the_model_writes_it(loop, scripted_model):
    scripted_model.enqueue(text("A sentence of several pieces."))
    events = await events_of(dataclasses.replace(loop, stream=True), "Hello")
    deltas = [event.delta for event in events if isinstance(event, TextEvent)]
    assert len(deltas) > 1
    assert "".join(deltas) == "A sentence of several pieces."


async def test_a_caller_can_keep_the_journal_itself(tools, scripted_model, penguins):
    graph = data_analyst.build(takes=AnalysisState)
    scripted_model.enqueue(
        plan("heavy = penguins[penguins['Body Mass (g)'] > 5000]; print(1)"), summary("1.")
    )
    first = await graph.ainvoke({"question": "heavy?", "files": [penguins], "session": "kept"}, context=tools)
    kept = {key: first[key] for key in ("session", "sources", "profile", "cells", "turns")}
    scripted_model.enqueue(plan("print(len(heavy))"), summary("61 [3]."))
    done = await graph.ainvoke({"question": "how many?", "files": [], **kept}, context=tools)
    assert done["cells"][-1].execution.stdout == "61\n"
    assert len(done["turns"]) == 2
