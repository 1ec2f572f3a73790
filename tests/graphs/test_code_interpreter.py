"""The function-calling loop, end to end: real model client, scripted model, real pool."""

import dataclasses

import pytest
from langchain_core.messages import HumanMessage
from langgraph.checkpoint.memory import InMemorySaver
from scripted_model import text, tool_call
from scripted_plans import code_call

from agents.calculator.chat import OfflineChatModel
from graphs import code_interpreter
from graphs.checkpoints import serializer
from graphs.tools import LoopTools

pytestmark = pytest.mark.sandbox

NAME = "execute_python_code"


@pytest.fixture
def loop(tools):
    return LoopTools("openai:gpt-5-mini", tools.analyst.chat, tools.sessions, tools.read_file, tools.store)


async def say(loop, words, graph=code_interpreter.graph, thread=None, files=()):
    config = {"configurable": {"thread_id": thread}} if thread else None
    asked = {"messages": [HumanMessage(words)], "files": list(files)}
    return await graph.ainvoke(asked, config, context=loop)


async def test_the_model_sees_one_tool_with_one_argument(loop, scripted_model):
    scripted_model.enqueue(text("Hello."))
    done = await say(loop, "Hello")
    function = scripted_model.requests[0].body["tools"][0]["function"]
    assert (function["name"], function["parameters"]["required"]) == (NAME, ["code"])
    assert list(function["parameters"]["properties"]) == ["code"]
    assert done["messages"][-1].text == "Hello."
    assert done["cells"] == ()


async def test_a_call_is_run_and_its_output_goes_back(loop, scripted_model):
    scripted_model.enqueue(code_call("print(2 ** 20)"), text("1,048,576"))
    done = await say(loop, "2の20乗を計算してください")
    assert done["messages"][-2].content == "1048576"
    assert done["messages"][-1].text == "1,048,576"
    assert scripted_model.requests[1].body["messages"][-1]["role"] == "tool"


async def test_several_calls_in_one_turn_are_run_in_order(loop, scripted_model):
    both = code_call("x = 6; print(x)") + code_call("print(x * 7)")
    scripted_model.enqueue(both, text("42"))
    done = await say(loop, "six times seven")
    answers = scripted_model.requests[1].body["messages"][-2:]
    assert [answer["content"] for answer in answers] == ["6", "42"]
    assert len({answer["tool_call_id"] for answer in answers}) == 2
    assert [cell.id for cell in done["cells"]] == [1, 2]


async def test_an_error_goes_back_to_the_model(loop, scripted_model):
    scripted_model.enqueue(code_call("1 / 0"), text("It cannot be done."))
    done = await say(loop, "divide")
    assert "ZeroDivisionError" in done["messages"][-2].content
    assert done["messages"][-2].status == "error"


@pytest.mark.parametrize(
    "call",
    [tool_call("other_tool", code="1"), tool_call(NAME), tool_call(NAME, "{not json")],
    ids=["unknown tool", "no code", "malformed arguments"],
)
async def test_a_call_that_cannot_be_run_is_answered_all_the_same(loop, scripted_model, call):
    scripted_model.enqueue(call, text("Sorry."))
    done = await say(loop, "anything")
    assert "There is only the tool execute_python_code" in done["messages"][-2].content
    assert done["messages"][-1].text == "Sorry."


async def test_after_the_last_round_the_model_has_to_answer(loop, scripted_model):
    loop = dataclasses.replace(loop, max_rounds=2)
    scripted_model.enqueue(*[code_call("print(1)")] * 2, code_call("print(2)"))
    done = await say(loop, "loop for ever")
    assert "tools" not in scripted_model.requests[2].body
    assert done["messages"][-1].text.startswith("Stopped")
    assert len(done["cells"]) == 2


async def test_the_conversation_and_the_variables_stay(loop, scripted_model):
    graph = code_interpreter.build(checkpointer=InMemorySaver(serde=serializer()))
    scripted_model.enqueue(code_call("x = 100"), text("Done."))
    await say(loop, "x is 100", graph, "memory")
    scripted_model.enqueue(code_call("x += 50; print(x)"), text("150"))
    done = await say(loop, "add 50", graph, "memory")
    assert done["messages"][-2].content == "150"
    assert [message["role"] for message in scripted_model.requests[2].body["messages"]].count("user") == 2


async def test_files_are_in_the_session(loop, scripted_model, penguins):
    code = "import pandas as pd; print(len(pd.read_csv('/mnt/data/penguins.csv')))"
    scripted_model.enqueue(code_call(code), text("344"))
    done = await say(loop, "how many?", files=[penguins])
    assert done["messages"][-2].content == "344"


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("2の20乗を計算してください", "1048576"),
        ("1から1000までの数で、3と5の両方で割り切れる数の合計を求めてください", "33165"),
    ],
)
async def test_without_a_model_the_rules_answer_the_hands_on_s_questions(loop, question, said):
    loop = dataclasses.replace(loop, chat=OfflineChatModel(), model="rule-based")
    done = await say(loop, question)
    assert said in done["messages"][-1].text.replace(",", "")
