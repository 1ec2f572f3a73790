"""A NUL is a character of JSON that PostgreSQL cannot look at: lists stay whole, whoever has sent one."""

import dataclasses

import pytest
from fixtures_server import client_of, http_of, offline, opened


@pytest.fixture(params=["sqlite", "postgres"])
async def http(parts, request):
    if request.param == "postgres":
        parts = dataclasses.replace(parts, database_url=request.getfixturevalue("postgres"))
    async with opened(offline(parts, any_name=True)) as app, http_of(app) as http:
        yield http


async def test_a_filter_may_hold_any_character(http):
    thread = (await http.post("/v1/threads", json={})).json()["id"]
    for path in ("files?purpose=", "containers?name=", f"threads/{thread}/messages?run_id=", "files/"):
        answer = await http.get(f"/v1/{path}%00")
        assert answer.status_code == (404 if path == "files/" else 200), answer.text


async def test_containers_are_found_by_name_beside_one_with_a_nul(http):
    client = client_of(http)
    odd, plain = [await client.containers.create(name=name) for name in ("a\0\\u0000b", "plain")]
    assert [found.id for found in (await client.containers.list(name="plain")).data] == [plain.id]
    listed = (await http.get("/v1/containers", params={"name": odd.name})).json()["data"]
    assert [found["name"] for found in listed] == ["a\0\\u0000b"]


async def test_messages_are_found_by_run_beside_an_answer_with_a_nul(http):
    beta = client_of(http).beta
    assistant = await beta.assistants.create(model="any")
    run = await beta.threads.create_and_run_poll(
        assistant_id=assistant.id,
        thread={"messages": [{"role": "user", "content": "say \0"}]},
        poll_interval_ms=50,
    )
    listed = await beta.threads.messages.list(run.thread_id, run_id=run.id)
    assert [message.role for message in listed.data] == ["assistant"]
