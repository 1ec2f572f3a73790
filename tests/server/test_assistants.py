"""The Assistants API with the official client, and the article's script with version 1's body."""

import openai
import pytest
from fixtures_server import CODE, NESTED, polled
from scripted_model import error, text, tool_call
from scripted_plans import code_call

pytestmark = pytest.mark.sandbox

DRAW = "import matplotlib.pyplot as plt\nplt.plot([1, 2]); plt.title('Line'); plt.show()"
STARTED = ["thread.run.created", "thread.run.queued", "thread.run.in_progress"]
STEP = ["thread.run.step.created", "thread.run.step.in_progress"]


@pytest.fixture
def beta(client):
    return client.beta


@pytest.fixture
async def assistant(beta):
    return await beta.assistants.create(model="gpt-5-mini", tools=[CODE, NESTED], instructions="Be exact.")


async def asked(beta, words, **fields):
    return await beta.threads.create(messages=[{"role": "user", "content": words, **fields}])


async def test_a_run_is_polled_and_its_steps_tell_what_was_done(beta, assistant, scripted_model):
    thread = await asked(beta, "6*7?")
    scripted_model.enqueue(code_call("print(6 * 7)"), text("42."))
    done = await polled(beta, thread, assistant)
    assert (done.status, done.usage.total_tokens) == ("completed", 36)
    newest = (await beta.threads.messages.list(thread.id)).data[0]
    assert (newest.content[0].text.value, newest.run_id) == ("42.", done.id)
    called, said = (await beta.threads.runs.steps.list(done.id, thread_id=thread.id, order="asc")).data
    tool = called.step_details.tool_calls[0].code_interpreter
    assert (tool.input, tool.outputs[0].logs) == ("print(6 * 7)", "42")
    assert said.step_details.message_creation.message_id == newest.id
    system = scripted_model.requests[0].body["messages"][0]["content"]
    assert "Be exact." in system


async def test_the_events_of_a_stream_come_in_order(beta, assistant, scripted_model):
    thread = await asked(beta, "draw")
    scripted_model.enqueue(code_call(DRAW), text("Drawn."))
    stream = await beta.threads.runs.create(thread_id=thread.id, assistant_id=assistant.id, stream=True)
    kinds = [event.event async for event in stream]
    assert kinds == [
        *STARTED,
        *STEP,
        "thread.run.step.delta",
        "thread.run.step.delta",
        "thread.run.step.delta",
        "thread.run.step.completed",
        *STEP,
        "thread.message.created",
        "thread.message.in_progress",
        "thread.message.delta",
        "thread.message.delta",
        "thread.message.completed",
        "thread.run.step.completed",
        "thread.run.completed",
    ]


async def test_the_helper_of_the_client_follows_a_stream(beta, assistant, scripted_model):
    thread = await asked(beta, "hello")
    scripted_model.enqueue(text("A greeting of some length."))
    async with beta.threads.runs.stream(thread_id=thread.id, assistant_id=assistant.id) as stream:
        messages = await stream.get_final_messages()
    assert messages[0].content[0].text.value == "A greeting of some length."


async def test_files_of_assistant_thread_and_message_are_in_the_session(beta, client, scripted_model):
    ids = [
        (await client.files.create(file=(f"{name}.csv", name.encode()), purpose="assistants")).id
        for name in "abc"
    ]
    assistant = await beta.assistants.create(
        model="code-interpreter", tool_resources={"code_interpreter": {"file_ids": [ids[0]]}}
    )
    thread = await beta.threads.create(
        messages=[{"role": "user", "content": "list", "attachments": [{"file_id": ids[2], "tools": [CODE]}]}],
        tool_resources={"code_interpreter": {"file_ids": [ids[1]]}},
    )
    write = "open('/mnt/data/out.txt', 'w').write('x'); import os; print(sorted(os.listdir('/mnt/data')))"
    scripted_model.enqueue(
        code_call(write), text("[out](sandbox:/mnt/data/out.txt) [out](sandbox:/mnt/data/out.txt)")
    )
    done = await polled(beta, thread, assistant)
    assert done.status == "completed"
    steps = (await beta.threads.runs.steps.list(done.id, thread_id=thread.id, order="asc")).data
    logs = steps[0].step_details.tool_calls[0].code_interpreter.outputs[0].logs
    assert logs == "['a.csv', 'b.csv', 'c.csv', 'out.txt']"
    message = (await beta.threads.messages.list(thread.id)).data[0]
    annotation, again = message.content[0].text.annotations
    assert (annotation.text, annotation.start_index) == ("sandbox:/mnt/data/out.txt", 6)
    assert (again.file_path, again.start_index) == (annotation.file_path, 39)
    assert (await client.files.content(annotation.file_path.file_id)).content == b"x"
    assert message.attachments[0].file_id == annotation.file_path.file_id
    outputs = await client.files.list(purpose="assistants_output")
    assert [file.filename for file in outputs.data] == ["out.txt"]


