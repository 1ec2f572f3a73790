"""No run makes more calls of the model than its limits allow, whatever the model replies."""

import dataclasses
import re

import pytest
from langchain_core.messages import HumanMessage
from langchain_openai import ChatOpenAI
from scripted_model import error, stall, text, tool_call
from scripted_plans import code_call, plan, step, summary

from agents.model_analyst import ModelAnalyst
from agents.model_calls.prices import Prices
from agents.model_calls.tool_calls import NAME
from graphs import code_interpreter, data_analyst
from graphs.tools import LoopTools

pytestmark = pytest.mark.sandbox

COUNT = "print(len(penguins))"
NONSENSE = text("I'd rather not.")
ANSWER = summary("There are 344 rows [2].", ("344", 2))
WRONG = summary("There are 777 rows [2].", ("777", 2))
UNSUPPORTED = error(400, "Invalid parameter: 'response_format' of type 'json_schema' is not supported.")

SCRIPTS = {
    "plan": [NONSENSE, plan(COUNT), ANSWER],
    "repair": [plan("1 / 0"), NONSENSE, step(COUNT), ANSWER],
    "inspection": [plan("print(penguins[:0])"), NONSENSE, step(COUNT), ANSWER],
    "summary": [plan(COUNT), NONSENSE, ANSWER],
    "mending of claims": [plan(COUNT), WRONG, NONSENSE, ANSWER],
    "no schemas": [UNSUPPORTED, text(plan(COUNT).value), text(ANSWER.value)],
    "neither schemas nor sense": [UNSUPPORTED, NONSENSE, text(plan(COUNT).value), text(ANSWER.value)],
}


async def ask(tools, penguins, **limits):
    asked = {"question": "How many rows?", "files": [penguins], "limits": limits}
    return await data_analyst.graph.ainvoke(asked, context=tools)


@pytest.mark.slow
@pytest.mark.parametrize("most", [1, 2, 3])
@pytest.mark.parametrize("place", SCRIPTS)
async def test_no_reply_has_the_model_called_more_often(tools, scripted_model, penguins, place, most):
    scripted_model.enqueue(*SCRIPTS[place])
    done = await ask(tools, penguins, calls=most)
    needed = len(SCRIPTS[place])
    assert len(scripted_model.requests) == done["usage"].model_calls == min(most, needed)
    if needed <= most:
        assert (done["status"], done["answer"].text) == ("answered", "There are 344 rows [2].")
        return
    assert (done["status"], done["stopped"]) == ("limit", "calls")
    called = "1 model call" if most == 1 else f"{most} model calls"
    assert f"Stopped: the limit of {called} was reached." in done["answer"].text


@pytest.mark.slow
@pytest.mark.parametrize("place", [place for place, script in SCRIPTS.items() if len(script) > 3])
async def test_with_the_calls_that_it_takes_the_answer_is_there(tools, scripted_model, penguins, place):
    scripted_model.enqueue(*SCRIPTS[place])
    done = await ask(tools, penguins, calls=len(SCRIPTS[place]))
    assert done["status"] == "answered"
    assert "344" in done["answer"].text


async def test_the_limit_holds_where_no_cell_reaches_the_model(tools, scripted_model, penguins):
    scripted_model.enqueue(NONSENSE, plan(COUNT))
    done = await ask(dataclasses.replace(tools, no_rows=True), penguins, calls=1)
    assert (done["stopped"], len(scripted_model.requests)) == ("calls", 1)


@pytest.mark.slow
async def test_where_no_cell_reaches_the_model_the_time_ends_it_too(tools, scripted_model, penguins):
    scripted_model.enqueue(plan(COUNT), NONSENSE, stall(30))
    done = await ask(dataclasses.replace(tools, no_rows=True), penguins, seconds=5)
    scripted_model.stopping.set()
    assert (done["stopped"], done["usage"].model_calls) == ("seconds", 3)


async def test_what_came_out_before_the_limit_is_shown(tools, scripted_model, penguins):
    scripted_model.enqueue(plan(COUNT), NONSENSE)
    assert "344" in (await ask(tools, penguins, calls=2))["answer"].text


async def test_an_answer_that_may_not_be_mended_is_marked(tools, scripted_model, penguins):
    scripted_model.enqueue(plan(COUNT), WRONG)
    text = (await ask(tools, penguins, calls=2))["answer"].text
    assert "777 ⚠ not verified" in text


@pytest.mark.parametrize("limits", [{"tokens": 18}, {"prompt_tokens": 11}, {"completion_tokens": 7}])
async def test_once_the_tokens_are_used_up_nothing_is_asked_again(tools, scripted_model, penguins, limits):
    scripted_model.enqueue(NONSENSE, plan(COUNT))
    done = await ask(tools, penguins, **limits)
    assert (done["status"], done["stopped"]) == ("limit", *limits)
    assert len(scripted_model.requests) == 1


async def test_a_last_call_that_goes_beyond_the_tokens_is_told(tools, scripted_model, penguins):
    asked = {"question": "How many rows?", "files": [penguins], "limits": {"tokens": 19}}
    scripted_model.enqueue(plan(COUNT), ANSWER)
    told = [event async for event in data_analyst.graph.astream(asked, context=tools, stream_mode="custom")]
    beyond = "the last call of the model went beyond the limit of 19 tokens"
    assert beyond in [event.get("text") for event in told]
    assert told[-1]["status"] == "answered"
    scripted_model.enqueue(plan(COUNT), ANSWER, plan(COUNT), ANSWER)
    assert f"2 model calls, 36 tokens ({beyond})" in (await ask(tools, penguins, tokens=19))["report"]
    assert "beyond" not in (await ask(tools, penguins, tokens=36))["report"]


