"""The command line as a person uses it: real processes, the embedded pool, no key."""

import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]

COMMAND = [str(Path(sys.executable).with_name("analyst"))]


@pytest.fixture
def environment(tmp_path):
    """No key, no pool, a data folder of its own."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return kept | {"ANALYST_DATA_FOLDER": str(tmp_path / "kept"), "COLUMNS": "120"}


@pytest.fixture
def analyst(environment, tmp_path):
    """Runs the command in an empty folder."""

    def run(*arguments, stdin="", command=COMMAND, **more):
        return subprocess.run(
            [*command, *arguments],
            input=stdin,
            capture_output=True,
            text=True,
            timeout=100,
            cwd=tmp_path,
            env=environment | more,
        )

    return run


def descendants(pid: int) -> set[int]:
    """All processes below one, by their parents in /proc."""
    parents = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            parents[int(status.parent.name)] = int(status.read_text().rsplit(")", 1)[1].split()[1])
    found, new = set(), {pid}
    while new:
        new = {child for child, parent in parents.items() if parent in new} - found
        found |= new
    return found


def test_a_question_is_answered_with_code_that_ran_and_no_key(analyst, penguins, tmp_path):
    done = analyst("ask", "What is the mean body mass by species?", penguins)
    assert done.returncode == 0, done.stderr
    assert "| Adelie Penguin (Pygoscelis adeliae) | 3,700.7 |" in done.stdout
    assert "Answered by: rule-based · no model call" in done.stdout
    reports = list((tmp_path / "analysis").glob("*/report.md"))
    assert len(reports) == 1
    assert "```python" in reports[0].read_text()


def test_json_is_one_object_and_nothing_else(analyst, penguins):
    done = analyst("ask", "Plot the distribution of body mass", penguins, "--json")
    assert done.returncode == 0, done.stderr
    answer = json.loads(done.stdout)
    assert set(answer) == {
        "status", "answer", "analyst", "thread", "plan", "claims", "figures", "files", "usage"
    }  # fmt: skip
    assert (answer["status"], answer["analyst"]) == ("answered", "rule-based")
    assert Path(answer["figures"][0]).suffix == ".png" or answer["figures"]
    assert answer["usage"]["model_calls"] == 0


def test_a_question_that_cannot_be_read_gets_a_profile_and_exit_code_1(analyst, penguins):
    done = analyst("ask", "Why do fools fall in love?", penguins, "--json")
    assert done.returncode == 1
    answer = json.loads(done.stdout)
    assert answer["status"] == "unanswered"
    assert "344" in answer["answer"]


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("ask", "mean?", "pengins.csv"), 2, "does not exist"),
        (("ask", "mean?", "."), 1, "is not a file"),
        (("ask", "mean?"), 1, "Name at least one CSV file"),
        (("ask", "mean?", "empty.csv"), 1, "empty"),
        (("ask", "mean?", "binary.csv"), 1, "binary.csv"),
        (("ask", "mean?", "header.csv"), 1, "header.csv"),
        (("ask",), 2, "Missing argument"),
        (("ask", "mean?", "good.csv", "--thread", "nobody"), 1, "There is no thread"),
        (("ask", "mean?", "good.csv", "--model", "nonsense"), 1, "nonsense"),
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


def test_a_pool_that_is_not_there_is_told_in_words(analyst, penguins):
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        endpoint = f"http://127.0.0.1:{held.getsockname()[1]}"
        done = analyst("ask", "mean?", penguins, POOL_ENDPOINT=endpoint, ANALYST_POOL_TOKEN="t")
    assert done.returncode == 1
    assert "cannot be reached" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_refused_token_names_the_role(analyst, penguins, pool):
    done = analyst("ask", "mean?", penguins, POOL_ENDPOINT=pool.endpoint, ANALYST_POOL_TOKEN="wrong")
    assert done.returncode == 1
    assert "Azure ContainerApps Session Executor" in done.stderr
    assert "az role assignment create" in done.stderr


def test_a_configured_pool_is_used(analyst, penguins, pool):
    done = analyst(
        "ask", "How many rows?", penguins, POOL_ENDPOINT=pool.endpoint, ANALYST_POOL_TOKEN=pool.token
    )
    assert done.returncode == 0, done.stderr
    assert "344" in done.stdout


def test_a_model_from_the_settings_is_used(analyst, penguins, scripted_model):
    from scripted_plans import plan, summary

    scripted_model.enqueue(plan("print(len(penguins))"), summary("There are 344 penguins [2].", ("344", 2)))
    done = analyst(
        "ask", "How many?", penguins,
        OPENAI_API_KEY="k", OPENAI_BASE_URL=scripted_model.base_url, ANALYST_MODEL="openai:gpt-5-mini",
        ANALYST_PRICE_PROMPT="1000", ANALYST_PRICE_COMPLETION="2000",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "There are 344 penguins [2]." in done.stdout
    assert "Answered by: openai:gpt-5-mini · 2 model calls, 36 tokens · $0.0500" in done.stdout


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


def test_chat_keeps_the_thread_and_threads_lists_and_resumes_it(analyst, penguins):
    talk = "How many rows?\n\nWhat is the mean body mass?\nquit\n"
    done = analyst("chat", penguins, stdin=talk)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("Answered by: rule-based") == 2
    listed = analyst("threads")
    assert "What is the mean body mass?" in listed.stdout
    assert "penguins.csv" in listed.stdout
    thread = listed.stdout.splitlines()[1].split()[0]
    resumed = analyst("threads", thread, stdin="How many rows?\n")
    assert "session restored" in resumed.stderr  # the embedded pool ended with the chat
    assert "344" in resumed.stdout


def test_a_step_is_shown_first_and_runs_when_it_is_let_through(analyst, penguins):
    done = analyst("ask", "How many rows?", penguins, "--approve", stdin="what?\nrun\n")
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("run, edit, or reject and why: ") == 2
    assert "344" in done.stdout
    left = analyst("ask", "How many rows?", penguins, "--approve")
    assert left.returncode == 1
    assert "The run waits for an answer" in left.stderr


def test_a_profile_shows_how_a_file_is_read(analyst, root):
    file = str(root / "data" / "wildfires.csv")
    shown = analyst("profile", file)
    assert "303 rows, 4 columns" in shown.stdout
    assert "skiprows=" in shown.stdout
    (table,) = json.loads(analyst("profile", file, "--json").stdout)
    assert set(table) == {"file", "table", "rows", "columns", "read", "notes"}
    assert (table["file"], table["rows"], table["columns"][1]["name"]) == (
        "wildfires.csv",
        303,
        "Acres Burned",
    )


def test_files_without_a_table_are_named_and_the_others_shown(analyst, tmp_path):
    (tmp_path / "good.csv").write_text("a,b\n1,2\n")
    (tmp_path / "old.xls").write_bytes(b"\xd0\xcf\x11\xe0 and so on")
    (tmp_path / "empty.csv").touch()
    done = analyst("profile", "old.xls", "good.csv", "empty.csv", "--json")
    assert [table["file"] for table in json.loads(done.stdout)] == ["good.csv"]
    assert done.returncode == 1
    assert "old.xls is an old Office file" in done.stderr
    assert "empty.csv is empty; bring" in done.stderr
    none = analyst("profile", "empty.csv", "old.xls")
    assert (none.returncode, none.stdout) == (1, "")
    assert "empty.csv is empty" in none.stderr
    assert "save it as .xlsx" in none.stderr


def test_the_reading_can_be_overruled(analyst, tmp_path):
    (tmp_path / "codes.csv").write_text("code,n\n1,10\n2,20\n")
    done = analyst("profile", "codes.csv", "--json", "--read", "dtype={'code': 'str'}")
    assert json.loads(done.stdout)[0]["columns"][0]["type"] == "text"
    wrong = analyst("profile", "codes.csv", "--read", "open('x')")
    assert wrong.returncode == 1
    assert "Traceback" not in wrong.stderr


def test_a_limit_ends_the_run_and_says_so(analyst, penguins, scripted_model):
    from scripted_plans import plan

    scripted_model.enqueue(plan("print(len(penguins))"))
    model = {"OPENAI_API_KEY": "k", "OPENAI_BASE_URL": scripted_model.base_url, "ANALYST_MODEL": "openai:m"}
    done = analyst("ask", "How many?", penguins, "--max-calls", "1", "--json", **model)
    assert done.returncode == 1
    answer = json.loads(done.stdout)
    assert (answer["status"], answer["usage"]["model_calls"]) == ("limit", 1)
    assert "344" in answer["answer"]


def test_the_script_is_the_same_command(analyst, penguins, root):
    script = [sys.executable, str(root / "graphs" / "data_analyst.py")]
    done = analyst("How many rows?", penguins, command=script)
    assert done.returncode == 0, done.stderr
    assert "344" in done.stdout


def test_the_hands_on_runs_its_three_questions_and_a_conversation(analyst, root):
    script = [sys.executable, str(root / "graphs" / "code_interpreter.py")]
    done = analyst(command=script)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("📝 User: ") == 3
    assert "1048576" in done.stdout
    assert "97" in done.stdout
    assert done.stdout.rstrip().endswith("✅ Done!")
    talk = analyst(
        "-i", "--lang", "ja", stdin="\nフィボナッチ数列の最初の20項を表示してください\nQUIT\n", command=script
    )
    assert "4181" in talk.stdout
    assert talk.stdout.rstrip().endswith("👋 終了します。")


def test_the_hands_on_is_refused_where_no_cell_may_reach_the_model(analyst, root, scripted_model):
    model = {"OPENAI_API_KEY": "k", "OPENAI_BASE_URL": scripted_model.base_url, "ANALYST_MODEL": "openai:m"}
    script = [sys.executable, str(root / "graphs" / "code_interpreter.py")]
    done = analyst(command=script, **model, ANALYST_NO_ROWS="true")
    assert done.returncode == 1
    assert "no no-rows mode" in done.stderr
    assert scripted_model.requests == []


def wait_for(stream, words):
    """Read lines until one has the words."""
    for line in stream:
        if words in line:
            return
    pytest.fail(f"{words!r} never came")


def test_ctrl_c_ends_code_that_runs(environment, penguins, tmp_path, scripted_model):
    from scripted_plans import plan

    scripted_model.enqueue(plan("import time; time.sleep(90)"))
    model = {"OPENAI_API_KEY": "k", "OPENAI_BASE_URL": scripted_model.base_url, "ANALYST_MODEL": "openai:m"}
    process = subprocess.Popen(
        [*COMMAND, "ask", "Sleep", penguins], stderr=subprocess.PIPE, cwd=tmp_path, env=environment | model
    )
    wait_for(process.stderr, b"time.sleep(90)")
    started = descendants(process.pid)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=20) == 130
    assert b"Traceback" not in process.stderr.read()
    assert not still_there(started)
    process.stderr.close()
    assert not (tmp_path / "analysis").exists()


def still_there(started):
    """Which processes are left after up to ten seconds."""
    deadline = time.monotonic() + 10
    while (left := {pid for pid in started if Path(f"/proc/{pid}").exists()}) and time.monotonic() < deadline:
        time.sleep(0.05)
    return left


def test_ctrl_c_ends_cleanly_and_leaves_no_process(environment, penguins, tmp_path):
    process = subprocess.Popen(
        [*COMMAND, "chat", penguins],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=tmp_path,
        env=environment,
    )
    assert process.stderr
    assert b"Thread" in process.stderr.readline()  # everything is started
    started = descendants(process.pid)
    assert started
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=20) == 130
    assert b"Traceback" not in process.stderr.read()
    assert not still_there(started)
    process.stdin.close()
    process.stderr.close()


def test_the_pool_alone_prints_its_endpoint_and_ends_on_a_signal(environment, tmp_path, store):
    process = subprocess.Popen(
        [*COMMAND, "pool", "--token", "secret"],
        stdout=subprocess.PIPE,
        text=True,
        cwd=tmp_path,
        env=environment,
    )
    assert process.stdout
    endpoint = process.stdout.readline().strip().removeprefix("POOL_ENDPOINT=")
    assert endpoint.startswith("http://127.0.0.1:")
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
    assert "limits of whole sessions: memory by " in done.stdout


def test_doctor_prints_the_fix_for_a_fault(analyst):
    done = analyst("doctor", ANALYST_MODEL="nowhere:model")
    assert done.returncode == 1
    assert "✗ model" in done.stdout


def test_a_setting_that_the_pool_does_not_know_is_told_in_words(analyst):
    done = analyst("pool", "--set", "nonsense=1")
    assert done.returncode == 1
    assert "docs/session_pool.md" in done.stderr
    assert "Traceback" not in done.stderr


def test_two_related_files_are_joined_on_the_right_key(analyst, tmp_path):
    (tmp_path / "orders.csv").write_text("order_id,customer_id,amount\n1,10,5.5\n2,11,7\n3,10,2.5\n4,12,1\n")
    (tmp_path / "customers.csv").write_text(
        "customer_id,name,region\n10,Ann,North\n11,Bo,South\n12,Cy,North\n"
    )
    done = analyst("ask", "What is the total amount by region?", "orders.csv", "customers.csv")
    assert done.returncode == 0, done.stderr
    assert "| North | 9" in done.stdout
    assert "| South | 7" in done.stdout
