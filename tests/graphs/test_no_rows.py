"""No-rows mode: whatever the model's code prints, no cell of the data is in what is sent to the model."""

import json
from dataclasses import replace

import pytest
from langchain_core.messages import HumanMessage
from langgraph.checkpoint.memory import InMemorySaver
from planted_rows import FAILING, LEAKY, PLANTED, ROWS, ask, prompt_of
from refusing_pool import refusing_pool
from scripted_plans import plan, step, summary

from agents import prompts
from agents.calculator.chat import OfflineChatModel
from agents.errors import NoRowsError, PoolFullError
from agents.no_rows.redaction import WITHHELD
from agents.no_rows.restoring import PLACEHOLDER
from agents.offline import RuleBasedAnalyst
from graphs import code_interpreter, data_analyst
from graphs.tools import LoopTools

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]


@pytest.fixture
def people(tmp_path):
    """A table whose every cell is planted."""
    import csv

    file = tmp_path / "people.csv"
    with file.open("w", encoding="utf-8", newline="") as out:
        csv.writer(out).writerows([("name", "email", "phone", "amount", "joined", "note"), *ROWS])
    return str(file)


def leaks(scripted_model):
    """What of the planted values was sent, in the text of the requests and in their JSON."""
    sent = "".join(
        json.dumps(one.body, ensure_ascii=False) + json.dumps(one.body) for one in scripted_model.requests
    )
    return [value for value in PLANTED if value in sent.replace("\\\\", "\\").casefold()]


@pytest.mark.parametrize("code", LEAKY)
async def test_no_cell_is_sent_whatever_is_printed(tools, scripted_model, people, code):
    scripted_model.enqueue(plan(code, "print('mean amount', people['amount'].mean())"), summary("Done."))
    done = await ask(tools, people)
    assert [cell.execution.status for cell in done["cells"]] == ["ok"] * 3, done["cells"][1].execution.stderr
    assert leaks(scripted_model) == []
    assert "mean amount" in prompt_of(scripted_model.requests[-1])


@pytest.mark.parametrize("code", [LEAKY[0], LEAKY[2], LEAKY[7], LEAKY[14]])
async def test_without_the_mode_they_are_sent(tools, scripted_model, people, code):
    scripted_model.enqueue(plan(code), summary("Done."))
    await ask(tools, people, no_rows=False)
    assert len(leaks(scripted_model)) > 3


@pytest.mark.parametrize("code", FAILING)
async def test_no_cell_is_sent_with_an_error_nor_with_a_second_look(tools, scripted_model, people, code):
    named = "best = people['name'][0]; wide = people.pivot_table(columns='name', values='amount')\n"
    scripted_model.enqueue(
        plan(named + code), step(named + code + " "), step("print(people.shape)"), summary("Done.")
    )
    done = await ask(tools, people)
    assert [cell.execution.status for cell in done["cells"]] == ["ok", "error", "error", "ok"]
    assert leaks(scripted_model) == []
    assert "'amount': float64" in prompt_of(scripted_model.requests[2])


async def test_an_error_says_what_is_to_be_mended(tools, scripted_model, people):
    code = "people['nom']\nfloat(people['name'][0])"
    scripted_model.enqueue(plan(code), step("float(people['name'][0])"), step("print(1)"), summary("Done."))
    await ask(tools, people)
    first, second = (
        prompt_of(request).split("What came out:")[1] for request in scripted_model.requests[1:3]
    )
    assert "---> people['nom']" in first
    assert "KeyError: 'nom'" in first
    assert "people: DataFrame (11, 6)" in first
    assert "ValueError: could not convert string to float: '⟦v2⟧'" in second


