"""Bytes in Azure Blob Storage, on the real emulator."""

import asyncio
import dataclasses
import hashlib
import subprocess
import sys
import tracemalloc
from contextlib import aclosing

import openai
import pytest
from fixtures_azurite import new_key
from fixtures_server import chat, http_of, opened, parts  # noqa: F401 - fixtures of the server
from pydantic import SecretStr

from agents.errors import MissingBytesError
from agents.store import FolderStore
from analyst.blob_store import BlobStore, BlobStoreError, open_blob_store
from analyst.cli.serving import open_parts
from analyst.settings import Settings
from analyst.wiring import store_of
from server.state.released import drop_released

pytestmark = [
    pytest.mark.slow,
    pytest.mark.network,  # the first run asks npm
    pytest.mark.timeout(400),
    pytest.mark.xdist_group("azurite"),
]

MB = 1024 * 1024
NOTHING = "0" * 64


@pytest.fixture
def settings(azurite, request, tmp_path):
    """Settings that name a container which is not made yet."""
    container = f"test-{hashlib.sha256(request.node.name.encode()).hexdigest()[:20]}"
    connection = SecretStr(azurite.connection())
    return Settings(blob_connection=connection, blob_container=container, data_folder=tmp_path)


@pytest.fixture
async def blobs(settings):
    async with store_of(settings) as store:
        yield store


