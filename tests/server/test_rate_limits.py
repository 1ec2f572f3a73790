"""Requests and runs are counted for each key, over all processes on one database."""

import asyncio
import dataclasses
from contextlib import asynccontextmanager

import openai
import pytest
from fixtures_server import http_of, opened, process, until
from scripted_model import text
from scripted_plans import code_call
from sqlalchemy import delete, select

from server.errors import RateLimitError
from server.parts import Limits
from server.state.database import open_database
from server.state.keys import Keys
from server.state.tables import Key, Place

SLOW = code_call("import time; time.sleep(600)")
ASKED = {"model": "code-interpreter", "input": "go"}


@asynccontextmanager
async def strict(parts, **limits):
    """A server with these limits, and the headers of three keys: two of hers and one of his."""
    strict = dataclasses.replace(parts, limits=dataclasses.replace(parts.limits, **limits))
    async with opened(strict) as app, http_of(app) as http:
        made = [await app.state.service.keys.create(owner) for owner in ("her", "her", "him")]
        yield http, [{"api-key": key.secret} for key in made]


async def test_each_key_has_requests_of_its_own(parts):
    async with strict(parts, requests_per_minute=2) as (http, keys):
        for headers in keys:
            answers = [await http.get("/v1/models", headers=headers) for _ in range(3)]
            assert [answer.status_code for answer in answers] == [200, 200, 429]


async def test_requests_that_come_at_once_are_counted_all_the_same(parts):
    async with strict(parts, requests_per_minute=10) as (http, keys):
        answers = await asyncio.gather(*(http.get("/v1/models", headers=keys[0]) for _ in range(15)))
        assert sorted(answer.status_code for answer in answers) == [200] * 10 + [429] * 5


@pytest.mark.sandbox
async def test_each_key_has_runs_of_its_own_and_no_two_take_the_last_place(parts, scripted_model):
    async with strict(parts, concurrent_runs=1, shutdown_grace=0) as (http, keys):
        scripted_model.enqueue(SLOW, text("Mine."))
        asked = {**ASKED, "background": True}
        tries = (http.post("/v1/responses", json=asked, headers=keys[0]) for _ in range(3))
        answers = await asyncio.gather(*tries)
        assert sorted(answer.status_code for answer in answers) == [200, 429, 429]

        async def has_its_reply():
            return scripted_model.left == 1

        await until(has_its_reply)
        other = await http.post("/v1/responses", json={**ASKED, "model": "gpt-5-mini"}, headers=keys[1])
        assert other.status_code == 200


async def test_a_request_that_is_refused_leaves_its_place(client, parts, scripted_model):
    async with strict(parts, concurrent_runs=1) as (http, keys):
        file = {"type": "input_file", "file_data": "data:text/csv;base64,YQox"}
        asked = {"model": "gpt-5-mini", "input": [{"role": "user", "content": [file]}]}
        scripted_model.enqueue(text("Hi."))
        assert (await http.post("/v1/responses", json=asked, headers=keys[0])).status_code == 400
        asked = {"model": "gpt-5-mini", "messages": [{"role": "user", "content": "Hi"}]}
        assert (await http.post("/v1/chat/completions", json=asked, headers=keys[0])).status_code == 200


async def test_the_place_of_a_process_that_is_gone_is_free_again(parts):
    limits = Limits(concurrent_runs=1, lease=0.5)
    async with opened(dataclasses.replace(parts, limits=limits)) as app:
        gate = app.state.service.gate
        async with gate.place("run that never begins", "key"):
            with pytest.raises(RateLimitError):
                await gate.place("too many", "key").__aenter__()

        async def is_free():
            try:
                async with gate.place("next", "key"):
                    return True
            except RateLimitError:
                return False

        await until(is_free)


async def test_the_place_of_a_run_that_goes_on_is_renewed(parts):
    async with opened(parts) as app:
        service = app.state.service

        async def held_until():
            async with service.database.reading() as session:
                return await session.scalar(select(Place.until))

        async with service.gate.run("run", "key"):
            first = await held_until()

            async def renewed():
                return await held_until() > first

            await until(renewed)
        assert await held_until() is None


@pytest.mark.sandbox
@pytest.mark.slow
async def test_two_processes_on_one_database_count_together(tmp_path, pool, postgres, scripted_model):
    shared = {
        "OPENAI_BASE_URL": scripted_model.base_url,
        "ANALYST_MODEL": "openai:gpt-5-mini",
        "ANALYST_DATABASE_URL": postgres,
        "ANALYST_REQUESTS_PER_MINUTE": "5",
        "ANALYST_CONCURRENT_RUNS": "1",
        "ANALYST_SHUTDOWN_SECONDS": "0",
    }
    async with open_database(postgres) as database:
        keys = [(await Keys(database).create("her")).secret for _ in range(2)]
    scripted_model.enqueue(SLOW)
    async with process(tmp_path, pool, **shared) as (one, _), process(tmp_path, pool, **shared) as (two, _):
        clients = [
            openai.AsyncOpenAI(base_url=f"{address}/v1", api_key=key, max_retries=0)
            for address in (one, two)
            for key in keys
        ]
        here, here_second, there, there_second = clients
        for _ in range(2):
            await here.models.list()
            await there.models.list()
        await here.models.list()
        for client in (here, there):
            with pytest.raises(openai.RateLimitError) as caught:
                await client.models.list()
            assert int(caught.value.response.headers["retry-after"]) >= 1
        slow = await here_second.responses.create(**ASKED, background=True)
        with pytest.raises(openai.RateLimitError, match="as many runs as a key may have"):
            await there_second.responses.create(**ASKED)
        await there_second.responses.delete(slow.id)
        for client in clients:
            await client.close()
    async with open_database(postgres) as database, database.writing() as session:
        await session.execute(delete(Key))  # the database is the other tests' too
