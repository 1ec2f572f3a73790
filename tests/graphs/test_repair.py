"""Mending: what the analyst is told about a step that failed, or that came out suspicious."""

import pytest
from scripted_plans import plan, step, summary

from agents.inspection import doubt, shortened
from agents.values import Execution
from graphs import data_analyst

sandbox = pytest.mark.sandbox


@pytest.mark.parametrize(
    ("stdout", "value", "suspicious"),
    [
        ("", "", True),
        ("Empty DataFrame\nColumns: [a]\nIndex: []\n", "", True),
        ("Series([], Name: a, dtype: int64)", "", True),
        ("nan\n", "", True),
        ("", "np.float64(nan)", True),
        ("year\n2007   NaN\n2008   NaN\n", "", True),
        ("year\n2007   1.5\n2008   NaN\n", "", False),
        ("mean 4201.75\n", "", False),
        ("", "42", False),
        ("no row is missing\n", "", False),
    ],
)
def test_what_is_empty_or_missing_throughout_is_suspicious(stdout, value, suspicious):
    assert bool(doubt(Execution(status="ok", stdout=stdout, value=value))) is suspicious


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