async def test_a_thread_keeps_its_variables_and_words(beta, assistant, scripted_model):
    thread = await asked(beta, "x is 40")
    scripted_model.enqueue(code_call("x = 40"), text("Kept."))
    await polled(beta, thread, assistant)
    await beta.threads.messages.create(thread.id, role="user", content="and two?")
    scripted_model.enqueue(code_call("print(x + 2)"), text("42."))
    second = await polled(beta, thread, assistant)
    steps = (await beta.threads.runs.steps.list(second.id, thread_id=thread.id, order="asc")).data
    assert steps[0].step_details.tool_calls[0].code_interpreter.outputs[0].logs == "42"
    words = [message["content"] for message in scripted_model.requests[2].body["messages"][1:]]
    assert words == ["x is 40", "Kept.", "and two?"]


async def test_a_function_is_called_answered_and_the_run_goes_on(beta, assistant, scripted_model):
    thread = await asked(beta, "weather?")
    scripted_model.enqueue(code_call("print('looking')") + tool_call("weather", city="Kyoto"))
    waiting = await polled(beta, thread, assistant)
    assert waiting.status == "requires_action"
    call = waiting.required_action.submit_tool_outputs.tool_calls[0]
    assert (call.function.name, call.function.arguments) == ("weather", '{"city": "Kyoto"}')
    with pytest.raises(openai.BadRequestError, match="already has an active run"):
        await beta.threads.runs.create(thread_id=thread.id, assistant_id=assistant.id)
    with pytest.raises(openai.BadRequestError, match="while a run"):
        await beta.threads.messages.create(thread.id, role="user", content="hurry")
    with pytest.raises(openai.BadRequestError, match="Expected tool outputs"):
        await beta.threads.runs.submit_tool_outputs(waiting.id, thread_id=thread.id, tool_outputs=[])
    scripted_model.enqueue(text("Rain."))
    done = await beta.threads.runs.submit_tool_outputs_and_poll(
        run_id=waiting.id,
        thread_id=thread.id,
        tool_outputs=[{"tool_call_id": call.id, "output": "rain"}],
        poll_interval_ms=50,
    )
    assert done.status == "completed"
    assert done.usage.total_tokens > 18
    steps = (await beta.threads.runs.steps.list(done.id, thread_id=thread.id, order="asc")).data
    assert [step.type for step in steps] == ["tool_calls", "tool_calls", "message_creation"]
    assert steps[1].step_details.tool_calls[0].function.output == "rain"


@pytest.mark.parametrize("noticed", ["retrieve", "list", "message"])
async def test_a_run_that_waits_too_long_has_expired(beta, assistant, scripted_model, app, noticed):
    thread = await asked(beta, "weather?")
    scripted_model.enqueue(tool_call("weather"))
    waiting = await polled(beta, thread, assistant)
    records = app.state.service.records("local")
    await records.change("thread.run", waiting.id, lambda r: r.body.update(expires_at=1))
    if noticed == "retrieve":
        assert (await beta.threads.runs.retrieve(waiting.id, thread_id=thread.id)).status == "expired"
    if noticed == "list":
        assert [run.status for run in (await beta.threads.runs.list(thread.id)).data] == ["expired"]
    await beta.threads.messages.create(thread.id, role="user", content="again")
    step = (await beta.threads.runs.steps.list(waiting.id, thread_id=thread.id)).data[0]
    assert (step.status, step.expired_at is None) == ("expired", False)


async def test_a_run_is_cancelled_in_the_middle_of_its_code(live, scripted_model):
    beta = live.beta
    assistant = await beta.assistants.create(model="gpt-5-mini", tools=[CODE])
    thread = await asked(beta, "wait")
    scripted_model.enqueue(code_call("import time; time.sleep(15)"))
    stream = await beta.threads.runs.create(thread_id=thread.id, assistant_id=assistant.id, stream=True)
    started = (await anext(stream)).data
    kinds = []
    async for event in stream:
        kinds.append(event.event)
        if kinds[-2:] == ["thread.run.step.in_progress", "thread.run.step.delta"]:
            stopped = await beta.threads.runs.cancel(started.id, thread_id=thread.id)
            assert stopped.status == "cancelled"
    assert kinds[-2:] == ["thread.run.step.cancelled", "thread.run.cancelled"]
    with pytest.raises(openai.BadRequestError, match="Cannot cancel run"):
        await beta.threads.runs.cancel(started.id, thread_id=thread.id)
    await beta.threads.messages.create(thread.id, role="user", content="free again")


