"""Conversations that are cut down to what the user has said and one item, and go on from these."""

import json
from pathlib import Path

import openai
import pytest
from fixtures_server import AUTO, http_of, offline, opened
from scripted_model import text
from scripted_plans import code_call

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]

OUTPUTS = {"include": ["code_interpreter_call.outputs"], "tools": [AUTO], "model": "gpt-5-mini"}


def given(compacted):
    """What was compacted, as it is sent back; the client's types know no message of a user among outputs."""
    return [item.model_dump(exclude_none=True, warnings=False) for item in compacted.output]


async def asked(client, words, before=()):
    return await client.responses.create(input=[*before, {"role": "user", "content": words}], **OUTPUTS)


async def test_a_chain_goes_on_from_its_compaction_in_its_session(client, scripted_model):
    scripted_model.enqueue(code_call("x = 41; print('no ' * 999)"), text("x is 41."), text("Yes."))
    first = await asked(client, "Set x to 41.")
    second = await client.responses.create(previous_response_id=first.id, input="Sure?", **OUTPUTS)
    compacted = await client.responses.compact(model="gpt-5-mini", previous_response_id=second.id)
    assert (compacted.object, compacted.usage.total_tokens) == ("response.compaction", 0)
    assert [item.type for item in compacted.output] == ["message", "message", "compaction"]
    assert [part.text for item in compacted.output[:2] for part in item.content] == ["Set x to 41.", "Sure?"]
    assert "x is" not in compacted.output[2].encrypted_content
    scripted_model.enqueue(code_call("print(x + 1)"), text("42."), text("It is 42."))
    more = await asked(client, "One more?", given(compacted))
    assert more.output[0].outputs[0].logs == "42"
    said = json.dumps(scripted_model.requests[3].body["messages"])
    assert "Answered: x is 41." in said
    assert "no no" not in said
    last = await client.responses.create(previous_response_id=more.id, input="So?", **OUTPUTS)
    assert last.output_text == "It is 42."
    assert "Answered: x is 41." in json.dumps(scripted_model.requests[-1].body["messages"])
    counted = await client.responses.input_tokens.count(model="gpt-5-mini", input=given(compacted))
    assert counted.input_tokens > 20


async def test_a_compaction_is_compacted_again_and_forgets_nothing(client, scripted_model):
    scripted_model.enqueue(text("A red one."), text("A blue one."), text("Red, blue."))
    conversation = [{"role": "user", "content": "What car?"}]
    for words in ("And what boat?", "List them."):
        answer = await client.responses.create(model="gpt-5-mini", input=conversation)
        conversation += [item.model_dump(exclude_none=True) for item in answer.output]
        conversation = given(await client.responses.compact(model="gpt-5-mini", input=conversation))
        conversation.append({"role": "user", "content": words})
    await client.responses.create(model="gpt-5-mini", input=conversation)
    said = json.dumps(scripted_model.requests[-1].body["messages"])
    assert said.index("A red one.") < said.index("A blue one.") < said.index("List them.")


async def test_the_analyst_goes_on_with_its_files(parts, penguins):
    async with opened(offline(parts)) as app, http_of(app) as http:
        client = openai.AsyncOpenAI(base_url="http://localhost/v1", api_key="unused", http_client=http)
        file = await client.files.create(file=Path(penguins), purpose="user_data")
        part = {"type": "input_file", "file_id": file.id}
        content = [{"type": "input_text", "text": "How many rows are there?"}, part]
        first = await client.responses.create(
            model="data-analyst", input=[{"role": "user", "content": content}]
        )
        compacted = await client.responses.compact(model="data-analyst", previous_response_id=first.id)
        await client.files.delete(file.id)
        more = await client.responses.create(
            model="data-analyst",
            input=[*given(compacted), {"role": "user", "content": "What is the highest body mass?"}],
        )
    assert "6,300" in more.output_text


async def test_a_compaction_is_its_owner_s_and_this_server_s(guarded, scripted_model):
    hers, his = await guarded("her"), await guarded("him")
    compacted = await hers.responses.compact(model="gpt-5-mini", input="Hi")
    invented = [{"type": "compaction", "encrypted_content": "x"}]
    for client, said in ((his, given(compacted)), (hers, invented)):
        with pytest.raises(openai.BadRequestError, match="could not be verified") as caught:
            await client.responses.create(model="gpt-5-mini", input=said)
        assert (caught.value.code, caught.value.param) == ("invalid_encrypted_content", "input")
    scripted_model.enqueue(text("Hello."))
    assert (await hers.responses.create(model="gpt-5-mini", input=given(compacted))).output_text == "Hello."


async def test_what_cannot_be_compacted_is_refused(client, scripted_model):
    for wrong in ({}, {"input": [{"type": "function_call_output", "call_id": "c", "output": "x"}]}):
        with pytest.raises(openai.BadRequestError) as caught:
            await client.responses.compact(model="gpt-5-mini", **wrong)
        assert caught.value.param == "input"
    with pytest.raises(openai.NotFoundError):
        await client.responses.compact(model="nope", input="Hi")
    with pytest.raises(openai.BadRequestError) as caught:
        await client.responses.compact(model="gpt-5-mini", previous_response_id="resp_no")
    assert caught.value.code == "previous_response_not_found"
