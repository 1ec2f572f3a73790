"""The interpreter through the real tool, against the real pool and against pools that refuse."""

import socket

import pytest
from refusing_pool import refusing_pool

from agents.briefing import output_text
from agents.errors import BadFileError, PoolFailedError, PoolFullError, PoolRefusedError, PoolUnreachableError
from agents.session.interpreter import SessionInterpreter, without_fence
from agents.session.pool_client import PoolClient

sandbox = pytest.mark.sandbox


def interpreter_of(endpoint, store, **options):
    return SessionInterpreter(endpoint, "refused-session", lambda: "token", store, **options)


@sandbox
async def test_a_run_gives_value_stdout_and_status(interpreter):
    execution = await interpreter.run("print('hello')\n6 * 7")
    assert (execution.status, execution.stdout, execution.value) == ("ok", "hello\n", "42")


@sandbox
async def test_variables_stay_between_runs_and_apart_between_threads(sessions):
    await sessions("one").run("x = 100")
    assert (await sessions("one").run("x += 50; x")).value == "150"
    other = await sessions("two").run("x")
    assert other.status == "error"
    assert "NameError" in other.stderr


@sandbox
async def test_code_that_begins_with_python_is_left_whole(interpreter):
    assert (await interpreter.run("python_version = 3\npython_version")).value == "3"


@pytest.mark.parametrize(
    ("code", "bare"),
    [
        ("```python\nx = 1\n```", "x = 1"),
        ("```\nx = 1\n```\n", "x = 1"),
        ("python_version = 3", "python_version = 3"),
        ("s = '''\n```\nx\n```\n'''", "s = '''\n```\nx\n```\n'''"),
    ],
)
def test_only_a_fence_around_everything_is_taken_off(code, bare):
    assert without_fence(code) == bare


@sandbox
async def test_a_failure_is_a_value_with_its_traceback(interpreter):
    execution = await interpreter.run("1 / 0")
    assert execution.status == "error"
    assert "ZeroDivisionError: division by zero" in execution.stderr


@sandbox
async def test_every_figure_comes_back_and_none_of_it_reaches_the_text(interpreter, store):
    execution = await interpreter.run(
        "import matplotlib.pyplot as plt\n"
        "for title in ('first', 'second'):\n"
        "    plt.plot([1, 2, 3]); plt.title(title); plt.xlabel('x'); plt.ylabel('y (g)'); plt.show()\n"
    )
    assert [figure.title for figure in execution.figures] == ["first", "second"]
    assert "y (g)" in execution.figures[0].axes
    assert (await store.get(execution.figures[0].digest)).startswith(b"\x89PNG")
    assert execution.figures[0].width > 100
    assert "iVBOR" not in output_text(execution)


@sandbox
async def test_files_are_uploaded_and_what_a_run_leaves_comes_back(interpreter, store):
    await interpreter.upload("numbers.txt", b"1\n10\n-1541\n")
    execution = await interpreter.run(
        "total = sum(int(line) for line in open('/mnt/data/numbers.txt'))\n"
        "open('/mnt/data/total.txt', 'w').write(str(total))\ntotal"
    )
    assert execution.value == "-1530"
    assert [(file.name, file.size) for file in execution.files] == [("total.txt", 5)]
    assert await store.get(execution.files[0].digest) == b"-1530"
    assert (await interpreter.run("1")).files == ()


@sandbox
async def test_a_file_that_does_not_get_its_name_is_not_taken(interpreter):
    await interpreter.upload("50%.csv", b"a\n1\n")
    await interpreter.run("import os\ndef bad(*names): raise OSError('no')\nos.replace = bad")
    with pytest.raises(PoolFailedError, match=r"60%\.csv"):
        await interpreter.upload("60%.csv", b"a\n1\n")
    assert (await interpreter.run("print(os.path.exists('/mnt/data/50%.csv'))")).stdout == "True\n"


@sandbox
async def test_a_session_taken_up_again_does_not_report_the_files_it_had(pool, sessions, store):
    await sessions("again").upload("old.csv", b"a\n1\n")
    later = SessionInterpreter(pool.endpoint, sessions("again").session_id, lambda: pool.token, store)
    assert (await later.run("open('/mnt/data/new.txt', 'w').write('x')")).files[0].name == "new.txt"


