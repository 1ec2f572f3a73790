"""Files and models, with the official client."""

import openai
import pytest


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
        ('"a%20b%".csv', '"a b%".csv'),
    ],
)
async def test_a_file_s_name_is_never_a_path(client, sent, kept):
    made = await client.files.create(file=(sent, b"1"), purpose="user_data")
    assert made.filename == kept


async def test_bytes_that_two_files_share_go_with_the_last(client, store):
    first = await client.files.create(file=("a.csv", b"same"), purpose="assistants")
    second = await client.files.create(file=("b.csv", b"same"), purpose="assistants")
    await client.files.delete(first.id)
    assert (await client.files.content(second.id)).content == b"same"
    await client.files.delete(second.id)
    assert not [path for path in store._folder.rglob("*") if path.is_file()]


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
