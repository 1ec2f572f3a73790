"""What is refused before it is read, or for its form alone: keys, sizes, hosts, nesting."""

import asyncio
import dataclasses
import json
from urllib.parse import urlsplit

import openai
import pytest
from fixtures_server import http_of, opened, served

from server.parts import MB, Limits

JSON = {"Content-Type": "application/json"}
DEEP = '{"a":' * 300 + "1" + "}" * 300


def refused(answer, status, code, param=None):
    error = answer.json()["error"]
    assert set(error) == {"message", "type", "param", "code"}
    return (answer.status_code, error["code"], error["param"]) == (status, code, param)


async def test_without_a_key_no_body_is_read(parts):
    guarded = dataclasses.replace(parts, on_loopback=False)
    head = "POST /v1/files HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer bad\r\n"
    form = "Content-Type: multipart/form-data; boundary=B\r\nContent-Length: 200000000\r\n\r\n"
    async with served(guarded) as address:
        reader, writer = await asyncio.open_connection("127.0.0.1", urlsplit(address).port)
        writer.write((head + form).encode())
        assert (await reader.readline()).split()[1] == b"401"  # and no byte of the body was sent
        writer.close()


@pytest.mark.parametrize("body", [b"{", b"", b"[]"])
async def test_a_key_is_asked_for_before_the_body_is_understood(parts, body):
    async with opened(dataclasses.replace(parts, on_loopback=False)) as app, http_of(app) as http:
        for path in ("/v1/responses", "/openai/v1/assistants", "/v1/containers/c/files"):
            assert refused(await http.post(path, content=body, headers=JSON), 401, "invalid_api_key")


async def test_requests_that_cannot_be_read_count(parts):
    limits = Limits(requests_per_minute=2)
    async with opened(dataclasses.replace(parts, limits=limits)) as app, http_of(app) as http:
        answers = [await http.post("/v1/responses", content=b"{", headers=JSON) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [400, 400, 429]


async def test_too_large_a_body_has_openai_s_shape(parts):
    limits = Limits(body_bytes=MB, container_file_bytes=MB)

    async def pieces():
        for _ in range(3):
            yield b" " * MB

    async with opened(dataclasses.replace(parts, limits=limits)) as app, http_of(app) as http:
        for path in ("/v1/responses", "/v1/containers/c/files"):
            for content in (b" " * (3 * MB), pieces()):
                answer = await http.post(path, content=content, headers=JSON)
                if path == "/v1/responses" or isinstance(content, bytes):
                    assert refused(answer, 413, "request_too_large"), (path, answer.text)


@pytest.mark.parametrize(
    "path",
    [
        "conversations/files",
        "threads/files",
        "assistants/files",
        "x/containers/c/files",
        "containers/c/files",
    ],
)
async def test_a_path_that_ends_like_an_upload_s_takes_no_file(parts, path):
    limits = Limits(body_bytes=MB)
    body = b'{"metadata":{"a":"' + b"x" * (2 * MB) + b'"}}'
    async with opened(dataclasses.replace(parts, limits=limits)) as app, http_of(app) as http:
        answer = await http.post(f"/v1/{path}", content=body, headers=JSON)
    assert refused(answer, 413, "request_too_large")


@pytest.mark.parametrize("base", ["/v1", "/openai/v1", "/openai"])
async def test_uploads_below_each_base_may_be_larger_than_other_bodies(parts, base):
    limits = Limits(body_bytes=MB)
    form = {"files": {"file": ("a.bin", b"0" * (2 * MB))}, "data": {"purpose": "user_data"}}
    async with opened(dataclasses.replace(parts, limits=limits)) as app, http_of(app) as http:
        made = (await http.post(f"{base}/containers", json={"name": "c"})).json()["id"]
        for path in ("files", f"containers/{made}/files"):
            assert (await http.post(f"{base}/{path}", **form)).status_code == 200
        assert refused(await http.put(f"{base}/files", **form), 413, "request_too_large")


async def test_a_container_takes_no_more_than_a_session_does(parts):
    limits = Limits(container_file_bytes=MB)
    async with opened(dataclasses.replace(parts, limits=limits)) as app, http_of(app) as http:
        made = (await http.post("/v1/containers", json={"name": "c"})).json()["id"]
        form = {"file": ("a.bin", b"0" * (MB + 1))}
        assert refused(await http.post(f"/v1/containers/{made}/files", files=form), 413, "request_too_large")


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1@evil", ""])
async def test_another_host_has_openai_s_shape(http, host):
    assert refused(await http.get("/v1/models", headers={"Host": host}), 400, None)


@pytest.mark.parametrize("host", ["LOCALHOST:8000", "127.0.0.1", "[::1]:8000"])
async def test_this_machine_may_be_named_in_any_way(http, host):
    assert (await http.get("/v1/models", headers={"Host": host})).status_code == 200


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("responses", '{"model": "code-interpreter", "input": "a", "text": %s}'),
        ("responses", '{"model": "m", "input": [{"role": "user", "content": [%s]}]}'),
        ("assistants", '{"model": "code-interpreter", "metadata": %s}'),
        ("chat/completions", '{"model": "m", "messages": [%s]}'),
        ("conversations", '{"items": [%s]}'),
        ("threads", '{"tool_resources": %s}'),
        ("containers", '{"name": "a", "network_policy": %s}'),
    ],
)
async def test_what_is_nested_too_deep_is_refused(http, path, body):
    answer = await http.post(f"/v1/{path}", content=body % DEEP, headers=JSON)
    assert refused(answer, 400, None)
    assert "The body is nested deeper than 100 levels" in answer.json()["error"]["message"]


