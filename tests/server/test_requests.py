"""Requests at the edge: legal but unusual ones are answered, and those that are not say what is wrong."""

import openai
import pytest
from fixtures_server import AUTO, HI, NESTED, WEATHER
from scripted_model import text
from scripted_plans import code_call

pytestmark = [pytest.mark.slow, pytest.mark.sandbox]

ASKED = {"model": "gpt-5-mini", "input": "Hi"}


@pytest.mark.parametrize(
    ("content", "kind", "said"),
    [
        (b'{"model": ', "application/json", "The body is not JSON."),
        (b'{"model": "gpt-5-mini"}', "text/plain", "Send JSON, with 'Content-Type: application/json'."),
        (b"model=gpt-5-mini", "application/x-www-form-urlencoded", "Send JSON, with"),
        (b"", "application/json", "Send a body in JSON."),
    ],
)
async def test_a_body_that_cannot_be_read_is_a_400(http, content, kind, said):
    answer = await http.post("/v1/responses", content=content, headers={"Content-Type": kind})
    error = answer.json()["error"]
    assert (answer.status_code, error["param"]) == (400, None)
    assert error["message"].startswith(said)


@pytest.mark.parametrize(
    "metadata",
    [{str(number): "x" for number in range(17)}, {"k" * 65: "x"}, {"k": "x" * 513}],
    ids=["pairs", "key", "value"],
)
async def test_metadata_have_openai_s_limits(client, metadata):
    for create in (client.beta.threads.create, client.conversations.create):
        with pytest.raises(openai.BadRequestError, match="metadata"):
            await create(metadata=metadata)
    most = {f"{number:064}": "ä" * 512 for number in range(16)}
    assert (await client.beta.threads.create(metadata=most)).metadata == most


async def test_fields_that_are_null_are_as_if_they_were_not_sent(client, scripted_model):
    scripted_model.enqueue(text("Hello."), text("Hello."))
    said = [{"type": None, **HI[0]}]
    answer = await client.responses.create(
        model="gpt-5-mini", input=said, tools=None, tool_choice=None, metadata=None, extra_body={"new": None}
    )
    assert (answer.output_text, answer.tools, answer.tool_choice) == ("Hello.", [], "auto")
    nothing = dict.fromkeys(("n", "tools", "tool_choice", "stop", "stream_options", "response_format"))
    completion = await client.chat.completions.create(model="gpt-5-mini", messages=HI, **nothing)
    assert completion.choices[0].message.content == "Hello."


@pytest.mark.parametrize("sent", [{}, {"input": []}, {"input": ""}])
async def test_a_response_to_nothing_is_refused_before_the_model_is_asked(client, scripted_model, sent):
    with pytest.raises(openai.BadRequestError) as caught:
        await client.responses.create(model="gpt-5-mini", **sent)
    assert (caught.value.param, scripted_model.requests) == ("input", [])


@pytest.mark.parametrize(
    ("fields", "param"),
    [
        ({"tool_choice": "required"}, "tool_choice"),
        ({"tools": [NESTED], "tool_choice": "sometimes"}, "tool_choice"),
        ({"tools": [NESTED], "tool_choice": {"type": "function", "function": {"name": "x"}}}, "tool_choice"),
        ({"audio": {"format": "wav", "voice": "alloy"}}, "audio"),
        ({"web_search_options": {}}, "web_search_options"),
    ],
)
async def test_a_completion_refuses_them_too(client, fields, param):
    with pytest.raises(openai.BadRequestError) as caught:
        await client.chat.completions.create(model="gpt-5-mini", messages=HI, **fields)
    assert caught.value.param == param


async def test_the_model_is_told_to_call_one_function_at_a_time(client, scripted_model):
    beta, one = client.beta, {"parallel_tool_calls": False}
    assistant = await beta.assistants.create(model="gpt-5-mini", tools=[NESTED])
    scripted_model.enqueue(text("a"), text("b"), text("c"), text("d"))
    await client.responses.create(model="gpt-5-mini", input="Hi", tools=[WEATHER], **one)
    await client.chat.completions.create(model="gpt-5-mini", messages=HI, tools=[NESTED], **one)
    await beta.threads.create_and_run_poll(
        assistant_id=assistant.id, thread={"messages": HI}, poll_interval_ms=50, **one
    )
    await client.responses.create(model="gpt-5-mini", input="Hi", **one)
    told = [request.body.get("parallel_tool_calls") for request in scripted_model.requests]
    assert told == [False, False, False, None]


