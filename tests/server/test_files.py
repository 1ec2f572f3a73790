"""Files and models, with the official client."""

import ast
import os

import openai
import pytest
from fixtures_server import an_hour_later, kept_in, polled
from scripted_model import text
from scripted_plans import code_call
from sqlalchemy import func, select

from server.running.upkeep import purge
from server.state.tables import Released


async def test_a_file_comes_back_as_it_was_sent(client):
    made = await client.files.create(file=("売上データ.csv", b"a,b\n1,2\n"), purpose="assistants")
    assert (made.filename, made.bytes, made.purpose, made.status) == (
        "売上データ.csv", 8, "assistants", "processed",
    )  # fmt: skip
    assert await client.files.retrieve(made.id) == made
    assert (await client.files.content(made.id)).content == b"a,b\n1,2\n"
    assert (await client.files.delete(made.id)).deleted
    with pytest.raises(openai.NotFoundError):
        await client.files.content(made.id)


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("..", "upload"),
        ("a\\b\\c.csv", "c.csv"),
        ("x" * 300, "x" * 300),
        ('"a%20b%".csv', '"a%20b%".csv'),
        ("sales%202024.csv", "sales%202024.csv"),
        ("a%2Fb.csv", "a%2Fb.csv"),
    ],
)
async def test_a_file_s_name_is_never_a_path(client, sent, kept):
    made = await client.files.create(file=(sent, b"1"), purpose="user_data")
    assert made.filename == kept


@pytest.mark.sandbox
async def test_a_file_that_is_deleted_is_gone_from_the_session_of_its_thread(client, scripted_model):
    beta, files = client.beta, [("a.csv", b"1"), ("b.csv", b"2")]
    gone, stays = [(await client.files.create(file=file, purpose="assistants")).id for file in files]
    assistant = await beta.assistants.create(model="code-interpreter")
    thread = await beta.threads.create(tool_resources={"code_interpreter": {"file_ids": [gone, stays]}})

    async def listed():
        await beta.threads.messages.create(thread.id, role="user", content="list")
        scripted_model.enqueue(code_call("import os; print(os.listdir('/mnt/data'))"), text("So."))
        run = await polled(beta, thread, assistant)
        steps = (await beta.threads.runs.steps.list(run.id, thread_id=thread.id, order="asc")).data
        return sorted(ast.literal_eval(steps[0].step_details.tool_calls[0].code_interpreter.outputs[0].logs))

    assert await listed() == ["a.csv", "b.csv"]
    await client.files.delete(gone)
    assert await listed() == ["b.csv"]


async def test_bytes_that_two_files_share_go_with_the_last(client, app, store):
    first = await client.files.create(file=("a.csv", b"same"), purpose="assistants")
    second = await client.files.create(file=("b.csv", b"same"), purpose="assistants")
    await client.files.delete(first.id)
    await an_hour_later(app)
    assert (await client.files.content(second.id)).content == b"same"
    await client.files.delete(second.id)
    await an_hour_later(app)
    assert kept_in(store) == []


async def test_a_content_that_is_sent_again_while_its_last_file_is_deleted_is_kept(client, app, store):
    first = await client.files.create(file=("a.csv", b"same"), purpose="assistants")
    digest = await store.put(b"same")  # as an upload, whose row comes a moment later
    await client.files.delete(first.id)
    await purge(app.state.service)
    second = await client.files.create(file=("b.csv", b"same"), purpose="assistants")
    await an_hour_later(app)
    assert (await client.files.content(second.id)).content == await store.get(digest) == b"same"


async def test_a_content_that_cannot_be_dropped_does_not_keep_the_others(client, app, store, caplog):
    made = [await client.files.create(file=("a", content), purpose="assistants") for content in (b"1", b"2")]
    for file in made:
        await client.files.delete(file.id)
    stuck = kept_in(store)[0]
    stuck.unlink()
    stuck.mkdir()  # no file can be dropped here
    os.utime(stuck, (0, 0))
    await an_hour_later(app)
    assert kept_in(store) == []
    assert "bytes cannot be dropped" in caplog.text
    await an_hour_later(app)
    async with app.state.service.database.reading() as session:
        assert await session.scalar(select(func.count()).select_from(Released)) == 0


async def test_bytes_that_are_gone_are_told(client, store):
    made = await client.files.create(file=("a.csv", b"same"), purpose="assistants")
    kept_in(store)[0].unlink()
    with pytest.raises(openai.NotFoundError, match="gone from the store") as caught:
        await client.files.content(made.id)
    assert caught.value.code == "content_missing"


async def test_lists_are_paged_and_filtered_by_purpose(client):
    made = [
        await client.files.create(file=(f"{n}.csv", b"1"), purpose="user_data" if n % 2 else "assistants")
        for n in range(5)
    ]
    newest_first = [file.id for file in reversed(made)]
    assert [file.id async for file in await client.files.list(limit=2)] == newest_first
    odd = await client.files.list(purpose="user_data", order="asc")
    assert [file.filename for file in odd.data] == ["1.csv", "3.csv"]


async def test_a_purpose_that_nobody_knows_is_refused(client):
    with pytest.raises(openai.BadRequestError) as caught:
        await client.files.create(file=("a.csv", b"1"), purpose="fine-tune")
    assert caught.value.param == "purpose"


async def test_the_models_are_listed_and_others_are_404(client):
    assert [model.id async for model in client.models.list()] == [
        "data-analyst", "code-interpreter", "gpt-5-mini",
    ]  # fmt: skip
    assert (await client.models.retrieve("gpt-other")).id == "gpt-other"
    with pytest.raises(openai.NotFoundError) as caught:
        await client.models.retrieve("nope")
    assert caught.value.code == "model_not_found"
