"""Files that come with items of a conversation: the next response that runs code has them in its session."""

import base64

import openai
import pytest
from fixtures_server import an_hour_later, kept_in
from scripted_model import text
from scripted_plans import code_call

from server.parts import MB

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]

LIST = code_call("import os; print(sorted(os.listdir('/mnt/data')))")
READ = code_call("print(open('/mnt/data/a.csv').read())")


def brings(**file):
    return {"role": "user", "content": [{"type": "input_file", **file}]}


def inline(name, content):
    return brings(filename=name, file_data=f"data:text/csv;base64,{base64.b64encode(content).decode()}")


async def answer_in(client, conversation, container="auto", words="Which?", **fields):
    where = {"type": "auto"} if container == "auto" else container
    answer = await client.responses.create(
        model="gpt-5-mini",
        conversation=conversation.id,
        input=words,
        tools=[{"type": "code_interpreter", "container": where}],
        include=["code_interpreter_call.outputs"],
        **fields,
    )
    return answer.output[0].outputs[0].logs


async def test_files_of_items_are_in_the_session_by_id_and_inline(client, scripted_model):
    file = await client.files.create(file=("a.csv", b"x\n1\n"), purpose="user_data")
    conversation = await client.conversations.create(items=[brings(file_id=file.id)])
    await client.conversations.items.create(conversation.id, items=[inline("b.csv", b"y\n2\n")])
    await client.files.delete(file.id)
    scripted_model.enqueue(LIST, text("Two."))
    assert await answer_in(client, conversation) == "['a.csv', 'b.csv']"
    assert "Files in /mnt/data: a.csv, b.csv" in scripted_model.requests[0].body["messages"][0]["content"]
    await client.conversations.items.create(conversation.id, items=[inline("c.csv", b"z\n3\n")])
    scripted_model.enqueue(LIST, text("Three."))
    assert await answer_in(client, conversation) == "['a.csv', 'b.csv', 'c.csv']"


async def test_a_file_is_brought_once_and_then_belongs_to_the_session(client, scripted_model):
    conversation = await client.conversations.create(items=[inline("a.csv", b"x\n1\n")])
    change = code_call("open('/mnt/data/a.csv', 'w').write('changed'); print('done')")
    scripted_model.enqueue(change, text("Changed."), READ, text("It is changed."))
    assert await answer_in(client, conversation) == "done"
    assert await answer_in(client, conversation) == "changed"


async def test_a_container_that_is_named_gets_the_files(client, scripted_model):
    conversation = await client.conversations.create(items=[inline("a.csv", b"x\n1\n")])
    container = await client.containers.create(name="mine")
    scripted_model.enqueue(READ, text("One."))
    assert await answer_in(client, conversation, container.id) == "x\n1"


async def test_a_response_that_fails_leaves_the_files_to_the_next(client, scripted_model):
    conversation = await client.conversations.create(items=[inline("a.csv", b"x\n1\n")])
    with pytest.raises(openai.APIStatusError):
        await answer_in(client, conversation)  # no reply is prepared: the model fails
    scripted_model.enqueue(READ, text("One."))
    assert await answer_in(client, conversation) == "x\n1"


async def test_where_nothing_runs_code_a_file_is_refused_as_in_an_input(client, scripted_model):
    conversation = await client.conversations.create(items=[inline("a.csv", b"x\n1\n")])
    with pytest.raises(openai.BadRequestError, match="Files need the code_interpreter tool"):
        await client.responses.create(model="gpt-5-mini", conversation=conversation.id, input="Hello")
    scripted_model.enqueue(READ, text("One."), text("Hello."))
    await answer_in(client, conversation)
    plain = await client.responses.create(model="gpt-5-mini", conversation=conversation.id, input="Hello")
    assert plain.output_text == "Hello."


async def test_an_item_that_is_deleted_takes_its_file_along(client, app, scripted_model):
    conversation = await client.conversations.create(items=[inline("a.csv", b"x\n1\n")])
    item = (await client.conversations.items.list(conversation.id)).data[0]
    await client.conversations.items.delete(item.id, conversation_id=conversation.id)
    await an_hour_later(app)
    assert kept_in(app.state.service.parts.store) == []
    scripted_model.enqueue(LIST, text("None."))
    assert await answer_in(client, conversation) == "[]"


async def test_files_that_cannot_be_brought_are_refused_when_they_are_added(client, app):
    add = client.conversations.create
    with pytest.raises(openai.NotFoundError):
        await add(items=[brings(file_id="file-0")])
    image = {"type": "input_image", "detail": "auto", "file_id": "file-0"}
    with pytest.raises(openai.NotFoundError):
        await add(items=[{"role": "user", "content": [image]}])
    with pytest.raises(openai.BadRequestError, match="'file_id' or as 'file_data'"):
        await add(items=[brings(file_url="https://a.example/b.csv")])
    most = app.state.service.parts.limits.container_file_bytes
    large = await client.files.create(file=("a.csv", b"1"), purpose="user_data")
    await app.state.service.records("local").change("file", large.id, lambda r: r.body.update(bytes=most + 1))
    with pytest.raises(openai.APIStatusError, match=f"larger than the {most // MB} MB") as refused:
        await add(items=[brings(file_id=large.id)])
    assert refused.value.status_code == 413
