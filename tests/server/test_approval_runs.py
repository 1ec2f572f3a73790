"""Runs of the Assistants API that stop before each run of code until the caller has approved of it."""

import json
from pathlib import Path

import openai
import pytest
from fixtures_server import NESTED, http_of, opened, polled
from scripted_model import text, tool_call
from scripted_plans import code_call, plan, step, summary

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]

CODE = {"type": "code_interpreter", "require_approval": "always"}
COUNT = "print(len(penguins))"


def beta_of(http):
    return openai.AsyncOpenAI(
        base_url="http://localhost/v1", api_key="unused", http_client=http, max_retries=0
    ).beta


def call_of(run):
    """What a run asks; gives the id of the call and its arguments."""
    (call,) = run.required_action.submit_tool_outputs.tool_calls
    return call.id, json.loads(call.function.arguments)


async def start(beta, tools=(CODE,), model="gpt-5-mini", **fields):
    assistant = await beta.assistants.create(model=model, tools=list(tools))
    thread = await beta.threads.create(messages=[{"role": "user", "content": "go", **fields}])
    return await polled(beta, thread, assistant)


async def say(beta, run, output):
    return await beta.threads.runs.submit_tool_outputs_and_poll(
        run_id=run.id,
        thread_id=run.thread_id,
        tool_outputs=[{"tool_call_id": call_of(run)[0], "output": output}],
        poll_interval_ms=50,
    )


async def test_a_run_asks_and_goes_on_as_it_is_told(client, scripted_model):
    scripted_model.enqueue(code_call("print(1)"), code_call("print(2)"), code_call("print(3)"), text("Done."))
    waiting = await start(client.beta)
    assert (waiting.status, call_of(waiting)[1]) == (
        "requires_action",
        {"title": "Call 1", "code": "print(1)"},
    )
    waiting = await say(client.beta, waiting, "run")
    waiting = await say(client.beta, waiting, '{"action": "edit", "code": "print(20)"}')
    done = await say(client.beta, waiting, '{"action": "reject", "reason": "enough"}')
    assert (done.status, done.usage.total_tokens) == ("completed", 72)
    assert "rejected it. enough" in scripted_model.requests[-1].body["messages"][-1]["content"]
    steps = (await client.beta.threads.runs.steps.list(done.id, thread_id=done.thread_id, order="asc")).data
    shown = [call.type for step in steps[:-1] for call in step.step_details.tool_calls]
    assert shown == ["function", "code_interpreter"] * 2 + ["function"]
    assert steps[0].step_details.tool_calls[0].function.output == "run"
    assert steps[3].step_details.tool_calls[0].code_interpreter.input == "print(20)"


async def test_the_analyst_mends_what_was_rejected(client, scripted_model, penguins):
    scripted_model.enqueue(plan("print(penguins)"), step(COUNT), summary("344 [2].", ("344", 2)))
    file = await client.files.create(file=Path(penguins), purpose="assistants")
    attached = [{"file_id": file.id, "tools": [{"type": "code_interpreter"}]}]
    waiting = await start(client.beta, model="data-analyst", attachments=attached)
    waiting = await say(client.beta, waiting, '{"action": "reject", "reason": "too long"}')
    assert call_of(waiting)[1]["code"] == COUNT
    assert (await say(client.beta, waiting, "run")).status == "completed"
    newest = (await client.beta.threads.messages.list(waiting.thread_id)).data[0]
    assert newest.content[0].text.value.startswith("344")


async def test_approval_comes_before_the_functions_of_the_caller(client, scripted_model):
    scripted_model.enqueue(
        code_call("print(1)") + tool_call("weather", city="Kyoto"), code_call("print(2)"), text("Rain.")
    )
    waiting = await start(client.beta, [CODE, NESTED])
    assert call_of(waiting)[1]["code"] == "print(1)"
    waiting = await say(client.beta, waiting, "run")
    assert call_of(waiting)[1] == {"city": "Kyoto"}
    waiting = await say(client.beta, waiting, "rain")
    assert call_of(waiting)[1]["code"] == "print(2)"
    assert (await say(client.beta, waiting, "run")).status == "completed"


async def test_the_stream_of_an_approved_run(client, scripted_model):
    scripted_model.enqueue(code_call("print(1)"), text("One."))
    waiting = await start(client.beta)
    stream = await client.beta.threads.runs.submit_tool_outputs(
        run_id=waiting.id,
        thread_id=waiting.thread_id,
        tool_outputs=[{"tool_call_id": call_of(waiting)[0], "output": "run"}],
        stream=True,
    )
    kinds = [event.event async for event in stream]
    assert kinds[0] == "thread.run.step.completed"
    assert kinds[-1] == "thread.run.completed"
    assert "thread.message.completed" in kinds


async def test_a_run_waits_through_a_restart_and_leaves_nothing_behind(parts, scripted_model):
    scripted_model.enqueue(code_call("print(1)"), text("One."))
    async with opened(parts) as app, http_of(app) as http:
        waiting = await start(beta_of(http))
    async with opened(parts) as app, http_of(app) as http:
        assert (await say(beta_of(http), waiting, "run")).status == "completed"
        record = await app.state.service.records("local").get("thread.run", waiting.id)
        assert (record.inside["waiting"], record.inside["resumed"]) == ("", None)


@pytest.mark.parametrize(
    "output", ["perhaps", "", '{"action": "edit"}', "{", '{"action": "run", "by": "me"}']
)
async def test_what_is_no_decision_is_refused_and_the_run_waits_on(client, scripted_model, output):
    scripted_model.enqueue(code_call("print(1)"), text("One."))
    waiting = await start(client.beta)
    with pytest.raises(openai.BadRequestError, match="A decision is run"):
        await say(client.beta, waiting, output)
    assert (await say(client.beta, waiting, "run")).status == "completed"


async def test_a_run_that_waits_can_be_cancelled(client, scripted_model):
    scripted_model.enqueue(code_call("print(1)"))
    waiting = await start(client.beta)
    runs, place = client.beta.threads.runs, {"thread_id": waiting.thread_id}
    assert (await runs.cancel(waiting.id, **place)).status == "cancelled"
    assert [step.status for step in (await runs.steps.list(waiting.id, **place)).data] == ["cancelled"]


async def test_the_tool_says_always_or_never(client):
    with pytest.raises(openai.BadRequestError, match="'always' or 'never'"):
        await client.beta.assistants.create(
            model="gpt-5-mini", tools=[{"type": "code_interpreter", "require_approval": True}]
        )