async def test_an_aggregate_is_sent_and_a_row_is_not(tools, scripted_model, people):
    code = (
        "print('total', people['amount'].sum()); print(people.head(2)); print('rows', len(people))\n"
        "print('bare', 1234321.5); print('shape', people.shape)"
    )
    scripted_model.enqueue(plan(code), summary("Done."))
    await ask(tools, people)
    told = prompt_of(scripted_model.requests[-1])
    assert "total 321713.195" in told
    assert "rows 11" in told
    assert "shape (11, 6)" in told
    assert "1234321" not in told.split("Cell 2")[1]  # nobody knows whence it comes
    assert "lines left out that hold several cells each" in told


async def test_columns_that_were_left_out_in_reading_are_not_sent(tools, scripted_model, people):
    code = (
        "print(people.shape); whole = pd.read_csv('/mnt/data/people.csv')\n"
        "for x in whole.values.ravel(): print(x)"
    )
    scripted_model.enqueue(plan(code), summary("Done."))
    done = await ask(tools, people, read='usecols=["note"]')
    assert "Quibbleworth" in done["cells"][1].execution.stdout
    assert "(11, 1)" in prompt_of(scripted_model.requests[-1])
    assert leaks(scripted_model) == []


async def test_sizes_of_figures_and_files_are_not_sent(tools, scripted_model, people):
    code = (
        "import matplotlib.pyplot as plt; plt.figure(figsize=(people['amount'][0] / 10000, 3))\n"
        "plt.plot([1, 2]); plt.title('Pay'); plt.savefig('/mnt/data/pay.svg'); plt.show()"
    )
    scripted_model.enqueue(plan(code), summary("Done."))
    done = await ask(tools, people)
    told = prompt_of(scripted_model.requests[-1]).split("Cell 2")[1]
    assert done["cells"][1].execution.figures[0].width > 0
    assert "Pay" in told
    assert "[file pay." in told
    assert [word for word in (" px", "bytes") if word in told] == []


async def test_numbers_of_neighbours_and_of_texts_are_cells(tools, scripted_model, tmp_path):
    table = tmp_path / "accounts.csv"
    rows = [f"{900000000012345 + n * 79},{10**18 + n},{37.13 + n}%,€ {61234.5 + n:.2f}" for n in range(12)]
    table.write_text("\n".join(["account,token,rate,fee", *rows]))
    code = (
        "for x in accounts['account']: print(x)\nfor x in accounts['token']: print(x)\n"
        "for x in accounts['rate']: print(float(str(x).strip('%')))\n"
        "for x in accounts['fee']: print(float(str(x).strip('€ ')))"
    )
    scripted_model.enqueue(plan(code), summary("Done."))
    done = await ask(tools, str(table))
    assert "900000000012345" in done["cells"][1].execution.stdout
    told = prompt_of(scripted_model.requests[-1]).split("Cell 2")[1]
    assert [value for value in ("9000000", "10000000", "37.1", "6123") if value in told] == []


async def test_the_cells_of_a_file_that_was_replaced_stay_hidden(tools, scripted_model, people, tmp_path):
    graph = data_analyst.build(checkpointer=InMemorySaver())
    config = {"configurable": {"thread_id": "replaced-thread"}}
    scripted_model.enqueue(plan("first = people; print(len(people))"), summary("Done."))
    await graph.ainvoke({"question": "Who?", "files": [people], "no_rows": True}, config, context=tools)
    newer = tmp_path / "newer" / "people.csv"
    newer.parent.mkdir()
    newer.write_text("name,pay\nGrault Garplyson,7\nWaldo Fredlet,8\n")
    code = "print('was', first['name'][4]); print('is', people['name'][1]); print(len(people))"
    scripted_model.enqueue(plan(code), summary("⟦v1⟧, then ⟦v2⟧."))
    asked = {"question": "Who now?", "files": [str(newer)], "no_rows": True}
    done = await graph.ainvoke(asked, config, context=tools)
    assert leaks(scripted_model) == []
    assert "Fredlet" not in prompt_of(scripted_model.requests[-1])
    assert done["answer"].text == "Xanthippe Vexwell, then Waldo Fredlet."
    assert "2 rows" in prompt_of(scripted_model.requests[-2])
    assert "11 rows" not in prompt_of(scripted_model.requests[-2])


