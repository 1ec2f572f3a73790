"""Containers and their files, with the official client."""

import dataclasses

import httpx
import openai
import pytest
from fixtures_server import an_hour_later, client_of, http_of, kept_in, opened
from scripted_model import text
from scripted_plans import code_call

from graphs.discretion import BESIDE

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]


async def test_a_container_is_made_listed_and_deleted(client):
    first = await client.containers.create(name="one", memory_limit="4g")
    second = await client.containers.create(
        name="two", expires_after={"anchor": "last_active_at", "minutes": 5}
    )
    assert (first.status, first.memory_limit, first.expires_after.minutes) == ("running", "4g", 20)
    assert second.expires_after.minutes == 5
    assert [container.name async for container in await client.containers.list(limit=1)] == ["two", "one"]
    await client.containers.delete(first.id)
    with pytest.raises(openai.NotFoundError):
        await client.containers.retrieve(first.id)


async def test_files_are_put_in_by_upload_and_by_id_and_reach_the_code(client, scripted_model, sessions):
    uploaded = await client.files.create(file=("a.txt", b"from a file"), purpose="user_data")
    container = await client.containers.create(name="files")
    files = client.containers.files
    by_id = await files.create(container.id, file_id=uploaded.id)
    sent = await files.create(container.id, file=("データ.txt", b"sent"))
    assert (by_id.path, sent.path, sent.source) == ("/mnt/data/a.txt", "/mnt/data/データ.txt", "user")
    assert (await files.retrieve(sent.id, container_id=container.id)).bytes == sent.bytes == 4
    tool = {"type": "code_interpreter", "container": container.id}
    code = "print(open('/mnt/data/a.txt').read(), open('/mnt/data/データ.txt').read())"
    scripted_model.enqueue(code_call(code), text("Read."))
    answer = await client.responses.create(
        model="gpt-5-mini", tools=[tool], input="read", include=["code_interpreter_call.outputs"]
    )
    assert answer.output[0].outputs[0].logs == "from a file sent"
    assert answer.output[0].container_id == container.id
    await files.delete(sent.id, container_id=container.id)
    assert [file.id for file in (await files.list(container.id)).data] == [by_id.id]
    await sessions(container.id).run("import os; os._exit(1)")
    scripted_model.enqueue(code_call("import os; print(os.listdir('/mnt/data'))"), text("Left."))
    again = await client.responses.create(
        model="gpt-5-mini", tools=[tool], input="what is left?", include=["code_interpreter_call.outputs"]
    )
    assert again.output[0].outputs[0].logs == "['a.txt']"


@pytest.mark.parametrize("name", ['"é"\t😀%20;.csv', "a%2Fb%5C.csv", "é" * 200 + ".csv", "a." + "x" * 300])
async def test_a_file_has_the_name_in_its_session_that_it_has_in_its_container(client, scripted_model, name):
    container = await client.containers.create(name="c")
    file = await client.containers.files.create(container.id, file=(name, b"1"))
    scripted_model.enqueue(code_call("import os; print(os.listdir('/mnt/data')[0])"), text("There."))
    tool = {"type": "code_interpreter", "container": container.id}
    answer = await client.responses.create(
        model="gpt-5-mini", input="?", tools=[tool], include=["code_interpreter_call.outputs"]
    )
    assert file.path == f"/mnt/data/{answer.output[0].outputs[0].logs}"


