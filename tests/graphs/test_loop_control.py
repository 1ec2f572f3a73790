"""A person decides about the calls of the loop, before any call of the turn is run."""

import dataclasses

import pytest
from langchain_core.messages import HumanMessage
from langgraph.types import Command
from pydantic import ValidationError
from scripted_model import text
from scripted_plans import code_call

from agents.model_calls.tool_calls import Offer
from graphs import checkpoints, code_interpreter
from graphs.control import Decision
from graphs.tools import LoopTools

pytestmark = pytest.mark.sandbox

BOTH = code_call("x = 6; print(x)") + code_call("print(x * 7)")


@pytest.fixture
def loop(tools):
    return LoopTools("openai:gpt-5-mini", tools.analyst.chat, tools.sessions, tools.read_file, tools.store)


@pytest.fixture
def run(loop):
    """Run the graph on what is given, or resume it; gives its state."""
    graph = code_interpreter.build(checkpointer=checkpoints.empty())

    async def run(given, loop=loop):
        asked = {"messages": [HumanMessage(given)], "approve": True} if isinstance(given, str) else given
        return await graph.ainvoke(asked, checkpoints.RUN, context=loop)

    return run


def shown(waiting):
    found = waiting["__interrupt__"][0].value
    return found["type"], found["cell"], found["title"], found["code"]


async def test_all_calls_of_a_turn_are_decided_about_before_any_is_run(run, scripted_model):
    scripted_model.enqueue(BOTH, text("42"))
    first = await run("six times seven")
    assert shown(first) == ("review", 1, "Call 1", "x = 6; print(x)")
    second = await run(Command(resume="run"))
    assert shown(second) == ("review", 2, "Call 2", "print(x * 7)")
    assert not second["cells"]
    done = await run(Command(resume={"action": "edit", "code": "print(x * 8)"}))
    assert [cell.execution.stdout for cell in done["cells"]] == ["6\n", "48\n"]
    told = [message["content"] for message in scripted_model.requests[1].body["messages"][-2:]]
    assert told == ["6", "The user ran this instead:\n```python\nprint(x * 8)\n```\n48"]


async def test_the_model_is_told_why_a_call_was_rejected(run, scripted_model):
    scripted_model.enqueue(BOTH, code_call("print(1)"), text("One."))
    await run("go")
    second = await run(Command(resume={"action": "reject", "reason": "x is 7"}))
    assert shown(second)[1] == 1  # nothing has run, so the next one is still the first cell
    third = await run(Command(resume="run"))
    told = [message["content"] for message in scripted_model.requests[1].body["messages"][-2:]]
    assert told[0] == "It was not run: the user rejected it. x is 7"
    assert "NameError" in told[1]
    assert shown(third)[3] == "print(1)"
    done = await run(Command(resume="run"))
    assert done["messages"][-1].text == "One."


async def test_what_the_limit_leaves_no_room_for_is_not_asked_about(run, loop, scripted_model):
    limited = dataclasses.replace(loop, max_calls=1)
    scripted_model.enqueue(BOTH, text("Six."))
    await run("go", limited)
    done = await run(Command(resume="run"), limited)
    assert len(done["cells"]) == 1
    assert "a limit of the run" in done["messages"][-2].content


async def test_the_wish_holds_for_one_turn(run, scripted_model):
    scripted_model.enqueue(BOTH, text("42"), code_call("print(1)"), text("One."))
    await run("go")
    for _ in range(2):
        await run(Command(resume="run"))
    done = await run({"messages": [HumanMessage("again")]})
    assert done["messages"][-1].text == "One."


async def test_a_session_that_was_lost_meanwhile_is_made_again(run, loop, scripted_model):
    scripted_model.enqueue(code_call("x = 40"), code_call("print(x + 2)"), text("42"))
    await run("go")
    waiting = await run(Command(resume="run"))
    await loop.sessions(waiting["session"]).close()
    done = await run(Command(resume="run"))
    assert done["cells"][-1].execution.stdout == "42\n"


async def test_code_that_was_not_offered_is_not_run(run, loop, scripted_model):
    scripted_model.enqueue(code_call("print(1)"), text("Sorry."))
    done = await run("go", dataclasses.replace(loop, offer=Offer(code=False)))
    assert (done["cells"], done["messages"][-1].text) == ((), "Sorry.")


@pytest.mark.parametrize(
    "said", [{"action": "edit"}, {"action": "run", "code": "print(1)"}, {"action": "no"}]
)
def test_a_decision_says_what_it_means(said):
    with pytest.raises(ValidationError):
        Decision.model_validate(said)
