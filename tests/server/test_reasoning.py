"""Summaries of a model's reasoning, for callers who ask for them."""

from dataclasses import replace

import pytest
from fixtures_server import AUTO
from scripted_model import text
from scripted_plans import code_call

pytestmark = pytest.mark.sandbox

ASKED = {"model": "gpt-5-mini", "input": "Six times seven?", "tools": [AUTO]}
LOUD = {"reasoning": {"effort": "low", "summary": "auto"}}


@pytest.fixture(autouse=True)
def _script(scripted_model):
    first = replace(code_call("print(6 * 7)"), thoughts=("First I multiply.", "Then I look."))
    scripted_model.enqueue(first, replace(text("42."), thoughts=("It is done.",)))


async def test_a_summary_is_an_item_before_what_it_led_to(client):
    answer = await client.responses.create(**ASKED, **LOUD)
    assert [item.type for item in answer.output] == [
        *("reasoning", "code_interpreter_call"),
        *("reasoning", "message"),
    ]
    assert [part.text for part in answer.output[0].summary] == ["First I multiply.\n\nThen I look."]
    assert (answer.output[2].summary[0].text, answer.output[2].status) == ("It is done.", "completed")
    assert answer.output_text == "42."


async def test_the_stream_tells_a_summary_piece_by_piece(client):
    stream = await client.responses.create(**ASKED, **LOUD, stream=True)
    events = [event async for event in stream]
    told = [event.type for event in events if event.type.startswith("response.reasoning")]
    deltas = [event.delta for event in events if event.type == "response.reasoning_summary_text.delta"]
    assert "".join(deltas) == "First I multiply.\n\nThen I look.It is done."
    assert told[0] == "response.reasoning_summary_part.added"
    assert told[-2:] == ["response.reasoning_summary_text.done", "response.reasoning_summary_part.done"]
    assert [event.sequence_number for event in events] == list(range(len(events)))
    assert events[2].item.summary == []
    async with client.responses.stream(**ASKED, **LOUD) as again:
        assert [event.type async for event in again][-1] == "response.failed"  # the script is at its end


async def test_what_was_thought_is_not_asked_again(client, scripted_model):
    first = await client.responses.create(**ASKED, **LOUD)
    scripted_model.enqueue(text("Yes."))
    more = await client.responses.create(
        model="gpt-5-mini",
        input=[item.model_dump(exclude_none=True) for item in first.output]
        + [{"role": "user", "content": "Sure?"}],
    )
    assert more.output_text == "Yes."
    assert "multiply" not in str(scripted_model.requests[-1].body)


async def test_nobody_who_has_not_asked_is_told(client):
    answer = await client.responses.create(**ASKED, reasoning={"effort": "low"})
    assert [item.type for item in answer.output] == ["code_interpreter_call", "message"]
