"""Answers in JSON: the schema reaches the model as its own client sends it, in every dialect."""

from dataclasses import replace

import pytest
from fixtures_server import AUTO
from pydantic import BaseModel
from scripted_model import text, truncated
from scripted_plans import code_call

pytestmark = pytest.mark.sandbox

SCHEMA = {
    "type": "object",
    "properties": {"rows": {"type": "integer"}},
    "required": ["rows"],
    "additionalProperties": False,
}
NAMED = {"name": "count", "schema": SCHEMA, "strict": True}
FORM = {"type": "json_schema", "json_schema": NAMED}
FLAT = {"format": {"type": "json_schema", **NAMED}}
WEATHER = {"type": "function", "name": "weather", "strict": True, "parameters": SCHEMA}


class Count(BaseModel):
    """What the model is asked for."""

    rows: int


async def test_a_response_parsed_by_the_client_runs_code_first(client, scripted_model):
    scripted_model.enqueue(code_call("print(344)"), text('{"rows": 344}'))
    answer = await client.responses.parse(
        model="gpt-5-mini", tools=[AUTO, WEATHER], input="rows?", text_format=Count
    )
    assert answer.output_parsed == Count(rows=344)
    assert answer.usage.total_tokens == 36
    assert answer.text.format.name == "Count"
    for request in scripted_model.requests:
        form = request.body["response_format"]
        assert (form["type"], form["json_schema"]["name"]) == ("json_schema", "Count")
        assert all(tool["function"]["strict"] for tool in request.body["tools"])


async def test_json_without_a_schema(client, scripted_model):
    scripted_model.enqueue(text("{}"))
    answer = await client.responses.create(
        model="code-interpreter", input="json", text={"format": {"type": "json_object"}}
    )
    assert (answer.output_text, answer.text.format.type) == ("{}", "json_object")
    assert scripted_model.requests[0].body["response_format"] == {"type": "json_object"}


async def test_json_that_was_cut_short_is_incomplete(client, scripted_model):
    scripted_model.enqueue(replace(truncated('{"rows": 3'), usage=(20, 16)))
    answer = await client.responses.create(model="gpt-5-mini", input="?", text=FLAT, max_output_tokens=16)
    assert (answer.status, answer.output_text) == ("incomplete", '{"rows": 3')
    assert answer.usage.output_tokens == 16


@pytest.mark.parametrize("chat", ["gpt-5-pro"], indirect=True)
async def test_a_model_behind_the_responses_api_is_asked_and_cut_short_alike(client, scripted_model, chat):
    scripted_model.enqueue(code_call("print(344)"), truncated('{"rows": 3'))
    answer = await client.responses.create(
        model="code-interpreter", input="?", text=FLAT, max_output_tokens=100
    )
    assert (answer.status, answer.output_text) == ("incomplete", '{"rows": 3')
    sent = [request.body for request in scripted_model.requests]
    assert [body["text"] for body in sent] == [FLAT, FLAT]
    assert [body["max_output_tokens"] for body in sent] == [100, 93]


async def test_a_chat_completion_parsed_by_the_client(client, scripted_model):
    scripted_model.enqueue(text('{"rows": 344}'))
    answer = await client.chat.completions.parse(
        model="gpt-5-mini", messages=[{"role": "user", "content": "rows?"}], response_format=Count
    )
    assert answer.choices[0].message.parsed == Count(rows=344)
    assert scripted_model.requests[0].body["response_format"]["json_schema"]["name"] == "Count"


async def test_a_run_has_the_format_of_its_assistant_or_its_own(client, scripted_model):
    beta = client.beta
    assistant = await beta.assistants.create(model="gpt-5-mini", response_format=FORM)
    thread = await beta.threads.create(messages=[{"role": "user", "content": "rows?"}])
    run = {"thread_id": thread.id, "assistant_id": assistant.id, "poll_interval_ms": 50}
    scripted_model.enqueue(text('{"rows": 1}'), text("One."))
    done = await beta.threads.runs.create_and_poll(**run)
    assert (done.status, done.response_format.json_schema.name) == ("completed", "count")
    await beta.threads.runs.create_and_poll(**run, response_format="auto")
    sent = [request.body.get("response_format") for request in scripted_model.requests]
    assert sent == [FORM, None]
