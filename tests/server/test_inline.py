"""Images and files that come as base64: their bytes are in the store, never in the database."""

import base64
import random
import zlib

import openai
import pytest
from fixtures_server import AUTO, NESTED, an_hour_later, kept_in, polled
from scripted_model import text, tool_call
from scripted_plans import code_call
from sqlalchemy import select

from server.parts import MB
from server.state.tables import Record

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]

PNG = b"\x89PNG\r\n\x1a\n" + random.Random(7).randbytes(100_000)
URL = f"data:image/png;base64,{base64.b64encode(PNG).decode()}"
MODEL = "gpt-5-mini"


def asked(url=URL, **more):
    parts = [{"type": "input_text", "text": "What is it?"}, {"type": "input_image", "detail": "auto", **more}]
    if not more:
        parts[1]["image_url"] = url
    return {"role": "user", "content": parts}


def csv_of(lines):
    content = "a,b\n" + "\n".join(f"{n},{n * n}" for n in range(lines))
    return content, base64.b64encode(content.encode()).decode()


def told_to_the_model(request):
    """The URLs of the images that a model was shown."""
    parts = [p for m in request.body["messages"] if isinstance(m["content"], list) for p in m["content"]]
    return [part["image_url"]["url"] for part in parts if part["type"] == "image_url"]


async def assert_no_bytes_in_database(app, tmp_path, content=PNG):
    """Search the files of the database, and what is kept compressed in it."""
    service = app.state.service
    assert any(path.read_bytes() == content for path in kept_in(service.parts.store))
    async with service.database.reading() as session:
        rows = list(await session.scalars(select(Record)))
    states = [row.inside["state"] for row in rows if row.inside.get("state")]
    states += [row.inside["waiting"] for row in rows if row.inside.get("waiting")]
    kept = [path.read_bytes() for path in tmp_path.glob("server.sqlite*")]
    kept += [zlib.decompress(base64.b64decode(state)) for state in states]
    assert sum(map(len, kept)) > 0
    middle = len(content) // 6 * 3  # in base64 it begins with a character of its own
    for piece in (content[middle : middle + 45], base64.b64encode(content[middle : middle + 45])):
        assert not any(piece in one for one in kept)


async def test_an_image_in_a_chain_of_responses(client, app, scripted_model, tmp_path):
    scripted_model.enqueue(text("A cat."), text("Grey."))
    first = await client.responses.create(model=MODEL, input=[asked()])
    more = await client.responses.create(model=MODEL, input="Its colour?", previous_response_id=first.id)
    assert [told_to_the_model(request) for request in scripted_model.requests] == [[URL], [URL]]
    await assert_no_bytes_in_database(app, tmp_path)
    item = (await client.responses.input_items.list(first.id)).data[0]
    assert item.content[1].image_url == URL
    scripted_model.enqueue(text("Still a cat."))
    named = [{"type": "item_reference", "id": item.id}]
    again = await client.responses.create(model=MODEL, input=named)
    assert told_to_the_model(scripted_model.requests[-1]) == [URL]
    await client.responses.delete(first.id)
    await an_hour_later(app)
    assert (await client.responses.input_items.list(again.id)).data[0].content[1].image_url == URL
    await client.responses.delete(more.id)
    await client.responses.delete(again.id)
    await an_hour_later(app)
    assert kept_in(app.state.service.parts.store) == []


async def test_an_image_in_a_conversation(client, app, scripted_model, tmp_path):
    conversation = await client.conversations.create(items=[asked()])
    added = await client.conversations.items.create(conversation.id, items=[asked()])
    assert added.data[0].content[1].image_url == URL
    scripted_model.enqueue(text("A cat."), text("And a dog."))
    answer = await client.responses.create(model=MODEL, input=[asked()], conversation=conversation.id)
    assert told_to_the_model(scripted_model.requests[-1]) == [URL] * 3
    await client.responses.delete(answer.id)
    await an_hour_later(app)
    await client.responses.create(model=MODEL, input="And?", conversation=conversation.id)
    assert told_to_the_model(scripted_model.requests[-1]) == [URL] * 3
    await assert_no_bytes_in_database(app, tmp_path)
    listed = [item async for item in client.conversations.items.list(conversation.id, order="asc")]
    assert [item.content[1].image_url for item in listed[:3]] == [URL] * 3
    found = await client.conversations.items.retrieve(listed[0].id, conversation_id=conversation.id)
    assert found.content[1].image_url == URL


