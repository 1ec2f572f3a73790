"""Streams of responses in the background that are joined elsewhere: two servers on one database."""

import asyncio
import dataclasses
import time

import openai
import pytest
from fixtures_server import client_of, http_of, opened, served, until
from scripted_model import text
from scripted_plans import code_call
from sqlalchemy import update

from server.running.upkeep import RECORDINGS_KEPT, purge
from server.state.tables import Job, Recording

pytestmark = pytest.mark.sandbox

UNTIL_TOLD = "import os, time\nwhile not os.path.exists('/mnt/data/told'): time.sleep(0.05)"
ASKED = {"model": "code-interpreter", "input": "go", "background": True}


async def events_of(client, answer, **fields):
    stream = await client.responses.retrieve(answer.id, stream=True, **fields)
    return [event async for event in stream]


async def numbers_of(client, answer, **fields):
    return [event.sequence_number for event in await events_of(client, answer, **fields)]


async def code_runs(app, answer):
    return await app.state.service.recordings.last(answer.id) == 6  # it is interpreting


@pytest.mark.slow
@pytest.mark.parametrize("backend", ["sqlite", "postgres"])
async def test_a_stream_is_joined_at_another_server_while_it_runs(parts, scripted_model, backend, request):
    if backend == "postgres":
        parts = dataclasses.replace(parts, database_url=request.getfixturevalue("postgres"))
    scripted_model.enqueue(code_call(UNTIL_TOLD), text("Done at last."))
    async with served(parts) as one, served(parts) as two:
        here, there = (openai.AsyncOpenAI(base_url=f"{at}/v1", api_key="unused") for at in (one, two))
        told = await here.responses.create(**ASKED, stream=True)
        first = await anext(told)
        joined = await there.responses.retrieve(first.response.id, stream=True)
        events = [await anext(joined) for _ in range(7)]
        assert events[-1].type == "response.code_interpreter_call.interpreting"
        assert (await there.responses.retrieve(first.response.id)).status == "in_progress"
        call = next(event.item for event in events if event.type == "response.output_item.added")
        await parts.sessions(call.container_id).upload("told", b"")
        events += [event async for event in joined]
        assert events == [first, *[event async for event in told]]
        assert events[-1].response.output_text == "Done at last."
        assert "told" in str(events[-1].response.output[-1].content[0].annotations)
        again = await there.responses.retrieve(first.response.id, stream=True, starting_after=6)
        assert [event async for event in again] == events[7:]
        await here.close()
        await there.close()


@pytest.mark.slow
async def test_what_was_told_before_the_process_was_lost_is_told_anew(parts, scripted_model):
    at_once = dataclasses.replace(parts, limits=dataclasses.replace(parts.limits, shutdown_grace=0))
    scripted_model.enqueue(code_call("import time; time.sleep(8)"), text("Done."))
    async with opened(at_once) as app, http_of(app) as http:
        answer = await client_of(http).responses.create(**ASKED)
        await until(lambda: code_runs(app, answer))
    async with opened(parts) as app, http_of(app) as http:
        stream = await client_of(http).responses.retrieve(answer.id, stream=True, starting_after=6)
        events = [event async for event in stream]
        assert await numbers_of(client_of(http), answer) == [event.sequence_number for event in events]
    assert (events[0].type, events[0].sequence_number) == ("response.created", 7)
    assert events[-1].type == "response.completed"


async def test_what_was_told_goes_with_the_response_or_an_hour_later(client, app, scripted_model):
    service = app.state.service
    scripted_model.enqueue(text("One."), text("Two."))
    first, second = [await client.responses.create(**ASKED) for _ in range(2)]
    for answer in (first, second):
        assert (await numbers_of(client, answer))[0] == 0
    await client.responses.delete(first.id)
    assert await service.recordings.last(first.id) == -1
    await purge(service)
    assert await numbers_of(client, second, starting_after=2)
    async with service.database.writing() as session:
        await session.execute(update(Recording).values(at=time.time() - RECORDINGS_KEPT - 1))
    await purge(service)
    with pytest.raises(openai.BadRequestError, match="not kept"):
        await numbers_of(client, second)
    assert (await client.responses.retrieve(second.id)).output_text in ("One.", "Two.")


async def test_the_stream_of_a_response_that_is_cancelled_ends_with_that(client, app, scripted_model):
    scripted_model.enqueue(code_call("import time; time.sleep(20)"))
    answer = await client.responses.create(**ASKED)
    joining = asyncio.create_task(events_of(client, answer))
    await until(lambda: code_runs(app, answer))
    assert (await client.responses.cancel(answer.id)).status == "cancelled"
    told = await joining
    assert [event.sequence_number for event in told] == list(range(8))
    assert (told[-1].type, told[-1].response.status) == ("response.incomplete", "cancelled")


@pytest.mark.slow
async def test_the_stream_of_a_response_that_was_lost_twice_ends_with_its_failure(parts, scripted_model):
    at_once = dataclasses.replace(parts, limits=dataclasses.replace(parts.limits, shutdown_grace=0))
    scripted_model.enqueue(code_call("import time; time.sleep(8)"))
    async with opened(at_once) as app, http_of(app) as http:
        answer = await client_of(http).responses.create(**ASKED)
        await until(lambda: code_runs(app, answer))
        async with app.state.service.database.writing() as session:
            await session.execute(update(Job).values(attempts=3))  # it is handed over as the second
    async with opened(parts) as app, http_of(app) as http:
        stream = await client_of(http).responses.retrieve(answer.id, stream=True, starting_after=6)
        (failed,) = [event async for event in stream]
    assert (failed.type, failed.sequence_number) == ("response.failed", 7)
    assert "second attempt" in failed.response.error.message