async def test_nothing_is_told_of_calls_where_none_may_be_made(client, scripted_model):
    scripted_model.enqueue(code_call("print(1)"), text("One."))
    await client.responses.create(
        model="gpt-5-mini", input="Hi", tools=[AUTO, WEATHER], parallel_tool_calls=False, max_tool_calls=1
    )
    told = [request.body.get("parallel_tool_calls") for request in scripted_model.requests]
    assert told == [False, None]


async def test_the_name_of_a_model_may_have_slashes(client):
    with pytest.raises(openai.NotFoundError, match="meta/llama") as caught:
        await client.models.retrieve("meta/llama")
    assert caught.value.code == "model_not_found"


async def test_an_image_is_refused_where_nobody_would_see_it(client):
    parts = [
        {"type": "input_text", "text": "What?"},
        {"type": "input_image", "image_url": "https://a.example"},
    ]
    with pytest.raises(openai.BadRequestError, match="data-analyst sees no images"):
        await client.responses.create(model="data-analyst", input=[{"role": "user", "content": parts}])


@pytest.mark.parametrize(
    ("path", "body", "param", "said"),
    [
        ("responses", {"input": 5}, "input", "valid string"),
        ("responses", {"input": ["a", 5]}, "input.0", "valid dictionary"),
        ("responses", {"model": ""}, "model", "at least 1 character"),
        ("responses", [], None, "valid dictionary"),
        ("responses", {"tools": [{**AUTO, "container": 7}]}, "tools.0.container", "valid string"),
        (
            "responses",
            {"tools": [{**AUTO, "container": {"type": "auto", "memory_limit": "3g"}}]},
            "tools.0.container.memory_limit",
            "'1g', '4g'",
        ),
        (
            "responses",
            {"tools": [{**AUTO, "container": {"type": "own"}}]},
            "tools.0.container",
            "valid string",
        ),
        ("chat/completions", {"messages": HI}, "model", "must provide a model"),
        ("chat/completions", {"model": "m", "messages": [5]}, "messages.0", "valid dictionary"),
        (
            "threads/runs",
            {"assistant_id": "a", "truncation_strategy": {"type": "last_messages", "last_messages": 0}},
            "truncation_strategy.last_messages",
            "greater than or equal to 1",
        ),
        (
            "threads/runs",
            {"thread": {"messages": [{"role": "user"}]}},
            "thread.messages.0.content",
            "required",
        ),
    ],
)
async def test_the_field_that_does_not_fit_is_named(http, path, body, param, said):
    usual = {} if path == "chat/completions" else {**ASKED, "assistant_id": "a"}
    answer = await http.post(f"/v1/{path}", json={**usual, **body} if isinstance(body, dict) else body)
    error = answer.json()["error"]
    assert (answer.status_code, error["param"]) == (400, param)
    assert said in error["message"]


@pytest.mark.parametrize("written", ['{"city": "Ky', "5", ""])
async def test_arguments_that_nobody_can_read_are_taken_back(client, scripted_model, written):
    call = {"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": written}}
    said = [
        {"role": "assistant", "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "call_1", "content": "?"},
    ]
    scripted_model.enqueue(text("Sorry."))
    await client.chat.completions.create(model="gpt-5-mini", messages=[*HI, *said], tools=[NESTED])
    assert scripted_model.requests[0].body["messages"][1]["tool_calls"][0]["function"]["arguments"] == "{}"


async def test_an_image_alone_has_no_text_beside_it(client, scripted_model):
    scripted_model.enqueue(text("Seen."))
    shown = [{"type": "input_image", "image_url": "https://a.example/b.png"}]
    await client.responses.create(model="gpt-5-mini", input=[{"role": "user", "content": shown}])
    (part,) = scripted_model.requests[0].body["messages"][0]["content"]
    assert part["type"] == "image_url"


async def test_a_file_without_a_question_is_the_caller_s_fault(client):
    file = {"type": "input_file", "filename": "a.csv", "file_data": "data:text/csv;base64,YSxiCjEsMgozLDQK"}
    with pytest.raises(openai.BadRequestError, match="There is no question"):
        await client.responses.create(model="data-analyst", input=[{"role": "user", "content": [file]}])