async def test_an_image_in_a_response_that_is_not_stored(client, app, scripted_model, tmp_path):
    scripted_model.enqueue(text("A cat."))
    await client.responses.create(model=MODEL, input=[asked()], store=False)
    assert told_to_the_model(scripted_model.requests[-1]) == [URL]
    await assert_no_bytes_in_database(app, tmp_path)
    await an_hour_later(app)
    assert kept_in(app.state.service.parts.store) == []


@pytest.mark.parametrize("by", ["url", "upload"])
async def test_an_image_in_a_run_that_waits_for_its_caller(client, app, scripted_model, tmp_path, by):
    """Its state is kept meanwhile: of a function, the messages; of an approval, the whole run."""
    upload = await client.files.create(file=("cat.png", PNG), purpose="vision")
    shown = (
        {"type": "image_url", "image_url": {"url": URL}}
        if by == "url"
        else {"type": "image_file", "image_file": {"file_id": upload.id}}
    )
    assistant = await client.beta.assistants.create(
        model=MODEL, tools=[NESTED, {"type": "code_interpreter", "require_approval": "always"}]
    )
    thread = await client.beta.threads.create(messages=[{"role": "user", "content": [shown]}])
    scripted_model.enqueue(tool_call("weather"), code_call("print(6 * 7)"), text("42 cats."))
    runs = client.beta.threads.runs
    run = await polled(client.beta, thread, assistant)
    for output in ("rain", "run"):
        assert run.status == "requires_action"
        await assert_no_bytes_in_database(app, tmp_path)
        call = run.required_action.submit_tool_outputs.tool_calls[0]
        run = await runs.submit_tool_outputs_and_poll(
            run_id=run.id,
            thread_id=thread.id,
            tool_outputs=[{"tool_call_id": call.id, "output": output}],
            poll_interval_ms=50,
        )
    assert run.status == "completed"
    assert [told_to_the_model(request) for request in scripted_model.requests] == [[URL]] * 3
    listed = (await client.beta.threads.messages.list(thread.id)).data[-1]
    found = await client.beta.threads.messages.retrieve(listed.id, thread_id=thread.id)
    assert listed == found
    if by == "url":
        assert found.content[0].image_url.url == URL


async def test_an_image_in_a_response_that_waits_for_approval(client, app, scripted_model, tmp_path):
    scripted_model.enqueue(code_call("print(6 * 7)"), text("42 cats."))
    first = await client.responses.create(
        model=MODEL, input=[asked()], tools=[{**AUTO, "require_approval": "always"}]
    )
    await assert_no_bytes_in_database(app, tmp_path)
    said = {
        "type": "mcp_approval_response",
        "approval_request_id": first.output[-1].id,
        "approve": True,
    }
    done = await client.responses.create(model=MODEL, input=[said], previous_response_id=first.id)
    assert done.output_text == "42 cats."
    assert told_to_the_model(scripted_model.requests[-1]) == [URL]


async def test_an_image_in_a_chat_completion(client, scripted_model, tmp_path):
    scripted_model.enqueue(text("A cat."))
    part = {"type": "image_url", "image_url": {"url": URL}}
    await client.chat.completions.create(model=MODEL, messages=[{"role": "user", "content": [part]}])
    assert told_to_the_model(scripted_model.requests[-1]) == [URL]
    assert not any(base64.b64encode(PNG[30_000:30_060]) in p.read_bytes() for p in tmp_path.glob("server.*"))


async def test_a_compacted_conversation_gives_the_image_back(client, app, scripted_model, tmp_path):
    scripted_model.enqueue(text("A cat."), text("Grey."))
    first = await client.responses.create(model=MODEL, input=[asked()])
    compacted = await client.responses.compact(model=MODEL, previous_response_id=first.id)
    sent = [item.model_dump(exclude_none=True, warnings=False) for item in compacted.output]
    await client.responses.create(model=MODEL, input=[*sent, {"role": "user", "content": "Its colour?"}])
    assert told_to_the_model(scripted_model.requests[-1]) == [URL]
    await assert_no_bytes_in_database(app, tmp_path)


