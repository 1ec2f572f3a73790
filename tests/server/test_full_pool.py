"""A pool that has no session left, as each dialect tells it."""

import secrets

import openai
import pytest
from fixtures_pool import running_pool
from fixtures_server import AUTO
from scripted_model import text
from scripted_plans import code_call

from agents.errors import PoolFullError
from analyst.embedded_pool import Pool

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]

RUN = code_call("print(6 * 7)")
CHAT = {"model": "code-interpreter", "messages": [{"role": "user", "content": "go"}]}


@pytest.fixture
def pool():
    """A pool of one session."""
    token = secrets.token_urlsafe(16)
    with running_pool(token, max_sessions=1) as running:
        yield Pool(running.endpoint, token)


@pytest.fixture
async def full(client, scripted_model):
    """The client of a server whose pool is full; gives the response whose container has the session."""
    scripted_model.enqueue(RUN, text("42."))
    return await client.responses.create(model="gpt-5-mini", tools=[AUTO], input="go")


async def test_a_response_or_completion_is_refused_and_may_be_tried_again(client, full, scripted_model):
    for ask in (
        lambda: client.responses.create(model="gpt-5-mini", tools=[AUTO], input="go"),
        lambda: client.chat.completions.create(**CHAT),
    ):
        scripted_model.enqueue(RUN)
        with pytest.raises(
            openai.RateLimitError, match="All sessions of the session pool are in use"
        ) as refused:
            await ask()
        assert refused.value.code == "sessions_exhausted"
        assert refused.value.response.headers["Retry-After"] == str(PoolFullError.retry_after)
    await client.containers.delete(full.output[0].container_id)
    scripted_model.enqueue(RUN, text("42 again."))
    free = await client.responses.create(model="gpt-5-mini", tools=[AUTO], input="go")
    assert free.output_text == "42 again."


async def test_a_stream_and_a_run_end_with_it(client, full, scripted_model):
    scripted_model.enqueue(RUN)
    told = await client.responses.create(model="gpt-5-mini", tools=[AUTO], input="go", stream=True)
    failed = [event async for event in told][-1]
    assert (failed.type, failed.response.error.code) == ("response.failed", "rate_limit_exceeded")
    scripted_model.enqueue(RUN)
    with pytest.raises(openai.APIError, match="All sessions of the session pool are in use"):
        [chunk async for chunk in await client.chat.completions.create(**CHAT, stream=True)]
    scripted_model.enqueue(RUN)
    assistant = await client.beta.assistants.create(model="gpt-5-mini", tools=[{"type": "code_interpreter"}])
    run = await client.beta.threads.create_and_run_poll(
        assistant_id=assistant.id,
        thread={"messages": [{"role": "user", "content": "go"}]},
        poll_interval_ms=50,
    )
    assert (run.status, run.last_error.code) == ("failed", "rate_limit_exceeded")


async def test_the_analyst_s_own_cells_tell_it_too(client, full):
    file = {"type": "input_file", "filename": "a.csv", "file_data": "data:text/csv;base64,YSxiCjEsMgozLDQK"}
    asked = {"type": "input_text", "text": "How many rows?"}
    with pytest.raises(openai.RateLimitError, match="All sessions"):
        await client.responses.create(
            model="data-analyst", input=[{"role": "user", "content": [asked, file]}]
        )
