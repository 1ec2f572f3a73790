"""Models that answer with something else than the JSON that was asked for: what can be used is used."""

import json

import pytest
from scripted_model import cut_off, error, structured, text, tool_call, truncated
from scripted_plans import plan, step, summary
from scripted_replies import Raw

from agents.errors import ModelFailedError
from graphs import data_analyst

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]

CODE = "print(len(penguins))"
PLAN = json.loads(plan(CODE).value)
ANSWER = summary("There are 344 rows [2].", ("344", 2))
UNSUPPORTED = error(400, "Invalid parameter: 'response_format' of type 'json_schema' is not supported.")


def said(**changes):
    return json.dumps(PLAN | changes)


def without(*names):
    return json.dumps({name: value for name, value in PLAN.items() if name not in names})


BARE = without("assumptions", "establishes", "answer", "ask", "options")
WORDS = f"Sure {{as asked}}, here is the plan:\n\n{said()}\n\nGood luck!"
LINES = said(steps=[{"title": "n", "code": "x = 1\n" + CODE}]).replace("\\n", "\n")
FENCED = said(steps=[{"title": "n", "code": f"```python\n{CODE}\n```"}])


async def ask(tools, penguins):
    return await data_analyst.graph.ainvoke(
        {"question": "How many rows?", "files": [penguins]}, context=tools
    )


def prompts(scripted_model):
    return [request.body["messages"][-1]["content"] for request in scripted_model.requests]


@pytest.mark.parametrize(
    "reply",
    [
        pytest.param(text(f"```json\n{said()}\n```"), id="in a fence"),
        pytest.param(text(WORDS), id="among words"),
        pytest.param(text(json.dumps({"plan": PLAN})), id="wrapped"),
        pytest.param(text(BARE), id="incomplete"),
        pytest.param(text(said(answer=None, ask=None, options=None)), id="nulls"),
        pytest.param(text(FENCED), id="fenced code"),
        pytest.param(text(said(steps=[{"code": CODE}])), id="without a title"),
        pytest.param(text(said(answer="About 300, I guess.")), id="an answer beside the steps"),
        pytest.param(text(said(thoughts=["first", "then"])), id="more than asked"),
        pytest.param(text(LINES), id="line breaks"),
        pytest.param(tool_call("PlanDraft", said()), id="a call"),
        pytest.param(tool_call("execute_python_code", said()), id="a call of another function"),
    ],
)
async def test_a_plan_that_can_be_read_is_carried_out(tools, scripted_model, penguins, reply):
    scripted_model.enqueue(reply, ANSWER)
    done = await ask(tools, penguins)
    assert done["answer"].text == "There are 344 rows [2]."
    assert [cell.code.splitlines()[-1] for cell in done["cells"][1:]] == [CODE]
    assert done["usage"].model_calls == 2


@pytest.mark.parametrize(
    ("reply", "reason"),
    [
        pytest.param(text(said(steps=[])), "no steps, no answer and no question back", id="an empty plan"),
        pytest.param(text("{}"), "no steps, no answer and no question back", id="an empty object"),
        pytest.param(text(said(steps=[{"title": "n", "code": " "}])), "a step has no code", id="no code"),
        pytest.param(text(said(steps="count the rows")), "steps: Input should be a valid list", id="no list"),
        pytest.param(text(said()[:-40]), "no steps, no answer", id="broken off"),
        pytest.param(text("I'm sorry, I can't help with that."), "no JSON object", id="a refusal"),
        pytest.param(text(""), "no JSON object", id="nothing"),
        pytest.param(
            tool_call("execute_python_code", code=CODE), "no steps, no answer", id="a call of the tool"
        ),
        pytest.param(tool_call("PlanDraft", '{"steps": ['), "no JSON object", id="a broken call"),
    ],
)
async def test_what_cannot_be_used_goes_back_once_with_the_reason(
    tools, scripted_model, penguins, reply, reason
):
    scripted_model.enqueue(reply, plan(CODE), ANSWER)
    done = await ask(tools, penguins)
    assert done["answer"].text == "There are 344 rows [2]."
    assert done["usage"].model_calls == 3
    told = prompts(scripted_model)[1]
    assert reason in told
    assert '"establishes"' in told  # a server that ignores schemas passes none on


