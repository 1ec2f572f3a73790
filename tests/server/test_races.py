"""What happens at the same time in one server, or in two on one database."""

import asyncio
import dataclasses
import time

import httpx
import openai
import pytest
from fixtures_server import CODE, NESTED, an_hour_later, client_of, http_of, kept_in, opened, served, until
from scripted_model import text, tool_call
from scripted_plans import code_call
from sqlalchemy import select, update
from sqlalchemy import text as sql

from server.running.containers import Containers
from server.state.database import open_database
from server.state.tables import Job, Record

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]

FOREVER = code_call("import time; time.sleep(600)")


def at_once(parts):
    """The same, but its end waits for nothing."""
    return dataclasses.replace(parts, limits=dataclasses.replace(parts.limits, shutdown_grace=0))


async def new_run(client, tools=(CODE,)):
    assistant = await client.beta.assistants.create(model="gpt-5-mini", tools=list(tools))
    thread = await client.beta.threads.create(messages=[{"role": "user", "content": "go"}])
    return await client.beta.threads.runs.create(thread_id=thread.id, assistant_id=assistant.id)


async def ended(client, run):
    return await client.beta.threads.runs.poll(run.id, thread_id=run.thread_id, poll_interval_ms=50)


async def steps_of(client, run):
    return len((await client.beta.threads.runs.steps.list(run.id, thread_id=run.thread_id)).data)


async def change_jobs(database, **values):
    async with database.writing() as session:
        await session.execute(update(Job).values(**values))


async def the_job(database):
    async with database.reading() as session:
        return await session.scalar(select(Job))


async def test_a_run_that_another_process_has_taken_over_stops_here(parts, scripted_model):
    scripted_model.enqueue(code_call("x = 1"), FOREVER)
    async with opened(at_once(parts)) as app, http_of(app) as http:
        service, client = app.state.service, client_of(http)
        run = await new_run(client)

        async def second_step():
            return await steps_of(client, run) == 2

        async def nothing_runs():
            return "analyst_runs_going_on 0.0" in (await http.get("/metrics")).text

        await until(second_step)
        await change_jobs(service.database, worker="another", lease_until=time.time() + 3600)
        await until(nothing_runs)
        assert (await the_job(service.database)).worker == "another"
        found = await client.beta.threads.runs.retrieve(run.id, thread_id=run.thread_id)
        assert found.status == "in_progress"
        containers = Containers(service.records("local"), parts)
        container = (await client.containers.list()).data[0].id
        assert (await containers.journal(container)).cells == ()  # the other one keeps it


async def test_a_lost_job_that_cannot_be_ended_does_not_burn_the_others(parts, scripted_model):
    broken = Job(id="a", owner="local", kind="unknown", worker="gone", attempts=2, cancelled=False)
    scripted_model.enqueue(FOREVER)
    async with opened(at_once(parts)) as app, http_of(app) as http:
        async with app.state.service.database.writing() as session:
            session.add(broken)
            broken.lease_until = time.time() + 3600
        run = await new_run(client_of(http))

        async def code_runs():
            return await steps_of(client_of(http), run) == 1

        await until(code_runs)
    async with open_database(parts.database_url) as database:
        await change_jobs(database, lease_until=0)
    scripted_model.enqueue(text("Done."))
    async with opened(parts) as app, http_of(app) as http:
        assert (await ended(client_of(http), run)).status == "completed"


async def test_a_run_that_is_cancelled_while_it_stops_for_its_caller_ends(client, app, scripted_model):
    scripted_model.enqueue(code_call("import time; time.sleep(1)"), tool_call("weather"))
    run = await new_run(client, [CODE, NESTED])

    async def code_runs():
        return await steps_of(client, run) == 1

    await until(code_runs)
    records = app.state.service.records("local")
    await records.change("thread.run", run.id, lambda record: record.body.update(status="cancelling"))
    assert (await ended(client, run)).status == "cancelled"
    await client.beta.threads.messages.create(run.thread_id, role="user", content="free again")


async def test_a_run_that_goes_on_while_it_is_cancelled_is_left_to_its_job(parts, postgres, scripted_model):
    scripted_model.enqueue(tool_call("weather"))
    async with opened(dataclasses.replace(parts, database_url=postgres)) as app, http_of(app) as http:
        client, database = client_of(http), app.state.service.database
        run = await new_run(client, [NESTED])
        assert (await ended(client, run)).status == "requires_action"

        async def somebody_waits():
            async with database.reading() as session:
                found = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
                return await session.scalar(sql(found)) == 1

        async with database.writing() as session:  # as the outputs that are submitted meanwhile
            row = await session.scalar(select(Record).where(Record.id == run.id).with_for_update())
            asking = asyncio.create_task(client.beta.threads.runs.cancel(run.id, thread_id=run.thread_id))
            await until(somebody_waits)
            row.body = {**row.body, "status": "in_progress", "required_action": None}
            session.add(Job(id=run.id, owner="local", kind="thread.run", worker="another", attempts=1))
            await session.execute(update(Job).values(lease_until=time.time() + 3600, cancelled=False))
        assert (await asking).status == "cancelling"
        assert (await the_job(database)).cancelled
        with pytest.raises(openai.BadRequestError, match="is active"):
            await client.beta.threads.messages.create(run.thread_id, role="user", content="still going on")
        await change_jobs(database, lease_until=0)
        assert (await ended(client, run)).status == "cancelled"


async def test_code_ends_also_where_the_journal_cannot_be_written(parts, open_session, scripted_model):
    scripted_model.enqueue(code_call("x = 1"), FOREVER)
    patient = open_session(run_seconds=200)  # longer than a test may take
    parts = dataclasses.replace(parts, sessions=lambda container: patient)
    async with served(parts) as address, httpx.AsyncClient(base_url=address) as http:
        container = (await http.post("/v1/containers", json={"name": "c"})).json()["id"]
        tool = {**CODE, "container": container}
        asked = {"model": "gpt-5-mini", "tools": [tool], "input": "go"}
        asking = asyncio.create_task(http.post("/v1/responses", json=asked))

        async def runs():
            return len(scripted_model.requests) == 2

        async def is_new():
            return (await patient.run("'x' in globals()")).value.lower() == "false"

        await until(runs)
        async with open_database(parts.database_url) as database:
            async with database.writing() as session:
                await session.execute(sql("ALTER TABLE records RENAME TO gone"))
            asking.cancel()
            await until(is_new)
            async with database.writing() as session:
                await session.execute(sql("ALTER TABLE gone RENAME TO records"))
        assert (await http.get(f"/v1/containers/{container}")).status_code == 200


async def test_a_content_that_comes_and_goes_on_two_servers_is_there_as_long_as_a_file_has_it(
    parts, postgres, store
):
    both = dataclasses.replace(parts, database_url=postgres)
    async with opened(both) as one, opened(both) as two, http_of(one) as left, http_of(two) as right:
        clients = [client_of(left), client_of(right)]

        async def come_and_go(number):
            here, there = clients[number % 2], clients[(number + 1) % 2]
            made = await here.files.create(file=("a.csv", b"same"), purpose="assistants")
            if number:
                await there.files.delete(made.id)
            return made.id

        first, *_ = await asyncio.gather(*(come_and_go(number) for number in range(20)))
        await asyncio.gather(an_hour_later(one), an_hour_later(two))
        assert (await clients[1].files.content(first)).content == b"same"
        await clients[0].files.delete(first)
        await asyncio.gather(an_hour_later(one), an_hour_later(two))
        assert kept_in(store) == []
