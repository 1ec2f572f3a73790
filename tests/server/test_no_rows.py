"""A server that lets no cell of the data reach the model."""

import dataclasses

import openai
import pytest
from fixtures_server import http_of, opened, process
from scripted_plans import plan, summary

pytestmark = pytest.mark.sandbox


@pytest.fixture
async def client(parts):
    async with opened(dataclasses.replace(parts, no_rows=True)) as app, http_of(app) as http:
        yield openai.AsyncOpenAI(
            base_url="http://localhost/v1", api_key="unused", http_client=http, max_retries=0
        )


async def test_the_analyst_answers_with_placeholders_that_become_values(client, scripted_model):
    table = b"name,pay\nQuibbleworth,48213\nBrizzlegate,51999\n"
    file = await client.files.create(file=("people.csv", table), purpose="user_data")
    scripted_model.enqueue(plan("print(people.loc[people['pay'].idxmax(), 'name'])"), summary("⟦v1⟧ [2]."))
    said = [{"type": "input_text", "text": "Who earns most?"}, {"type": "input_file", "file_id": file.id}]
    answer = await client.responses.create(model="data-analyst", input=[{"role": "user", "content": said}])
    assert answer.output_text.startswith("Brizzlegate [2].")
    sent = str([request.body for request in scripted_model.requests])
    assert not [cell for cell in ("Quibble", "Brizzle", "48213", "51999") if cell in sent]


@pytest.mark.parametrize("model", ["code-interpreter", "gpt-5-mini"])
async def test_the_loop_is_refused(client, scripted_model, model):
    for refused in (
        client.responses.create(model=model, input="go"),
        client.chat.completions.create(model=model, messages=[{"role": "user", "content": "go"}]),
    ):
        with pytest.raises(openai.BadRequestError) as caught:
            await refused
        assert caught.value.code == "no_rows"
    assert scripted_model.requests == []


@pytest.mark.slow
async def test_the_setting_holds_for_the_server(tmp_path, pool, scripted_model):
    model = {"OPENAI_BASE_URL": scripted_model.base_url, "ANALYST_MODEL": "openai:gpt-5-mini"}
    async with (
        process(tmp_path, pool, **model, ANALYST_NO_ROWS="true") as (address, _),
        openai.AsyncOpenAI(base_url=f"{address}/v1", api_key="unused") as client,
    ):
        with pytest.raises(openai.BadRequestError, match="no no-rows mode"):
            await client.responses.create(model="code-interpreter", input="go")
