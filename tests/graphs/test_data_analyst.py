"""The data analyst, end to end: real model client, scripted model, real pool."""

import pytest
from langgraph.checkpoint.memory import InMemorySaver
from scripted_model import error, malformed, text
from scripted_plans import plan, step, summary

from agents.errors import BadFileError, ModelFailedError
from agents.events import EVENT, NoteEvent
from graphs import data_analyst
from graphs.checkpoints import serializer

pytestmark = pytest.mark.sandbox

MEAN = "print('mean', round(penguins['Body Mass (g)'].mean(), 2))"
BROKEN = "print(penguins['no such column'].mean())"
ANSWER = summary("The mean is 4,201.75 g [2].", ("4,201.75", 2))


async def ask(tools, question, *files, graph=data_analyst.graph, thread=None):
    config = {"configurable": {"thread_id": thread}} if thread else None
    return await graph.ainvoke({"question": question, "files": list(files)}, config, context=tools)


def prompt_of(request):
    return "\n".join(str(message["content"]) for message in request.body["messages"])


@pytest.mark.parametrize(
    ("replies", "answer", "status", "calls"),
    [
        pytest.param([plan(MEAN), ANSWER], "The mean is 4,201.75 g [2].", "answered", 2, id="first try"),
        pytest.param(
            [plan(BROKEN), step(MEAN), ANSWER], "The mean is 4,201.75 g [3].", "answered", 3, id="mended once"
        ),
        pytest.param(
            [plan(BROKEN), step(BROKEN), step(BROKEN), step(BROKEN)],
            "No answer: KeyError: 'no such column'",
            "unanswered",
            4,
            id="gives up after three repairs",
        ),
        pytest.param([plan(answer="Hello.")], "Hello.", "answered", 1, id="no code needed"),
        pytest.param(
            [plan(ask="Which mass?", options=("body", "egg"))],
            "Which mass?\n- body\n- egg",
            "needs_input",
            1,
            id="asks back",
        ),
        pytest.param(
            [text("no JSON at all"), plan(MEAN), ANSWER],
            "The mean is 4,201.75 g [2].",
            "answered",
            3,
            id="nonsense once",
        ),
    ],
)
async def test_a_question_ends_in_an_answer(tools, scripted_model, penguins, replies, answer, status, calls):
    scripted_model.enqueue(*replies)
    done = await ask(tools, "What is the mean body mass?", penguins)
    assert done["answer"].text == answer
    assert done["status"] == status
    assert done["usage"].model_calls == calls == len(scripted_model.requests)
    assert scripted_model.left == 0


async def test_the_outputs_reach_the_model_and_the_rows_do_not(tools, scripted_model, penguins):
    scripted_model.enqueue(plan(MEAN), ANSWER)
    await ask(tools, "What is the mean body mass?", penguins)
    planning, summarising = (prompt_of(request) for request in scripted_model.requests)
    assert "'Body Mass (g)': integer; unit g" in planning
    assert "mean 4201.75" in summarising


async def test_a_failure_goes_back_with_its_traceback(tools, scripted_model, penguins):
    scripted_model.enqueue(plan(BROKEN), step(MEAN), ANSWER)
    done = await ask(tools, "What is the mean body mass?", penguins)
    assert "KeyError: 'no such column'" in prompt_of(scripted_model.requests[1])
    assert [cell.execution.status for cell in done["cells"]] == ["ok", "error", "ok"]


async def test_a_figure_reaches_the_report_by_id_and_the_model_as_a_line(
    tools, scripted_model, penguins, store
):
    draw = (
        "import matplotlib.pyplot as plt\n"
        "penguins['Body Mass (g)'].hist(); plt.title('Body mass'); plt.xlabel('g'); plt.show()"
    )
    scripted_model.enqueue(plan(draw), summary("See the chart."))
    done = await ask(tools, "Draw the distribution of body mass", penguins)
    figure = done["cells"][-1].execution.figures[0]
    assert (figure.id, figure.title) == ("figure-1", "Body mass")
    assert "![Body mass](figure-1.png)" in done["report"]
    assert (await store.get(figure.digest)).startswith(b"\x89PNG")
    last = str(scripted_model.requests[-1].body)
    assert "figure-1: Body mass" in last
    assert "iVBOR" not in last


