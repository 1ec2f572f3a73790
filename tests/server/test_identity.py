"""Keys, owners, limits, errors and what whoever runs the server sees."""

import dataclasses

import openai
import pytest
from fixtures_server import http_of, opened

from server.parts import Limits


async def test_without_a_valid_key_nothing_is_answered(guarded, client):
    with pytest.raises(openai.AuthenticationError) as caught:
        await (await guarded(None)).models.list()
    assert caught.value.code == "invalid_api_key"


async def test_another_owner_s_id_does_not_exist(guarded):
    hers, his = await guarded("her"), await guarded("him")
    file = await hers.files.create(file=("a.csv", b"1"), purpose="assistants")
    for call in (his.files.retrieve, his.files.content, his.files.delete):
        with pytest.raises(openai.NotFoundError):
            await call(file.id)
    assert (await his.files.list()).data == []
    second_key = await guarded("her")
    assert (await second_key.files.retrieve(file.id)).id == file.id


async def test_a_revoked_key_is_refused(parts):
    async with opened(dataclasses.replace(parts, on_loopback=False)) as app, http_of(app) as http:
        keys = app.state.service.keys
        made = await keys.create("her")
        headers = {"api-key": made.secret}
        assert (await http.get("/openai/models?api-version=2024-10-21", headers=headers)).status_code == 200
        assert await keys.revoke(made.id)
        assert not await keys.revoke(made.id)
        assert (await http.get("/openai/v1/models", headers=headers)).status_code == 401
        assert made.secret not in str([vars(key) for key in await keys.all()])


async def test_on_loopback_the_first_key_closes_the_door(http, app):
    assert (await http.get("/v1/models")).status_code == 200
    made = await app.state.service.keys.create("her")
    assert (await http.get("/v1/models")).status_code == 401
    assert (await http.get("/v1/models", headers={"api-key": made.secret})).status_code == 200


async def test_who_revokes_the_last_key_opens_no_door(http, app):
    keys = app.state.service.keys
    made = await keys.create("her")
    assert await keys.revoke(made.id)
    for headers in ({}, {"api-key": made.secret}):
        assert (await http.get("/v1/models", headers=headers)).status_code == 401
    second = await keys.create("her")
    assert (await http.get("/v1/models", headers={"api-key": second.secret})).status_code == 200


async def test_too_many_requests_are_told_when_to_come_back(parts):
    limits = Limits(requests_per_minute=2)
    async with opened(dataclasses.replace(parts, limits=limits)) as app, http_of(app) as http:
        answers = [await http.get("/v1/models") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 1 <= int(answers[-1].headers["retry-after"]) <= 30
    assert answers[-1].json()["error"]["code"] == "rate_limit_exceeded"


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/v1/nothing", 404), ("PATCH", "/v1/models", 405), ("GET", "/v1/files?limit=0", 400)],
)
async def test_every_error_has_openai_s_shape_and_a_request_id(http, method, path, status):
    answer = await http.request(method, path)
    assert answer.status_code == status
    assert set(answer.json()["error"]) == {"message", "type", "param", "code"}
    assert answer.headers["x-request-id"].startswith("req_")


async def test_a_body_beyond_the_limit_is_refused(parts):
    limits = Limits(file_bytes=1000, body_bytes=1000)
    async with opened(dataclasses.replace(parts, limits=limits)) as app, http_of(app) as http:
        form = {"files": {"file": ("a.csv", b"1" * 2000)}, "data": {"purpose": "assistants"}}
        answer = await http.post("/v1/files", **form)
        assert (answer.status_code, answer.json()["error"]["code"]) == (413, "request_too_large")


async def test_a_page_of_another_name_cannot_reach_a_server_without_keys(http):
    answer = await http.get("/v1/models", headers={"Host": "evil.example"})
    assert answer.status_code == 400


async def test_health_and_metrics_need_no_key_and_name_no_id(http, client):
    file = await client.files.create(file=("a.csv", b"1"), purpose="assistants")
    await client.files.retrieve(file.id)
    assert (await http.get("/healthz")).text == "ok"
    assert (await http.get("/readyz")).json() == {"ready": True}
    shown = (await http.get("/metrics")).text
    assert 'analyst_requests_total{method="GET",route="/files/{file_id}",status="200"} 1.0' in shown
    assert file.id not in shown
