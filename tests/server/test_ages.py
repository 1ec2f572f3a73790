"""What is deleted because its time is over: files that expire, and what nobody uses."""

import dataclasses
import time

import openai
import pytest
from fixtures_server import CODE, an_hour_later, http_of, kept_in, opened, polled
from scripted_model import text
from scripted_plans import code_call
from sqlalchemy import update

from server.running.upkeep import purge
from server.state.tables import Record

pytestmark = pytest.mark.sandbox

DAY = 24 * 3600
AN_HOUR = {"anchor": "created_at", "seconds": 3600}


@pytest.fixture
def parts(parts):
    return dataclasses.replace(parts, limits=dataclasses.replace(parts.limits, keep_unused=30 * DAY))


async def change(app, *ids, **values):
    """Move objects in time."""
    async with app.state.service.database.writing() as session:
        await session.execute(update(Record).where(Record.id.in_(ids)).values(**values))


async def expire(app, file):
    await change(app, file.id, expires_at=int(time.time()))


async def is_there(call, *args, **fields):
    try:
        await call(*args, **fields)
    except openai.NotFoundError:
        return False
    return True


def kept(store):
    return sorted(path.read_bytes() for path in kept_in(store))


async def test_a_file_is_gone_when_its_time_is_over_and_its_bytes_with_the_last(client, app, store):
    first = await client.files.create(file=("a", b"a"), purpose="user_data", expires_after=AN_HOUR)
    second = await client.files.create(file=("b", b"b"), purpose="user_data", expires_after=AN_HOUR)
    shared = await client.files.create(file=("a", b"a"), purpose="user_data")
    assert (first.expires_at - first.created_at, shared.expires_at) == (3600, None)
    await purge(app.state.service)
    assert (await client.files.retrieve(first.id)).expires_at == first.expires_at
    await expire(app, first)
    await expire(app, second)
    for call in (client.files.retrieve, client.files.content, client.files.delete):
        assert not await is_there(call, first.id)
    assert [file.id for file in (await client.files.list()).data] == [shared.id]
    await an_hour_later(app)
    assert kept(store) == [b"a"]
    assert (await client.files.content(shared.id)).content == b"a"


@pytest.mark.parametrize(
    ("sent", "param"),
    [
        ({"anchor": "created_at", "seconds": "3599"}, "expires_after[seconds]"),
        ({"anchor": "created_at", "seconds": "2592001"}, "expires_after[seconds]"),
        ({"anchor": "used_at", "seconds": "3600"}, "expires_after[anchor]"),
        ({"seconds": "3600"}, "expires_after"),
    ],
)
async def test_other_times_than_openai_s_are_refused(http, sent, param):
    data = {f"expires_after[{name}]": value for name, value in sent.items()} | {"purpose": "user_data"}
    answer = await http.post("/v1/files", files={"file": ("a", b"a")}, data=data)
    assert (answer.status_code, answer.json()["error"]["param"]) == (400, param)


@pytest.mark.slow
async def test_a_thread_goes_on_without_a_file_that_has_expired(client, app, scripted_model):
    beta, attached = client.beta, []
    for name in ("a.csv", "b.csv"):
        file = await client.files.create(file=(name, b"x"), purpose="assistants", expires_after=AN_HOUR)
        attached.append({"file_id": file.id, "tools": [CODE]})
    assistant = await beta.assistants.create(model="gpt-5-mini", tools=[CODE])
    said = {"role": "user", "content": "go", "attachments": attached}
    thread = await beta.threads.create(messages=[said])
    await expire(app, file)
    scripted_model.enqueue(code_call("import os; print(os.listdir('/mnt/data'))"), text("One."))
    run = await polled(beta, thread, assistant)
    assert run.status == "completed"
    assert "['a.csv']" in str(scripted_model.requests[1].body["messages"])


@pytest.mark.slow
async def test_what_nobody_uses_is_deleted_with_all_that_belongs_to_it(client, app, scripted_model, store):
    beta = client.beta
    scripted_model.enqueue(code_call("open('/mnt/data/out', 'w').write('made')"), text("Made."))
    scripted_model.enqueue(text("Two."), text("Three."))
    old = await client.responses.create(model="gpt-5-mini", tools=[CODE], input="1")
    thread = await beta.threads.create(messages=[{"role": "user", "content": "hi"}])
    talk = await client.conversations.create(items=[{"role": "user", "content": "hi"}])
    assistant = await beta.assistants.create(model="gpt-5-mini")
    file = await client.files.create(file=("a", b"a"), purpose="user_data")
    begun = await client.responses.create(model="gpt-5-mini", input="2")
    container = old.output[0].container_id
    ids = (old.id, thread.id, talk.id, assistant.id, file.id, begun.id, container)
    await change(app, *ids, used_at=time.time() - 29 * DAY)
    await purge(app.state.service)
    assert await is_there(client.responses.retrieve, old.id)
    await change(app, *ids, used_at=time.time() - 31 * DAY)
    more = await client.responses.create(model="gpt-5-mini", input="3", previous_response_id=begun.id)
    await purge(app.state.service)
    for call, gone in (
        (client.responses.retrieve, old.id),
        (beta.threads.retrieve, thread.id),
        (client.conversations.retrieve, talk.id),
        (client.containers.retrieve, container),
    ):
        assert not await is_there(call, gone)
    for call, left in (
        (client.responses.retrieve, begun.id),
        (client.responses.retrieve, more.id),
        (beta.assistants.retrieve, assistant.id),
        (client.files.retrieve, file.id),
    ):
        assert await is_there(call, left)
    await an_hour_later(app)
    assert kept(store) == [b"a"]


async def test_what_is_added_to_is_used(client, app):
    thread = await client.beta.threads.create()
    talk = await client.conversations.create()
    await change(app, thread.id, talk.id, used_at=time.time() - 31 * DAY)
    await client.beta.threads.messages.create(thread.id, role="user", content="hi")
    await client.conversations.items.create(talk.id, items=[{"role": "user", "content": "hi"}])
    await purge(app.state.service)
    assert await is_there(client.beta.threads.retrieve, thread.id)
    assert await is_there(client.conversations.retrieve, talk.id)


async def test_nothing_is_deleted_by_age_unless_it_is_set(parts):
    forever = dataclasses.replace(parts, limits=dataclasses.replace(parts.limits, keep_unused=0))
    async with opened(forever) as app, http_of(app) as http:
        thread = (await http.post("/v1/threads")).json()["id"]
        await change(app, thread, used_at=0)
        await purge(app.state.service)
        assert (await http.get(f"/v1/threads/{thread}")).status_code == 200
