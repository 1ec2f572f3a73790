"""Many streams at a time, and clients that leave."""

import asyncio
import dataclasses
import threading

import httpx
import openai
import pytest
from fixtures_server import http_of, offline, opened, served, until
from scripted_model import text
from scripted_plans import code_call

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]

STREAMS = 50
SLOW = code_call("import time; time.sleep(8)")
ASKED = {"model": "code-interpreter", "input": "wait"}


@pytest.fixture
async def quick(parts):
    """A server whose model is the rules."""
    async with served(offline(parts)) as address:
        yield address


async def going_on(http):
    shown = (await http.get("/metrics")).text
    return float(
        next(line for line in shown.splitlines() if line.startswith("analyst_runs_going_on ")).split()[1]
    )


async def test_fifty_streams_at_a_time_all_come_to_their_end(quick):
    async with openai.AsyncOpenAI(
        base_url=f"{quick}/v1", api_key="unused", max_retries=0, timeout=100
    ) as client:

        async def one(number):
            stream = await client.responses.create(
                model="code-interpreter", input=f"What is {number} to the power of 2?", stream=True
            )
            return [event async for event in stream][-1]

        ends = await asyncio.gather(*(one(number) for number in range(STREAMS)))
    assert {end.type for end in ends} == {"response.completed"}
    assert all(str(n * n) in end.response.output_text.replace(",", "") for n, end in enumerate(ends) if n > 3)


@pytest.mark.parametrize("stream", [True, False])
async def test_a_response_whose_client_leaves_is_cancelled(address, scripted_model, stream, caplog):
    scripted_model.enqueue(SLOW)
    async with httpx.AsyncClient(base_url=address) as http:
        asking = asyncio.create_task(http.post("/v1/responses", json={**ASKED, "stream": stream}))

        async def runs():
            return await going_on(http) == 1 and len(scripted_model.requests) == 1

        await until(runs)
        asking.cancel()

        async def over():
            return await going_on(http) == 0

        await until(over)
        scripted_model.enqueue(text("Still there."))
        answer = await http.post("/v1/responses", json={"model": "gpt-5-mini", "input": "hi"})
        assert answer.json()["status"] == "completed"
        assert 'status="500"' not in (await http.get("/metrics")).text
    assert "Exception" not in caplog.text


async def test_the_container_of_a_response_that_was_left_can_be_used_again(live, scripted_model):
    container = await live.containers.create(name="mine")
    tool = {"type": "code_interpreter", "container": container.id}
    forever = code_call("import time; time.sleep(200)")
    scripted_model.enqueue(code_call("x = 1"), forever)
    stream = await live.responses.create(model="gpt-5-mini", input="go", tools=[tool], stream=True)
    calls = 0
    async for event in stream:
        calls += event.type == "response.code_interpreter_call.interpreting"
        if calls == 2:
            break
    await stream.close()
    scripted_model.enqueue(code_call("print(x)"), text("1."))
    answer = await live.responses.create(
        model="gpt-5-mini", input="x?", tools=[tool], include=["code_interpreter_call.outputs"]
    )
    assert answer.output[0].outputs[0].logs == "1"


async def test_more_runs_than_allowed_are_told_to_come_back(parts, scripted_model):
    limits = dataclasses.replace(parts.limits, concurrent_runs=1, shutdown_grace=0)
    scripted_model.enqueue(SLOW)
    async with opened(dataclasses.replace(parts, limits=limits)) as app, http_of(app) as http:
        waiting = (await http.post("/v1/responses", json={**ASKED, "background": True})).json()

        async def runs():
            return await going_on(http) == 1

        await until(runs)
        refused = await http.post("/v1/responses", json=ASKED)
        assert refused.status_code == 429
        assert refused.headers["retry-after"] == "1"
        assert (await http.delete(f"/v1/responses/{waiting['id']}")).json()["deleted"]
        scripted_model.enqueue(text("Free."))
        again = await http.post("/v1/responses", json={"model": "gpt-5-mini", "input": "hi"})
        assert again.status_code == 200


async def test_a_model_that_takes_long_to_make_keeps_no_other_caller_waiting(parts, chat):
    asked, others_answered = threading.Event(), threading.Event()

    class Slow(type(parts.models)):
        def chat(self, name):
            if name == "slow":
                asked.set()
                assert others_answered.wait(10)
            return chat

    slow = dataclasses.replace(parts, models=Slow(parts.models.analyst))
    async with opened(slow) as app, http_of(app) as http:
        waiting = asyncio.create_task(http.get("/v1/models/slow"))
        assert await asyncio.to_thread(asked.wait, 10)
        assert (await http.get("/v1/models")).status_code == 200
        others_answered.set()
        assert (await waiting).json()["id"] == "slow"