async def test_the_profile_tells_names_types_and_counts_only(tools, scripted_model, people):
    scripted_model.enqueue(plan(answer="Done."), plan(answer="Done."))
    await ask(tools, people)
    await ask(tools, people, ranges=True)
    bare, ranged = (prompt_of(request) for request in scripted_model.requests)
    assert "- 'amount': number; 6 different\n" in bare
    assert "- 'joined': date; 6 different\n" in bare
    assert "read by" not in bare
    assert prompts.WITHHELD_CELLS.substitute(rows=5) in bare
    assert "- 'amount': number; 100 to 88888.125; 6 different\n" in ranged
    assert "- 'joined': date; 6 different\n" in ranged


TOP = "print('top:', people.loc[people['amount'].idxmax(), 'name'])\nprint('pay:', people['amount'].max())"


async def test_the_person_gets_the_values_and_later_turns_do_not(tools, scripted_model, people):
    graph = data_analyst.build(checkpointer=InMemorySaver())
    config = {"configurable": {"thread_id": "no-rows-thread"}}
    lie = summary("⟦v1⟧ gets ⟦v2⟧ of 999.25 [2].", ("⟦v1⟧", 2), ("⟦v2⟧", 2), ("999.25", 2))
    good = summary("⟦v1⟧ gets ⟦v2⟧ [2].", ("⟦v1⟧", 2), ("⟦v2⟧", 2))
    scripted_model.enqueue(plan(TOP, establishes=("a year is 2031",)), lie, good)
    asked = {"question": "Who?", "files": [people], "no_rows": True}
    first = await graph.ainvoke(asked, config, context=tools)
    assert first["answer"].text == "Xanthippe Vexwell gets 88888.125 [2]."
    assert all(claim.verified for claim in first["answer"].claims)
    assert "Xanthippe Vexwell gets 88888.125 [2]." in first["report"]
    assert "top: Xanthippe Vexwell" in first["cells"][1].execution.stdout
    assert "top: Xanthippe Vexwell" in first["report"]
    assert "⟦v1⟧ gets ⟦v2⟧ of ⟦v3⟧ [2]" in prompt_of(scripted_model.requests[-1])
    scripted_model.enqueue(plan(answer="As before: ⟦v1⟧.", establishes=("the one meant is ⟦v1⟧",)))
    second = await graph.ainvoke({"question": "And now?", "no_rows": True}, config, context=tools)
    assert "Answered: ⟦v1⟧ gets ⟦v2⟧ [2]." in prompt_of(scripted_model.requests[-1])
    assert "Xanthippe Vexwell" in second["answer"].text
    scripted_model.enqueue(plan("print(people['name'][4])"), summary("It is ⟦v1⟧ [3].", ("⟦v1⟧", 3)))
    third = await graph.ainvoke({"question": "Again?", "no_rows": True}, config, context=tools)
    assert "- the one meant is ⟦v1⟧" in prompt_of(scripted_model.requests[-2])
    assert third["answer"].text == "It is Xanthippe Vexwell [3]."
    assert leaks(scripted_model) == []


async def test_a_turn_without_the_mode_is_redacted_in_the_next_with_it(tools, scripted_model, people):
    graph = data_analyst.build(checkpointer=InMemorySaver())
    config = {"configurable": {"thread_id": "mixed-thread"}}
    answer = summary("Xanthippe Vexwell gets 88,888.125 [2].")
    scripted_model.enqueue(plan(TOP, establishes=("of Zoltan Quibbleworth",)), answer)
    await graph.ainvoke({"question": "Who?", "files": [people]}, config, context=tools)
    scripted_model.requests.clear()
    scripted_model.enqueue(plan(answer="Done."))
    await graph.ainvoke({"question": "And?", "no_rows": True}, config, context=tools)
    assert len(PLACEHOLDER.findall(prompt_of(scripted_model.requests[0]).split("Answered")[1])) >= 3
    assert leaks(scripted_model) == []


