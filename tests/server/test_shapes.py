"""Every answer and every event has all that OpenAI's types ask for: both clients check it strictly here."""

import openai
import pytest
from fixtures_server import AUTO, CODE, NESTED, WEATHER
from scripted_model import text, tool_call
from scripted_plans import code_call

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]

MAKE = (
    "import matplotlib.pyplot as plt; plt.plot([1, 2]); plt.show(); open('/mnt/data/ä.txt', 'w').write('x')"
)
MADE = code_call(MAKE)
SAID = text("[ä](sandbox:/mnt/data/ä.txt)")
HI = {"role": "user", "content": "Hi"}
CHECKED = {"api_key": "unused", "max_retries": 0, "_strict_response_validation": True}


@pytest.fixture(params=["openai", "azure"])
def strict(http, request):
    if request.param == "openai":
        return openai.AsyncOpenAI(base_url="http://localhost/v1", http_client=http, **CHECKED)
    return openai.AsyncAzureOpenAI(
        azure_endpoint="http://localhost", api_version="2025-04-01-preview", http_client=http, **CHECKED
    )


async def events_of(coroutine):
    return [event async for event in await coroutine]


async def test_files_models_and_containers(strict):
    file = await strict.files.create(file=("ä.csv", b"a"), purpose="assistants")
    assert await strict.files.retrieve(file.id) == (await strict.files.list()).data[0]
    assert (await strict.models.retrieve("data-analyst")).id == (await strict.models.list()).data[0].id
    expiry = {"anchor": "last_active_at", "minutes": 5}
    made = await strict.containers.create(name="c", file_ids=[file.id], expires_after=expiry)
    assert (await strict.containers.retrieve(made.id)).id == (await strict.containers.list()).data[0].id
    files = strict.containers.files
    sent = await files.create(made.id, file=("b.csv", b"b"))
    found = await files.retrieve(sent.id, container_id=made.id)
    assert found.id == (await files.list(made.id)).data[0].id
    await files.delete(sent.id, container_id=made.id)
    await strict.containers.delete(made.id)
    assert (await strict.files.delete(file.id)).deleted


async def test_assistants_threads_and_runs(strict, scripted_model):
    beta = strict.beta
    assistant = await beta.assistants.create(model="gpt-5-mini", tools=[CODE, NESTED], response_format="auto")
    assert await beta.assistants.retrieve(assistant.id) == (await beta.assistants.list()).data[0]
    thread = await beta.threads.create(messages=[HI], metadata={"a": "b"})
    assert await beta.threads.retrieve(thread.id) == thread
    scripted_model.enqueue(MADE, tool_call("weather"), SAID)
    told = await events_of(
        beta.threads.runs.create(thread_id=thread.id, assistant_id=assistant.id, stream=True)
    )
    run = told[-1].data
    assert await beta.threads.runs.retrieve(run.id, thread_id=thread.id) == run
    outputs = [{"tool_call_id": run.required_action.submit_tool_outputs.tool_calls[0].id, "output": "rain"}]
    told = await events_of(
        beta.threads.runs.submit_tool_outputs(run.id, thread_id=thread.id, tool_outputs=outputs, stream=True)
    )
    assert (await beta.threads.runs.list(thread.id)).data == [told[-1].data]
    steps = beta.threads.runs.steps
    for step in (await steps.list(run.id, thread_id=thread.id)).data:
        assert await steps.retrieve(step.id, thread_id=thread.id, run_id=run.id) == step
    for message in (await beta.threads.messages.list(thread.id)).data:
        assert await beta.threads.messages.retrieve(message.id, thread_id=thread.id) == message
        assert (await beta.threads.messages.delete(message.id, thread_id=thread.id)).deleted
    assert (await beta.threads.delete(thread.id)).deleted
    assert (await beta.assistants.delete(assistant.id)).deleted


async def test_responses_and_conversations(strict, scripted_model):
    asked = {"model": "gpt-5-mini", "tools": [AUTO, WEATHER], "include": ["code_interpreter_call.outputs"]}
    conversation = await strict.conversations.create(items=[{"type": "message", **HI}])
    assert await strict.conversations.retrieve(conversation.id) == conversation
    scripted_model.enqueue(MADE, SAID, tool_call("weather"), text("Rain."), text("In the background."))
    asked["conversation"] = conversation.id
    told = await events_of(strict.responses.create(**asked, input=[HI], stream=True))
    assert (
        await strict.responses.retrieve(told[-1].response.id, include=asked["include"]) == told[-1].response
    )
    call = (await strict.responses.create(**asked, input="Weather?")).output[0]
    output = {"type": "function_call_output", "call_id": call.call_id, "output": "rain"}
    answer = await strict.responses.create(**asked, input=[output])
    assert (await strict.responses.input_items.list(answer.id)).data[0].call_id == call.call_id
    items = strict.conversations.items
    listed = (await items.list(conversation.id)).data
    assert [await items.retrieve(item.id, conversation_id=conversation.id) for item in listed] == listed
    await items.delete(listed[0].id, conversation_id=conversation.id)
    assert (await strict.conversations.delete(conversation.id)).deleted
    later = await strict.responses.create(model="gpt-5-mini", input="Later.", background=True)
    told = await events_of(strict.responses.retrieve(later.id, stream=True))
    assert (await strict.responses.cancel(later.id)) == told[-1].response
    await strict.responses.delete(later.id)


async def test_chat_completions(strict, scripted_model):
    scripted_model.enqueue(text("Hello."), MADE, SAID, tool_call("weather"), tool_call("weather"))
    completions = strict.chat.completions
    for model, fields in (("gpt-5-mini", {}), ("code-interpreter", {"stream": True})):
        answer = await completions.create(model=model, messages=[HI], **fields)
        assert [chunk async for chunk in answer] if fields else answer.choices[0].message.content
    for fields in ({}, {"stream": True, "stream_options": {"include_usage": True}}):
        answer = await completions.create(model="gpt-5-mini", messages=[HI], tools=[NESTED], **fields)
        last = [chunk async for chunk in answer][-1] if fields else answer
        assert last.usage.total_tokens == 18
