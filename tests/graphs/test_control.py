"""A person keeps the run in hand: decisions about steps, questions back, limits."""

import asyncio
from dataclasses import replace

import pytest
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.types import Command
from scripted_model import stall
from scripted_plans import plan, step, summary

from agents.errors import AnalystError, BadFileError
from agents.offline import RuleBasedAnalyst
from graphs import data_analyst
from graphs.checkpoints import serializer

pytestmark = pytest.mark.sandbox

COUNT = "print(len(penguins))"
CONFIG = {"configurable": {"thread_id": "control"}}


@pytest.fixture
def graph():
    return data_analyst.build(checkpointer=InMemorySaver(serde=serializer()))


async def ask(graph, tools, penguins, **wishes):
    asked = {"question": "How many?", "files": [penguins]} | wishes
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


@pytest.mark.parametrize(
    ("decision", "answer"),
    [
        ({"action": "edit", "code": "1 / 0"}, "No answer: ZeroDivisionError: division by zero"),
        ({"action": "reject", "reason": "too slow"}, "No answer: The user rejected this step: too slow"),
    ],
)
async def test_where_the_rules_know_no_way_the_run_ends_without_an_answer(
    graph, tools, penguins, decision, answer
):
    tools = replace(tools, analyst=RuleBasedAnalyst())
    await ask(graph, tools, penguins, question="How many penguins by species?", approve=True)
    done = await resume(graph, tools, decision)
    assert (done["status"], done["answer"].text) == ("unanswered", answer)


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
    assert "the limit of 1 model call was reached" in done["answer"].text
    assert "344" in done["answer"].text
    assert len(scripted_model.requests) == 1


async def test_at_the_limit_of_tokens_nothing_more_is_mended(graph, tools, scripted_model, penguins):
    scripted_model.enqueue(plan("1 / 0"))
    done = await ask(graph, tools, penguins, limits={"tokens": 10})
    assert done["status"] == "limit"
    assert "ZeroDivisionError" in done["answer"].text


STALLED = {
    "plan": [stall(30)],
    "repair": [plan("1 / 0"), stall(30)],
    "summarise": [plan(COUNT), stall(30)],
    "verify": [plan(COUNT), summary("It is 777."), stall(30)],
}


@pytest.mark.slow
@pytest.mark.parametrize("node", STALLED)
async def test_a_model_that_stalls_is_left_at_the_limit_of_seconds(
    graph, tools, scripted_model, penguins, node
):
    scripted_model.enqueue(*STALLED[node])
    done = await ask(graph, tools, penguins, limits={"seconds": 3})
    assert (done["status"], done["stopped"]) == ("limit", "seconds")
    assert done["usage"].model_calls == len(scripted_model.requests) == len(STALLED[node])
    said = "777 ⚠ not verified" if node == "verify" else "the limit of 3 seconds was reached"
    assert said in done["answer"].text
    scripted_model.stopping.set()


@pytest.mark.slow
async def test_the_time_that_the_user_takes_is_not_counted(graph, tools, scripted_model, penguins):
    scripted_model.enqueue(plan(ask="Which?"), plan(COUNT), summary("344 [2]."))
    await ask(graph, tools, penguins, approve=True, may_ask=True, limits={"seconds": 5})
    await asyncio.sleep(3)
    await resume(graph, tools, "all")
    await asyncio.sleep(3)
    done = await resume(graph, tools, "run")
    assert (done["status"], done["answer"].text) == ("answered", "344 [2].")


async def test_where_the_time_is_up_before_the_plan_the_model_is_not_called(
    graph, tools, scripted_model, penguins
):
    done = await ask(graph, tools, penguins, limits={"seconds": 0.001})
    assert (done["status"], scripted_model.requests) == ("limit", [])
    assert "limit of 0.001 seconds" in done["answer"].text


@pytest.mark.slow
async def test_a_profile_past_the_limit_ends_the_run_and_the_file_can_be_asked_about_later(
    graph, tools, scripted_model, tmp_path
):
    table = tmp_path / "long.csv"
    table.write_text("a,b,c\n" + "1,2.5,x y z\n" * 3_000_000)
    asked = {"question": "How many rows?", "files": [str(table)]}
    done = await graph.ainvoke({**asked, "limits": {"seconds": 1}}, CONFIG, context=tools)
    assert (done["status"], scripted_model.requests) == ("limit", [])
    scripted_model.enqueue(plan("print(len(long))"), summary("3000000 [1]."))
    done = await graph.ainvoke(asked, CONFIG, context=tools)
    assert done["cells"][-1].execution.stdout == "3000000\n"


@pytest.mark.slow
async def test_a_run_past_the_limit_of_seconds_is_ended(graph, tools, scripted_model, penguins):
    scripted_model.enqueue(plan("import time; time.sleep(60)"))
    done = await ask(graph, tools, penguins, limits={"seconds": 3})
    assert done["status"] == "limit"
    assert done["cells"][-1].execution.status == "timeout"
    scripted_model.enqueue(plan(COUNT), summary("344 [3]."))
    later = await graph.ainvoke({"question": "And now?"}, CONFIG, context=tools)
    assert later["cells"][-1].execution.stdout == "344\n"  # the session was made again


@pytest.mark.parametrize("limits", [{"seconds": -1}, {"rounds": 3}, {"calls": "many"}])
async def test_limits_that_are_none_are_told_in_words(graph, tools, penguins, limits):
    with pytest.raises(
        AnalystError, match=rf"The limits are not understood \({next(iter(limits))}: .* Give any"
    ):
        await ask(graph, tools, penguins, limits=limits)


async def test_a_file_that_could_not_be_read_can_be_brought_again(graph, tools, scripted_model, tmp_path):
    table = tmp_path / "odd.csv"
    table.write_text("a;b\n1;2\n")
    with pytest.raises(BadFileError):
        await graph.ainvoke(
            {"question": "?", "files": [str(table)], "read": "usecols=['z']"}, CONFIG, context=tools
        )
    scripted_model.enqueue(plan("print(len(odd))"), summary("1 [1]."))
    asked = {"question": "?", "files": [str(table)], "read": ""}
    done = await graph.ainvoke(asked, CONFIG, context=tools)
    assert done["cells"][-1].execution.stdout == "1\n"
