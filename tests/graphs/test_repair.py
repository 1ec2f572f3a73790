"""Mending: what the analyst is told about a step that failed, or that came out suspicious."""

import pytest
from scripted_plans import plan, step, summary

from agents.doubting import doubt
from agents.inspection import happened_twice, shortened
from agents.values import Artifact, Cell, Execution
from graphs import data_analyst

sandbox = pytest.mark.sandbox


EMPTY = "Empty DataFrame\nColumns: [a, year 2020]\nIndex: []\n"
NOTHING_DESCRIBED = "count    0.0\nmean     NaN\nmin      NaN\nName: a, dtype: float64\n"


@pytest.mark.parametrize(
    "shown",
    [
        EMPTY,
        f"{EMPTY}\n[0 rows x 17 columns]\n",
        f"Males:\n{EMPTY}",
        f"Males of 2020:\n\n{EMPTY}",
        "Series([], Name: a, dtype: int64)",
        "[]",
        "rows: []",
        '{"rows": []}',
        '{"columns": {"a": {}}, "rows": 0}',
        "nan\n",
        "mean nan",
        "mean: nan",
        "mean = None",
        '{"mean": null}',
        '{"mean": NaN, "rows": 0}',
        "{'mean': nan, 'count': 0}",
        "year\n2007   NaN\n2008   NaN\n",
        "Island\nBiscoe   NaN\nDream    NaN\nName: zz, dtype: float64\n",
        "Island  Year\nBiscoe  2007   NaN\n        2008   NaN\ndtype: float64\n",
        "      2007  2008\nx      NaN   NaN\ny      NaN   NaN\n",
        NOTHING_DESCRIBED,
        f"(0, 17)\n{NOTHING_DESCRIBED}",
        "a   NaT\nb   NaT\n",
        "         zz  2020\nIsland          \nBiscoe  NaN   NaN\nDream   NaN   NaN\n",
        "Means:\n      2007  2008\nx      NaN   NaN\n\nStd:\n      2007\nx      NaN\n",
    ],
)
def test_what_is_empty_or_missing_throughout_is_suspicious(shown):
    assert doubt(Execution(status="ok", stdout=shown))
    assert doubt(Execution(status="ok", value=shown.rstrip()))
    assert doubt(Execution(status="ok", stdout="Males:\n", value=shown.rstrip()))


@pytest.mark.parametrize(
    "shown",
    [
        "year\n2007   1.5\n2008   NaN\n",
        "Island n std\nA 10 NaN\nB 20 NaN",
        "      n  std\nA    10  NaN\nB    20  NaN\n",
        "{'n': 5, 'mean': nan}",
        '{"n": 5, "mean": null}',
        '{"columns": ["a"], "data": [[1.5]]}',
        "species: Adelie\nmean: nan",
        f"rows 5\n{EMPTY}",
        "mean 4201.75\n",
        "missing 0",
        "0",
        "no row is missing\n",
        "None of the islands is named twice: 3 islands",
        "a     int64\nb    object\ndtype: object",
        "0    seven\n1     None\n2    eight\nName: note, dtype: object",
        "Adelie\nNone\nGentoo",
        "seven\nnone\nnone",
    ],
)
def test_what_states_a_value_is_not_suspicious(shown):
    assert not doubt(Execution(status="ok", stdout=shown))
    assert not doubt(Execution(status="ok", value=shown.rstrip()))


def test_a_label_with_nothing_but_spaces_right_of_it_is_read():
    assert not doubt(Execution(status="ok", stdout=f"total: {' ' * 190_000};"))


def test_a_file_is_a_result_but_an_empty_table_beside_it_is_looked_at():
    file = Artifact(name="a.csv", digest="", size=1)
    assert doubt(Execution(status="ok"))
    assert not doubt(Execution(status="ok", files=(file,)))
    assert doubt(Execution(status="ok", files=(file,), stdout=EMPTY))


@pytest.mark.parametrize(
    ("errors", "twice"),
    [
        (["KeyError: 'a'", "KeyError: 'a'"], True),
        (["ValueError: no float: 'MALE'", "ValueError: no float: 'Torgersen'"], True),
        (["KeyError: 'a'", "NameError: b", "KeyError: 'a'"], True),
        (["KeyError: 'a'", "", "KeyError: 'b'"], True),
        (["KeyError: 'a'", "NameError: b"], False),
        (["KeyError: 'a'", "KeyError: 'a'", ""], False),
        (["", ""], False),
    ],
)
def test_an_error_is_the_same_whatever_value_it_names(errors, twice):
    ran = [Execution(status="error" if text else "ok", stderr=text) for text in errors]
    cells = [Cell(id=at, title="", code="", execution=one) for at, one in enumerate(ran, 1)]
    assert happened_twice(cells) is twice