async def test_a_run_goes_on_when_the_client_leaves(live, scripted_model):
    beta = live.beta
    assistant = await beta.assistants.create(model="gpt-5-mini", tools=[CODE])
    thread = await asked(beta, "slowly")
    scripted_model.enqueue(code_call("import time; time.sleep(1); print('done')"), text("Done."))
    stream = await beta.threads.runs.create(thread_id=thread.id, assistant_id=assistant.id, stream=True)
    created = await anext(stream)
    await stream.close()
    done = await beta.threads.runs.poll(created.data.id, thread_id=thread.id, poll_interval_ms=50)
    assert done.status == "completed"


async def test_a_model_that_fails_fails_the_run_with_a_reason(beta, assistant, scripted_model):
    thread = await asked(beta, "hello")
    scripted_model.enqueue(error(429))
    done = await polled(beta, thread, assistant)
    assert (done.status, done.last_error.code) == ("failed", "rate_limit_exceeded")
    assert "rate limit" in done.last_error.message


async def test_thread_and_run_in_one_call_with_functions_and_images(beta, assistant, scripted_model):
    scripted_model.enqueue(text("A picture."))
    picture = {"type": "image_url", "image_url": {"url": "data:image/png;base64,AAAA"}}
    stream = await beta.threads.create_and_run(
        assistant_id=assistant.id,
        thread={"messages": [{"role": "user", "content": [{"type": "text", "text": "what?"}, picture]}]},
        stream=True,
    )
    kinds = [event.event async for event in stream]
    assert kinds[0] == "thread.created"
    sent = scripted_model.requests[0].body["messages"][-1]["content"]
    assert sent[1]["image_url"]["url"] == "data:image/png;base64,AAAA"


async def test_objects_are_changed_listed_and_deleted(beta, assistant):
    changed = await beta.assistants.update(assistant.id, name="Other", metadata={"a": "b"})
    assert (changed.name, changed.instructions, changed.metadata) == ("Other", "Be exact.", {"a": "b"})
    thread = await asked(beta, "one")
    await beta.threads.update(thread.id, metadata={"c": "d"})
    assert (await beta.threads.retrieve(thread.id)).metadata == {"c": "d"}
    message = await beta.threads.messages.create(thread.id, role="user", content="two")
    assert [m.id async for m in await beta.threads.messages.list(thread.id, limit=1)][:1] == [message.id]
    await beta.threads.messages.delete(message.id, thread_id=thread.id)
    assert len((await beta.threads.messages.list(thread.id)).data) == 1
    await beta.threads.delete(thread.id)
    await beta.assistants.delete(assistant.id)
    with pytest.raises(openai.NotFoundError):
        await beta.threads.messages.list(thread.id)
    with pytest.raises(openai.NotFoundError):
        await beta.assistants.retrieve(assistant.id)


@pytest.mark.parametrize(
    ("fields", "param"),
    [
        ({"tools": [{"type": "file_search"}]}, "tools"),
        ({"tools": [{"type": "function", "function": {}}]}, "tools"),
        ({"model": "data-analyst", "tools": [NESTED]}, "tools"),
        ({"response_format": {"type": "json_object"}, "model": "data-analyst"}, "response_format"),
        ({"tool_resources": {"code_interpreter": {"file_ids": "no list"}}}, "tool_resources"),
        ({"tool_resources": {"code_interpreter": "no object"}}, "tool_resources"),
        ({"temperature": 3}, "temperature"),
    ],
)
async def test_what_would_be_ignored_and_matters_is_refused(beta, fields, param):
    with pytest.raises(openai.BadRequestError) as caught:
        await beta.assistants.create(**{"model": "gpt-5-mini", **fields})
    assert caught.value.param == param


async def test_unknown_files_models_and_assistants_are_404(beta, assistant):
    thread = await beta.threads.create()
    missing = {"code_interpreter": {"file_ids": ["file-no"]}}
    for call in (
        beta.assistants.create(model="nope"),
        beta.assistants.create(model="gpt-5-mini", tool_resources=missing),
        beta.threads.create(tool_resources=missing),
        beta.threads.runs.create(thread_id=thread.id, assistant_id="asst_no"),
        beta.threads.runs.create(thread_id=thread.id, assistant_id=assistant.id, model="nope"),
        beta.threads.messages.create("thread_no", role="user", content="x"),
    ):
        with pytest.raises(openai.NotFoundError):
            await call
