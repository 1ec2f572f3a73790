"""What the command line says of faults: one sentence on what happened, and no traceback."""

import json
import re
import shutil
import socket

import pytest

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("ask", "mean?", "pengins.csv"), 2, "does not exist"),
        (("ask", __file__, "How many rows?"), 2, "The question comes first"),
        (("ask", "mean?", "god.csv"), 2, "Did you mean good.csv?\n"),
        (("ask", "mean?", "."), 2, "is not a file"),
        (("ask", "mean?", "/dev/null"), 2, "is not a file on a disk"),
        (("ask", " ", "good.csv"), 2, "There is no question"),
        (("ask", "mean?"), 2, "Name at least one CSV file"),
        (("ask", "mean?", "empty.csv"), 1, "empty"),
        (("ask", "mean?", "binary.csv"), 1, "binary.csv"),
        (("ask", "mean?", "header.csv"), 1, "header.csv"),
        (("ask",), 2, "Missing argument"),
        (("ask", "mean?", "good.csv", "--thread", "nobody"), 2, "There is no thread"),
        (("ask", "mean?", "good.csv", "--model", "nonsense"), 2, "nonsense"),
        (("ask", "mean?", "good.csv", "--model", "rule"), 2, "Write, for example, rule-based."),
        (("ask", "mean?", "good.csv", "--ranges"), 2, "--ranges goes with --no-rows"),
        (("chat", "good.csv", "--ranges"), 2, "--ranges goes with --no-rows"),
        (("chat",), 2, "Name at least one CSV file"),
        (("pool", "--set", "port=x"), 2, "port: it should be a valid integer"),
        (("pool", "--set", "port"), 2, "--set port sets nothing"),
        (("ask", "mean?", "good.csv", "--read", "sep="), 2, "The reading hint"),
        (("ask", b"mean age\xff", "good.csv"), 2, "The question is not text in UTF-8"),
        (("ask", "mean?", b"good\xff.csv"), 2, "is not text in UTF-8"),
    ],
)
def test_bad_input_is_told_in_words(analyst, tmp_path, arguments, code, said):
    (tmp_path / "good.csv").write_text("a,b\n1,2\n3,4\n")
    (tmp_path / "empty.csv").write_bytes(b"")
    (tmp_path / "binary.csv").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "header.csv").write_text("a,b\n")
    done = analyst(*arguments)
    assert done.returncode == code
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "analysis").exists()


def test_folders_that_cannot_be_used_are_told_in_words(analyst, tmp_path):
    (tmp_path / "good.csv").write_text("a,b\n1,2\n3,4\n")
    (tmp_path / "kept").mkdir()
    (tmp_path / "kept" / "threads.sqlite").write_text("no database, but a text that is long enough" * 9)
    (tmp_path / "other" / "threads.sqlite").mkdir(parents=True)
    for folder, said in (
        ("good.csv", "good.csv: File exists. Check the folder"),
        ("kept", "threads.sqlite cannot be used: file is not a database"),
        ("other", "threads.sqlite cannot be used: unable to open database file"),
    ):
        done = analyst("ask", "mean of a", "good.csv", ANALYST_DATA_FOLDER=folder)
        assert done.returncode == 1
        assert said in done.stderr
        assert "Traceback" not in done.stderr


def test_an_answer_whose_report_cannot_be_written_is_shown(analyst, tmp_path):
    (tmp_path / "good.csv").write_text("price,b\n1,2\n3,4\n")
    done = analyst("ask", "mean of price", "good.csv", "--output", "good.csv")
    assert done.returncode == 1
    assert "The mean of price is 2.00 [2]." in done.stdout
    assert (
        "The report could not be written to good.csv: good.csv: File exists. The thread is kept"
        in done.stderr
    )
    thread = done.stdout.split()[-1]
    assert analyst("export", thread, "--to", "report").returncode == 0
    told = json.loads(analyst("ask", "mean of price", "good.csv", "--output", "good.csv", "--json").stdout)
    assert (told["status"], told["files"]) == ("answered", [])
    assert "could not be written" in told["error"]