TRACEBACK = """\
'age'---------------------------------------------------------------------------
KeyError                                  Traceback (most recent call last)
File /packages/pandas/core/indexes/base.py:3816, in Index.get_loc(self, key)
   3815 try:
-> 3816     return self._engine.get_loc(casted_key)

Cell In[6], line 1
----> 1 own(people)

File /mnt/data/helpers.py:2, in own(table)
----> 2 table["age"]

File pandas/_libs/index.pyx:172, in pandas._libs.index.IndexEngine.get_loc()
--> 172 'Could not get source, probably due dynamically evaluated source code.'
KeyError: 'age'"""


def test_a_traceback_is_shown_without_the_lines_of_libraries():
    shown = shortened(Execution(status="error", stderr=TRACEBACK)).stderr
    assert shown.splitlines()[1:] == [
        "Cell In[6], line 1",
        "----> 1 own(people)",
        "",
        "File /mnt/data/helpers.py:2, in own(table)",
        '----> 2 table["age"]',
        "",
        "KeyError: 'age'",
    ]
    said = Execution(status="error", stderr="The user rejected this step: too slow")
    assert shortened(said) == said


async def ask(tools, penguins):
    return await data_analyst.graph.ainvoke({"question": "How many?", "files": [penguins]}, context=tools)


def prompt_of(request):
    return "\n".join(str(message["content"]) for message in request.body["messages"])


@sandbox
async def test_a_failure_goes_back_with_the_state_of_the_variables(tools, scripted_model, penguins):
    scripted_model.enqueue(
        plan("heavy = penguins.head(3)\nheavy['nothing']"), step("print(3)"), summary("3 [3].")
    )
    await ask(tools, penguins)
    told = prompt_of(scripted_model.requests[1])
    assert "heavy: DataFrame (3, 17)" in told
    assert "'Body Mass (g)': float64" in told
    assert "such as" not in told.split("What the session holds")[1]


@sandbox
async def test_the_same_error_twice_forces_a_look_at_the_values(tools, scripted_model, penguins):
    broken = "penguins['Sex'] + 1"
    scripted_model.enqueue(plan(broken), step(broken + " "), step("print(3)"), summary("3 [4]."))
    await ask(tools, penguins)
    assert "such as ['MALE', 'FEMALE']" in prompt_of(scripted_model.requests[2])


@sandbox
async def test_an_empty_result_is_looked_at_once(tools, scripted_model, penguins):
    empty = "print(penguins[penguins['Sex'] == 'male'])"
    scripted_model.enqueue(plan(empty), step("print((penguins['Sex'] == 'MALE').sum())"), summary("168 [3]."))
    done = await ask(tools, penguins)
    assert "its result is empty" in prompt_of(scripted_model.requests[1])
    assert done["cells"][-1].execution.stdout == "168\n"


@sandbox
async def test_an_analyst_that_stands_by_an_empty_result_is_believed(tools, scripted_model, penguins):
    empty = "print(penguins[penguins['Sex'] == 'male'])"
    scripted_model.enqueue(plan(empty), step(empty), summary("There are none [2]."))
    done = await ask(tools, penguins)
    assert (done["status"], len(done["cells"])) == ("answered", 2)


@sandbox
async def test_an_empty_result_is_looked_at_also_after_an_error_was_mended(tools, scripted_model, penguins):
    empty = "print(penguins[penguins['Sex'] == 'male'])"
    mended = step("print((penguins['Sex'] == 'MALE').sum())")
    scripted_model.enqueue(plan("penguins['zz']"), step(empty), mended, summary("168 [4]."))
    done = await ask(tools, penguins)
    assert "its result is empty" in prompt_of(scripted_model.requests[2])
    assert (done["status"], done["cells"][-1].execution.stdout) == ("answered", "168\n")


@sandbox
async def test_a_doubtful_result_stands_where_no_repair_is_left(tools, scripted_model, penguins):
    broken = [step(f"nothing_{number}") for number in range(2)]
    scripted_model.enqueue(
        plan("nothing"), *broken, step("print('mean', float('nan'))"), summary("None [5].")
    )
    done = await ask(tools, penguins)
    assert (done["status"], done["answer"].text) == ("answered", "None [5].")
