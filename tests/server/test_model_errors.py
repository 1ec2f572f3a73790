"""What a model's provider refuses, as the caller of the API is told it: once, streamed, and in a run."""

import openai
import pytest
from fixtures_server import HI, polled
from scripted_model import error

pytestmark = pytest.mark.slow

# What the provider sends; status, code, Retry-After and words that the caller gets; the code of an answer.
CASES = [
    pytest.param(
        error(429, after="21"),
        (429, "rate_limit_exceeded", "21", "rate limit is reached"),
        "rate_limit_exceeded",
        id="busy",
    ),
    pytest.param(
        error(429, after="soon", code="insufficient_quota"),
        (429, "insufficient_quota", None, "no quota left"),
        "rate_limit_exceeded",
        id="no quota",
    ),
    pytest.param(
        error(401), (502, "model_error", None, "Check AZURE_OPENAI_API_KEY"), "server_error", id="key"
    ),
    pytest.param(
        error(403), (502, "model_error", None, "may not be used with this sign-in"), "server_error", id="role"
    ),
    pytest.param(
        error(404), (404, "model_not_found", None, "has no model 'gpt-5-mini'"), "invalid_prompt", id="name"
    ),
    pytest.param(
        error(400, "Unsupported value: 'top_p'.", code="unsupported_value", param="top_p"),
        (400, "unsupported_value", None, "Unsupported value: 'top_p'"),
        "invalid_prompt",
        id="value",
    ),
    pytest.param(
        error(400, code="context_length_exceeded"),
        (400, "context_length_exceeded", None, "longer than the model accepts"),
        "context_length_exceeded",
        id="length",
    ),
    pytest.param(
        error(400, "This model's maximum context length is 4096 tokens.", code="400"),
        (400, "context_length_exceeded", None, "longer than the model accepts"),
        "context_length_exceeded",
        id="length, without a code",
    ),
    pytest.param(
        error(400, code="content_filter"),
        (400, "content_filter", None, "content filter"),
        "invalid_prompt",
        id="filter",
    ),
    pytest.param(error(500), (502, "model_error", None, "status 500"), "server_error", id="failure"),
]


@pytest.mark.parametrize(("reply", "told", "code"), CASES)
async def test_a_request_is_refused_as_the_provider_did(client, scripted_model, reply, told, code):
    scripted_model.enqueue(reply, reply)
    for call in (
        client.responses.create(model="gpt-5-mini", input="Hi"),
        client.chat.completions.create(model="gpt-5-mini", messages=HI),
    ):
        with pytest.raises(openai.APIStatusError) as caught:
            await call
        got = caught.value
        assert (got.status_code, got.code, got.response.headers.get("retry-after")) == told[:3]
        assert told[3] in str(got)


@pytest.mark.parametrize(("reply", "told", "code"), CASES)
async def test_a_stream_says_why_it_breaks_off(client, scripted_model, reply, told, code):
    scripted_model.enqueue(reply, reply)
    stream = await client.responses.create(model="gpt-5-mini", input="Hi", stream=True)
    last = [event async for event in stream][-1]
    assert (last.type, last.response.error.code) == ("response.failed", code)
    assert told[3] in last.response.error.message
    found = await client.responses.retrieve(last.response.id)
    assert (found.status, found.error.code) == ("failed", code)
    chunks = await client.chat.completions.create(model="gpt-5-mini", messages=HI, stream=True)
    with pytest.raises(openai.APIError) as caught:
        [chunk async for chunk in chunks]
    assert caught.value.code == told[1]


@pytest.mark.parametrize(("reply", "told", "code"), CASES)
async def test_a_run_and_a_response_in_the_background_say_why_they_have_failed(
    client, scripted_model, reply, told, code
):
    scripted_model.enqueue(reply)
    waiting = await client.responses.create(model="gpt-5-mini", input="Hi", background=True)
    stream = await client.responses.retrieve(waiting.id, stream=True)
    assert [event async for event in stream][-1].response.error.code == code
    scripted_model.enqueue(reply)
    assistant = await client.beta.assistants.create(model="gpt-5-mini")
    thread = await client.beta.threads.create(messages=HI)
    run = await polled(client.beta, thread, assistant)
    known = {"context_length_exceeded": "invalid_prompt"}  # a run has no such code
    assert (run.status, run.last_error.code) == ("failed", known.get(code, code))
    assert told[3] in run.last_error.message


async def test_the_model_of_the_settings_is_not_the_caller_s_to_name(client, scripted_model):
    scripted_model.enqueue(error(404))
    with pytest.raises(openai.InternalServerError, match="AZURE_OPENAI_MODEL") as caught:
        await client.responses.create(
            model="code-interpreter", input="Hi", tools=[], tool_choice="none", max_output_tokens=16
        )
    assert caught.value.status_code == 502