async def pieces_of(size):
    for number in range(size // MB):
        yield bytes([number % 256]) * MB


async def names(store):
    return [name async for name in store._container.list_blob_names()]


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", bytes(range(256)) * 40_000], ids=len)
async def test_content_comes_back_under_its_digest(blobs, content):
    digest = await blobs.put(content)
    assert digest == hashlib.sha256(content).hexdigest()
    assert await blobs.get(digest) == content


async def test_pieces_go_in_and_come_out_without_being_held(blobs):
    size, expected, given = 40 * MB, hashlib.sha256(), hashlib.sha256()
    async for piece in pieces_of(size):
        expected.update(piece)
    await blobs.put(b"what the client imports on first use is not counted")
    tracemalloc.start()
    try:
        assert await blobs.put_chunks(pieces_of(size)) == (expected.hexdigest(), size)
        async with aclosing(blobs.chunks(expected.hexdigest())) as pieces:
            async for piece in pieces:
                assert len(piece) <= 4 * MB
                given.update(piece)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert given.hexdigest() == expected.hexdigest()
    assert peak < size / 2, f"{peak / MB:.0f} MB"


async def test_what_is_not_there_is_named(blobs):
    for digest in (NOTHING, "", "../secret"):  # at first there is no container either
        with pytest.raises(MissingBytesError):
            await blobs.get(digest)
    await blobs.drop(NOTHING, 0)
    await blobs.put(b"1")
    with pytest.raises(MissingBytesError):
        await anext(blobs.chunks(NOTHING))


async def test_what_is_dropped_is_gone(blobs):
    digest = await blobs.put(b"1")
    await blobs.drop(digest, 0)
    await blobs.drop(digest, 0)
    with pytest.raises(MissingBytesError):
        await blobs.get(digest)


async def test_what_was_put_lately_is_not_dropped(blobs):
    digest = await blobs.put(b"1")
    first = await changed_at(blobs, digest)
    assert not await blobs.drop(digest, 3600)
    while await changed_at(blobs, digest) == first:  # by the second
        assert await blobs.put(b"1") == digest
    assert await blobs.get(digest) == b"1"
    assert await blobs.drop(digest, 0)


async def changed_at(blobs, digest):
    return (await blobs._container.get_blob_client(f"store/{digest}").get_blob_properties()).last_modified


async def test_the_same_content_is_kept_once_whoever_brings_it(blobs):
    first, second = await asyncio.gather(*(blobs.put_chunks(pieces_of(6 * MB)) for _ in range(2)))
    held = b"".join([piece async for piece in pieces_of(6 * MB)])
    assert first == second == (await blobs.put(held), 6 * MB)
    assert await names(blobs) == [f"store/{first[0]}"]


async def test_a_content_that_breaks_off_leaves_nothing(blobs):
    async def broken():
        yield b"1"
        raise OSError("the caller left")

    await blobs.put(b"2")
    with pytest.raises(OSError, match="the caller left"):
        await blobs.put_chunks(broken())
    assert len(await names(blobs)) == 1


async def test_places_do_not_take_from_each_other(settings, blobs):
    digest = await blobs.put(b"1")
    async with store_of(settings, "server/store") as other:
        await other.put(b"1")
        await other.drop(digest, 0)
    assert await blobs.get(digest) == b"1"


async def test_a_wrong_key_is_explained(azurite):
    key = new_key()
    async with open_blob_store(azurite.connection(key), "", "wrong-key", "store") as store:
        with pytest.raises(BlobStoreError, match=r"refused the sign-in.*ANALYST_BLOB_CONNECTION") as caught:
            await store.put(b"1")
    assert key not in str(caught.value)


async def test_what_is_no_connection_string_is_explained():
    with pytest.raises(BlobStoreError, match="no connection string") as caught:
        async with open_blob_store("AccountKey=abc", "", "files", "store"):
            pass
    assert "abc" not in str(caught.value)


@pytest.mark.slow  # it is asked four times
async def test_a_service_that_does_not_answer_is_explained(unused_tcp_port):
    endpoint = f"http://127.0.0.1:{unused_tcp_port}/tests"
    connection = f"AccountName=tests;AccountKey={new_key()};BlobEndpoint={endpoint};"
    async with open_blob_store(connection, "", "files", "store") as store:
        with pytest.raises(BlobStoreError, match="does not answer"):
            await store.get(NOTHING)


async def test_an_account_s_url_is_signed_in_by_the_default_credential(tmp_path):
    settings = Settings(blob_url="https://tests.blob.core.windows.net", data_folder=tmp_path)
    async with store_of(settings) as store:
        assert isinstance(store, BlobStore)
        assert store._container.url == "https://tests.blob.core.windows.net/session-analyst"
        assert type(store._container.credential).__name__ == "DefaultAzureCredential"


async def test_without_settings_bytes_are_in_the_data_folder(tmp_path):
    async with store_of(Settings(data_folder=tmp_path)) as store:
        assert isinstance(store, FolderStore)
        digest = await store.put(b"1")
    assert (tmp_path / "store" / digest[:2] / digest).is_file()


def test_the_package_is_asked_for_where_it_is_needed_only():
    code = (
        "import asyncio, sys, analyst.wiring as w; from analyst.settings import Settings; "
        "assert not any(name.startswith('azure.storage') for name in sys.modules); "
        "sys.modules['azure.storage.blob.aio'] = None; "
        "asyncio.run(w.store_of(Settings(blob_url='https://a.example')).__aenter__())"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert "BlobStoreError: Files in Azure Blob Storage need the extra: uv sync --extra azure" in done.stderr


async def test_the_server_keeps_files_there(settings, parts):  # noqa: F811 - the fixture
    content = b"a,b\n" + b"1,2\n" * MB + b"3,4\n"
    async with store_of(settings, "server/store") as store:
        replaced = dataclasses.replace(parts, store=store)
        async with opened(replaced) as app, http_of(app) as http:
            client = openai.AsyncOpenAI(
                base_url="http://localhost/v1", api_key="unused", http_client=http, max_retries=0
            )
            made = await client.files.create(file=("売上.csv", content), purpose="assistants")
            assert await names(store) == [f"server/store/{hashlib.sha256(content).hexdigest()}"]
            assert (await client.files.content(made.id)).content == content
            assert (await client.files.delete(made.id)).deleted
            await drop_released(app.state.service.database, store.drop, 0)
            assert await names(store) == []


async def test_the_server_s_parts_have_the_store_of_the_settings(settings):
    there = settings.model_copy(update={"pool_endpoint": "http://127.0.0.1:1"})
    async with open_parts(there, on_loopback=True) as made:
        assert isinstance(made.store, BlobStore)
        digest = await made.store.put(b"1")
        assert await names(made.store) == [f"server/store/{digest}"]