async def test_a_file_that_is_deleted_while_a_run_goes_on_is_gone(client, app, scripted_model, sessions):
    container = await client.containers.create(name="files")
    tool, files = {"type": "code_interpreter", "container": container.id}, client.containers.files
    jan, feb = [await files.create(container.id, file=(f"{name}.csv", b"a\n1\n")) for name in ("jan", "feb")]
    code = "import os, time; time.sleep(1); print(sorted(os.listdir('/mnt/data')))"
    scripted_model.enqueue(code_call(code), text("Read."))
    answer = await client.responses.create(model="gpt-5-mini", tools=[tool], input="read", background=True)
    stream = await client.responses.retrieve(answer.id, stream=True)
    async for event in stream:
        if event.type == "response.code_interpreter_call.interpreting":
            await files.delete(jan.id, container_id=container.id)
    assert event.type == "response.completed"
    assert [file.id for file in (await files.list(container.id)).data] == [feb.id]
    await files.delete(feb.id, container_id=container.id)
    await an_hour_later(app)
    await sessions(container.id).run("import os; os._exit(1)")
    scripted_model.enqueue(code_call(code), text("Gone."))
    again = await client.responses.create(
        model="gpt-5-mini", tools=[tool], input="again", include=["code_interpreter_call.outputs"]
    )
    assert again.output[0].outputs[0].logs == "[]"


async def test_a_file_that_is_deleted_is_gone_from_its_session(client, scripted_model):
    container = await client.containers.create(name="files")
    tool, files = {"type": "code_interpreter", "container": container.id}, client.containers.files
    await files.create(container.id, file=("100%25.csv", b"1"))

    async def printed(code):
        scripted_model.enqueue(code_call(code), text("Done."))
        answer = await client.responses.create(
            model="gpt-5-mini", tools=[tool], input="go", include=["code_interpreter_call.outputs"]
        )
        return answer.output[0].outputs[0].logs

    made = "import os; os.makedirs('/mnt/data/b'); open('/mnt/data/b/c.txt', 'w').write('c'); x = 1; print(x)"
    assert await printed(made) == "1"
    listed = (await files.list(container.id)).data
    assert {file.path for file in listed} == {"/mnt/data/100%25.csv", "/mnt/data/b/c.txt"}
    for file in listed:
        await files.delete(file.id, container_id=container.id)
    assert (
        await printed("print(x, [name for _, _, names in os.walk('/mnt/data') for name in names])") == "1 []"
    )


async def test_deleting_a_file_starts_no_session(client, pool, sessions):
    container = await client.containers.create(name="files")
    file = await client.containers.files.create(container.id, file=("a.csv", b"1"))
    await client.containers.files.delete(file.id, container_id=container.id)
    asked = {"identifier": sessions(container.id).session_id, "api-version": "2025-10-02-preview"}
    headers = {"Authorization": f"Bearer {pool.token}"}
    async with httpx.AsyncClient(base_url=pool.endpoint, params=asked, headers=headers) as http:
        assert (await http.get("/session")).status_code == 404


@pytest.mark.parametrize("whole", [False, True], ids=["file", "container"])
async def test_deleting_reaches_the_session_that_compares(parts, sessions, whole):
    async with opened(dataclasses.replace(parts, no_rows=True)) as app, http_of(app) as http:
        containers = client_of(http).containers
        container = await containers.create(name="files")
        file = await containers.files.create(container.id, file=("a.csv", b"1"))
        beside = sessions(container.id + BESIDE)
        await beside.upload("a.csv", b"1")
        await beside.run("cells = open('/mnt/data/a.csv').read()")
        if whole:
            await containers.delete(container.id)
        else:
            await containers.files.delete(file.id, container_id=container.id)
    left = await beside.run("import os; print(os.listdir('/mnt/data'), 'cells' in globals())")
    assert left.stdout == "[] False\n"


async def test_bytes_that_another_file_had_stay_for_the_journal(client, app, scripted_model, sessions):
    container = await client.containers.create(name="files")
    tool, files = {"type": "code_interpreter", "container": container.id}, client.containers.files
    uploaded = await client.files.create(file=("a.txt", b"old"), purpose="user_data")
    await files.create(container.id, file_id=uploaded.id)
    scripted_model.enqueue(code_call("x = open('/mnt/data/a.txt').read()"), text("Read."))
    await client.responses.create(model="gpt-5-mini", tools=[tool], input="read")
    await files.create(container.id, file=("a.txt", b"new"))
    await client.files.delete(uploaded.id)
    await an_hour_later(app)
    await sessions(container.id).run("import os; os._exit(1)")
    scripted_model.enqueue(code_call("print(x, open('/mnt/data/a.txt').read())"), text("Both."))
    again = await client.responses.create(
        model="gpt-5-mini", tools=[tool], input="again", include=["code_interpreter_call.outputs"]
    )
    assert again.output[0].outputs[0].logs == "old new"


