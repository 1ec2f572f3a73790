"""Traces, logs, the tables, and what a request may name."""

import dataclasses
import json
import logging

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from fixtures_server import http_of, opened, until
from openai.types.beta import assistant_create_params, thread_create_params
from openai.types.beta.threads import message_create_params, run_create_params
from openai.types.chat import completion_create_params
from openai.types.responses import response_create_params
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from scripted_model import stall, text
from sqlalchemy import text as sql

from server.dialects.assistants.assistants import CreateAssistant
from server.dialects.assistants.messages import CreateMessage
from server.dialects.assistants.runs import CreateRun
from server.dialects.assistants.threads import CreateThread
from server.dialects.chat.request import CreateCompletion
from server.dialects.responses.request import CreateResponse
from server.operations import JsonLines
from server.state.database import DatabaseUnusableError, open_database
from server.state.tables import Base


@pytest.mark.parametrize(
    ("body", "params"),
    [
        (CreateResponse, response_create_params.ResponseCreateParamsBase),
        (CreateCompletion, completion_create_params.CompletionCreateParamsBase),
        (CreateAssistant, assistant_create_params.AssistantCreateParams),
        (CreateThread, thread_create_params.ThreadCreateParams),
        (CreateMessage, message_create_params.MessageCreateParams),
        (CreateRun, run_create_params.RunCreateParamsBase),
    ],
)
def test_a_request_has_no_field_that_openai_s_has_not(body, params):
    only_v1, chosen_by_the_client = {"file_ids"}, {"stream"}
    assert set(body.model_fields) - only_v1 - chosen_by_the_client <= set(params.__annotations__)


@pytest.mark.parametrize("backend", ["sqlite", "postgres"])
async def test_the_migrations_make_the_tables_of_the_code(backend, tmp_path, request):
    url = (
        request.getfixturevalue("postgres") if backend == "postgres" else f"sqlite:///{tmp_path / 'a.sqlite'}"
    )
    async with open_database(url) as database, database.reading() as session:

        def differences(connection):
            def ours(_, name, kind, *__):
                return kind != "table" or name in Base.metadata.tables

            context = MigrationContext.configure(connection, opts={"include_object": ours})
            return compare_metadata(context, Base.metadata)

        assert await (await session.connection()).run_sync(differences) == []


async def test_a_database_of_another_version_is_refused_in_a_sentence(tmp_path):
    url = f"sqlite:///{tmp_path / 'a.sqlite'}"
    async with open_database(url) as database, database.writing() as session:
        await session.execute(sql("UPDATE alembic_version SET version_num = '0003'"))
    with pytest.raises(DatabaseUnusableError, match="another version"):
        async with open_database(url):
            pass


async def test_a_run_is_traced_with_its_tokens(client, scripted_model, monkeypatch):
    exported, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exported))
    monkeypatch.setattr(trace, "get_tracer", provider.get_tracer)
    scripted_model.enqueue(text("Hello."))
    answer = await client.responses.create(model="gpt-5-mini", input="Hi")
    span = exported.get_finished_spans()[-1]
    assert span.name == "invoke_agent gpt-5-mini"
    assert span.attributes["gen_ai.response.id"] == answer.id
    assert span.attributes["gen_ai.usage.input_tokens"] == 11
    assert span.attributes["gen_ai.usage.output_tokens"] == 7


async def test_the_log_names_the_route_and_not_the_content(client, scripted_model, caplog):
    scripted_model.enqueue(text("Secret answer."))
    with caplog.at_level(logging.INFO, "server"):
        await client.responses.create(model="gpt-5-mini", input="Secret question")
    lines = [JsonLines().format(record) for record in caplog.records]
    assert "Secret" not in "".join(lines)
    entry = json.loads(lines[-1])
    assert (entry["route"], entry["status"], entry["owner"]) == ("/responses", 200, "local")


async def broken(app, kind, key):
    """Let what is stored be what no version of this program has written."""

    def change(record):
        record.inside = {**record.inside, "request": {"model": ["Secret"]}, "files": "Secret"}
        record.body = {**record.body, "tools": "Secret"}

    await app.state.service.records("local").change(kind, key, change)


@pytest.mark.sandbox
@pytest.mark.slow
@pytest.mark.parametrize("api", ["responses", "runs"])
async def test_a_fault_in_a_job_is_logged_with_its_place_and_not_its_content(
    parts, scripted_model, caplog, api
):
    at_once = dataclasses.replace(parts, limits=dataclasses.replace(parts.limits, shutdown_grace=0))
    scripted_model.enqueue(stall(5))
    async with opened(at_once) as app, http_of(app) as http:
        if api == "responses":
            asked = {"model": "gpt-5-mini", "input": "Hi", "background": True}
            path = f"/v1/responses/{(await http.post('/v1/responses', json=asked)).json()['id']}"
        else:
            assistant = (await http.post("/v1/assistants", json={"model": "gpt-5-mini"})).json()["id"]
            run = (await http.post("/v1/threads/runs", json={"assistant_id": assistant})).json()
            path = f"/v1/threads/{run['thread_id']}/runs/{run['id']}"

        async def is_asked():
            return bool(scripted_model.requests)

        await until(is_asked)
        await broken(app, "response" if api == "responses" else "thread.run", path.rpartition("/")[2])
    async with opened(parts) as app, http_of(app) as http:

        async def has_failed():
            return (await http.get(path)).json()["status"] == "failed"

        await until(has_failed)
    lines = [JsonLines().format(record) for record in caplog.records]
    (entry,) = [json.loads(line) for line in lines if "unexpected error" in line]
    assert f"{api.removesuffix('s')}" in entry["trace"]
    assert entry["trace"].endswith(("ValidationError", "TypeError"))
    assert "Secret" not in "".join(lines)
