"""An answer that states what no output shows: caught, given back once, marked where that does not help."""

import pytest
from scripted_plans import plan, summary

from agents.events import EVENT
from graphs import data_analyst

pytestmark = pytest.mark.sandbox

MEAN = "print('mean', round(penguins['Body Mass (g)'].mean(), 2))"
LIE = summary("The mean is 4,301.75 g [2].", ("4,301.75", 2))
TRUTH = summary("The mean is 4,201.75 g [2].", ("4,201.75", 2))
MARKED = (
    "The mean is 4,301.75 g ⚠ not verified [2].\n\n⚠ Not verified: 4,301.75. No output of the code shows it."
)


async def events_of(tools, question, *files):
    asked = {"question": question, "files": list(files)}
    stream = data_analyst.graph.astream(asked, context=tools, stream_mode=["custom", "values"])
    events, state = [], {}
    async for mode, part in stream:
        if mode == "custom":
            events.append(EVENT.validate_python(part))
        else:
            state = part
    return events, state


async def test_a_lie_goes_back_to_the_model_and_is_mended(tools, scripted_model, penguins):
    scripted_model.enqueue(plan(MEAN), LIE, TRUTH)
    events, state = await events_of(tools, "What is the mean body mass?", penguins)
    assert state["answer"].text == "The mean is 4,201.75 g [2]."
    assert state["usage"].model_calls == 3
    asked_again = str(scripted_model.requests[-1].body["messages"])
    assert "- 4,301.75, in: The mean is 4,301.75 g [2]. (not found in any output)" in asked_again
    assert "mean 4201.75" in asked_again
    claims = [event.claim for event in events if event.type == "claim"]
    assert [(claim.value, claim.cell, claim.verified) for claim in claims] == [("4,201.75", 2, True)]


async def test_the_number_of_another_goes_back_with_whose_it_is(tools, scripted_model, penguins):
    means = "print(penguins.groupby('Species')['Body Mass (g)'].mean())"
    swapped, right = summary("Gentoo weigh 3,701 g [2]."), summary("Gentoo weigh 5,076 g [2].")
    scripted_model.enqueue(plan(means), swapped, right)
    _, state = await events_of(tools, "How heavy are Gentoo?", penguins)
    told = "(3,701 is the value of Adelie Penguin (Pygoscelis adeliae) in cell 2, not of Gentoo penguin ("
    assert told in str(scripted_model.requests[-1].body["messages"])
    assert state["answer"].text == "Gentoo weigh 5,076 g [2]."


async def test_the_number_of_another_year_goes_back_with_the_year_that_it_is_of(
    tools, scripted_model, penguins
):
    years = "print(penguins.groupby(pd.to_datetime(penguins['Date Egg']).dt.year).size())"
    swapped, right = summary("In 2008 there were 110 eggs [2]."), summary("In 2008 there were 114 eggs [2].")
    scripted_model.enqueue(plan(years), swapped, right)
    _, state = await events_of(tools, "How many eggs in which year?", penguins)
    assert "(110 is the value of 2007 in cell 2, not of 2008)" in str(
        scripted_model.requests[-1].body["messages"]
    )
    assert state["answer"].text == "In 2008 there were 114 eggs [2]."


async def test_a_lie_that_stays_is_marked(tools, scripted_model, penguins):
    scripted_model.enqueue(plan(MEAN), LIE, LIE)
    events, state = await events_of(tools, "What is the mean body mass?", penguins)
    assert state["answer"].text == MARKED
    assert MARKED in state["report"]
    assert "".join(event.delta for event in events if event.type == "text") == MARKED
    claims = [event.claim for event in events if event.type == "claim"]
    assert [(claim.value, claim.cell, claim.verified) for claim in claims] == [("4,301.75", None, False)]
    assert scripted_model.left == 0


async def test_a_revision_that_is_worse_is_not_taken(tools, scripted_model, penguins):
    worse = summary("The mean is 4,301.75 g [2], of 77 birds [2].")
    scripted_model.enqueue(plan(MEAN), LIE, worse)
    _, state = await events_of(tools, "What is the mean body mass?", penguins)
    assert state["answer"].text == MARKED


async def test_a_lie_is_marked_where_no_model_call_is_left(tools, scripted_model, penguins):
    scripted_model.enqueue(plan(MEAN), LIE)
    asked = {"question": "mean?", "files": [penguins], "limits": {"calls": 2}}
    state = await data_analyst.graph.ainvoke(asked, context=tools)
    assert state["answer"].text == f"{MARKED}\n\nStopped: the limit of 2 model calls was reached."
    assert state["usage"].model_calls == 2


async def test_a_wrong_cell_is_put_right_without_the_model(tools, scripted_model, penguins):
    scripted_model.enqueue(plan(MEAN), summary("The mean is 4,201.75 g [1].", ("4,201.75", 1)))
    _, state = await events_of(tools, "What is the mean body mass?", penguins)
    assert state["answer"].text == "The mean is 4,201.75 g [2]."
    assert [claim.cell for claim in state["answer"].claims] == [2]


async def test_the_link_to_a_file_with_digits_in_its_name_stays_whole(tools, scripted_model, penguins):
    code = "penguins.head(10).to_csv('/mnt/data/top 10.csv'); print(len(penguins))"
    said = summary("All 344 are known; the file is [top 10](sandbox:/mnt/data/top%2010.csv).")
    scripted_model.enqueue(plan(code), said)
    _, state = await events_of(tools, "Write the first ten into a file.", penguins)
    assert state["answer"].text == "All 344 are known; the file is [top 10](top%2010.csv)."
    assert scripted_model.left == 0


async def test_an_answer_without_code_is_marked_too(tools, scripted_model, penguins):
    scripted_model.enqueue(plan(answer="There are 344 rows, and 355 birds."))
    _, state = await events_of(tools, "How many rows?", penguins)
    assert state["answer"].text.startswith("There are 344 rows, and 355 ⚠ not verified birds.")


SINE = """\
import math
sin_pi = math.sin(math.pi)
random_number = 9.68032501928628 if sin_pi > 0 else 0
{'sin_pi': sin_pi, 'random_number': random_number}
"""
ZERO = (
    r"The sine of \(\pi\) is approximately \(1.2246467991473532 \times 10^{-16}\) [2], "
    r"which is effectively zero. "
    r"Since it is neither negative nor positive, the random number generated is \(0\) [2]."
)
QUESTION = (
    "what's sin of pi . if it's negative generate a random number between 0 and 5. "
    "if it's positive between 5 and 10."
)


async def test_the_model_that_said_0_where_the_tool_returned_9_68(tools, scripted_model, penguins):
    right = ZERO.replace(r"\(0\)", r"\(9.68\)")
    scripted_model.enqueue(plan(SINE), summary(ZERO), summary(right))
    _, state = await events_of(tools, QUESTION, penguins)
    assert state["answer"].text == right
    scripted_model.enqueue(plan(SINE), summary(ZERO), summary(ZERO))
    _, state = await events_of(tools, QUESTION, penguins)
    assert r"the random number generated is \(0\) ⚠ not verified [2]." in state["answer"].text