@pytest.mark.parametrize("path", ["responses", "assistants", "containers/{}/files", "threads/runs"])
async def test_what_no_parser_reads_is_refused(http, client, path):
    made = await client.containers.create(name="c")
    answer = await http.post(f"/v1/{path.format(made.id)}", content=b"[" * 100_000, headers=JSON)
    assert refused(answer, 400, None)


async def test_what_is_nested_as_deep_as_may_be_is_kept_and_listed(client):
    schema = {}
    for _ in range(90):
        schema = {"items": schema}
    tool = {"type": "function", "function": {"name": "f", "parameters": schema}}
    made = await client.beta.assistants.create(model="code-interpreter", tools=[tool])
    assert (await client.beta.assistants.list()).data[0].tools == made.tools


async def test_arguments_that_are_nested_too_deep_are_taken_as_none(client):
    said = [
        {"type": "function_call", "call_id": "c", "name": "f", "arguments": DEEP * 1},
        {"type": "function_call_output", "call_id": "c", "output": "1"},
        {"role": "user", "content": "?"},
    ]
    counted = await client.responses.input_tokens.count(model="gpt-5-mini", input=said)
    assert counted.input_tokens < 100


@pytest.mark.parametrize(
    ("fields", "param"),
    [
        ({"temperature": "1"}, "temperature"),
        ({"stream": "no"}, "stream"),
        ({"max_output_tokens": "100"}, "max_output_tokens"),
        ({"input": [{"type": "function_call_output", "output": "a"}]}, "input"),
    ],
)
async def test_a_text_is_no_number_and_an_output_has_its_call(client, fields, param):
    with pytest.raises(openai.BadRequestError) as caught:
        await client.responses.create(**{"model": "gpt-5-mini", "input": "a", **fields})
    assert caught.value.param == param


async def test_a_response_goes_on_from_one_that_is_there(client):
    with pytest.raises(openai.BadRequestError) as caught:
        await client.responses.create(model="gpt-5-mini", input="a", previous_response_id="resp_no")
    error = caught.value
    assert (error.code, error.param) == ("previous_response_not_found", "previous_response_id")


@pytest.mark.parametrize(
    ("fields", "param"),
    [
        ({"conversation": "conv_no"}, "conversation"),
        ({"tools": [{"type": "code_interpreter", "container": "cntr_no"}]}, "tools"),
        (
            {"tools": [{"type": "code_interpreter", "container": {"type": "auto", "file_ids": ["f"]}}]},
            "tools",
        ),
        ({"input": [{"role": "user", "content": [{"type": "input_file", "file_id": "f"}]}]}, "input"),
    ],
)
async def test_what_is_not_there_is_named_by_its_field(client, fields, param):
    with pytest.raises(openai.NotFoundError) as caught:
        await client.responses.create(**{"model": "gpt-5-mini", "input": "a", **fields})
    assert caught.value.param == param


async def test_after_a_fault_the_connection_is_closed(app, http):
    app.state.service = None  # any fault of the server's own
    answer = await http.get("/v1/models")
    assert refused(answer, 500, "server_error")
    assert answer.headers["connection"] == "close"
    assert json.loads(answer.text)["error"]["message"].startswith("The server failed.")
