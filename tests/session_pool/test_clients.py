"""Clients whose pins fight ours, unmodified, each in an environment that uv makes of its script's header."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

pytestmark = [pytest.mark.sandbox, pytest.mark.slow, pytest.mark.network, pytest.mark.timeout(900)]

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
TOKEN = "token-of-the-tests"


def uv():
    """Return uv: the one that runs these tests, the checkout's own, or the machine's."""
    places = (os.environ.get("UV"), str(ROOT / ".tools" / "bin" / "uv"), shutil.which("uv"))
    found = next((place for place in places if place and Path(place).exists()), None)
    return found or pytest.fail("uv is missing: `make test` brings it")


def use(client, endpoint):
    script = str(HERE / "clients" / client)
    command = [uv(), "run", "--quiet", "--no-project", "--script", script, endpoint, TOKEN]
    subprocess.run(command, check=True, timeout=600)


def test_semantic_kernel(start_pool, certificate):
    endpoint = start_pool(**certificate).endpoint
    assert endpoint.startswith("https://")
    use("semantic_kernel_client.py", endpoint)


@pytest.mark.parametrize("client", ["autogen_client.py", "llama_index_client.py"])
def test_client(pool, client):
    use(client, pool.endpoint)
