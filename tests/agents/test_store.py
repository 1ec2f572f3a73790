"""The folder that keeps bytes."""

import os
import resource

import pytest

from agents.errors import MissingBytesError
from agents.store import FolderStore


@pytest.fixture
def full_disk():
    """No file can grow beyond a thousand bytes."""
    kept = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, kept[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, kept)


async def test_what_cannot_be_written_whole_leaves_nothing(tmp_path, full_disk):
    with pytest.raises(OSError, match="File too large") as caught:
        await FolderStore(tmp_path).put(bytes(5000))
    assert caught.value.filename == str(tmp_path)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


async def test_what_was_put_lately_is_not_dropped(tmp_path):
    store = FolderStore(tmp_path)
    digest = await store.put(b"1")
    path = tmp_path / digest[:2] / digest
    assert not await store.drop(digest, 60)
    os.utime(path, (0, 0))
    assert await store.put(b"1") == digest
    assert not await store.drop(digest, 60)
    os.utime(path, (0, 0))
    assert await store.drop(digest, 60)
    assert await store.drop(digest, 60)
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


@pytest.mark.parametrize("digest", ["0" * 64, "", "../secret"])
async def test_what_is_not_there_is_named(tmp_path, digest):
    with pytest.raises(MissingBytesError, match="bring the files again"):
        await FolderStore(tmp_path).get(digest)
