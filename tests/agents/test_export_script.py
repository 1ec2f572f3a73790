"""A thread as a plain Python script: it runs, and what it does otherwise is told."""

import ast
import subprocess
import sys

import pytest
from handed_over import CSV, DRAW, READ, run_thread

from agents.blocking import in_thread
from agents.export.code import as_python, beside_the_files, handing_its_value_to, is_python
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
    assert done.stdout == "drawn\nnp.float64(20.0)\n"
    (figure,) = made.parts[0].figures
    assert (tmp_path / figure.name).read_bytes().startswith(b"\x89PNG")


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
        ("1, 2  # both", "print((1, 2))  # both"),
        ("x = 1", "x = 1"),
        ("plt.show()", "plt.show()"),
    ],
)
def test_a_script_shows_what_a_session_shows_by_itself(code, printed):
    assert handing_its_value_to("print", code) == printed
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


VALUES = """\
import datetime, decimal, pathlib
import numpy as np, pandas as pd
series = pd.Series([1.0, 3.0])
"""


@pytest.mark.sandbox
async def test_a_script_shows_values_as_the_session_did(sessions, store):
    shown = [
        *(
            "series.mean()",
            "series.idxmax(), series.max()",
            "'a\\nb'",
            "series > 2",
            "np.arange(2000.0)",
            "True",
        ),
        *(
            "pd.Timestamp('2024-01-02')",
            "datetime.date(2024, 1, 2)",
            "decimal.Decimal('1.10')",
            "float('nan')",
        ),
        *(
            "{'b', 'a', 'c'}",
            "pathlib.Path('/mnt/data')",
            "display('x', series)",
            "None",
            "[np.int64(1), 'a']",
        ),
        "from IPython.display import display\ndisplay({'b': 1})",
    ]
    made = await run_thread(sessions("first"), store, VALUES, *shown)
    checked = await rerun_script(made, script(made), sessions("clean"), store)
    assert checked.differences == ()


PICTURES = [
    "from matplotlib.figure import Figure\nf = Figure(); f.subplots().plot([1, 3])\nf",
    "import PIL.Image\nPIL.Image.new('RGB', (40, 40), 'red')",
    "import matplotlib.pyplot as plt\nfig, ax = plt.subplots(); ax.plot([1, 2])\nprint(1)",
    "ax.set_title('new')\nfig",
    "display(fig)\nplt.close(fig)\nprint(2)",
    "a, _ = plt.subplots(); a.axes[0].plot([1])\nplt.show()\nb, _ = plt.subplots(); b.axes[0].plot([2])\nb",
]


@pytest.mark.sandbox
async def test_a_script_saves_every_figure_however_it_is_shown(sessions, store):
    made = await run_thread(sessions("first"), store, *PICTURES)
    assert [len(cell.execution.figures) for cell in made.cells] == [1, 1, 1, 1, 1, 2]
    checked = await rerun_script(made, script(made), sessions("clean"), store)
    assert checked.differences == ()


@pytest.mark.sandbox
async def test_a_figure_that_the_script_does_not_save_is_a_difference(sessions, store):
    code = (
        "from IPython import display as shown\nimport PIL.Image\nshown.display(PIL.Image.new('RGB', (9, 9)))"
    )
    made = await run_thread(sessions("first"), store, code)
    checked = await rerun_script(made, script(made), sessions("clean"), store)
    (figure,) = made.parts[0].figures
    assert f"The script did not save {figure.name}." in checked.differences


def test_commands_of_ipython_stay_out_of_the_script():
    assert not is_python("%timeit 1")
    cell = Cell(id=1, title="Time", code="!ls /mnt/data", execution=Execution(status="ok", stdout="a"))
    made = handover([], [Turn(question="q", answer="a", cells=1)], [cell])
    assert "# !ls ." in script(made).decode()
    ast.parse(script(made))
