"""The folder that keeps bytes."""

import resource

import pytest

from agents.store import FolderStore


@pytest.fixture
def full_disk():
    """No file can grow beyond a thousand bytes."""
    kept = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, kept[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, kept)


async def test_what_cannot_be_written_whole_leaves_nothing(tmp_path, full_disk):
    with pytest.raises(OSError, match="File too large"):
        await FolderStore(tmp_path).put(bytes(5000))
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
