"""No-rows mode: what the user types, and code with values in it, hold no cell where the model reads them."""

import json
import re

import pytest
from langgraph.checkpoint.memory import InMemorySaver
from langgraph.types import Command
from planted_rows import prompt_of
from scripted_plans import plan, step, summary

from agents import prompts
from graphs import data_analyst

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]

DAYS = ["2031-08-11", "11 August 2031", "Monday, 8/11/2031 00:00"]


@pytest.fixture
def joined(tmp_path):
    """A table whose column of days is read as dates."""
    file = tmp_path / "joined.csv"
    rows = [f"Quib{n} Vex,2031-{7 + n % 5:02}-{10 + n},{1000 + 37 * n}" for n in range(15)]
    file.write_text("\n".join(["name,joined,amount", *rows]))
    return str(file)


@pytest.fixture
def talk(tools, joined):
    """Asks, and then says one thing after another where the run stops."""
    graph = data_analyst.build(checkpointer=InMemorySaver())
    config = {"configurable": {"thread_id": "typed-thread"}}

    async def talked(*replies, **asked):
        asked = {"question": "How many?", "files": [joined], "no_rows": True, **asked}
        done = await graph.ainvoke(asked, config, context=tools)
        for reply in replies:
            done = await graph.ainvoke(Command(resume=reply), config, context=tools)
        return done

    return talked


def leaks(scripted_model):
    sent = "".join(json.dumps(one.body, ensure_ascii=False) for one in scripted_model.requests)
    return [part for part in ("2031", "August", "Aug", "8/11", "Monday", "Quib", "1111") if part in sent]


def edited(code):
    return {"action": "edit", "code": code}


@pytest.mark.parametrize("day", DAYS)
async def test_a_date_in_a_reply_is_no_exception(talk, scripted_model, day):
    code = "print('rows', (joined['joined'] == '⟦v1⟧').sum())"
    scripted_model.enqueue(plan(ask="Which?", options=("a", "b")), plan(code), summary("⟦v2⟧ [2]."))
    done = await talk(f"those of {day}", may_ask=True)
    assert "those of ⟦v1⟧" in prompt_of(scripted_model.requests[1])
    assert leaks(scripted_model) == []
    assert done["cells"][1].code == code.replace("⟦v1⟧", day)
    assert done["answer"].text == "1 [2]."


@pytest.mark.parametrize("day", DAYS)
async def test_nor_in_a_reason(talk, scripted_model, day):
    scripted_model.enqueue(plan("print(1)"), step("print(2)"), summary("Done."))
    reason = {"action": "reject", "reason": f"only those of {day}, Quib1 Vex"}
    await talk(reason, "run", approve=True)
    assert re.search("only those of ⟦v\\d⟧, ⟦v\\d⟧\n", prompt_of(scripted_model.requests[1]))
    assert leaks(scripted_model) == []


@pytest.mark.parametrize("day", DAYS)
async def test_nor_in_code_and_the_mended_code_compares_with_it(talk, scripted_model, day):
    rows = f"x = joined[(joined['joined'] == '{day}') & (joined['amount'] == 1111)]\n"
    hidden = "x = joined[(joined['joined'] == '⟦v1⟧') & (joined['amount'] == ⟦v2⟧)]\n"
    failing = hidden + "print('rows', len(x)); x['nop']"
    scripted_model.enqueue(
        plan("print(1)"), step(failing), step(hidden + "print('rows', len(x))"), summary("⟦v3⟧ [4].")
    )
    done = await talk(edited(rows + "x['nope']"), "run", "run", approve=True)
    assert hidden in prompt_of(scripted_model.requests[1])
    assert failing in prompt_of(scripted_model.requests[2])
    assert leaks(scripted_model) == []
    assert done["cells"][-1].code == rows + "print('rows', len(x))"
    assert done["cells"][-1].execution.stdout == "rows 0\n"


async def test_a_name_in_mended_code_is_the_name(talk, scripted_model):
    scripted_model.enqueue(
        plan("print(1)"),
        step("x = joined[joined['name'] == '⟦v1⟧']\nprint('rows', len(x))"),
        summary("1 [3]."),
    )
    done = await talk(
        edited("x = joined[joined['name'] == 'Quib3 Vex']\nprint(x['nope'])"), "run", approve=True
    )
    assert done["cells"][-1].execution.stdout == "rows 1\n"
    assert leaks(scripted_model) == []


async def test_a_date_in_an_earlier_answer_is_one_placeholder(talk, scripted_model):
    said = summary("It is 19 November 2031, Wednesday [2].")
    code = "print(joined['joined'][9].strftime('%d %B %Y, %A'))"
    scripted_model.enqueue(plan(code), said, said, plan(answer="Done."))
    await talk(no_rows=False)
    scripted_model.requests.clear()
    await talk(question="And?", files=[])
    assert "Answered: It is ⟦v1⟧" in prompt_of(scripted_model.requests[0])
    assert [
        part for part in ("November", "Wednesday", "2031") if part in prompt_of(scripted_model.requests[0])
    ] == []


async def test_a_placeholder_that_is_no_text_of_the_code_fails_and_says_so(talk, scripted_model):
    scripted_model.enqueue(
        plan(ask="Which?", options=("a", "b")),
        plan("print('rows', (joined.⟦v1⟧ == 1).sum())"),
        step("print(joined.shape)"),
        summary("Done."),
    )
    done = await talk("Quib3 Vex", may_ask=True)
    assert [cell.execution.status for cell in done["cells"]] == ["ok", "error", "ok"]
    assert prompts.MISPLACED in prompt_of(scripted_model.requests[2]).split("What came out:")[1]
    assert leaks(scripted_model) == []
