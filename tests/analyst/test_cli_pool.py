"""`analyst pool` and `analyst doctor`."""

import signal
import subprocess

import pytest
from scripted_model import error, text

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]


@pytest.mark.parametrize(
    ("arguments", "variables", "printed"),
    [
        (("--token", "secret"), {}, "ANALYST_POOL_TOKEN=secret"),
        ((), {"ANALYST_POOL_TOKEN": "secret"}, "limits of whole sessions"),
        (("--token", "secret"), {"ANALYST_POOL_TOKEN": "another"}, "ANALYST_POOL_TOKEN=secret"),
    ],
)
def test_the_pool_alone_prints_its_endpoint_and_ends_on_a_signal(
    command, environment, tmp_path, arguments, variables, printed
):
    process = subprocess.Popen(
        [*command, "pool", *arguments],
        stdout=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
        env=environment | variables,
    )
    assert process.stdout
    endpoint = process.stdout.readline().strip().removeprefix("POOL_ENDPOINT=")
    assert endpoint.startswith("http://127.0.0.1:")
    assert process.stdout.readline().startswith(printed)
    from langchain_azure_dynamic_sessions import SessionsPythonREPLTool

    tool = SessionsPythonREPLTool(pool_management_endpoint=endpoint, access_token_provider=lambda: "secret")
    assert tool.invoke("6 * 7") == '{\n  "result": 42,\n  "stdout": "",\n  "stderr": ""\n}'
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=20) == 0
    process.stdout.close()


def test_doctor_finds_a_working_machine_in_order(analyst):
    done = analyst("doctor")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "✗" not in done.stdout
    assert "embedded session pool runs code" in done.stdout
    assert (
        "✓ output folder analysis\n✓ database of the threads: SQLite\n✓ database of the server: SQLite\n"
        in done.stdout
    )
    assert "limits of whole sessions: memory by " in done.stdout


def test_doctor_prints_the_fix_for_a_fault(analyst):
    done = analyst("doctor", ANALYST_MODEL="nowhere:model")
    assert done.returncode == 1
    assert "✗ model" in done.stdout


def test_doctor_tries_the_folders_and_the_database(analyst, tmp_path, command):
    (tmp_path / "file").touch()
    done = analyst("doctor", ANALYST_DATA_FOLDER="file", ANALYST_OUTPUT_FOLDER="file/below")
    assert done.returncode == 1
    assert "✗ data folder file\n" in done.stdout
    assert "name another: ANALYST_DATA_FOLDER\n✗ output folder file/below\n" in done.stdout
    assert "database" not in done.stdout
    (tmp_path / "data" / "threads.sqlite").mkdir(parents=True)
    blocked = analyst("doctor", ANALYST_DATA_FOLDER="data")
    assert "✓ data folder data\n" in blocked.stdout
    assert "✗ database of the threads: SQLite\n    The threads in data/threads.sqlite" in blocked.stdout
    away = analyst("doctor", ANALYST_DATABASE_URL="postgresql://nobody@127.0.0.1:9/none")
    assert "✗ database of the threads: PostgreSQL\n    The threads' database cannot be" in away.stdout
    assert "✗ database of the server: PostgreSQL\n    The server's database cannot be" in away.stdout
    (tmp_path / "other" / "server").mkdir(parents=True)
    (tmp_path / "other" / "server" / "server.sqlite").mkdir()
    blocked = analyst("doctor", ANALYST_DATA_FOLDER="other")
    assert "✗ database of the server: SQLite\n    The server's database cannot be used" in blocked.stdout


def test_doctor_asks_the_model_for_a_word(analyst, scripted_model, scripted):
    scripted_model.enqueue(error(401), text("yes"))
    refused = analyst("doctor", **scripted)
    assert refused.returncode == 1
    assert "✗ analyst: openai:m\n    The model refused the key." in refused.stdout
    works = analyst("doctor", **scripted)
    assert works.returncode == 0, works.stdout
    assert "✓ analyst: openai:m" in works.stdout
    assert scripted_model.left == 0


def test_a_setting_that_the_pool_does_not_know_is_told_in_words(analyst):
    done = analyst("pool", "--set", "nonsense=1")
    assert done.returncode == 2
    assert "docs/session_pool.md" in done.stderr
    assert "Traceback" not in done.stderr