async def test_two_files_are_two_tables(tools, scripted_model, penguins, root):
    join = "print(len(penguins), len(people), round(people['Age'].mean(), 2))"
    scripted_model.enqueue(plan(join), summary("344 and 56.", ("344", 2), ("56", 2)))
    done = await ask(tools, "How many rows?", penguins, str(root / "data" / "people.csv"))
    assert done["cells"][-1].execution.stdout == "344 56 42.55\n"


async def test_files_of_later_turns_get_variables_of_their_own(tools, scripted_model, tmp_path):
    graph = data_analyst.build(checkpointer=InMemorySaver(serde=serializer()))
    for name, value in (("a-b.csv", 1), ("a b.csv", 2)):
        (tmp_path / name).write_text(f"n,m\n{value},0\n")
    scripted_model.enqueue(
        plan("print(1)"), summary("1."), plan("print(a_b.n[0], a_b_2.n[0])"), summary("1, 2.")
    )
    await ask(tools, "first", str(tmp_path / "a-b.csv"), graph=graph, thread="apart")
    done = await ask(tools, "both", str(tmp_path / "a b.csv"), graph=graph, thread="apart")
    assert done["cells"][-1].execution.stdout == "1 2\n"


async def test_a_follow_up_builds_on_variables_and_earlier_answers(tools, scripted_model, penguins):
    graph = data_analyst.build(checkpointer=InMemorySaver(serde=serializer()))
    scripted_model.enqueue(plan("heavy = penguins[penguins['Body Mass (g)'] > 5000]; print(len(heavy))"))
    scripted_model.enqueue(summary("61 are heavy [2]."))
    await ask(tools, "How many weigh over 5 kg?", penguins, graph=graph, thread="follow-up")
    scripted_model.enqueue(plan("print(heavy['Sex'].value_counts().to_dict())"), summary("Mostly male [3]."))
    done = await ask(tools, "And their sex?", graph=graph, thread="follow-up")
    assert done["cells"][-1].execution.stdout == "{'MALE': 56, 'FEMALE': 5}\n"
    assert "61 are heavy [2]." in str(scripted_model.requests[2].body["messages"])
    assert [turn.question for turn in done["turns"]] == ["How many weigh over 5 kg?", "And their sex?"]


async def test_what_was_established_outlives_the_turns_that_are_cut(tools, scripted_model, penguins):
    graph = data_analyst.build(checkpointer=InMemorySaver(serde=serializer()))
    scripted_model.enqueue(plan("print(1)", establishes=("only penguins of Biscoe",)), summary("1."))
    await ask(tools, "Only Biscoe from now on", penguins, graph=graph, thread="long")
    for number in range(8):
        scripted_model.enqueue(plan("print(1)"), summary("1."))
        await ask(tools, f"question {number}", graph=graph, thread="long")
    planning = prompt_of(scripted_model.requests[-2])
    assert "Only Biscoe from now on" not in planning  # the turn itself was cut
    assert "- only penguins of Biscoe" in planning


async def test_a_lost_session_is_rebuilt_from_the_journal(tools, scripted_model, penguins, sessions):
    graph = data_analyst.build(checkpointer=InMemorySaver(serde=serializer()))
    scripted_model.enqueue(
        plan("heavy = penguins[penguins['Body Mass (g)'] > 5000]; print(1)"), summary("1.")
    )
    await ask(tools, "Pick the heavy ones", penguins, graph=graph, thread="lost")
    await sessions("lost").run("import os; os._exit(1)")
    scripted_model.enqueue(plan("print(len(heavy))"), summary("61 [3]."))
    config = {"configurable": {"thread_id": "lost"}}
    stream = graph.astream(
        {"question": "How many?", "files": []}, config, context=tools, stream_mode="custom"
    )
    events = [EVENT.validate_python(event) async for event in stream]
    assert NoteEvent(text="session restored (2 cells, 1 file)") in events
    done = (await graph.aget_state(config)).values
    assert done["cells"][-1].execution.stdout == "61\n"


