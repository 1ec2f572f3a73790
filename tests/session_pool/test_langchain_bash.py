"""`SessionsBashTool` 1.0.4, unmodified, against the pool."""

import json
from io import BytesIO

import pytest
from langchain_azure_dynamic_sessions import SessionsBashTool

pytestmark = pytest.mark.sandbox


@pytest.fixture
def tool(pool):
    tool = SessionsBashTool(
        pool_management_endpoint=f"{pool.endpoint}/subscriptions/s/resourceGroups/g/sessionPools/p",
        access_token_provider=lambda: "token-of-the-tests",
    )
    yield tool
    tool.delete_session()


def test_commands_and_exit_codes(tool):
    assert json.loads(tool.invoke("echo out; echo err >&2; exit 3")) == {
        "stdout": "out\n",
        "stderr": "err\n",
        "exitCode": 3,
    }


def test_files(tool):
    stored = tool.upload_file(data=BytesIO(b"1,2\n"), remote_file_path="a.csv")
    assert (stored.full_path, stored.size_in_bytes) == ("/mnt/data/a.csv", 4)
    assert json.loads(tool.invoke("cat /mnt/data/a.csv; echo 3,4 > /mnt/data/b.csv"))["stdout"] == "1,2\n"
    assert [info.filename for info in tool.list_files()] == ["a.csv", "b.csv"]
    assert tool.download_file(remote_file_path="b.csv").read() == b"3,4\n"
