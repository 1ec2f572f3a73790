"""Responses and runs that stop before each run of code until the caller has approved of it."""

import dataclasses
import json
from pathlib import Path

import openai
import pytest
from fixtures_server import client_of, http_of, opened, until
from scripted_model import error, text, tool_call
from scripted_plans import plan, step, summary

from agents.tool_calls import NAME

pytestmark = pytest.mark.sandbox

CODE = {"type": "code_interpreter", "container": {"type": "auto"}, "require_approval": "always"}
BOTH = tool_call(NAME, code="x = 6; print(x)") + tool_call(NAME, code="print(x * 7)")
COUNT = "print(len(penguins))"
OUTPUTS = ["code_interpreter_call.outputs"]


def run(code):
    return tool_call(NAME, code=code)


def request_in(response):
    """What a response asks, which is always its last item."""
    asked = response.output[-1]
    assert (asked.type, asked.name, asked.server_label) == (
        "mcp_approval_request",
        "python",
        "code_interpreter",
    )
    return asked


async def ask(client, words="go", **fields):
    return await client.responses.create(**{"model": "gpt-5-mini", "tools": [CODE], "input": words, **fields})


async def answer(client, response, approve=True, **fields):
    """Answer what a response asks; `reason` and `arguments` go into the answer."""
    said = {name: fields.pop(name) for name in ("reason", "arguments") if name in fields}
    item = {"type": "mcp_approval_response", "approval_request_id": request_in(response).id}
    return await client.responses.create(
        **{
            "model": response.model,
            "previous_response_id": response.id,
            "input": [{**item, "approve": approve, **said}],
            "include": OUTPUTS,
            **fields,
        }
    )


@pytest.fixture
async def analysis(client, penguins):
    """Ask the analyst a question about penguins."""

    async def asked(**fields):
        file = await client.files.create(file=Path(penguins), purpose="user_data")
        said = [{"type": "input_text", "text": "How many?"}, {"type": "input_file", "file_id": file.id}]
        return await ask(client, [{"role": "user", "content": said}], model="data-analyst", **fields)

    return asked


async def test_the_analyst_asks_before_each_step_and_goes_on_when_approved(client, analysis, scripted_model):
    scripted_model.enqueue(
        plan(COUNT, "print(penguins['Species'].nunique())"), summary("344 [2] of 3 [3].", ("344", 2))
    )
    first = await analysis()
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


async def test_a_step_is_run_as_the_caller_edited_it(client, analysis, scripted_model):
    scripted_model.enqueue(plan(COUNT), summary("3 [2].", ("3", 2)))
    edited = json.dumps({"code": "print(penguins['Species'].nunique())"})
    done = await answer(client, await analysis(), arguments=edited)
    assert done.output[0].outputs[0].logs == "3"
    assert done.output[0].code == "print(penguins['Species'].nunique())"


async def test_a_rejected_step_is_mended_with_the_reason(client, analysis, scripted_model):
    scripted_model.enqueue(plan("print(penguins)"), step(COUNT), summary("344 [2].", ("344", 2)))
    first = await analysis()
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
    scripted_model.enqueue(run("print(1)"), text("One."))
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
    scripted_model.enqueue(run("print(1)"), text("One."))
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
    scripted_model.enqueue(run("x = 40"), run("print(x + 2)"), text("42."))
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
    scripted_model.enqueue(run("print(1)"), text("One."))
    async with opened(both) as one, opened(both) as two, http_of(one) as left, http_of(two) as right:
        done = await answer(client_of(right), await ask(client_of(left)))
        assert done.output_text == "One."


@pytest.mark.slow
async def test_a_second_attempt_begins_where_the_run_had_stopped(parts, scripted_model):
    scripted_model.enqueue(run("import time; time.sleep(3); print('slept')"))
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


@pytest.mark.parametrize("background", [False, True])
async def test_an_answer_can_be_given_again_where_nothing_has_run(
    client, analysis, scripted_model, background
):
    scripted_model.enqueue(plan(COUNT))
    asked = await analysis()
    scripted_model.enqueue(error(401))
    if background:
        failed = await answer(client, asked, approve=False, background=True)
        stream = await client.responses.retrieve(failed.id, stream=True)
        assert [event.type async for event in stream][-1] == "response.failed"
    else:
        with pytest.raises(openai.InternalServerError, match="refused the key"):
            await answer(client, asked, approve=False)
    scripted_model.enqueue(summary("There are 344."))
    done = await answer(client, asked)
    assert done.output[0].outputs[0].logs == "344"
    with pytest.raises(openai.BadRequestError, match="it was answered already"):
        await answer(client, asked)


