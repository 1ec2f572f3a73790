"""What a request may say about how a model answers: handed on, without effect, or refused."""

import openai
import pytest
from fixtures_server import HI, http_of, offline, opened
from scripted_model import error, text

pytestmark = pytest.mark.slow


def fields(body):
    """What the model was told besides the conversation."""
    always = {"model", "messages", "input", "stream", "stream_options"}
    return {name: value for name, value in body.items() if name not in always}


async def told(client, scripted_model, dialect, options):
    """Ask in a dialect; gives the path and the fields of the one request that the model got."""
    scripted_model.enqueue(text("Hello."))
    if dialect == "responses":
        answer = await client.responses.create(model="gpt-5-mini", input="Hi", **options)
        assert answer.output_text == "Hello."
    elif dialect == "chat":
        completion = await client.chat.completions.create(model="gpt-5-mini", messages=HI, **options)
        assert completion.choices[0].message.content == "Hello."
    else:
        assistant = await client.beta.assistants.create(model="gpt-5-mini")
        run = await client.beta.threads.create_and_run_poll(
            assistant_id=assistant.id, thread={"messages": HI}, poll_interval_ms=20, extra_body=options
        )
        assert run.status == "completed"
    (request,) = scripted_model.requests
    return request.path, fields(request.body)


@pytest.mark.parametrize(
    ("dialect", "options", "handed"),
    [
        pytest.param("responses", {"temperature": 0.2, "top_p": 0.5}, None, id="sampling"),
        pytest.param("responses", {"reasoning": {"effort": "low"}}, {"reasoning_effort": "low"}, id="effort"),
        pytest.param("responses", {"text": {"verbosity": "low"}}, {"verbosity": "low"}, id="verbosity"),
        pytest.param("responses", {"max_output_tokens": 99}, {"max_completion_tokens": 99}, id="tokens"),
        pytest.param("chat", {"temperature": 0, "top_p": 0.5}, None, id="chat sampling"),
        pytest.param("chat", {"reasoning_effort": "high", "verbosity": "low"}, None, id="chat effort"),
        pytest.param("chat", {"seed": 7, "stop": ["."], "logit_bias": {"50": -1}}, None, id="chat seed"),
        pytest.param("chat", {"presence_penalty": 1, "frequency_penalty": -1}, None, id="chat penalties"),
        pytest.param("chat", {"max_tokens": 9}, {"max_completion_tokens": 9}, id="chat tokens"),
        pytest.param("runs", {"temperature": 0.2, "reasoning_effort": "low"}, None, id="run"),
    ],
)
async def test_the_model_is_told(client, scripted_model, dialect, options, handed):
    path, got = await told(client, scripted_model, dialect, options)
    assert (path, got) == ("/v1/chat/completions", options if handed is None else handed)


@pytest.mark.parametrize("chat", ["gpt-5-mini", "gpt-5-mini thinks high"], indirect=True)
async def test_a_summary_of_the_thinking_takes_the_responses_api(client, scripted_model, chat):
    options = {"reasoning": {"effort": "low", "summary": "auto"}, "text": {"verbosity": "low"}}
    path, got = await told(client, scripted_model, "responses", options)
    assert (path, got) == ("/v1/responses", options)


@pytest.mark.parametrize(
    ("dialect", "options"),
    [
        ("responses", {"service_tier": "flex", "truncation": "auto", "user": "u", "metadata": {"a": "b"}}),
        ("responses", {"safety_identifier": "s", "prompt_cache_key": "k", "prompt_cache_retention": "24h"}),
        ("responses", {"store": False, "stream_options": {"include_obfuscation": False}, "reasoning": {}}),
        ("responses", {"include": ["reasoning.encrypted_content"], "parallel_tool_calls": True}),
        ("chat", {"service_tier": "flex", "user": "u", "store": True, "metadata": {"a": "b"}}),
        ("chat", {"safety_identifier": "s", "prompt_cache_key": "k", "modalities": ["text"], "n": 1}),
        ("chat", {"prediction": {"type": "content", "content": "Hello"}, "logprobs": False}),
        ("runs", {"metadata": {"a": "b"}, "truncation_strategy": {"type": "auto"}}),
    ],
)
async def test_what_changes_no_answer_stays_here(client, scripted_model, dialect, options):
    assert (await told(client, scripted_model, dialect, options))[1] == {}


