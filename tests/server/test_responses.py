"""The Responses API with the official client: real graphs, real pool, scripted model."""

from pathlib import Path

import openai
import pytest
from fixtures_server import AUTO
from scripted_model import text, tool_call
from scripted_plans import code_call, plan, summary

pytestmark = pytest.mark.sandbox

DRAW = "import matplotlib.pyplot as plt\nplt.plot([1, 2]); plt.title('Line'); plt.show()"
WEATHER = {
    "type": "function",
    "name": "weather",
    "parameters": {"type": "object", "properties": {"city": {"type": "string"}}},
}
TEXT = """response.output_item.added response.content_part.added response.output_text.delta
response.output_text.done response.content_part.done response.output_item.done"""
ORDER = """response.created response.in_progress response.output_item.added
response.code_interpreter_call.in_progress response.code_interpreter_call_code.delta
response.code_interpreter_call_code.done response.code_interpreter_call.interpreting
response.code_interpreter_call.completed response.output_item.done"""


async def test_code_is_run_and_its_output_shown_where_it_is_asked_for(client, scripted_model):
    scripted_model.enqueue(code_call("print(6 * 7)"), text("It is 42."))
    answer = await client.responses.create(
        model="gpt-5-mini", tools=[AUTO], input="6*7?", include=["code_interpreter_call.outputs"]
    )
    call, message = answer.output
    assert (call.type, call.code, call.status) == ("code_interpreter_call", "print(6 * 7)", "completed")
    assert call.outputs[0].logs == "42"
    assert answer.output_text == "It is 42."
    assert message.status == answer.status == "completed"
    assert answer.usage.total_tokens == 36
    again = await client.responses.retrieve(answer.id)
    assert again.output[0].outputs is None
    assert again.output_text == "It is 42."


async def test_the_events_of_a_stream_come_in_openai_s_order(client, scripted_model):
    scripted_model.enqueue(code_call("print(1)"), text("One."))
    stream = await client.responses.create(model="code-interpreter", input="one", stream=True)
    events = [event async for event in stream]
    kinds = [event.type for event in events]
    assert kinds == [*ORDER.split(), *TEXT.split(), "response.completed"]
    assert [event.sequence_number for event in events] == list(range(len(events)))
    assert events[-1].response.output_text == "One."
    assert (await client.responses.retrieve(events[0].response.id)).output_text == "One."


async def test_a_figure_and_a_file_are_cited_where_they_are_linked(client, scripted_model):
    code = DRAW + "\nopen('/mnt/data/out.csv', 'w').write('a')"
    said = "See [a](sandbox:/mnt/data/out.csv) or [b](sandbox:/mnt/data/out.csv) and the chart."
    scripted_model.enqueue(code_call(code), text(said))
    answer = await client.responses.create(
        model="gpt-5-mini", tools=[AUTO], input="draw", include=["code_interpreter_call.outputs"]
    )
    call, message = answer.output
    assert [output.type for output in call.outputs][-1] == "image"
    chart, *links = message.content[0].annotations
    assert [said[link.start_index : link.end_index] for link in links] == ["sandbox:/mnt/data/out.csv"] * 2
    assert chart.start_index == chart.end_index == len(said)
    files = client.containers.files
    png = await files.content.retrieve(chart.file_id, container_id=chart.container_id)
    assert png.content.startswith(b"\x89PNG")
    listed = await files.list(call.container_id, order="asc")
    assert [file.path for file in listed.data] == ["/mnt/data/figure-1.png", "/mnt/data/out.csv"]


async def test_files_reach_the_session_by_id_and_inline(client, app, scripted_model):
    file = await client.files.create(file=("a.csv", b"x\n1\n2\n"), purpose="assistants")
    tool = {"type": "code_interpreter", "container": {"type": "auto", "file_ids": [file.id]}}
    inline = {"type": "input_file", "filename": "b.csv", "file_data": "data:text/csv;base64,eQoz"}
    scripted_model.enqueue(code_call("import os; print(sorted(os.listdir('/mnt/data')))"), text("Two."))
    answer = await client.responses.create(
        model="gpt-5-mini",
        tools=[tool],
        input=[{"role": "user", "content": [{"type": "input_text", "text": "which?"}, inline]}],
        include=["code_interpreter_call.outputs"],
    )
    assert answer.output[0].outputs[0].logs == "['a.csv', 'b.csv']"
    assert "Files in /mnt/data: a.csv, b.csv" in scripted_model.requests[0].body["messages"][0]["content"]
    items = await client.responses.input_items.list(answer.id)
    assert [part.type for part in items.data[0].content] == ["input_text", "input_file"]
    record = await app.state.service.records("local").get("response", answer.id)
    assert "eQoz" not in str([record.body, record.inside])
    named = {"type": "item_reference", "id": items.data[0].id}
    scripted_model.enqueue(code_call("print(open('/mnt/data/b.csv').read())"), text("Again."))
    again = await client.responses.create(
        model="gpt-5-mini", tools=[AUTO], input=[named], include=["code_interpreter_call.outputs"]
    )
    assert again.output[0].outputs[0].logs == "y\n3"