async def test_an_answer_is_spent_where_its_code_has_run(client, analysis, scripted_model):
    scripted_model.enqueue(plan(COUNT))
    asked = await analysis()
    scripted_model.enqueue(error(401))
    with pytest.raises(openai.InternalServerError, match="refused the key"):
        await answer(client, asked)
    with pytest.raises(openai.BadRequestError, match="it was answered already"):
        await answer(client, asked)


async def test_an_answer_is_taken_once(client, scripted_model):
    scripted_model.enqueue(run("print(1)"), text("One."))
    first = await ask(client)
    await answer(client, first)
    with pytest.raises(openai.BadRequestError, match="answered already"):
        await answer(client, first)


async def test_what_is_asked_of_one_owner_is_unknown_to_another(guarded, scripted_model):
    ada, bob = await guarded("ada"), await guarded("bob")
    scripted_model.enqueue(run("print(1)"), text("One."))
    first = await ask(ada)
    for chain in (first.id, None):
        with pytest.raises(openai.BadRequestError, match="there is none"):
            await answer(bob, first, previous_response_id=chain)
    assert (await answer(ada, first)).output_text == "One."


async def test_a_response_that_is_deleted_waits_no_more(client, app, scripted_model):
    scripted_model.enqueue(run("print(1)"))
    first = await ask(client)
    await client.responses.delete(first.id)
    with pytest.raises(openai.BadRequestError, match="there is none"):
        await answer(client, first, previous_response_id=None)


async def test_what_waits_is_not_run_after_something_else_has_run_in_its_session(client, scripted_model):
    scripted_model.enqueue(run("x = 1"), text("Set."), run("print(x)"), run("x = 2"), text("Set."))
    free = {**CODE, "require_approval": "never"}
    before = await ask(client, tools=[free])
    waiting = await ask(client, previous_response_id=before.id)
    await ask(client, tools=[free], previous_response_id=before.id)
    with pytest.raises(openai.BadRequestError, match="was used since"):
        await answer(client, waiting)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"arguments": "print(1)"}, "'arguments' is JSON"),
        ({"arguments": '{"code": " "}'}, "'arguments' is JSON"),
        ({"arguments": '{"code": "\\ud800"}'}, "'arguments' is JSON"),
        ({"arguments": "[" * 100_000}, "'arguments' is JSON"),
        ({"arguments": {"code": "print(1)"}}, "'arguments' is JSON"),
        ({"approve": "perhaps"}, "Invalid value for 'approve'"),
        ({"model": "gpt-other"}, "'model' that it began with"),
        ({"tools": [{**CODE, "require_approval": "never"}]}, "'tools' that it began with"),
        ({"store": False}, "has to be stored"),
        ({"previous_response_id": None}, "No approval request found"),
    ],
)
async def test_a_bad_answer_is_refused_and_the_run_waits_on(client, scripted_model, fields, said):
    scripted_model.enqueue(run("print(1)"), text("One."))
    first = await ask(client)
    with pytest.raises(openai.BadRequestError, match=said):
        await answer(client, first, **fields)
    assert (await answer(client, first)).output_text == "One."


async def test_an_answer_comes_alone_and_only_as_an_answer(client, scripted_model):
    scripted_model.enqueue(run("print(1)"))
    first = await ask(client)
    item = {"type": "mcp_approval_response", "approval_request_id": request_in(first).id, "approve": True}
    also = {"role": "user", "content": "and be quick"}
    with pytest.raises(openai.BadRequestError, match="comes alone"):
        await ask(client, [item, also], previous_response_id=first.id)
    with pytest.raises(openai.BadRequestError, match="No approval response found"):
        await ask(client, "go on", previous_response_id=first.id)
    with pytest.raises(openai.BadRequestError, match="not supported here"):
        await client.conversations.create(items=[item])


@pytest.mark.parametrize(
    ("fields", "param"),
    [
        ({"tools": [{**CODE, "require_approval": "sometimes"}]}, "tools"),
        ({"tools": [{**CODE, "require_approval": {"never": {}}}]}, "tools"),
        ({"store": False}, "store"),
    ],
)
async def test_what_cannot_be_approved_of_is_refused(client, fields, param):
    with pytest.raises(openai.BadRequestError) as caught:
        await ask(client, **fields)
    assert caught.value.param == param


async def test_a_completion_cannot_wait(client):
    with pytest.raises(openai.BadRequestError, match="cannot wait for approval"):
        await client.chat.completions.create(
            model="code-interpreter", messages=[{"role": "user", "content": "go"}], tools=[CODE]
        )
