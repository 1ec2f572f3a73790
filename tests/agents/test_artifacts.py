"""What a run leaves in /mnt/data comes out by comparison, whatever names and reports the code makes up."""

import pytest
from service_like_pool import service_like_pool

from agents.session import collected

sandbox = pytest.mark.sandbox

WRITE = "import os\ndef write(path, text):\n    open('/mnt/data/' + path, 'w').write(text)\n"


@pytest.fixture(params=["embedded", "service", "service without subfolders"])
def session(request, pool, open_session):
    """A session of each kind of pool, in which `write(path, text)` is defined."""
    if request.param == "embedded":
        yield open_session()
        return
    with service_like_pool(pool.endpoint, subfolders=request.param == "service") as service:
        yield open_session(service.endpoint)


@pytest.mark.slow
@sandbox
async def test_a_file_rewritten_with_the_same_size_comes_out_again(session, store):
    await session.run(WRITE + "write('a.txt', 'one')")
    execution = await session.run("write('a.txt', 'two')")
    assert [(file.name, file.size) for file in execution.files] == [("a.txt", 3)]
    assert await store.get(execution.files[0].digest) == b"two"


@sandbox
async def test_setting_the_time_back_hides_no_change(session):
    await session.run(WRITE + "write('a.txt', 'one'); before = os.stat('/mnt/data/a.txt')")
    execution = await session.run(
        "write('a.txt', 'two'); os.utime('/mnt/data/a.txt', ns=(before.st_atime_ns, before.st_mtime_ns))"
    )
    assert [file.name for file in execution.files] == ["a.txt"]


@sandbox
async def test_files_in_subfolders_come_out(session, store):
    execution = await session.run(
        WRITE + "os.makedirs('/mnt/data/out/deep'); write('out/deep/売上 1.txt', 'x'); write('top.txt', 'y')"
    )
    assert [file.name for file in execution.files] == ["out/deep/売上 1.txt", "top.txt"]
    assert await store.get(execution.files[0].digest) == b"x"
    assert (await session.run("sorted(os.listdir('/mnt/data'))")).value == "['out', 'top.txt']"


@sandbox
async def test_uploads_and_what_was_there_before_are_no_artifacts(session):
    await session.upload("in.csv", b"a\n1\n")
    execution = await session.run("open('/mnt/data/in.csv').read()")
    assert execution.files == ()
    changed = await session.run("open('/mnt/data/in.csv', 'w').write('a\\n2\\n')")
    assert [file.name for file in changed.files] == ["in.csv"]


@sandbox
async def test_links_hidden_files_and_our_own_stay(session):
    execution = await session.run(
        WRITE + "write('.hidden', 'x'); write('_analyst-x', 'x'); os.symlink('/etc/passwd', '/mnt/data/link')"
    )
    assert execution.files == ()


@sandbox
async def test_what_is_left_out_is_said(interpreter):
    count = collected.MAX_FILES + 3
    execution = await interpreter.run(WRITE + f"for n in range(100, 100 + {count}): write(f'{{n}}.txt', 'x')")
    assert [file.name for file in execution.files] == [f"{n}.txt" for n in range(100, 97 + count)]
    assert "session: 3 new or changed files" in execution.stderr
    assert execution.status == "ok"


@sandbox
@pytest.mark.parametrize("path", ["../../etc/passwd", "/etc/passwd", "a/../../b", "_analyst-font-x.otf"])
async def test_a_forged_report_names_nothing_outside(interpreter, path):
    forged = {"files": [[path, 3]], "more": 0, "figures": [], "drawn": 0, "missing": [], "fonts": []}
    execution = await interpreter.run(
        "import json; collector = get_ipython().analyst_collector; collector.end = lambda *_: None\n"
        "get_ipython().events.callbacks['post_run_cell'].clear()\n"
        f"print(collector._mark + json.dumps({forged!r}) + collector._mark)"
    )
    assert execution.files == ()
    assert "session: 1 new or changed files" in execution.stderr