@pytest.mark.slow
async def test_code_that_runs_too_long_shows_what_it_put_out_and_nothing_is_restored(
    tools, scripted_model, penguins
):
    code = "x = 1; print('begun', flush=True)\nimport time; time.sleep(60)"
    asked = {"question": "How many?", "files": [penguins], "limits": {"seconds": 6.4}}
    scripted_model.enqueue(plan(code))
    states = [
        one
        async for one in data_analyst.graph.astream(asked, context=tools, stream_mode=["custom", "values"])
    ]
    done = states[-1][1]
    ran = done["cells"][-1].execution
    assert (done["status"], done["stopped"], ran.status) == ("limit", "seconds", "timeout")
    assert ran.stdout == "begun\n"
    assert "begun" in done["answer"].text
    assert re.search(r"past its limit of \d seconds", ran.stderr)
    assert [one for mode, one in states if mode == "custom" and "restored" in one.get("text", "")] == []


@pytest.mark.slow
async def test_code_that_heeds_no_interrupt_is_ended_with_its_session(tools, scripted_model, penguins):
    stubborn = (
        "import signal, time; signal.signal(signal.SIGINT, signal.SIG_IGN); print('begun', flush=True)\n"
        "for _ in range(600): time.sleep(.1)"
    )
    scripted_model.enqueue(plan(stubborn))
    done = await ask(tools, penguins, seconds=6)
    assert (done["stopped"], done["cells"][-1].execution.status) == ("seconds", "timeout")
    assert "begun" in done["answer"].text


@pytest.mark.slow
async def test_a_second_asking_ends_with_the_time_and_what_it_took_is_counted(
    tools, scripted_model, penguins
):
    analyst = ModelAnalyst("openai:gpt-5-mini", tools.analyst.chat, Prices(prompt=1, completion=0))
    scripted_model.enqueue(NONSENSE, stall(30))
    done = await ask(dataclasses.replace(tools, analyst=analyst), penguins, seconds=3)
    scripted_model.stopping.set()
    used = done["usage"]
    assert (done["status"], done["stopped"]) == ("limit", "seconds")
    assert (len(scripted_model.requests), used.model_calls, used.prompt_tokens) == (2, 2, 11)
    assert used.dollars == pytest.approx(11e-6)


async def test_what_the_client_sends_again_is_the_same_call(tools, scripted_model, penguins):
    chat = ChatOpenAI(model="gpt-5-mini", base_url=scripted_model.base_url, api_key="unused", max_retries=2)
    scripted_model.enqueue(error(429), plan(COUNT), error(500), ANSWER)
    patient = dataclasses.replace(tools, analyst=ModelAnalyst("openai:gpt-5-mini", chat))
    done = await ask(patient, penguins, calls=2)
    assert (done["status"], done["usage"].model_calls) == ("answered", 2)
    assert len(scripted_model.requests) == 4


CALL = code_call("print(6 * 7)")
CALLS = {
    "calls": CALL,
    "two calls in a turn": CALL + CALL,
    "calls that are no JSON": tool_call(NAME, '{"code": "print('),
    "calls of nothing": tool_call("no_such_tool", code="print(1)"),
}


async def converse(tools, stream=False, **limits):
    given = (tools.sessions, tools.read_file, tools.store)
    loop = LoopTools("openai:gpt-5-mini", tools.analyst.chat, *given, stream=stream)
    asked = {"messages": [HumanMessage("Six times seven?")], "limits": limits}
    return await code_interpreter.graph.ainvoke(asked, context=loop)


@pytest.mark.slow
@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("most", [1, 2, 3])
@pytest.mark.parametrize("reply", CALLS)
async def test_the_loop_calls_the_model_no_more_often(tools, scripted_model, reply, most, stream):
    scripted_model.enqueue(*[CALLS[reply]] * 4)
    done = await converse(tools, stream, calls=most)
    assert len(scripted_model.requests) == done["usage"].model_calls == most
    called = "1 model call" if most == 1 else f"{most} model calls"
    assert done["limit"] == "calls"
    assert done["messages"][-1].text == f"Stopped: the limit of {called} was reached."


async def test_a_loop_that_answers_with_its_last_call_is_not_stopped(tools, scripted_model):
    scripted_model.enqueue(CALL, text("42"))
    done = await converse(tools, calls=2)
    assert (done["limit"], done["messages"][-1].text) == (None, "42")


@pytest.mark.parametrize("limits", [{"tokens": 18}, {"prompt_tokens": 11}])
async def test_the_loop_ends_where_the_tokens_are_used_up(tools, scripted_model, limits):
    scripted_model.enqueue(CALL, text("42"))
    done = await converse(tools, **limits)
    assert (done["limit"], len(scripted_model.requests)) == (*limits, 1)
    assert done["cells"][0].execution.stdout == "42\n"


@pytest.mark.slow
@pytest.mark.parametrize("stream", [False, True])
async def test_the_loop_leaves_a_model_that_stalls(tools, scripted_model, stream):
    scripted_model.enqueue(CALL, stall(30))
    done = await converse(tools, stream, seconds=3)
    scripted_model.stopping.set()
    assert (done["limit"], done["usage"].model_calls) == ("seconds", 2)
    assert done["messages"][-1].text == "Stopped: the limit of 3 seconds was reached."


@pytest.mark.slow
async def test_the_loop_ends_code_that_runs_too_long_and_runs_none_after_it(tools, scripted_model):
    scripted_model.enqueue(code_call("import time; time.sleep(60)") + CALL, text("42"))
    done = await converse(tools, seconds=3)
    assert [cell.execution.status for cell in done["cells"]] == ["timeout"]
    assert (done["limit"], len(scripted_model.requests)) == ("seconds", 1)
    assert "a limit of the run is reached" in done["messages"][-2].text
