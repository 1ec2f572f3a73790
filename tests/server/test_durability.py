"""Runs that outlive their server: handed over, taken over, lost; two servers on one database."""

import asyncio
import dataclasses
import time

import openai
import pytest
from fixtures_server import CODE, client_of, http_of, opened, process, until
from scripted_model import text
from scripted_plans import code_call

from server.state.tables import Job

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]

SLOW = code_call("import time; time.sleep(8)")


async def new_run(client):
    assistant = await client.beta.assistants.create(model="gpt-5-mini", tools=[CODE])
    thread = await client.beta.threads.create(messages=[{"role": "user", "content": "go"}])
    return await client.beta.threads.runs.create(thread_id=thread.id, assistant_id=assistant.id)


async def code_runs(client, run):
    steps = await client.beta.threads.runs.steps.list(run.id, thread_id=run.thread_id)
    return bool(steps.data)


async def ended(client, run):
    return await client.beta.threads.runs.poll(run.id, thread_id=run.thread_id, poll_interval_ms=50)


def limited(parts, **limits):
    return dataclasses.replace(parts, limits=dataclasses.replace(parts.limits, **limits))


async def test_a_run_that_the_end_of_the_server_interrupts_is_handed_over(parts, scripted_model):
    scripted_model.enqueue(SLOW, code_call("print('again')"), text("Done."))
    async with opened(limited(parts, shutdown_grace=0)) as app, http_of(app) as http:
        run = await new_run(client_of(http))
        await until(lambda: code_runs(client_of(http), run))
    async with opened(parts) as app, http_of(app) as http:
        done = await ended(client_of(http), run)
        assert done.status == "completed"
        steps = await client_of(http).beta.threads.runs.steps.list(run.id, thread_id=run.thread_id)
        assert len(steps.data) == 2
        messages = await client_of(http).beta.threads.messages.list(run.thread_id)
        assert len(messages.data) == 2


async def test_the_end_of_the_server_waits_for_what_is_running(parts, scripted_model):
    scripted_model.enqueue(code_call("import time; time.sleep(1)"), text("Done."))
    async with opened(parts) as app, http_of(app) as http:
        run = await new_run(client_of(http))
        await until(lambda: code_runs(client_of(http), run))
    async with opened(parts) as app, http_of(app) as http:
        found = await client_of(http).beta.threads.runs.retrieve(run.id, thread_id=run.thread_id)
        assert found.status == "completed"


async def test_a_run_that_was_lost_twice_has_failed(parts, scripted_model):
    scripted_model.enqueue(SLOW)
    async with opened(limited(parts, shutdown_grace=0)) as app, http_of(app) as http:
        run = await new_run(client_of(http))
        await until(lambda: code_runs(client_of(http), run))
    async with opened(limited(parts, lease=3600)) as app, http_of(app) as http:
        service = app.state.service
        async with service.database.writing() as session:
            lost = Job(
                id=run.id, owner="local", kind="thread.run", worker="gone", attempts=2, cancelled=False
            )
            lost.lease_until = time.time() - 1
            await session.merge(lost)
        await service.jobs._take_over()
        done = await ended(client_of(http), run)
    assert (done.status, done.last_error.code) == ("failed", "server_error")
    assert "second attempt" in done.last_error.message


async def test_a_run_that_takes_too_long_has_expired(parts, scripted_model):
    scripted_model.enqueue(SLOW)
    async with opened(limited(parts, run_lifetime=1)) as app, http_of(app) as http:
        client = client_of(http)
        run = await new_run(client)
        assert (await ended(client, run)).status == "expired"
        await client.beta.threads.messages.create(run.thread_id, role="user", content="free again")


async def test_a_thread_is_deleted_with_the_run_that_goes_on(parts, scripted_model):
    scripted_model.enqueue(SLOW)
    async with opened(limited(parts, shutdown_grace=0)) as app, http_of(app) as http:
        client = client_of(http)
        run = await new_run(client)
        await until(lambda: code_runs(client, run))
        assert (await client.beta.threads.delete(run.thread_id)).deleted
        assert "analyst_runs_going_on 0.0" in (await http.get("/metrics")).text
        with pytest.raises(openai.NotFoundError):
            await client.beta.threads.runs.retrieve(run.id, thread_id=run.thread_id)
        assert (await client.containers.list()).data == []


