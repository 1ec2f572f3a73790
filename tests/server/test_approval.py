"""Responses that stop before each run of code until the caller has approved of it."""

import dataclasses
import json

import openai
import pytest
from approving import COUNT, OUTPUTS, answer, ask, ask_analyst, request_in
from fixtures_server import client_of, http_of, opened, until
from scripted_model import text
from scripted_plans import code_call, plan, step, summary

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]

BOTH = code_call("x = 6; print(x)") + code_call("print(x * 7)")


async def test_the_analyst_asks_before_each_step_and_goes_on_when_approved(client, penguins, scripted_model):
    scripted_model.enqueue(
        plan(COUNT, "print(penguins['Species'].nunique())"), summary("344 [2] of 3 [3].", ("344", 2))
    )
    first = await ask_analyst(client, penguins)
    assert [item.type for item in first.output] == ["code_interpreter_call", "mcp_approval_request"]
    assert json.loads(request_in(first).arguments) == {"title": "Step 1", "code": COUNT}
    assert (first.status, first.usage.total_tokens) == ("completed", 18)
    second = await answer(client, first)
    assert [item.type for item in second.output] == ["code_interpreter_call", "mcp_approval_request"]
    assert (second.output[0].outputs[0].logs, second.usage.total_tokens) == ("344", 0)
    third = await answer(client, second)
    assert [item.type for item in third.output] == ["code_interpreter_call", "message"]
    assert third.output_text.startswith("344 [2] of 3 [3].")
    assert third.tools[0].require_approval == "always"
    scripted_model.enqueue(plan(answer="As said."))
    more = await ask(client, "And?", model="data-analyst", tools=[], previous_response_id=third.id)
    assert more.output_text == "As said."
    assert "Earlier question: How many?" in str(scripted_model.requests[-1].body["messages"])


async def test_a_step_is_run_as_the_caller_edited_it(client, penguins, scripted_model):
    scripted_model.enqueue(plan(COUNT), summary("3 [2].", ("3", 2)))
    edited = json.dumps({"code": "print(penguins['Species'].nunique())"})
    done = await answer(client, await ask_analyst(client, penguins), arguments=edited)
    assert done.output[0].outputs[0].logs == "3"
    assert done.output[0].code == "print(penguins['Species'].nunique())"


async def test_a_rejected_step_is_mended_with_the_reason(client, penguins, scripted_model):
    scripted_model.enqueue(plan("print(penguins)"), step(COUNT), summary("344 [2].", ("344", 2)))
    first = await ask_analyst(client, penguins)
    second = await answer(client, first, approve=False, reason="do not print the whole table")
    assert "do not print the whole table" in str(scripted_model.requests[1].body["messages"])
    assert json.loads(request_in(second).arguments)["code"] == COUNT
    assert (await answer(client, second)).output_text.startswith("344")


async def test_the_loop_asks_about_every_call_of_a_turn_before_it_runs_any(client, scripted_model):
    scripted_model.enqueue(BOTH, text("42."))
    first = await ask(client)
    second = await answer(client, first, approve=False, reason="x is 7")
    assert [item.type for item in second.output] == ["mcp_approval_request"]
    done = await answer(client, second, arguments=json.dumps({"code": "print(7 * 6)"}))
    assert [item.type for item in done.output] == ["code_interpreter_call", "message"]
    told = [message["content"] for message in scripted_model.requests[1].body["messages"][-2:]]
    assert told[0] == "It was not run: the user rejected it. x is 7"
    assert told[1].startswith("The user ran this instead:\n```python\nprint(7 * 6)")
    assert done.output_text == "42."


async def test_the_events_of_a_stream_tell_what_is_asked(client, scripted_model):
    scripted_model.enqueue(code_call("print(1)"), text("One."))
    first = [event async for event in await ask(client, stream=True)]
    assert [event.type for event in first] == [
        "response.created",
        "response.in_progress",
        "response.output_item.added",
        "response.output_item.done",
        "response.completed",
    ]
    assert json.loads(first[3].item.arguments) == {"title": "Call 1", "code": "print(1)"}
    more = [event async for event in await answer(client, first[-1].response, stream=True)]
    assert more[-1].response.output_text == "One."


async def test_in_the_background_and_in_a_conversation(client, scripted_model):
    scripted_model.enqueue(code_call("print(1)"), text("One."))
    conversation = await client.conversations.create()
    first = await ask(client, conversation=conversation.id)
    with pytest.raises(openai.BadRequestError, match="No approval response found"):
        await ask(client, "never mind", conversation=conversation.id)
    begun = await answer(
        client, first, background=True, conversation=conversation.id, previous_response_id=None
    )
    async for _ in await client.responses.retrieve(begun.id, stream=True):
        continue
    assert (await client.responses.retrieve(begun.id)).output_text == "One."
    kinds = [item.type for item in (await client.conversations.items.list(conversation.id, order="asc")).data]
    assert kinds == [
        "message",
        "mcp_approval_request",
        "mcp_approval_response",
        "code_interpreter_call",
        "message",
    ]


async def test_a_request_waits_through_a_restart_and_a_lost_session(parts, scripted_model):
    scripted_model.enqueue(code_call("x = 40"), code_call("print(x + 2)"), text("42."))
    async with opened(parts) as app, http_of(app) as http:
        second = await answer(client_of(http), await ask(client_of(http)))
        container = second.output[0].container_id
    await parts.sessions(container).close()
    async with opened(parts) as app, http_of(app) as http:
        records = app.state.service.records("local")
        await records.change("container", container, lambda r: r.body.update(last_active_at=0))
        done = await answer(client_of(http), second)
        assert done.output[0].outputs[0].logs == "42"
        assert done.output[0].container_id != container
        assert done.metadata["note"] == "session restored (1 cell, 0 files)"


async def test_another_server_on_the_same_database_goes_on(parts, postgres, scripted_model):
    both = dataclasses.replace(parts, database_url=postgres)
    scripted_model.enqueue(code_call("print(1)"), text("One."))
    async with opened(both) as one, opened(both) as two, http_of(one) as left, http_of(two) as right:
        done = await answer(client_of(right), await ask(client_of(left)))
        assert done.output_text == "One."


@pytest.mark.slow
async def test_a_second_attempt_begins_where_the_run_had_stopped(parts, scripted_model):
    scripted_model.enqueue(code_call("import time; time.sleep(3); print('slept')"))
    async with opened(parts) as app, http_of(app) as http:
        first = await ask(client_of(http))
    hasty = dataclasses.replace(parts, limits=dataclasses.replace(parts.limits, shutdown_grace=0))
    async with opened(hasty) as app, http_of(app) as http:
        begun = await answer(client_of(http), first, background=True)
        async for told in app.state.service.recordings.read(begun.id, -1):
            if told["type"] == "response.code_interpreter_call.interpreting":
                break
    scripted_model.enqueue(text("Slept."))
    async with opened(parts) as app, http_of(app) as http:

        async def ended():
            return (await client_of(http).responses.retrieve(begun.id)).status == "completed"

        await until(ended)
        done = await client_of(http).responses.retrieve(begun.id, include=OUTPUTS)
        assert [item.type for item in done.output] == ["code_interpreter_call", "message"]
        assert done.output[0].outputs[0].logs == "slept"
        record = await app.state.service.records("local").get("response", begun.id)
        assert "resumed" not in record.inside
