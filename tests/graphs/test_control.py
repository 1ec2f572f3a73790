"""A person keeps the run in hand: decisions about steps, questions back, limits."""

import pytest
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.types import Command
from scripted_plans import plan, step, summary

from graphs import data_analyst
from graphs.checkpoints import serializer

pytestmark = pytest.mark.sandbox

COUNT = "print(len(penguins))"
CONFIG = {"configurable": {"thread_id": "control"}}


@pytest.fixture
def graph():
    return data_analyst.build(checkpointer=InMemorySaver(serde=serializer()))


async def ask(graph, tools, penguins, **wishes):
    asked = {"question": "How many?", "files": [penguins], **wishes}
    return await graph.ainvoke(asked, CONFIG, context=tools)


async def resume(graph, tools, answer):
    return await graph.ainvoke(Command(resume=answer), CONFIG, context=tools)


async def test_a_step_waits_until_it_is_let_through(graph, tools, scripted_model, penguins):
    scripted_model.enqueue(plan(COUNT), summary("344 [2]."))
    waiting = await ask(graph, tools, penguins, approve=True)
    shown = waiting["__interrupt__"][0].value
    assert (shown["type"], shown["cell"], shown["code"]) == ("review", 2, COUNT)
    assert len(waiting["cells"]) == 1  # the tables were read, nothing else has run
    done = await resume(graph, tools, "run")
    assert (done["status"], done["cells"][-1].execution.stdout) == ("answered", "344\n")


@pytest.mark.parametrize("nonsense", ["go on", {"action": "edit"}, 5])
async def test_what_is_no_decision_is_asked_for_again(graph, tools, scripted_model, penguins, nonsense):
    scripted_model.enqueue(plan(COUNT), summary("344 [2]."))
    await ask(graph, tools, penguins, approve=True)
    waiting = await resume(graph, tools, nonsense)
    assert waiting["__interrupt__"][0].value["problem"]
    done = await resume(graph, tools, "run")
    assert (done["status"], done["cells"][-1].execution.stdout) == ("answered", "344\n")


async def test_an_edited_step_runs_as_edited(graph, tools, scripted_model, penguins):
    scripted_model.enqueue(plan(COUNT), summary("3 [2]."))
    await ask(graph, tools, penguins, approve=True)
    done = await resume(graph, tools, {"action": "edit", "code": "print(penguins['Species'].nunique())"})
    assert done["cells"][-1].execution.stdout == "3\n"


async def test_a_rejected_step_is_made_anew_with_the_reason(graph, tools, scripted_model, penguins):
    scripted_model.enqueue(plan("print(penguins)"), step(COUNT), summary("344 [2]."))
    await ask(graph, tools, penguins, approve=True)
    await resume(graph, tools, {"action": "reject", "reason": "do not print the whole table"})
    assert "do not print the whole table" in str(scripted_model.requests[1].body["messages"])
    done = await resume(graph, tools, "run")
    assert [cell.code for cell in done["cells"][1:]] == [COUNT]


async def test_the_wish_to_look_holds_for_one_turn(graph, tools, scripted_model, penguins):
    scripted_model.enqueue(plan(COUNT), summary("344."), plan(COUNT), summary("344."))
    await ask(graph, tools, penguins, approve=True)
    await resume(graph, tools, "run")
    done = await graph.ainvoke({"question": "Again?"}, CONFIG, context=tools)
    assert done["status"] == "answered"


async def test_a_question_back_is_answered_and_the_plan_made_with_it(graph, tools, scripted_model, penguins):
    scripted_model.enqueue(
        plan(ask="Which ones?", options=("all", "males")), plan(COUNT), summary("344 [2].")
    )
    waiting = await ask(graph, tools, penguins, may_ask=True)
    shown = waiting["__interrupt__"][0].value
    assert shown == {"type": "question", "ask": "Which ones?", "options": ["all", "males"]}
    done = await resume(graph, tools, "all")
    assert done["status"] == "answered"
    assert "Which ones? all" in str(scripted_model.requests[1].body["messages"])


async def test_who_only_asks_back_ends_with_the_question(graph, tools, scripted_model, penguins):
    scripted_model.enqueue(*[plan(ask="Which ones?")] * 3)
    await ask(graph, tools, penguins, may_ask=True)
    await resume(graph, tools, "all")
    done = await resume(graph, tools, "really all")
    assert (done["status"], done["answer"].text) == ("needs_input", "Which ones?")


async def test_at_the_limit_of_calls_the_run_ends_with_what_it_has(graph, tools, scripted_model, penguins):
    scripted_model.enqueue(plan(COUNT))
    done = await ask(graph, tools, penguins, limits={"calls": 1})
    assert done["status"] == "limit"
    assert "the limit of 1 model calls was reached" in done["answer"].text
    assert "344" in done["answer"].text
    assert len(scripted_model.requests) == 1


async def test_at_the_limit_of_tokens_nothing_more_is_mended(graph, tools, scripted_model, penguins):
    scripted_model.enqueue(plan("1 / 0"))
    done = await ask(graph, tools, penguins, limits={"tokens": 10})
    assert done["status"] == "limit"
    assert "ZeroDivisionError" in done["answer"].text


@pytest.mark.slow
async def test_a_run_past_the_limit_of_seconds_is_ended(graph, tools, scripted_model, penguins):
    scripted_model.enqueue(plan("import time; time.sleep(60)"))
    done = await ask(graph, tools, penguins, limits={"seconds": 3})
    assert done["status"] == "limit"
    assert done["cells"][-1].execution.status == "timeout"
    scripted_model.enqueue(plan(COUNT), summary("344 [3]."))
    later = await graph.ainvoke({"question": "And now?"}, CONFIG, context=tools)
    assert later["cells"][-1].execution.stdout == "344\n"  # the session was made again
