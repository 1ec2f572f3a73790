"""What assistants, threads and runs are told: files and images by id, fields taken away, both versions."""

import base64

import openai
import pytest
from fixtures_server import CODE
from scripted_model import text
from scripted_plans import code_call

pytestmark = [pytest.mark.slow, pytest.mark.sandbox]

HI = {"messages": [{"role": "user", "content": "Hi"}]}


@pytest.fixture
def beta(client):
    return client.beta


async def upload(client, name, content=b"x"):
    return (await client.files.create(file=(name, content), purpose="assistants")).id


async def test_a_run_has_its_own_files_in_place_of_its_assistant_s(client, beta, scripted_model):
    theirs, own = await upload(client, "theirs.csv"), await upload(client, "own.csv")
    resources = {"code_interpreter": {"file_ids": [theirs]}}
    assistant = await beta.assistants.create(model="gpt-5-mini", tools=[CODE], tool_resources=resources)
    scripted_model.enqueue(code_call("import os; print(os.listdir('/mnt/data'))"), text("There they are."))
    run = await beta.threads.create_and_run_poll(
        assistant_id=assistant.id,
        thread=HI,
        tool_resources={"code_interpreter": {"file_ids": [own]}},
        poll_interval_ms=50,
    )
    steps = (await beta.threads.runs.steps.list(run.id, thread_id=run.thread_id, order="asc")).data
    assert steps[0].step_details.tool_calls[0].code_interpreter.outputs[0].logs == "['own.csv']"
    for wrong in ({"model": "nope"}, {"tool_resources": {"code_interpreter": {"file_ids": ["file-no"]}}}):
        with pytest.raises(openai.NotFoundError):
            await beta.threads.create_and_run(assistant_id=assistant.id, thread=HI, **wrong)


async def test_an_image_by_its_id_is_seen_in_both_apis(client, beta, scripted_model):
    content = b"\xff\xd8\xff\xe0 a photo"
    file = await upload(client, "photo.png", content)  # what it is called does not count
    url = f"data:image/jpeg;base64,{base64.b64encode(content).decode()}"
    scripted_model.enqueue(text("Seen."), text("Seen."), text("Gone."))
    part = {"type": "input_image", "file_id": file, "detail": "auto"}
    asked = [{"role": "user", "content": [{"type": "input_text", "text": "What is it?"}, part]}]
    answer = await client.responses.create(model="gpt-5-mini", input=asked)
    assistant = await beta.assistants.create(model="gpt-5-mini")
    content = [{"type": "text", "text": "What?"}, {"type": "image_file", "image_file": {"file_id": file}}]
    await beta.threads.create_and_run_poll(
        assistant_id=assistant.id,
        thread={"messages": [{"role": "user", "content": content}]},
        poll_interval_ms=50,
    )
    for request in scripted_model.requests:
        assert request.body["messages"][-1]["content"][1]["image_url"]["url"] == url
    counted = await client.responses.input_tokens.count(model="gpt-5-mini", input=asked)
    assert counted.input_tokens > 85
    await client.files.delete(file)
    await client.responses.create(model="gpt-5-mini", input="Again?", previous_response_id=answer.id)
    assert scripted_model.requests[-1].body["messages"][0]["content"] == "What is it?"
    with pytest.raises(openai.NotFoundError):
        await client.responses.create(model="gpt-5-mini", input=asked)
    with pytest.raises(openai.NotFoundError):
        await beta.threads.create(messages=[{"role": "user", "content": content}])


async def test_null_takes_a_field_of_an_assistant_away(beta):
    fields = {"name": "n", "description": "d", "instructions": "i", "temperature": 0.5}
    assistant = await beta.assistants.create(model="gpt-5-mini", tools=[CODE], metadata={"a": "b"}, **fields)
    changed = await beta.assistants.update(assistant.id, tools=None, metadata=None, **dict.fromkeys(fields))
    assert [getattr(changed, name) for name in fields] == [None] * 4
    assert (len(changed.tools), changed.metadata) == (1, {"a": "b"})


@pytest.mark.parametrize("content", ["", []])
async def test_a_message_without_content_is_refused(beta, content):
    thread = await beta.threads.create()
    with pytest.raises(openai.BadRequestError) as caught:
        await beta.threads.messages.create(thread.id, role="user", content=content)
    assert "content" in caught.value.param