def test_a_pool_that_is_not_there_is_told_in_words(analyst, penguins):
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        endpoint = f"http://127.0.0.1:{held.getsockname()[1]}"
        done = analyst("ask", "mean?", penguins, POOL_ENDPOINT=endpoint, ANALYST_POOL_TOKEN="t")
    assert done.returncode == 1
    assert "cannot be reached" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_pool_that_azure_has_not_may_want_a_token(analyst, penguins):
    done = analyst("ask", "mean?", penguins, POOL_ENDPOINT="http://127.0.0.1:9")
    assert done.returncode == 1
    assert "ANALYST_POOL_TOKEN" in done.stderr
    assert "EnvironmentCredential" not in done.stderr


def test_a_database_that_is_no_postgresql_is_told_in_words(analyst, penguins):
    for command in (("threads",), ("ask", "mean?", penguins)):
        done = analyst(*command, ANALYST_DATABASE_URL="mysql://me:password@host/db")
        assert done.returncode == 2
        assert done.stderr == "ANALYST_DATABASE_URL is set, but it should start with postgresql://.\n"


def test_a_refused_token_names_its_setting(analyst, penguins, pool):
    done = analyst("ask", "mean?", penguins, POOL_ENDPOINT=pool.endpoint, ANALYST_POOL_TOKEN="wrong")
    assert done.returncode == 1
    assert "Check ANALYST_POOL_TOKEN" in done.stderr


def test_a_model_that_is_not_there_is_told_in_words(analyst, penguins):
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{held.getsockname()[1]}/v1"
        done = analyst(
            "ask", "mean?", penguins, "--model", "openai:m", OPENAI_BASE_URL=url, OPENAI_API_KEY="k"
        )
    assert done.returncode == 1
    assert "could not be reached" in done.stderr
    assert "Traceback" not in done.stderr


def test_bytes_that_are_gone_are_told_in_words(analyst, tmp_path, penguins):
    thread = re.search(r"thread (\w+)", analyst("ask", "How many rows are there?", penguins).stdout)[1]
    shutil.rmtree(tmp_path / "kept" / "store")
    for command in (("ask", "mean body mass?", "--thread", thread), ("export", thread, "--to", "script")):
        done = analyst(*command)
        assert done.returncode == 1
        assert "Bytes that were kept are gone from the store" in done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_closed_stream_takes_nothing_from_the_answer(analyst, command, penguins, tmp_path, closed):
    ask = f'exec "$0" ask "How many penguins?" "$1" {closed}'
    done = analyst(*command, str(penguins), command=["sh", "-c", ask])
    assert (done.returncode, "Traceback" in done.stderr) == (0, False)
    assert ("344" in done.stdout) == (">&-" not in f" {closed.replace('2>&-', '')}")
    assert "344" in (tmp_path / "analysis" / "how-many-penguins" / "report.md").read_text()


@pytest.mark.parametrize("words", ["--help", "keys create bob", "threads"])
def test_output_that_cannot_be_written_is_told(analyst, command, words):
    done = analyst(*command, command=["sh", "-c", f'exec "$0" {words} > /dev/full'])
    assert done.returncode == 1
    assert "No space left on device" in done.stderr
    assert not re.search("Traceback|Exception ignored", done.stderr)
    assert not re.search(r"bob +\S+ \S+ *$", analyst("keys", "list").stdout, re.MULTILINE)  # none is valid


def test_a_key_that_nobody_has_read_is_revoked(analyst, command):
    analyst(*command, command=["sh", "-c", '"$0" keys create bob | true'])
    moment = r"\d{4}-\d\d-\d\d \d\d:\d\d"
    assert re.search(rf"bob +{moment} +{moment}", analyst("keys", "list").stdout)


def test_a_limit_beyond_all_bounds_is_as_good_as_none(analyst, penguins):
    done = analyst(
        "ask", "How many penguins?", str(penguins), "--max-calls", "9" * 30, "--max-seconds", "1e300"
    )
    assert (done.returncode, done.stderr.count("Traceback")) == (0, 0)
