"""What a cancelled response in the background leaves: all that it has told."""

import pytest
from fixtures_server import AUTO, until
from scripted_model import text
from scripted_plans import code_call

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]
FOREVER = "import time\nwhile True: time.sleep(0.05)"


def left(response):
    return [(item.type, item.status) for item in response.output]


async def test_a_cancelled_response_keeps_its_items(live, scripted_model):
    scripted_model.enqueue(code_call("first = 7"), code_call(FOREVER))
    told = await live.responses.create(
        model="gpt-5-mini", tools=[AUTO], input="go", background=True, stream=True
    )
    events = []
    async for event in told:
        events.append(event)
        response = events[0].response.id
        if [past.type for past in events].count("response.code_interpreter_call.interpreting") == 2:
            break
    done = ("code_interpreter_call", "completed")

    async def one_is_kept():
        return left(await live.responses.retrieve(response)) == [done]

    await until(one_is_kept)  # while it runs
    both = [done, ("code_interpreter_call", "incomplete")]
    assert left(await live.responses.cancel(response)) == both
    last = [event async for event in told][-1]
    assert (last.type, last.response.status, left(last.response)) == (
        "response.incomplete",
        "cancelled",
        both,
    )
    assert left(await live.responses.retrieve(response)) == both
    scripted_model.enqueue(code_call("print(first)"), text("Seven."))
    more = await live.responses.create(
        model="gpt-5-mini", tools=[AUTO], input="and?", previous_response_id=response,
        include=["code_interpreter_call.outputs"],
    )  # fmt: skip
    assert more.output[0].outputs[0].logs == "7"
