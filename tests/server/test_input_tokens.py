"""The tokens that a request would put in: an estimate that needs neither network nor model."""

import openai
import pytest
from scripted_model import text

WEATHER = {
    "type": "function",
    "name": "weather",
    "strict": True,
    "parameters": {"type": "object", "properties": {"city": {"type": "string"}}},
}
IMAGE = {"type": "input_image", "image_url": "data:image/png;base64," + "A" * 9000}


@pytest.fixture
def count(client):
    async def count(words="x" * 400, **fields):
        counted = await client.responses.input_tokens.count(input=words, **fields)
        assert counted.object == "response.input_tokens"
        return counted.input_tokens

    return count


async def test_words_are_counted_by_their_bytes(count, scripted_model):
    assert await count(model="gpt-5-mini") == await count() == 103
    assert await count("数" * 400) == 303
    assert scripted_model.requests == []


async def test_all_that_the_model_is_told_counts(count):
    plain = await count()
    assert await count(instructions="y" * 40) == plain + 13
    assert await count(tools=[WEATHER]) > plain + 20
    assert await count(tools=[{"type": "code_interpreter"}]) > plain + 100
    assert await count(model="data-analyst") == plain
    form = {"type": "json_schema", "name": "n", "schema": {"type": "object", "title": "z" * 400}}
    assert await count(text={"format": form}) > plain + 100
    said = [{"role": "user", "content": [{"type": "input_text", "text": "x" * 400}, IMAGE]}]
    assert await count(said) == plain + 85


async def test_what_went_before_counts(client, count, scripted_model):
    scripted_model.enqueue(text("a" * 40))
    first = await client.responses.create(model="gpt-5-mini", input="x" * 400)
    assert await count(previous_response_id=first.id) == 103 + 13 + 103
    conversation = await client.conversations.create(items=[{"role": "user", "content": "x" * 400}])
    assert await count(conversation=conversation.id) == 2 * 103
    assert len((await client.conversations.items.list(conversation.id)).data) == 1


async def test_what_could_not_be_answered_is_not_counted(count):
    with pytest.raises(openai.NotFoundError):
        await count(model="nope")
    with pytest.raises(openai.BadRequestError, match="resp_no"):
        await count(previous_response_id="resp_no")
    with pytest.raises(openai.BadRequestError):
        await count(tools=[{"type": "web_search"}])