async def test_an_inline_file_and_what_code_makes_of_it(client, app, scripted_model, tmp_path):
    content, encoded = csv_of(20_000)
    part = {"type": "input_file", "filename": "a.csv", "file_data": f"data:text/csv;base64,{encoded}"}
    draw = "import pandas, matplotlib.pyplot as plt\npandas.read_csv('a.csv').plot()\nplt.show()"
    scripted_model.enqueue(code_call(draw), text("Drawn."))
    answer = await client.responses.create(
        model=MODEL, tools=[AUTO], input=[{"role": "user", "content": [part]}], background=True
    )
    while answer.status not in ("completed", "failed"):
        answer = await client.responses.retrieve(answer.id)
    assert answer.status == "completed"
    cited = answer.output[-1].content[0].annotations[0]
    png = await client.containers.files.content.retrieve(cited.file_id, container_id=cited.container_id)
    await assert_no_bytes_in_database(app, tmp_path, content.encode())
    await assert_no_bytes_in_database(app, tmp_path, png.content)
    item = (await client.responses.input_items.list(answer.id)).data[0]
    assert item.content[0].file_data == f"data:text/csv;base64,{encoded}"


async def test_what_is_no_base64_or_a_reference_from_outside_is_refused(client, app, scripted_model):
    digest = await app.state.service.parts.store.put(PNG)
    for bad in (f"kept:{digest}:9:", "data:image/png;base64,?", "data:image/png;base64,AAA"):
        with pytest.raises(openai.BadRequestError):
            await client.responses.create(model=MODEL, input=[asked(bad)])
        with pytest.raises(openai.BadRequestError):
            await client.conversations.create(items=[asked(bad)])
        part = {"type": "input_file", "filename": "a.csv", "file_data": bad}
        with pytest.raises(openai.BadRequestError, match="'file_data' is not base64"):
            await client.conversations.create(items=[{"role": "user", "content": [part]}])
        made = {"type": "image", "url": bad}
        call = {"type": "code_interpreter_call", "id": "ci_1", "container_id": "c", "outputs": [made]}
        with pytest.raises(openai.BadRequestError, match="'url' is not base64"):
            await client.conversations.create(items=[{**call, "status": "completed", "code": "1"}])
        with pytest.raises(openai.BadRequestError):
            await client.chat.completions.create(
                model="code-interpreter",
                messages=[{"role": "user", "content": [{"type": "file", "file": {"file_data": bad}}]}],
            )
    assert scripted_model.requests == []


async def test_a_reference_beside_a_text_is_not_looked_up(client, app, scripted_model):
    digest = await app.state.service.parts.store.put(PNG)
    part = {"type": "text", "text": "hi", "image_url": {"url": f"kept:{digest}:9:data:image/png;base64,"}}
    scripted_model.enqueue(text("Hello."))
    await client.chat.completions.create(model=MODEL, messages=[{"role": "user", "content": [part]}])
    assert base64.b64encode(PNG).decode() not in str(scripted_model.requests[-1].body)


async def test_an_image_in_the_output_of_a_function_is_refused(client):
    output = [{"type": "input_image", "image_url": URL}]
    with pytest.raises(openai.BadRequestError, match="output of a function is text"):
        await client.conversations.create(
            items=[{"type": "function_call_output", "call_id": "c", "output": output}]
        )


async def test_another_owner_finds_no_image(guarded, scripted_model):
    hers, his = await guarded("her"), await guarded("him")
    conversation = await hers.conversations.create(items=[asked()])
    item = (await hers.conversations.items.list(conversation.id)).data[0]
    with pytest.raises(openai.NotFoundError):
        await his.conversations.items.retrieve(item.id, conversation_id=conversation.id)
    with pytest.raises(openai.NotFoundError):
        await his.responses.create(model=MODEL, input=[{"type": "item_reference", "id": item.id}])


async def test_a_page_of_a_list_has_only_so_many_bytes(client):
    large = f"data:image/png;base64,{base64.b64encode(PNG.ljust(25 * MB)).decode()}"
    conversation = await client.conversations.create()
    for _ in range(3):
        await client.conversations.items.create(conversation.id, items=[asked(large)])
    first = await client.conversations.items.list(conversation.id)
    assert (len(first.data), first.has_more) == (2, True)
    listed = [item async for item in client.conversations.items.list(conversation.id)]
    assert [item.content[1].image_url for item in listed] == [large] * 3