async def test_a_chain_keeps_its_variables_and_its_words(client, scripted_model):
    scripted_model.enqueue(code_call("x = 40"), text("Kept."))
    first = await client.responses.create(model="gpt-5-mini", tools=[AUTO], input="x is 40")
    scripted_model.enqueue(code_call("print(x + 2)"), text("42."))
    second = await client.responses.create(
        model="gpt-5-mini",
        tools=[AUTO],
        input="and two?",
        previous_response_id=first.id,
        include=["code_interpreter_call.outputs"],
    )
    assert second.output[0].outputs[0].logs == "42"
    assert second.output[0].container_id == first.output[0].container_id
    roles = [message["role"] for message in scripted_model.requests[2].body["messages"]]
    assert roles == ["system", "user", "assistant", "tool", "assistant", "user"]


async def test_a_chain_whose_container_expired_is_restored_from_the_journal(client, scripted_model, app):
    scripted_model.enqueue(code_call("x = 40"), text("Kept."))
    first = await client.responses.create(model="gpt-5-mini", tools=[AUTO], input="x is 40")
    container = first.output[0].container_id
    records = app.state.service.records("local")
    await records.change("container", container, lambda r: r.body.update(last_active_at=0))
    assert (await client.containers.retrieve(container)).status == "expired"
    tool = {"type": "code_interpreter", "container": container}
    with pytest.raises(openai.NotFoundError) as caught:
        await client.responses.create(model="gpt-5-mini", tools=[tool], input="x?")
    assert caught.value.code == "container_expired"
    scripted_model.enqueue(code_call("print(x)"), text("40."))
    second = await client.responses.create(
        model="gpt-5-mini",
        tools=[AUTO],
        input="x?",
        previous_response_id=first.id,
        include=["code_interpreter_call.outputs"],
    )
    assert second.output[0].outputs[0].logs == "40"
    assert second.metadata["note"] == "session restored (1 cell, 0 files)"
    assert second.output[0].container_id != container


async def test_a_function_of_the_caller_is_called_and_answered(client, scripted_model):
    scripted_model.enqueue(code_call("print('looking')") + tool_call("weather", city="Kyoto"))
    first = await client.responses.create(model="gpt-5-mini", tools=[AUTO, WEATHER], input="weather?")
    call = first.output[-1]
    assert (call.type, call.name, call.arguments) == ("function_call", "weather", '{"city": "Kyoto"}')
    scripted_model.enqueue(text("Rain."))
    second = await client.responses.create(
        model="gpt-5-mini",
        tools=[AUTO, WEATHER],
        previous_response_id=first.id,
        input=[{"type": "function_call_output", "call_id": call.call_id, "output": "rain"}],
    )
    assert second.output_text == "Rain."
    assert scripted_model.requests[1].body["messages"][-1]["content"] == "rain"


async def test_a_call_left_open_is_refused(client, scripted_model):
    scripted_model.enqueue(tool_call("weather", city="Kyoto"))
    first = await client.responses.create(model="gpt-5-mini", tools=[WEATHER], input="weather?")
    with pytest.raises(openai.BadRequestError, match="No tool output found"):
        await client.responses.create(model="gpt-5-mini", input="so?", previous_response_id=first.id)


async def test_the_analyst_plans_runs_and_summarises(client, scripted_model, penguins):
    file = await client.files.create(file=Path(penguins), purpose="user_data")
    scripted_model.enqueue(
        plan("print('mean', round(penguins['Body Mass (g)'].mean(), 2))"),
        summary("4,201.75 g [2].", ("4,201.75", 2)),
    )
    said = [{"type": "input_text", "text": "mean?"}, {"type": "input_file", "file_id": file.id}]
    first = await client.responses.create(
        model="data-analyst", input=[{"role": "user", "content": said}], store=True
    )
    assert first.output_text.startswith("4,201.75 g")
    assert [item.type for item in first.output] == ["code_interpreter_call"] * 2 + ["message"]
    scripted_model.enqueue(plan("print(len(penguins))"), summary("344 [3].", ("344", 3)))
    second = await client.responses.create(
        model="data-analyst", input="how many?", previous_response_id=first.id
    )
    assert second.output_text.startswith("344")
    assert "Earlier question: mean?" in str(scripted_model.requests[2].body["messages"])


async def test_without_the_tool_no_code_is_offered(client, scripted_model):
    scripted_model.enqueue(text("Hello."))
    answer = await client.responses.create(
        model="gpt-5-mini", input="Hi", instructions="Be brief.", temperature=0.5, store=False
    )
    body = scripted_model.requests[0].body
    assert (answer.output_text, body["temperature"], "tools" in body) == ("Hello.", 0.5, False)
    with pytest.raises(openai.NotFoundError):
        await client.responses.retrieve(answer.id)