@pytest.mark.parametrize("status", [401, 403])
async def test_a_refused_token_names_the_role_and_the_command(store, status):
    with refusing_pool(status) as pool, pytest.raises(PoolRefusedError) as caught:
        await interpreter_of(pool.endpoint, store).upload("a.csv", b"a")
    assert "Azure ContainerApps Session Executor" in str(caught.value)
    assert "az role assignment create" in str(caught.value)


async def test_a_wrong_token_is_refused_by_the_real_pool(pool, store):
    with pytest.raises(PoolRefusedError):
        await interpreter_of(pool.endpoint, store).upload("a.csv", b"a")


async def test_too_large_a_file_is_said_to_be_so(store):
    with refusing_pool(413) as pool, pytest.raises(BadFileError, match="larger than"):
        await interpreter_of(pool.endpoint, store).upload("a.csv", b"a")


async def test_no_free_session_is_said_to_be_so(store):
    with refusing_pool(404) as pool, pytest.raises(PoolFailedError, match="no session"):
        await interpreter_of(pool.endpoint, store).upload("a.csv", b"a")


@pytest.mark.slow
async def test_a_pool_that_stays_busy_is_full(store):
    with refusing_pool(429) as pool, pytest.raises(PoolFullError, match="All sessions"):
        await interpreter_of(pool.endpoint, store).run("6 * 7")
    assert len(pool.calls) > 1


async def test_a_busy_pool_is_asked_again(store):
    with refusing_pool(429, 503, 200) as pool:
        execution = await interpreter_of(pool.endpoint, store).run("6 * 7")
    assert execution.value == "42"
    assert pool.calls[:3] == ["POST /code/execute"] * 3


async def test_an_upload_whose_connection_breaks_is_sent_again(store):
    with refusing_pool(-1, 200) as pool:
        await interpreter_of(pool.endpoint, store).upload("a.csv", b"a")
    assert pool.calls == ["POST /files/upload"] * 2


async def test_code_whose_connection_breaks_is_not_sent_again(store):
    with refusing_pool(200, 200, -1) as pool:  # the set-up, a listing, the code
        execution = await interpreter_of(pool.endpoint, store).run("6 * 7")
    assert (execution.status, execution.cut_off) == ("lost", True)
    assert pool.calls.count("POST /code/execute") == 2


async def test_an_error_of_the_pool_does_not_end_the_run(store):
    with refusing_pool(200, 200, 500) as pool:  # the set-up, a listing, the code
        execution = await interpreter_of(pool.endpoint, store).run("6 * 7")
    assert execution.status == "lost"
    assert "HTTP 500" in execution.stderr
    assert pool.calls.count("POST /code/execute") == 2  # the code may have run: it is not sent again


@pytest.mark.parametrize("answer", [0, -2], ids=["none", "begun"])
async def test_an_answer_that_does_not_come_is_given_up(store, answer):
    with refusing_pool(200, 200, answer) as pool:
        session = interpreter_of(pool.endpoint, store, run_seconds=0.1, slack_seconds=0.3)
        execution = await session.run("6 * 7")
    assert execution.status == "timeout"


async def test_a_pool_that_does_not_answer_while_an_upload_gets_its_name_is_unreachable(store):
    with refusing_pool(200, 0) as pool:
        session = interpreter_of(pool.endpoint, store, run_seconds=0.1, slack_seconds=0.3)
        with pytest.raises(PoolUnreachableError, match=r"100%\.csv was not brought"):
            await session.upload("100%.csv", b"a")


@pytest.mark.parametrize("answer", [0, -2], ids=["none", "begun"])
async def test_a_pool_that_does_not_answer_for_a_file_is_unreachable(answer):
    with refusing_pool(answer) as pool, pytest.raises(PoolUnreachableError, match="gave no answer"):
        await PoolClient(pool.endpoint, "s", lambda: "token", transfer_seconds=0.3).remove("a.csv")


@pytest.mark.slow
async def test_a_pool_that_is_not_there_is_said_to_be_unreachable(store):
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        endpoint = f"http://127.0.0.1:{held.getsockname()[1]}"
        with pytest.raises(PoolUnreachableError, match="POOL_ENDPOINT"):
            await interpreter_of(endpoint, store).upload("a.csv", b"a")