async def test_a_session_that_dies_under_a_step_is_restored_before_the_repair(
    tools, scripted_model, penguins
):
    scripted_model.enqueue(plan("import os; os._exit(1)"), step(MEAN), ANSWER)
    done = await ask(tools, "What is the mean body mass?", penguins)
    assert done["status"] == "answered"
    assert done["cells"][-1].execution.stdout == "mean 4201.75\n"


async def test_events_tell_the_run_in_order(tools, scripted_model, penguins):
    scripted_model.enqueue(plan(MEAN), ANSWER)
    stream = data_analyst.graph.astream(
        {"question": "mean?", "files": [penguins]}, context=tools, stream_mode="custom"
    )
    events = [EVENT.validate_python(event) async for event in stream]
    kinds = "profile code output plan code output text claim usage done"
    assert [event.type for event in events] == kinds.split()


@pytest.mark.parametrize(
    ("reply", "said"),
    [
        (error(401), "refused the key"),
        (error(404), "not found"),
        (error(429), "rate limit"),
        (error(500), "server"),
        (malformed(), "cannot be read"),
    ],
)
async def test_a_model_that_fails_is_explained(tools, scripted_model, penguins, reply, said):
    scripted_model.enqueue(reply)
    with pytest.raises(ModelFailedError, match=said):
        await ask(tools, "mean?", penguins)


async def test_a_model_that_answers_nonsense_twice_is_explained(tools, scripted_model, penguins):
    scripted_model.enqueue(text("{"), text("still no JSON"))
    with pytest.raises(ModelFailedError, match="not the JSON"):
        await ask(tools, "mean?", penguins)


async def test_an_answer_that_cannot_be_used_leaves_what_came_out(tools, scripted_model, penguins):
    scripted_model.enqueue(plan("print(len(penguins))"), text("{"), text("still no JSON"))
    done = await ask(tools, "How many?", penguins)
    assert (done["status"], done["usage"].model_calls) == ("unanswered", 3)
    assert done["answer"].text.startswith("No answer: The model answered twice with something")
    assert "344" in done["answer"].text


async def test_an_answer_whose_mending_cannot_be_used_is_kept_and_marked(tools, scripted_model, penguins):
    scripted_model.enqueue(plan("print(len(penguins))"), summary("There are 17 [2].", ("17", 2)))
    scripted_model.enqueue(text("{"), text("still no JSON"))
    done = await ask(tools, "How many?", penguins)
    assert (done["status"], done["usage"].model_calls) == ("answered", 4)
    assert [claim.verified for claim in done["answer"].claims] == [False]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (bytes(range(256)) * 40, "t"),
        (b"a,b,c\n", "row"),
    ],
    ids=["empty", "binary", "no rows"],
)
async def test_a_file_that_cannot_be_analysed_is_explained(tools, tmp_path, content, said):
    file = tmp_path / "broken.csv"
    file.write_bytes(content)
    with pytest.raises(BadFileError, match=said) as caught:
        await ask(tools, "mean?", str(file))
    assert "broken.csv" in str(caught.value)


async def test_a_file_among_others_that_cannot_be_analysed_is_named(tools, tmp_path, penguins):
    (tmp_path / "broken.csv").write_bytes(b"a,b,c\n")
    with pytest.raises(BadFileError, match=r"broken.csv has a header but no rows.* without this one"):
        await ask(tools, "mean?", penguins, str(tmp_path / "broken.csv"))


async def test_a_question_without_any_file_says_what_to_do(tools):
    with pytest.raises(BadFileError, match="Name at least one CSV file"):
        await ask(tools, "mean?")