async def test_code_that_the_person_wrote_is_redacted(tools, scripted_model, people):
    graph = data_analyst.build(checkpointer=InMemorySaver())
    config = {"configurable": {"thread_id": "edited-thread"}}
    from langgraph.types import Command

    asked = {"question": "Who?", "files": [people], "no_rows": True, "approve": True}
    scripted_model.enqueue(plan("print(1)"), step("print(2)"), summary("Done."))
    await graph.ainvoke(asked, config, context=tools)
    edit = {"action": "edit", "code": "{}['Zoltan Quibbleworth']"}
    await graph.ainvoke(Command(resume=edit), config, context=tools)
    await graph.ainvoke(Command(resume="run"), config, context=tools)
    assert len(scripted_model.requests) == 3
    assert leaks(scripted_model) == []


@pytest.mark.slow
async def test_where_nothing_can_be_compared_nothing_is_sent(
    tools, scripted_model, people, sessions, open_session
):
    def lost(thread):
        return open_session("http://127.0.0.1:1", thread) if thread.endswith("-cells") else sessions(thread)

    scripted_model.enqueue(plan("print(people)"), summary("Done."))
    done = await ask(replace(tools, sessions=lost), people)
    assert WITHHELD in prompt_of(scripted_model.requests[-1])
    assert leaks(scripted_model) == []
    assert "Quibbleworth" in done["report"]


async def test_where_no_second_session_is_left_the_run_ends_with_that(
    tools, scripted_model, people, sessions, open_session
):
    with refusing_pool(429) as full:

        def opened(thread):
            return open_session(full.endpoint) if thread.endswith("-cells") else sessions(thread)

        with pytest.raises(PoolFullError, match="All sessions"):
            await ask(replace(tools, sessions=opened), people)
    assert scripted_model.requests == []


async def test_a_session_that_was_lost_between_two_calls_is_made_again(
    tools, scripted_model, people, sessions
):
    graph = data_analyst.build(checkpointer=InMemorySaver())
    config = {"configurable": {"thread_id": "lost-thread"}}
    tools = replace(tools, no_rows=True)  # as the setting has it
    scripted_model.enqueue(plan(TOP), summary("⟦v1⟧ [2]."))
    await graph.ainvoke({"question": "Who?", "files": [people]}, config, context=tools)
    await sessions("lost-thread-cells").close()
    scripted_model.enqueue(plan(TOP), summary("⟦v1⟧ [3]."))
    done = await graph.ainvoke({"question": "Who?"}, config, context=tools)
    assert done["answer"].text == "Xanthippe Vexwell [3]."
    assert leaks(scripted_model) == []


async def test_the_rules_are_told_everything(tools, people):
    tools = replace(tools, analyst=RuleBasedAnalyst())
    open_, closed = [
        await ask(tools, people, question="mean amount?", no_rows=mode) for mode in (False, True)
    ]
    assert open_["answer"] == closed["answer"]
    assert "hidden" not in closed


@pytest.mark.parametrize(("setting", "asked"), [(True, {}), (False, {"no_rows": True})])
async def test_the_loop_has_no_such_mode_and_is_refused(tools, scripted_model, setting, asked):
    chat, given = tools.analyst.chat, (tools.sessions, tools.read_file, tools.store)
    loop = LoopTools("openai:gpt-5-mini", chat, *given, no_rows=setting)
    with pytest.raises(NoRowsError, match="no no-rows mode"):
        await code_interpreter.graph.ainvoke({"messages": [HumanMessage("go")], **asked}, context=loop)
    assert scripted_model.requests == []
    calculator = replace(loop, chat=OfflineChatModel())
    done = await code_interpreter.graph.ainvoke(
        {"messages": [HumanMessage("2**20?")], **asked}, context=calculator
    )
    assert "1048576" in done["messages"][-1].text.replace(",", "")
