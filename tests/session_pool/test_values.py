"""The value of the last expression, as the service gives it."""

import base64

import pytest

pytestmark = pytest.mark.sandbox

FIGURES = """
import matplotlib.pyplot as plt
for name in ("first", "second"):
    _, ax = plt.subplots()
    ax.plot([1, 2, 3])
    ax.set(title=name, xlabel="month", ylabel="sales")
"""


@pytest.mark.parametrize(
    ("code", "value"),
    [
        ("6*7", 42),
        ("1/4", 0.25),
        ("1e100", 1e100),
        ("3 > 2", True),
        ("'a' + 'b'", "ab"),
        ("'it\\'s \"so\"\\n'", 'it\'s "so"\n'),
        ("[1, 2, 3]", "[1, 2, 3]"),
        ("{'a': (1, None)}", "{'a': (1, None)}"),
        ("b'bytes'", "b'bytes'"),
        ("float('nan')", "nan"),
        ("float('-inf')", "-inf"),
        ("None", ""),
        ("x = 5", ""),
        ("print(5)", ""),
        ("6*7;", ""),
        ("10**400", str(10**400)),
        ("import numpy; numpy.int64(5)", "np.int64(5)"),
        ("import pandas; pandas.DataFrame({'a': [1, 2]})", "   a\n0  1\n1  2"),
        ("await __import__('asyncio').sleep(0, 'awaited')", "awaited"),
        ("%who_ls", "[]"),
    ],
)
def test_last_expression(session, code, value):
    result = session.value(code)
    assert result == value
    assert type(result) is type(value)


def test_long_lists_are_one_item_a_line(session):
    text = session.value("[f'package-{n}' for n in range(100)]")
    assert text.startswith("['package-0',\n 'package-1',\n ")


def test_every_figure_is_kept_and_the_last_is_the_result(session):
    outcome = session.run(FIGURES)
    figures = outcome["figures"]
    assert [(figure["title"], figure["axes"]) for figure in figures] == [
        ("first", "month × sales"),
        ("second", "month × sales"),
    ]
    assert outcome["result"] == {"type": "image", "format": "png", "base64_data": figures[1]["base64_data"]}
    image = base64.b64decode(figures[0]["base64_data"])
    assert int.from_bytes(image[16:20], "big") == figures[0]["width"] > 100


def test_a_figure_shown_before_a_plain_value_gives_way(session):
    outcome = session.run("import matplotlib.pyplot as plt\nplt.plot([1, 2]); plt.show()\n'done'")
    assert (outcome["result"], len(outcome["figures"])) == ("done", 1)


def test_a_figure_as_the_value_is_kept_once(session):
    outcome = session.run("import matplotlib.pyplot as plt\nfig, ax = plt.subplots(); ax.plot([1]); fig")
    assert (outcome["result"]["type"], len(outcome["figures"])) == ("image", 1)


def test_an_image_of_another_library_is_a_figure(session):
    outcome = session.run("from PIL import Image\nImage.new('RGB', (30, 20))")
    assert [(figure["width"], figure["height"]) for figure in outcome["figures"]] == [(30, 20)]


def test_display_of_a_table_is_text_on_stdout(session):
    assert session.run("import pandas as pd\ndisplay(pd.DataFrame({'a': [7]}))")["stdout"] == "   a\n0  7\n"


def test_streams_and_status(session):
    outcome = session.run("import sys\nprint('out'); print('err', file=sys.stderr); 5")
    assert (outcome["status"], outcome["stdout"], outcome["stderr"]) == ("Success", "out\n", "err\n")


def test_a_syntax_error_reads_as_the_service_writes_it(session):
    outcome = session.run("x = = 2")
    assert outcome["status"] == "Failure"
    assert outcome["stderr"].startswith("invalid syntax (")
    assert "  Cell In[1], line 1\n    x = = 2\n" in outcome["stderr"]
    assert outcome["stderr"].endswith("SyntaxError: invalid syntax\n\n")


def test_what_was_printed_before_an_error_is_kept(session):
    outcome = session.run("print('so far'); {}['missing']")
    assert (outcome["stdout"], outcome["outcome"]) == ("so far\n", "error")
    assert outcome["stderr"].startswith("'missing'")


def test_shell_commands_and_their_exit_code(session):
    assert session.run("!echo from the shell; exit 3")["stdout"] == "from the shell\n"
    assert session.value("_exit_code") == 3


def test_packages_of_the_environment_can_be_imported(session):
    names = """numpy pandas scipy sklearn statsmodels matplotlib seaborn duckdb polars pyarrow openpyxl PIL
        sympy networkx requests charset_normalizer"""
    session.value("import warnings; warnings.simplefilter('ignore')")
    assert session.value(f"[__import__(name).__name__ for name in {names.split()}]; 'all'") == "all"


def test_libraries_with_threads_work_in_a_fork(session):
    code = "import duckdb, polars, pyarrow as pa\n"
    code += "int(duckdb.sql('select sum(range) s from range(100000)').fetchall()[0][0]) + "
    code += "polars.DataFrame({'a': list(range(1000))}).group_by(polars.col('a') % 7).len()['len'].sum()"
    assert session.value(code) == 4999950000 + 1000


def test_random_numbers_differ_between_sessions(new_caller):
    code = "import random, numpy; f'{random.random()} {numpy.random.rand()}'"
    assert new_caller().value(code) != new_caller().value(code)
