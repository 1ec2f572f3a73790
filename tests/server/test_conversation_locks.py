"""One response at a time in a conversation: in one server, in two, and when one of them dies."""

import dataclasses
from contextlib import suppress
from typing import Any

import openai
import pytest
from fixtures_server import process, served, until
from scripted_model import text
from scripted_plans import code_call

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]

UNTIL_TOLD = "import os, time\nwhile not os.path.exists('/mnt/data/told'): time.sleep(0.05)"
SLOW = "import time; time.sleep(600)"
CODE = [{"type": "code_interpreter", "container": {"type": "auto"}}]


def ask(client, conversation, **fields):
    return client.responses.create(model="gpt-5-mini", conversation=conversation.id, input="go", **fields)


async def is_locked(client, conversation):
    try:
        await ask(client, conversation)
    except openai.BadRequestError as error:
        return error.code == "conversation_locked"
    return False


async def is_free(client, conversation):
    return not await is_locked(client, conversation)


async def running(client, conversation, **fields):
    """Begin a response and wait until its code runs; gives its stream, its id and its container."""
    told = await ask(client, conversation, tools=CODE, stream=True, **fields)
    before = list[Any]()
    while not before or before[-1].type != "response.code_interpreter_call.interpreting":
        before.append(await anext(told))
    called = next(event for event in before if event.type == "response.output_item.added")
    return told, before[0].response.id, called.item.container_id


@pytest.mark.parametrize("background", [False, True])
@pytest.mark.parametrize("backend", ["sqlite", "postgres"])
async def test_the_second_of_two_responses_is_refused_at_any_server(
    parts, scripted_model, backend, background, request
):
    if backend == "postgres":
        parts = dataclasses.replace(parts, database_url=request.getfixturevalue("postgres"))
    scripted_model.enqueue(code_call(UNTIL_TOLD), text("First."), text("Second."))
    async with served(parts) as one, served(parts) as two:
        here, there = (openai.AsyncOpenAI(base_url=f"{at}/v1", api_key="unused") for at in (one, two))
        conversation = await here.conversations.create()
        told, _, container = await running(here, conversation, background=background)
        for client in (here, there):
            with pytest.raises(openai.BadRequestError, match="Another response is going on") as refused:
                await ask(client, conversation)
            assert (refused.value.code, refused.value.type) == (
                "conversation_locked",
                "invalid_request_error",
            )
            with pytest.raises(openai.BadRequestError, match="Another response is going on"):
                await ask(client, conversation, background=True)
        await parts.sessions(container).upload("told", b"")
        assert [event.type async for event in told][-1] == "response.completed"
        assert (await ask(there, conversation)).output_text == "Second."
        listed = [item.type async for item in there.conversations.items.list(conversation.id, order="asc")]
        assert listed == ["message", "code_interpreter_call", "message", "message", "message"]
        await here.close()
        await there.close()


async def test_it_is_free_again_when_a_response_fails_or_never_begins(client, scripted_model):
    conversation = await client.conversations.create()
    for background in (False, True):
        with suppress(openai.APIStatusError):  # no reply is prepared: the model fails
            answer = await ask(client, conversation, background=background)

    async def failed():
        return (await client.responses.retrieve(answer.id)).status == "failed"

    await until(failed)
    lost = [{"type": "code_interpreter", "container": "cntr_0"}]
    with pytest.raises(openai.NotFoundError):
        await ask(client, conversation, tools=lost)
    scripted_model.enqueue(text("Free."))
    assert (await ask(client, conversation)).output_text == "Free."


async def test_it_is_free_again_when_a_response_is_cancelled_or_deleted(live, scripted_model):
    conversation = await live.conversations.create()
    for end in (live.responses.cancel, live.responses.delete):
        scripted_model.enqueue(code_call(SLOW))
        _, begun, _ = await running(live, conversation, background=True)
        assert await is_locked(live, conversation)
        await end(begun)
    scripted_model.enqueue(text("Free."))
    assert (await ask(live, conversation)).output_text == "Free."


async def test_it_is_free_again_when_the_client_leaves(live, scripted_model):
    conversation = await live.conversations.create()
    scripted_model.enqueue(code_call(SLOW))
    told, _, _ = await running(live, conversation)
    assert await is_locked(live, conversation)
    await told.close()
    scripted_model.enqueue(text("Free."))
    await until(lambda: is_free(live, conversation))


async def test_nobody_locks_another_owner_s_conversation(guarded, scripted_model):
    hers, his = await guarded("her"), await guarded("him")
    conversation = await hers.conversations.create()
    with pytest.raises(openai.NotFoundError):
        await ask(his, conversation)
    scripted_model.enqueue(text("Hers."))
    assert (await ask(hers, conversation)).output_text == "Hers."


@pytest.mark.parametrize("background", [False, True])
async def test_a_response_whose_server_dies_leaves_the_conversation_or_goes_on_elsewhere(
    tmp_path, pool, postgres, scripted_model, background
):
    shared = {
        "OPENAI_BASE_URL": scripted_model.base_url,
        "ANALYST_MODEL": "openai:gpt-5-mini",
        "ANALYST_DATABASE_URL": postgres,
    }
    scripted_model.enqueue(code_call(SLOW))
    async with (
        process(tmp_path, pool, **shared) as (one, dying),
        process(tmp_path, pool, **shared) as (two, _),
    ):
        here = openai.AsyncOpenAI(base_url=f"{one}/v1", api_key="unused")
        there = openai.AsyncOpenAI(base_url=f"{two}/v1", api_key="unused")
        conversation = await here.conversations.create()
        await running(here, conversation, background=background)
        dying.kill()
        await dying.wait()
        assert await is_locked(there, conversation)
        scripted_model.enqueue(*([text("Taken over.")] if background else []), text("Free."))
        await until(lambda: is_free(there, conversation))
        listed = [item async for item in there.conversations.items.list(conversation.id, order="asc")]
        said = [item.content[0].text for item in listed if item.type == "message"]
        assert said == ["go", *(["Taken over.", "go"] if background else []), "Free."]
        await here.close()
        await there.close()