async def test_a_newer_file_takes_the_place_of_its_namesake(client):
    container = await client.containers.create(name="files")
    files = client.containers.files
    old = await files.create(container.id, file=("a.txt", b"old"))
    new = await files.create(container.id, file=("a.txt", b"new"))
    assert [file.id for file in (await files.list(container.id)).data] == [new.id]
    assert (await files.content.retrieve(new.id, container_id=container.id)).content == b"new"
    with pytest.raises(openai.NotFoundError):
        await files.retrieve(old.id, container_id=container.id)


async def test_bytes_that_were_replaced_go_when_no_session_needs_them(client, app, scripted_model, store):
    container = await client.containers.create(name="files")
    tool, files = {"type": "code_interpreter", "container": container.id}, client.containers.files

    async def run(code):
        scripted_model.enqueue(code_call(code), text("Done."))
        await client.responses.create(model="gpt-5-mini", tools=[tool], input="go")

    async def kept():
        await an_hour_later(app)
        return {path.read_bytes() for path in kept_in(store)}

    for content in (b"1", b"2"):
        await files.create(container.id, file=("a.txt", content))
    assert await kept() == {b"1", b"2"}  # a run that is about to begin may need the first
    await run("open('/mnt/data/b.txt', 'w').write('b')")
    assert await kept() == {b"2", b"b"}
    await files.create(container.id, file=("a.txt", b"3"))
    assert await kept() == {b"2", b"b", b"3"}  # a lost session would be made again with it
    await run("open('/mnt/data/b.txt', 'w').write('4')")
    assert await kept() == {b"2", b"3", b"4"}  # the first run was made with it
    await files.create(container.id, file=("a.txt", b"5"))
    await client.containers.delete(container.id)
    assert await kept() == set()


@pytest.mark.parametrize("sent", [{"json": {"file_id": 3}}, {"json": []}, {"content": b"{", "headers": {"Content-Type": "application/json"}}, {"data": {"file_id": ""}}])  # fmt: skip # noqa: E501
async def test_what_is_no_file_is_refused(http, client, sent):
    container = await client.containers.create(name="files")
    answer = await http.post(f"/v1/containers/{container.id}/files", **sent)
    assert answer.status_code in (400, 404)


async def test_a_file_s_container_is_not_another_one(client):
    one, two = [await client.containers.create(name=name) for name in ("one", "two")]
    file = await client.containers.files.create(one.id, file=("a.txt", b"1"))
    with pytest.raises(openai.NotFoundError):
        await client.containers.files.retrieve(file.id, container_id=two.id)


async def test_what_no_session_gives_is_refused(client):
    open_to = {"type": "allowlist", "allowed_domains": ["a.example"]}
    tool = {"type": "code_interpreter", "container": {"type": "auto", "network_policy": open_to}}
    for ask in (
        lambda: client.containers.create(name="c", network_policy=open_to),
        lambda: client.responses.create(model="gpt-5-mini", tools=[tool], input="go"),
    ):
        with pytest.raises(openai.BadRequestError, match="'network_policy' is 'disabled' here"):
            await ask()
    with pytest.raises(openai.BadRequestError, match="no 'skills'"):
        await client.containers.create(name="c", skills=[{"type": "skill_reference", "skill_id": "s"}])
    assert (await client.containers.create(name="c", network_policy={"type": "disabled"})).status == "running"