async def test_lists_and_changes_name_the_files_as_version_1_does(client, http):
    http.headers["OpenAI-Beta"] = "assistants=v1"
    ids = [await upload(client, "a.csv")]
    await http.post("/v1/assistants", json={"model": "gpt-5-mini", "file_ids": ids})
    assert (await http.get("/v1/assistants")).json()["data"][0]["file_ids"] == ids
    thread = (await http.post("/v1/threads")).json()["id"]
    said = {"role": "user", "content": "Hi", "file_ids": ids}
    message = (await http.post(f"/v1/threads/{thread}/messages", json=said)).json()["id"]
    changed = await http.post(f"/v1/threads/{thread}/messages/{message}", json={"metadata": {"a": "b"}})
    assert changed.json()["file_ids"] == ids


async def test_a_change_that_names_no_metadata_leaves_them(client, beta, scripted_model):
    has, others = {"metadata": {"a": "b"}}, {"metadata": {"c": "d"}}
    scripted_model.enqueue(text("Hello."))
    assistant = await beta.assistants.create(model="gpt-5-mini")
    thread = await beta.threads.create(**HI, **has)
    message = await beta.threads.messages.create(thread.id, role="user", content="Hi", **has)
    run = await beta.threads.runs.create(thread_id=thread.id, assistant_id=assistant.id, **has)
    conversation = await client.conversations.create(**has)
    changes = (
        lambda **fields: beta.threads.update(thread.id, **fields),
        lambda **fields: beta.threads.messages.update(message.id, thread_id=thread.id, **fields),
        lambda **fields: beta.threads.runs.update(run.id, thread_id=thread.id, **fields),
        lambda **fields: client.conversations.update(conversation.id, **{"metadata": None, **fields}),
    )
    for change in changes:
        assert (await change()).metadata == has["metadata"]
        assert (await change(**others)).metadata == others["metadata"]


async def test_outputs_that_no_run_waits_for_are_refused_at_once(beta, scripted_model):
    assistant = await beta.assistants.create(model="gpt-5-mini", tools=[CODE])
    scripted_model.enqueue(code_call("import time; time.sleep(600)"))
    run = await beta.threads.create_and_run(assistant_id=assistant.id, thread=HI)
    sent = {"thread_id": run.thread_id, "tool_outputs": [{"tool_call_id": "call_1", "output": "1"}]}
    with pytest.raises(openai.BadRequestError, match="do not accept tool outputs"):
        await beta.threads.runs.submit_tool_outputs(run.id, **sent)
    stopped = await beta.threads.runs.cancel(run.id, thread_id=run.thread_id)
    assert stopped.status == "cancelled"


async def test_where_code_may_run_there_is_a_place_for_files(beta):
    made = await beta.assistants.create(model="gpt-5-mini", tools=[CODE])
    assert made.tool_resources.code_interpreter.file_ids == []
    assert (await beta.assistants.create(model="gpt-5-mini")).tool_resources.code_interpreter is None
    thread = await beta.threads.create(tool_resources={"code_interpreter": {"file_ids": []}})
    assert thread.tool_resources.code_interpreter.file_ids == []


async def test_file_search_is_refused_wherever_it_is_asked_for(client, beta):
    search = [{"type": "file_search"}]
    stores = {"file_search": {"vector_store_ids": ["vs_1"]}}
    file = await client.files.create(file=("a.csv", b"a"), purpose="assistants")
    attached = {"role": "user", "content": "x", "attachments": [{"file_id": file.id, "tools": search}]}
    for ask in (
        lambda: beta.assistants.create(model="gpt-5-mini", tools=search),
        lambda: beta.assistants.create(model="gpt-5-mini", tool_resources=stores),
        lambda: beta.threads.create(tool_resources=stores),
        lambda: beta.threads.create(messages=[attached]),
    ):
        with pytest.raises(openai.BadRequestError, match="'file_search' are not supported here"):
            await ask()
    with pytest.raises(openai.NotFoundError, match=r"POST /v1/vector_stores is not served here\. Below /v1"):
        await client.vector_stores.create(name="x")
    empty = {"file_search": {"vector_store_ids": []}}
    assert (await beta.threads.create(tool_resources=empty)).tool_resources.file_search is None
