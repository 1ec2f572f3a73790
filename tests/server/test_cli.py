"""`analyst serve` and `analyst keys`, as processes."""

import subprocess
import sys

import openai
import pytest
from environments import plain_environment
from fixtures_server import process

pytestmark = pytest.mark.slow

COMMAND = [sys.executable, "-c", "from analyst.cli import main; main()"]


@pytest.fixture
def analyst(tmp_path):
    def run(*words):
        return subprocess.run(
            [*COMMAND, *words],
            env=plain_environment(ANALYST_DATA_FOLDER=str(tmp_path)),
            cwd=tmp_path,
            capture_output=True,
            text=True,
            timeout=60,
        )

    return run


def test_a_key_is_shown_once_listed_and_revoked(analyst):
    made = analyst("keys", "create", "ada")
    secret, key = made.stdout.strip(), made.stderr.split()[1]
    assert secret.startswith("sk-analyst-")
    listed = analyst("keys", "list").stdout
    assert key in listed
    assert "ada" in listed
    assert secret not in listed
    assert analyst("keys", "revoke", key).returncode == 0
    again = analyst("keys", "revoke", key)
    assert again.returncode == 2
    assert "There is no valid key" in again.stderr


def test_a_key_for_nobody_is_refused(analyst):
    refused = analyst("keys", "create", " ")
    assert (refused.returncode, refused.stdout) == (2, "")
    assert "A key needs an owner" in refused.stderr


def test_a_database_that_is_none_is_named(analyst, tmp_path):
    (tmp_path / "server").mkdir()
    (tmp_path / "server" / "server.sqlite").write_bytes(b"no database" * 100)
    for command in (("keys", "list"), ("serve", "--port", "0")):
        refused = analyst(*command)
        assert refused.returncode == 1
        assert "The server's database cannot be used: file is not a database." in refused.stderr
        assert "Traceback" not in refused.stderr


def test_an_address_that_others_can_reach_needs_a_key(analyst):
    refused = analyst("serve", "--host", "0.0.0.0", "--port", "0")
    assert refused.returncode == 1
    assert "analyst keys create" in refused.stderr


@pytest.mark.sandbox
async def test_the_server_answers_the_synchronous_client_and_ends_in_order(analyst, tmp_path, pool):
    secret = analyst("keys", "create", "ada").stdout.strip()
    async with process(tmp_path, pool, ANALYST_MODEL="rule-based") as (address, server):
        assert address.startswith("http://127.0.0.1:")
        said = (await server.stderr.readline()).decode()
        assert "A key is needed" in said
        with openai.OpenAI(base_url=f"{address}/v1", api_key="sk-wrong", max_retries=0) as client:
            with pytest.raises(openai.AuthenticationError):
                client.models.list()
            client.api_key = secret
            stream = client.responses.create(
                model="code-interpreter", input="What is 2 to the power of 20?", stream=True
            )
            assert "1048576" in list(stream)[-1].response.output_text.replace(",", "")
            answer = client.chat.completions.create(
                model="code-interpreter",
                messages=[{"role": "user", "content": "What is 3 to the power of 4?"}],
            )
            assert "81" in answer.choices[0].message.content
        server.terminate()
        logged = (await server.stderr.read()).decode()
    assert "power of 20" not in logged
    assert '"route": "/responses"' in logged
    assert "Traceback" not in logged