async def test_a_conversation_is_read_and_added_to(client, scripted_model):
    conversation = await client.conversations.create(
        items=[{"type": "message", "role": "user", "content": "My name is Ada."}], metadata={"a": "b"}
    )
    scripted_model.enqueue(text("Ada."))
    await client.responses.create(model="gpt-5-mini", input="What is my name?", conversation=conversation.id)
    listed = await client.conversations.items.list(conversation.id, order="asc")
    assert [item.role for item in listed.data] == ["user", "user", "assistant"]
    one = await client.conversations.items.retrieve(listed.data[2].id, conversation_id=conversation.id)
    assert one.content[0].text == "Ada."
    await client.conversations.items.delete(one.id, conversation_id=conversation.id)
    assert len((await client.conversations.items.list(conversation.id)).data) == 2
    assert (await client.conversations.delete(conversation.id)).deleted


async def test_a_response_in_the_background_is_polled(client, scripted_model):
    scripted_model.enqueue(code_call("print(1)"), text("One."))
    answer = await client.responses.create(model="gpt-5-mini", tools=[AUTO], input="1", background=True)
    assert answer.status == "queued"
    stream = await client.responses.retrieve(answer.id, stream=True, starting_after=1)
    numbers = [event.sequence_number async for event in stream]
    assert numbers == list(range(2, 2 + len(numbers)))
    done = await client.responses.retrieve(answer.id)
    assert (done.status, done.output_text) == ("completed", "One.")


async def test_a_response_in_the_background_can_be_cancelled(live, scripted_model):
    scripted_model.enqueue(code_call("import time; time.sleep(20)"))
    stream = await live.responses.create(
        model="gpt-5-mini", tools=[AUTO], input="wait", background=True, stream=True
    )
    started = await anext(stream)
    async for event in stream:
        if event.type == "response.code_interpreter_call.interpreting":
            break
    assert (await live.responses.retrieve(started.response.id)).status == "in_progress"
    assert (await live.responses.cancel(started.response.id)).status == "cancelled"
    assert (await live.responses.retrieve(started.response.id)).status == "cancelled"


async def test_no_more_calls_than_allowed(client, scripted_model):
    scripted_model.enqueue(code_call("print(1)"), text("One."))
    answer = await client.responses.create(model="gpt-5-mini", tools=[AUTO], input="1", max_tool_calls=1)
    assert answer.max_tool_calls == 1
    assert "tools" not in scripted_model.requests[1].body


@pytest.mark.parametrize(
    ("fields", "param"),
    [
        ({"tools": [{"type": "web_search"}]}, "tools"),
        ({"prompt": {"id": "pmpt_1"}}, "prompt"),
        ({"text": {"format": {"type": "xml"}}}, "text.format"),
        ({"text": {"format": {"type": "json_schema", "name": "x"}}}, "text.format"),
        ({"text": {"format": {"type": "json_object"}}, "model": "data-analyst"}, "text.format"),
        ({"text": {"format": {"type": "json_object"}}, "tools": [WEATHER]}, "tools"),
        ({"background": True, "store": False}, "background"),
        ({"input": [{"type": "function_call", "name": "f", "call_id": "c", "arguments": 3}]}, "input"),
        ({"input": [{"type": "code_interpreter_call", "container_id": "c", "outputs": "none"}]}, "input"),
        ({"input": [{"role": "user", "content": [{"type": "input_audio"}]}]}, "input"),
        ({"max_tool_calls": 0}, "max_tool_calls"),
        ({"metadata": {"a": 1}}, "metadata.a"),
    ],
)
async def test_what_would_be_ignored_and_matters_is_refused(client, fields, param):
    with pytest.raises(openai.BadRequestError) as caught:
        await client.responses.create(**{"model": "gpt-5-mini", "input": "hi", **fields})
    assert caught.value.param == param


async def test_an_unknown_model_and_unknown_ids_are_refused(client):
    for fields in ({"model": "nope"}, {"conversation": "conv_no"}):
        with pytest.raises(openai.NotFoundError):
            await client.responses.create(**{"model": "gpt-5-mini", "input": "hi", **fields})


@pytest.mark.parametrize("base", ["/openai/v1", "/openai"])
async def test_azure_s_bases_serve_the_same(http, scripted_model, base):
    http.params = {"api-version": "2025-04-01-preview"}
    client = openai.AsyncOpenAI(
        base_url=f"http://localhost{base}", api_key="unused", http_client=http, max_retries=0
    )
    scripted_model.enqueue(text("Hello."))
    answer = await client.responses.create(model="gpt-5-mini", input="Hi")
    assert (await client.responses.retrieve(answer.id)).output_text == "Hello."


async def test_an_answer_s_items_can_be_sent_back_as_input_and_kept_twice(client, scripted_model):
    scripted_model.enqueue(code_call("print(42)"), text("42."))
    answer = await client.responses.create(model="gpt-5-mini", tools=[AUTO], input="?")
    sent = [item.model_dump() for item in answer.output]
    conversation = await client.conversations.create(items=sent)
    await client.conversations.items.create(conversation.id, items=sent)
    scripted_model.enqueue(text("Again."))
    again = await client.responses.create(
        model="gpt-5-mini", tools=[AUTO], input=[*sent, {"role": "user", "content": "again"}]
    )
    assert again.output_text == "Again."
    roles = [message["role"] for message in scripted_model.requests[-1].body["messages"]]
    assert roles == ["system", "assistant", "tool", "assistant", "user"]
