"""Containers and their files, with the official client."""

import openai
import pytest
from scripted_model import text, tool_call

from agents.tool_calls import NAME

pytestmark = pytest.mark.sandbox


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
    scripted_model.enqueue(tool_call(NAME, code=code), text("Read."))
    answer = await client.responses.create(
        model="gpt-5-mini", tools=[tool], input="read", include=["code_interpreter_call.outputs"]
    )
    assert answer.output[0].outputs[0].logs == "from a file sent"
    assert answer.output[0].container_id == container.id
    await files.delete(sent.id, container_id=container.id)
    assert [file.id for file in (await files.list(container.id)).data] == [by_id.id]
    await sessions(container.id).run("import os; os._exit(1)")
    scripted_model.enqueue(tool_call(NAME, code="import os; print(os.listdir('/mnt/data'))"), text("Left."))
    again = await client.responses.create(
        model="gpt-5-mini", tools=[tool], input="what is left?", include=["code_interpreter_call.outputs"]
    )
    assert again.output[0].outputs[0].logs == "['a.txt']"


@pytest.mark.parametrize("name", ['"é"\t😀%20;.csv', "é" * 200 + ".csv", "a." + "x" * 300])
async def test_a_file_has_the_name_in_its_session_that_it_has_in_its_container(client, scripted_model, name):
    container = await client.containers.create(name="c")
    file = await client.containers.files.create(container.id, file=(name, b"1"))
    scripted_model.enqueue(
        tool_call(NAME, code="import os; print(os.listdir('/mnt/data')[0])"), text("There.")
    )
    tool = {"type": "code_interpreter", "container": container.id}
    answer = await client.responses.create(
        model="gpt-5-mini", input="?", tools=[tool], include=["code_interpreter_call.outputs"]
    )
    assert file.path == f"/mnt/data/{answer.output[0].outputs[0].logs}"


async def test_a_newer_file_takes_the_place_of_its_namesake(client):
    container = await client.containers.create(name="files")
    files = client.containers.files
    old = await files.create(container.id, file=("a.txt", b"old"))
    new = await files.create(container.id, file=("a.txt", b"new"))
    assert [file.id for file in (await files.list(container.id)).data] == [new.id]
    assert (await files.content.retrieve(new.id, container_id=container.id)).content == b"new"
    with pytest.raises(openai.NotFoundError):
        await files.retrieve(old.id, container_id=container.id)


async def test_bytes_that_were_replaced_go_when_no_session_needs_them(client, scripted_model, store):
    container = await client.containers.create(name="files")
    tool, files = {"type": "code_interpreter", "container": container.id}, client.containers.files

    async def run(code):
        scripted_model.enqueue(tool_call(NAME, code=code), text("Done."))
        await client.responses.create(model="gpt-5-mini", tools=[tool], input="go")

    def kept():
        return {path.read_bytes() for path in store._folder.rglob("*") if path.is_file()}

    for content in (b"1", b"2"):
        await files.create(container.id, file=("a.txt", content))
    assert kept() == {b"1", b"2"}
    await run("open('/mnt/data/b.txt', 'w').write('b')")
    assert kept() == {b"2", b"b"}
    await files.create(container.id, file=("a.txt", b"3"))
    assert kept() == {b"2", b"b", b"3"}  # a lost session would be made again with it
    await run("open('/mnt/data/b.txt', 'w').write('4')")
    assert kept() == {b"2", b"3", b"4"}  # the first run was made with it
    await files.create(container.id, file=("a.txt", b"5"))
    await client.containers.delete(container.id)
    assert kept() == set()


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