async def test_an_answer_is_read_as_leniently(tools, scripted_model, penguins):
    answer = {"text": "There are 344 rows [2].", "claims": [{"value": 344, "cell": "[2]"}, "and no more"]}
    scripted_model.enqueue(plan(CODE), text(f"```\n{json.dumps(answer)}\n```"))
    done = await ask(tools, penguins)
    assert [(claim.value, claim.cell) for claim in done["answer"].claims] == [("344", 2)]
    scripted_model.enqueue(plan(CODE), text(json.dumps({"text": "There are 344 rows [2]."})))
    assert (await ask(tools, penguins))["answer"] == done["answer"].model_copy(
        update={"claims": (done["answer"].claims[0].model_copy(update={"text": "There are 344 rows [2]."}),)}
    )


async def test_an_empty_answer_goes_back(tools, scripted_model, penguins):
    scripted_model.enqueue(plan(CODE), summary(" "), ANSWER)
    assert (await ask(tools, penguins))["answer"].text == "There are 344 rows [2]."
    assert "the answer is empty" in prompts(scripted_model)[2]


async def test_a_question_back_comes_before_steps(tools, scripted_model, penguins):
    scripted_model.enqueue(text(said(ask="Which rows?", options=["all", "some"])))
    done = await ask(tools, penguins)
    assert (done["status"], len(done["cells"])) == ("needs_input", 1)
    assert done["answer"].text == "Which rows?\n- all\n- some"


async def test_a_mended_step_in_a_fence_is_run(tools, scripted_model, penguins):
    mended = text("The column was wrong.\n```json\n" + step(CODE).value + "\n```")
    scripted_model.enqueue(plan("print(penguins['nothing'])"), mended, summary("344 [3]."))
    assert (await ask(tools, penguins))["answer"].text == "344 [3]."


@pytest.mark.parametrize(
    "refusal",
    [
        pytest.param(UNSUPPORTED, id="OpenAI"),
        pytest.param(error(400, "registry.ollama.ai/library/m does not support tools"), id="Ollama"),
        pytest.param(error(422, "Structured outputs are not available for this model"), id="another"),
    ],
)
async def test_a_model_that_takes_no_schemas_is_asked_in_words_from_then_on(
    tools, scripted_model, penguins, refusal
):
    scripted_model.enqueue(refusal, text(f"Here it is: {said()}"), text(ANSWER.value))
    done = await ask(tools, penguins)
    assert done["answer"].text == "There are 344 rows [2]."
    with_schema = ["response_format" in request.body for request in scripted_model.requests]
    assert with_schema == [True, False, False]
    assert "Answer with one JSON object" in prompts(scripted_model)[1]
    assert done["usage"].model_calls == 3  # the one that was refused was sent


async def test_where_a_step_cannot_be_mended_what_came_out_is_shown(tools, scripted_model, penguins):
    scripted_model.enqueue(plan(CODE, "1 / 0"), text("no"), text("no"))
    done = await ask(tools, penguins)
    assert done["status"] == "unanswered"
    assert "answered twice with something that is not the JSON" in done["answer"].text
    assert "344" in done["answer"].text


async def test_a_refusal_is_told_and_not_asked_again(tools, scripted_model, penguins):
    message = {"role": "assistant", "content": None, "refusal": "I can't help with that."}
    choice = {"index": 0, "message": message, "finish_reason": "stop"}
    body = {"id": "c", "object": "chat.completion", "created": 1, "model": "m", "choices": [choice]}
    scripted_model.enqueue(Raw(200, json.dumps(body), {}))
    with pytest.raises(ModelFailedError, match="The model refused to answer"):
        await ask(tools, penguins)
    assert len(scripted_model.requests) == 1


async def test_another_fault_of_the_request_is_told(tools, scripted_model, penguins):
    scripted_model.enqueue(error(400, "The temperature is out of range."))
    with pytest.raises(ModelFailedError, match="temperature is out of range"):
        await ask(tools, penguins)
    assert len(scripted_model.requests) == 1


@pytest.mark.parametrize(
    ("replies", "told"),
    [
        ([truncated('{"steps": [')], "broke off before its end"),
        ([cut_off(said())], "could not be reached"),
        ([text("no"), text("no")], "answered twice with something that is not the JSON"),
        ([UNSUPPORTED, text("no"), text("no")], "answered twice with something that is not the JSON"),
        ([structured({"steps": []}), structured({"steps": []})], "answered twice"),
    ],
    ids=["the limit of tokens", "the connection", "words", "words without schemas", "empty plans"],
)
async def test_what_does_not_come_right_is_told(tools, scripted_model, penguins, replies, told):
    scripted_model.enqueue(*replies)
    with pytest.raises(ModelFailedError, match=told):
        await ask(tools, penguins)
    assert scripted_model.left == 0
