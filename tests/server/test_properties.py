"""What must hold for any input: paging, ids, and the server's own description of itself."""

import asyncio
import dataclasses
import json
from collections import Counter
from contextlib import suppress

import pytest
import schemathesis
from fixtures_server import http_of, offline, opened
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from server.dialects.contents import last_part
from server.ids import new_id
from server.state.database import open_database
from server.state.records import Page, Records

FILTERS = ("name", "purpose", "run_id")
ODD = ("\0", [[["\0"]]], json.loads('{"a":' * 251 + '"\\u0000"' + "}" * 251))
SLOWLY = settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])


@SLOWLY
@given(
    count=st.integers(0, 12),
    limit=st.integers(1, 6),
    order=st.sampled_from(["asc", "desc"]),
    others=st.integers(0, 3),
)
def test_following_a_list_gives_everything_once_in_order(tmp_path_factory, count, limit, order, others):
    async def walk(database):
        records = Records(database, "her")
        for owner, number in (("her", count), ("him", others)):
            theirs = Records(database, owner)
            for _ in range(number):
                await theirs.add(theirs.new({"id": new_id("x_"), "object": "thing"}))
        everything = [record.id for record in await records.all("thing", "")]
        forwards = everything if order == "asc" else everything[::-1]
        found, after = list[str](), None
        while True:
            listed = await records.page("thing", Page(limit, order, after))
            found += [record.id for record in listed.records]
            if not listed.has_more:
                break
            after = found[-1]
        assert found == forwards
        for position, id_ in enumerate(forwards):
            listed = await records.page("thing", Page(limit, order, before=id_))
            assert [r.id for r in listed.records] == forwards[max(0, position - limit) : position]
            assert listed.has_more == (position > limit)

    async def fresh():
        file = tmp_path_factory.mktemp("paging") / "server.sqlite"
        async with open_database(f"sqlite:///{file}") as database:
            await walk(database)

    asyncio.run(fresh())


@pytest.mark.slow
@given(st.text())
def test_the_name_of_a_file_is_never_a_path(name):
    kept = last_part(name)
    assert kept
    assert kept not in (".", "..")
    assert not set(kept) & {"/", "\\", "\0"}


@pytest.mark.slow
@given(st.text(max_size=200))
@SLOWLY
def test_an_id_that_nobody_made_is_a_404_whatever_it_is(tmp_path_factory, text):
    async def ask():
        file = tmp_path_factory.mktemp("ids") / "server.sqlite"
        async with open_database(f"sqlite:///{file}") as database:
            assert await Records(database, "her").find("file", text) is None

    if text.isprintable():
        asyncio.run(ask())


def test_ids_do_not_repeat():
    assert len({new_id("x_") for _ in range(10_000)}) == 10_000


@pytest.mark.slow
@pytest.mark.sandbox
@pytest.mark.timeout(600)
async def test_no_request_that_the_server_describes_makes_it_fail(parts):
    answered: Counter[int] = Counter()
    async with opened(offline(parts, any_name=True)) as app, http_of(app) as http:
        described = schemathesis.openapi.from_dict(app.openapi())
        for operation in (found.ok() for found in described.get_all_operations()):
            there = await things(http)
            for number, case in enumerate(cases_of(operation)):
                sent = sendable(case, there if number % 3 else {})
                try:
                    answer = await asyncio.wait_for(http.request(**sent), 60)
                except (ValueError, UnicodeError, TypeError):
                    continue  # no client can send it
                assert answer.status_code < 500, (operation.label, answer.text, sent)
                answered[answer.status_code] += 1
    assert answered[200] > answered.total() / 4


@pytest.mark.slow
@pytest.mark.sandbox
@pytest.mark.timeout(600)
@pytest.mark.parametrize("backend", ["sqlite", "postgres"])
async def test_no_odd_text_in_a_request_breaks_the_server_or_its_lists(parts, backend, request):
    if backend == "postgres":
        parts = dataclasses.replace(parts, database_url=request.getfixturevalue("postgres"))
    async with opened(offline(parts, any_name=True)) as app, http_of(app) as http:
        described = schemathesis.openapi.from_dict(app.openapi())
        for operation in (found.ok() for found in described.get_all_operations()):
            there = await things(http)
            for number, case in enumerate(cases_of(operation, 4)):
                sent = sendable(case, there)
                odd = ODD[number % len(ODD)]
                sent["params"] = {**sent.get("params", {}), **dict.fromkeys(FILTERS, "\0")}
                if isinstance(sent.get("json"), dict):
                    sent["json"] = {name: odd if number else value for name, value in sent["json"].items()}
                with suppress(ValueError, UnicodeError, TypeError):  # no client can send it
                    answer = await asyncio.wait_for(http.request(**sent), 60)
                    assert answer.status_code < 500, (operation.label, answer.text)
        for path in ("assistants", "files?purpose=a", "containers?name=a"):
            assert (await http.get(f"/v1/{path}")).status_code == 200


async def things(http):
    """One of everything that a path can name."""

    async def post(path, **sent):
        return (await http.post(f"/v1{path}", **sent)).json()["id"]

    form = {"files": {"file": ("a.csv", b"x")}, "data": {"purpose": "assistants"}}
    said = [{"type": "message", "role": "user", "content": "hi"}]
    ids = {
        "model": "any",
        "file_id": await post("/files", **form),
        "assistant_id": await post("/assistants", json={"model": "any"}),
        "thread_id": await post("/threads"),
        "container_id": await post("/containers", json={"name": "c"}),
        "conversation_id": await post("/conversations", json={"items": said}),
        "response_id": await post("/responses", json={"model": "any", "input": "hi", "background": True}),
    }
    thread = f"/threads/{ids['thread_id']}"
    ids["message_id"] = await post(f"{thread}/messages", json={"role": "user", "content": "hi"})
    ids["run_id"] = await post(f"{thread}/runs", json={"assistant_id": ids["assistant_id"]})
    items = (await http.get(f"/v1/conversations/{ids['conversation_id']}/items")).json()
    return {**ids, "item_id": items["data"][0]["id"]}


def sendable(case, there):
    """The case as httpx sends it, with ids that exist where they are given."""
    case.path_parameters = {name: there.get(name, value) for name, value in case.path_parameters.items()}
    if there and isinstance(case.body, dict) and "assistant_id" in case.body:
        case.body["assistant_id"] = there["assistant_id"]
    sent = case.as_transport_kwargs(base_url="http://localhost")
    sent.pop("cookies", None)
    if isinstance(sent.get("data"), bytes):
        sent["content"] = sent.pop("data")
    return sent


def cases_of(operation, most=15):
    """Requests that fit the description."""
    found = []

    @settings(
        max_examples=most,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy())
    def collect(case):
        found.append(case)

    collect()
    return found
