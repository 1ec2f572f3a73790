"""A thread as a plain Python script: it runs, and what it does otherwise is told."""

import ast
import subprocess
import sys

import pytest
from handed_over import CSV, DRAW, READ, run_thread

from agents.blocking import in_thread
from agents.export.code import as_python, beside_the_files, is_python, printing_its_value
from agents.export.handover import handover
from agents.export.rerun import rerun_script
from agents.export.script import script
from agents.values import Cell, Execution, Turn


@pytest.mark.slow
@pytest.mark.sandbox
async def test_the_script_runs_on_its_own(sessions, store, tmp_path):
    made = await run_thread(sessions("first"), store, READ, DRAW)
    (tmp_path / "table.csv").write_bytes(CSV)
    (tmp_path / "analysis.py").write_bytes(script(made))
    command = [sys.executable, "-W", "error", tmp_path / "analysis.py"]
    done = await in_thread(lambda: subprocess.run(command, capture_output=True, text=True))
    assert done.returncode == 0, done.stderr
    assert done.stdout == "drawn\n20.0\n"
    assert (tmp_path / "figure-1.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("code", "moved"),
    [
        ("pd.read_csv('/mnt/data/a.csv')", "pd.read_csv('./a.csv')"),
        ('open(f"/mnt/data/{name}")', 'open(f"./{name}")'),
        ("os.listdir('/mnt/data')", "os.listdir('.')"),
        ("x = '/mnt/database'", "x = '/mnt/database'"),
        ("x = 'old/mnt/data'", "x = 'old/mnt/data'"),
    ],
)
def test_files_are_read_from_the_folder_of_the_document(code, moved):
    assert beside_the_files(code) == moved


@pytest.mark.parametrize(
    ("code", "printed"),
    [
        ("x = 1\nx", "x = 1\nprint(x)"),
        ("f(1,\n  2)  # why", "print(f(1,\n  2))  # why"),
        ("'平均'; '日本'", "'平均'; print('日本')"),
        ("(\n 1\n)", "print((\n 1\n))"),
        ("x = 1", "x = 1"),
    ],
)
def test_a_script_prints_what_a_session_shows_by_itself(code, printed):
    assert printing_its_value(code) == printed
    ast.parse(printed)


@pytest.mark.parametrize(
    ("code", "plain"),
    [
        ("%time x = 1\nx", "x = 1\nx"),
        ("%matplotlib inline\nz = 5", "pass  # %matplotlib inline\nz = 5"),
        ("if 1:\n    !ls\ny = 2", "if 1:\n    pass  # !ls\ny = 2"),
        ("await x\ny", "# await x\n# y"),
        ("a = 5 \\\n%2", "a = 5 \\\n%2"),
        ("a = 1\r\nb\rc", "a = 1\nb\nc"),
        pytest.param("-" * 9_999 + "1", "# " + "-" * 9_999 + "1", id="nested too deeply for the parser"),
    ],
)
def test_what_only_ipython_understands_becomes_plain_python(code, plain):
    assert as_python(code) == plain
    assert is_python(plain)


@pytest.mark.sandbox
async def test_a_script_runs_as_it_is_handed_over(sessions, store):
    codes = [
        READ,
        "from __future__ import annotations\nx: int = 1\ndisplay(x)",
        "%time y = x + 1\ny",
        "import matplotlib; matplotlib.use('Agg')\n" + DRAW,
    ]
    made = await run_thread(sessions("first"), store, *codes)
    turn = made.parts[0].model_copy(update={"answer": "nul \0 and\x0cprint('no')\u2028print('no')"})
    made = made.model_copy(update={"parts": (turn,)})
    checked = await rerun_script(made, script(made), sessions("clean"), store)
    assert checked.differences == ()


@pytest.mark.sandbox
@pytest.mark.parametrize(
    ("code", "difference"),
    [
        (
            "get_ipython()",
            "The script failed as plain Python (NameError: name 'get_ipython' is not defined).",
        ),
        ("!echo told", "The script printed something else than the cells."),
    ],
)
async def test_a_script_that_does_otherwise_than_the_cells_says_so(sessions, store, code, difference):
    made = await run_thread(sessions("first"), store, code)
    checked = await rerun_script(made, script(made), sessions("clean"), store)
    assert checked.differences == (difference,)


def test_commands_of_ipython_stay_out_of_the_script():
    assert not is_python("%timeit 1")
    cell = Cell(id=1, title="Time", code="!ls /mnt/data", execution=Execution(status="ok", stdout="a"))
    made = handover([], [Turn(question="q", answer="a", cells=1)], [cell])
    assert "# !ls ." in script(made).decode()
    ast.parse(script(made))