@pytest.mark.slow
async def test_a_run_survives_the_death_of_its_server(tmp_path, pool, scripted_model):
    model = {"OPENAI_BASE_URL": scripted_model.base_url, "ANALYST_MODEL": "openai:gpt-5-mini"}
    scripted_model.enqueue(SLOW)
    async with process(tmp_path, pool, **model) as (address, server):
        client = openai.AsyncOpenAI(base_url=f"{address}/v1", api_key="unused")
        run = await new_run(client)
        await until(lambda: code_runs(client, run))
        server.kill()
        await server.wait()
        await client.close()
    scripted_model.enqueue(code_call("print('again')"), text("Done."))
    async with process(tmp_path, pool, **model) as (address, _):
        client = openai.AsyncOpenAI(base_url=f"{address}/v1", api_key="unused")
        assert (await ended(client, run)).status == "completed"
        await client.close()


async def test_two_servers_on_one_database_serve_one_thread(parts, postgres, scripted_model):
    both = dataclasses.replace(parts, database_url=postgres)
    async with opened(both) as one, opened(both) as two, http_of(one) as left, http_of(two) as right:
        here, there = client_of(left), client_of(right)
        scripted_model.enqueue(code_call("x = 40; print(x)"), text("Kept."))
        run = await new_run(here)
        assert (await ended(there, run)).status == "completed"
        await there.beta.threads.messages.create(run.thread_id, role="user", content="and two?")
        scripted_model.enqueue(code_call("print(x + 2)"), text("42."))
        runs = [client.beta.threads.runs for client in (here, there)]
        started = await asyncio.gather(
            *(r.create(thread_id=run.thread_id, assistant_id=run.assistant_id) for r in runs),
            return_exceptions=True,
        )
        refused = [answer for answer in started if isinstance(answer, openai.BadRequestError)]
        assert len(refused) == 1
        second = next(answer for answer in started if answer not in refused)
        assert (await ended(here, second)).status == "completed"
        newest = (await here.beta.threads.messages.list(run.thread_id)).data[0]
        assert newest.content[0].text.value == "42."


async def test_a_run_is_cancelled_from_another_server(parts, postgres, scripted_model):
    both = dataclasses.replace(parts, database_url=postgres)
    async with opened(both) as one, opened(both) as two, http_of(one) as left, http_of(two) as right:
        here, there = client_of(left), client_of(right)
        scripted_model.enqueue(SLOW)
        run = await new_run(here)
        await until(lambda: code_runs(there, run))
        stopped = await there.beta.threads.runs.cancel(run.id, thread_id=run.thread_id)
        assert stopped.status in ("cancelling", "cancelled")

        async def cancelled():
            found = await there.beta.threads.runs.retrieve(run.id, thread_id=run.thread_id)
            return found.status == "cancelled"

        await until(cancelled)


@pytest.mark.slow
async def test_two_processes_on_one_database_and_one_folder(tmp_path, pool, postgres, scripted_model):
    shared = {
        "OPENAI_BASE_URL": scripted_model.base_url,
        "ANALYST_MODEL": "openai:gpt-5-mini",
        "ANALYST_DATABASE_URL": postgres,
    }
    code = "import matplotlib.pyplot as plt; plt.plot([1, 2]); plt.show()"
    scripted_model.enqueue(code_call(code), text("Drawn."))
    async with process(tmp_path, pool, **shared) as (one, _), process(tmp_path, pool, **shared) as (two, _):
        here = openai.AsyncOpenAI(base_url=f"{one}/v1", api_key="unused")
        there = openai.AsyncOpenAI(base_url=f"{two}/v1", api_key="unused")
        run = await new_run(here)
        assert (await ended(there, run)).status == "completed"
        newest = (await there.beta.threads.messages.list(run.thread_id)).data[0]
        png = await there.files.content(newest.content[0].image_file.file_id)
        assert png.content.startswith(b"\x89PNG")
        await here.close()
        await there.close()