@sandbox
async def test_a_file_that_is_larger_than_the_report_says_stays(interpreter):
    size = collected.MAX_FILE_BYTES + 1
    forged = {
        "files": [["big", 3], ["small", 1]],
        "more": 0,
        "figures": [],
        "drawn": 0,
        "missing": [],
        "fonts": [],
    }
    execution = await interpreter.run(
        WRITE + f"write('small', 'x'); write('big', ''); os.truncate('/mnt/data/big', {size})\n"
        "import json; collector = get_ipython().analyst_collector\n"
        "get_ipython().events.callbacks['post_run_cell'].clear()\n"
        f"print(collector._mark + json.dumps({forged!r}) + collector._mark)"
    )
    assert [file.name for file in execution.files] == ["small"]
    assert "session: 1 new or changed files" in execution.stderr


@sandbox
@pytest.mark.parametrize(
    "forged", ["", "{", '{"files": 1}', '{"files": [["x", -1]], "more": 0}', "[" * 100_000], ids=range(5)
)
async def test_a_report_that_cannot_be_read_gives_way_to_the_listing(interpreter, forged):
    execution = await interpreter.run(
        WRITE + "write('a.txt', 'x'); collector = get_ipython().analyst_collector\n"
        "get_ipython().events.callbacks['post_run_cell'].clear()\n"
        f"print(collector._mark + {forged!r} + collector._mark)"
    )
    assert [file.name for file in execution.files] == ["a.txt"]
    again = await interpreter.run("write('a.txt', 'y')")
    assert [file.name for file in again.files] == ["a.txt"]


@sandbox
async def test_a_run_that_leaves_nothing_makes_one_call(pool, open_session):
    with service_like_pool(pool.endpoint, figures=True) as counted:
        session = open_session(counted.endpoint)
        await session.run("1")
        counted.calls.clear()
        await session.run("2")
    assert counted.calls == ["POST /code/execute"]


@pytest.mark.parametrize(
    "path",
    ["", "/x", "x/", "a//b", "..", "a/../b", "./a", "a\nb", "a\0b", "a\\b", "\udc80", "a" * 256, "a/" * 300],
)
def test_names_that_are_not_taken(path):
    assert not collected.usable(path)


def test_limits_of_size():
    big, whole = collected.MAX_FILE_BYTES, collected.MAX_TOTAL_BYTES
    assert collected.within_limits([("a", big + 1), ("b", 1)]) == (["b"], 1)
    assert collected.within_limits([("a", whole // 2), ("b", whole // 2), ("c", 1)]) == (["a", "b"], 1)


@sandbox
async def test_a_file_that_is_gone_again_costs_none_of_the_others(interpreter):
    execution = await interpreter.run(
        WRITE + "write('a.txt', 'x'); write('b.txt', 'y'); collector = get_ipython().analyst_collector\n"
        "def end_and_delete(*_):\n    collector.end(); os.remove('/mnt/data/a.txt')\n"
        "get_ipython().events.callbacks['post_run_cell'][:] = [end_and_delete]"
    )
    assert [file.name for file in execution.files] == ["b.txt"]
    assert "session: 1 new or changed files" in execution.stderr


@sandbox
async def test_without_a_report_uploads_are_still_no_artifacts(interpreter):
    await interpreter.upload("in.csv", b"a\n1\n")
    await interpreter.run(WRITE + "write('early.txt', 'x')")
    execution = await interpreter.run("import sys; sys.stdout = None; write('late.txt', 'x')")
    assert [file.name for file in execution.files] == ["late.txt"]


@sandbox
async def test_a_path_without_a_folder_is_in_the_folder_of_the_files(session):
    await session.upload("in.csv", b"a\n1\n")
    execution = await session.run("open('out.csv', 'w').write(open('in.csv').read())")
    assert execution.status == "ok", execution.stderr
    assert [file.name for file in execution.files] == ["out.csv"]