@pytest.mark.parametrize(
    ("options", "param"),
    [
        ({"reasoning": {"effort": "enormous"}}, "reasoning.effort"),
        ({"text": {"verbosity": "chatty"}}, "text.verbosity"),
        ({"temperature": 3}, "temperature"),
        ({"top_p": -1}, "top_p"),
        ({"top_logprobs": 2}, "top_logprobs"),
        ({"include": ["message.output_text.logprobs"]}, "top_logprobs"),
        ({"include": ["everything"]}, "include"),
        ({"prompt": {"id": "pmpt_1"}}, "prompt"),
        ({"max_output_tokens": 1}, "max_output_tokens"),
        ({"max_tool_calls": 0}, "max_tool_calls"),
    ],
)
async def test_a_response_refuses(client, options, param):
    with pytest.raises(openai.BadRequestError) as caught:
        await client.responses.create(model="gpt-5-mini", input="Hi", **options)
    assert caught.value.param == param


@pytest.mark.parametrize(
    ("options", "param"),
    [
        ({"n": 2}, "n"),
        ({"logprobs": True}, "logprobs"),
        ({"reasoning_effort": "enormous"}, "reasoning_effort"),
        ({"verbosity": "chatty"}, "verbosity"),
        ({"presence_penalty": 3}, "presence_penalty"),
        ({"logit_bias": {"50": 101}}, "logit_bias.50"),
        ({"modalities": ["audio"]}, "modalities"),
        ({"web_search_options": {}}, "web_search_options"),
    ],
)
async def test_a_completion_refuses(client, options, param):
    with pytest.raises(openai.BadRequestError) as caught:
        await client.chat.completions.create(model="gpt-5-mini", messages=HI, **options)
    assert caught.value.param == param


async def test_what_the_provider_refuses_is_told_in_its_words(client, scripted_model):
    said = "Unsupported value: 'reasoning_effort' does not support 'minimal' with this model."
    scripted_model.enqueue(error(400, said, code="unsupported_value", param="reasoning_effort"))
    with pytest.raises(openai.BadRequestError, match="does not support 'minimal'") as caught:
        await client.responses.create(model="gpt-5-mini", input="Hi", reasoning={"effort": "minimal"})
    assert (caught.value.code, caught.value.param) == ("unsupported_value", "reasoning_effort")


@pytest.mark.parametrize("chat", ["gpt-5-pro"], indirect=True)
async def test_what_the_model_s_client_does_not_take_is_named(client):
    with pytest.raises(openai.BadRequestError, match="takes no 'seed'") as caught:
        await client.chat.completions.create(model="gpt-5-mini", messages=HI, seed=7)
    assert caught.value.param == "seed"


async def test_the_response_repeats_what_was_asked(client, scripted_model):
    scripted_model.enqueue(text("Hello."))
    answer = await client.responses.create(
        model="gpt-5-mini",
        input="Hi",
        reasoning={"effort": "low"},
        text={"verbosity": "low"},
        user="u",
        prompt_cache_key="k",
        safety_identifier="s",
    )
    assert (answer.reasoning.effort, answer.text.verbosity, answer.text.format.type) == ("low", "low", "text")
    assert (answer.user, answer.prompt_cache_key, answer.safety_identifier) == ("u", "k", "s")


async def test_an_assistant_keeps_its_effort_until_it_is_taken_away(client, scripted_model):
    made = await client.beta.assistants.create(model="gpt-5-mini", reasoning_effort="low")
    assert made.model_dump()["reasoning_effort"] == "low"
    scripted_model.enqueue(text("Hello."))
    await client.beta.threads.create_and_run_poll(
        assistant_id=made.id, thread={"messages": HI}, poll_interval_ms=20
    )
    assert scripted_model.requests[0].body["reasoning_effort"] == "low"
    changed = await client.beta.assistants.update(made.id, reasoning_effort=None)
    assert changed.model_dump()["reasoning_effort"] is None


@pytest.mark.sandbox
async def test_those_who_take_no_options_answer_all_the_same(parts):
    how = {"temperature": 0.1, "reasoning": {"effort": "low", "summary": "auto"}, "top_p": 0.1}
    file = {"type": "input_file", "filename": "a.csv", "file_data": "data:text/csv;base64,YSxiCjEsMgozLDQK"}
    asked = [{"role": "user", "content": [{"type": "input_text", "text": "How many rows are there?"}, file]}]
    async with opened(offline(parts)) as app, http_of(app) as http:
        client = openai.AsyncOpenAI(base_url="http://localhost/v1", api_key="unused", http_client=http)
        counted = await client.responses.create(model="data-analyst", input=asked, **how)
        assert "2" in counted.output_text
        computed = await client.responses.create(model="code-interpreter", input="What is 6*7?", **how)
        assert "42" in computed.output_text
