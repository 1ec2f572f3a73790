"""The flow of curl commands from a published walk-through: run, write a file, list it, fetch it."""

import json
import shutil
import subprocess

import pytest

pytestmark = [
    pytest.mark.sandbox,
    pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed"),
]

WRITE = "f = open('/mnt/data/hello.txt', 'w'); f.write('Hello from session!'); f.close()"


@pytest.fixture
def curl(session):
    def run(route, *options):
        query = f"api-version=2024-02-02-preview&identifier={session.identifier}"
        url = f"{session.endpoint}/subscriptions/s/resourceGroups/g/sessionPools/p/{route}?{query}"
        head = "Authorization: Bearer token-of-the-tests"
        command = ["curl", "--silent", "--show-error", "--max-time", "30", "-H", head, *options, url]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    return run


def execute(curl, code):
    body = {"properties": {"codeInputType": "inline", "executionType": "synchronous", "code": code}}
    answer = curl("code/execute", "-H", "Content-Type: application/json", "-d", json.dumps(body))
    return json.loads(answer)["properties"]


def test_the_flow(curl, tmp_path):
    host = execute(curl, "import socket\nprint(socket.gethostname())")
    assert (host["status"], host["stdout"]) == ("Success", "session\n")
    execute(curl, WRITE)
    listed = json.loads(curl("files"))["value"][0]["properties"]
    assert (listed["filename"], listed["size"]) == ("hello.txt", 19)
    assert curl("files/content/hello.txt") == "Hello from session!"


def test_an_upload_from_a_file_and_from_a_pipe(curl, tmp_path):
    (tmp_path / "people.csv").write_text("Name,Age\nA,36\nB,38\n")
    curl("files/upload", "-F", f"file=@{tmp_path / 'people.csv'};filename=important data.csv")
    curl("files/upload", "-H", "Transfer-Encoding: chunked", "-F", f"file=@{tmp_path / 'people.csv'}")
    mean = "import pandas as pd\nfloat(pd.read_csv('/mnt/data/important data.csv').Age.mean())"
    assert execute(curl, mean)["result"] == 37.0
    assert len(json.loads(curl("files"))["value"]) == 2
