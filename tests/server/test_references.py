"""Input items that are named by their ids instead of being sent again."""

import openai
import pytest
from fixtures_server import AUTO
from hypothesis import given
from hypothesis import strategies as st
from scripted_model import text, tool_call
from scripted_plans import code_call

from server.ids import new_id, part_id, wholes_of

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]

WEATHER = {"type": "function", "name": "weather", "parameters": {"type": "object"}, "strict": False}


def reference(item):
    return {"type": "item_reference", "id": item.id}


async def inputs_of(client, response):
    return [item async for item in client.responses.input_items.list(response.id, order="asc")]


async def test_items_of_an_earlier_response_are_read_in_their_order(client, scripted_model):
    scripted_model.enqueue(code_call("print(6 * 7)"), text("42."), text("It was 42."))
    first = await client.responses.create(model="gpt-5-mini", input="Six times seven?", tools=[AUTO])
    named = [*await inputs_of(client, first), *first.output]
    more = await client.responses.create(
        model="gpt-5-mini", tools=[AUTO], input=[*map(reference, named), {"role": "user", "content": "Sure?"}]
    )
    assert more.output_text == "It was 42."
    said = scripted_model.requests[-1].body["messages"]
    assert [message["role"] for message in said[1:]] == ["user", "assistant", "tool", "assistant", "user"]
    assert (said[3]["content"], said[4]["content"]) == ("42", "42.")
    kept = [item.id for item in await inputs_of(client, more)]
    assert len(set(kept) | {item.id for item in named}) == len(kept) + len(named)
    scripted_model.enqueue(text("Yes."))
    await client.responses.create(model="gpt-5-mini", input=[{"type": "item_reference", "id": kept[0]}])
    assert scripted_model.requests[-1].body["messages"][-1]["content"] == "Six times seven?"


async def test_a_call_is_named_and_its_output_sent(client, scripted_model):
    scripted_model.enqueue(tool_call("weather", city="Kyoto"), text("Rain."))
    asked = await client.responses.create(model="gpt-5-mini", input="Weather?", tools=[WEATHER])
    call = asked.output[0]
    output = {"type": "function_call_output", "call_id": call.call_id, "output": "rain"}
    answer = await client.responses.create(
        model="gpt-5-mini", tools=[WEATHER], input=[{"role": "user", "content": "?"}, {"id": call.id}, output]
    )
    assert answer.output_text == "Rain."


async def test_an_item_of_a_conversation_has_outputs_where_they_are_asked_for(client, scripted_model):
    conversation, items = await client.conversations.create(), client.conversations.items
    scripted_model.enqueue(code_call("print(6 * 7)"), text("42."))
    await client.responses.create(model="gpt-5-mini", input="?", tools=[AUTO], conversation=conversation.id)
    for include, logs in (([], None), (["code_interpreter_call.outputs"], "42")):
        call = (await items.list(conversation.id, order="asc", include=include)).data[1]
        one = await items.retrieve(call.id, conversation_id=conversation.id, include=include)
        assert one == call
        assert (call.outputs and call.outputs[0].logs) == logs


async def test_items_of_a_conversation_are_named(client, scripted_model):
    one = await client.conversations.create(items=[{"role": "user", "content": "I am Ada."}])
    item = (await client.conversations.items.list(one.id)).data[0]
    two = await client.conversations.create(items=[reference(item)])
    copied = (await client.conversations.items.list(two.id)).data[0]
    assert (copied.content[0].text, copied.id == item.id) == ("I am Ada.", False)
    await client.conversations.items.create(two.id, items=[reference(copied)])
    scripted_model.enqueue(text("Ada."))
    await client.responses.create(model="gpt-5-mini", input=[reference(item)])
    counted = await client.responses.input_tokens.count(model="gpt-5-mini", input=[reference(item)])
    assert counted.input_tokens == (await client.responses.input_tokens.count(input="I am Ada.")).input_tokens


@pytest.mark.parametrize("store", [True, False])
async def test_what_is_not_kept_or_somebody_else_s_is_not_found(guarded, scripted_model, store):
    hers, his = await guarded("her"), await guarded("him")
    scripted_model.enqueue(text("Hello."))
    answer = await hers.responses.create(model="gpt-5-mini", input="Hi", store=store)
    for client in [his] if store else [his, hers]:
        with pytest.raises(
            openai.NotFoundError, match=f"Item with id '{answer.output[0].id}' not found"
        ) as e:
            await client.responses.create(model="gpt-5-mini", input=[reference(answer.output[0])])
        assert e.value.param == "input"


@pytest.mark.parametrize(
    "name", ["", "x", "msg_", "msg_%%%%%%%%%%%%%%%%%%", "resp_" + "0" * 32, "é" * 500, "\0"]
)
async def test_an_id_of_any_kind_is_no_failure(client, name):
    with pytest.raises(openai.NotFoundError):
        await client.responses.create(model="gpt-5-mini", input=[{"type": "item_reference", "id": name}])


async def test_a_reference_without_an_id_is_refused(client):
    with pytest.raises(openai.BadRequestError, match="needs its 'id'"):
        await client.responses.create(model="gpt-5-mini", input=[{"type": "item_reference"}])


@given(st.sampled_from(["msg_", "ci_", "fc_"]))
def test_the_id_of_a_part_leads_to_its_whole_only(prefix):
    whole, other = new_id("resp_"), new_id("resp_")
    low, high = wholes_of(part_id(prefix, whole), "resp_")
    assert low <= whole <= high
    assert not low <= other <= high
