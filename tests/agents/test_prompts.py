"""The texts that a model reads, rendered, are kept in files: a change of a prompt shows in the diff."""

from pathlib import Path

import pytest

from agents import prompts
from agents.briefing import (
    MAX_OUTPUTS,
    MAX_PROFILE,
    added_to,
    cut,
    history_text,
    outputs_text,
    profile_text,
)
from agents.report import fenced
from agents.values import Cell, Column, Execution, Figure, Profile, Table, Turn

REVIEWED = Path(__file__).parent / "prompts"

PROFILE = Profile(
    tables=(
        Table(
            file="penguins.csv",
            table="penguins",
            rows=344,
            columns=(
                Column(name="Species", type="text", unique=3, examples=("Adelie", "Gentoo")),
                Column(
                    name="Body Mass (g)",
                    type="integer",
                    unit="g",
                    missing=2,
                    unique=94,
                    low="2700",
                    high="6300",
                ),
            ),
            read='pd.read_csv("/mnt/data/penguins.csv")',
            notes=("2 values are missing in Body Mass (g).",),
        ),
    )
)
EXECUTION = Execution(
    status="ok",
    stdout="mean 4201.75\n",
    figures=(Figure(id="figure-1", title="Body mass", axes="g", width=640, height=480, digest="0" * 64),),
)
CELLS = (Cell(id=2, title="Mean body mass", code="print(1)", execution=EXECUTION),)
TURNS = (Turn(question="How many penguins?", answer="344 [2]."),)

RENDERED = {
    "plan": prompts.PLAN_SYSTEM
    + prompts.PLAN_QUESTION.substitute(
        profile=profile_text(PROFILE),
        history=history_text(TURNS, ("only penguins of Biscoe",)),
        question="What is {the mean}?",
    ),
    "repair": prompts.REPAIR_QUESTION.substitute(
        profile=profile_text(PROFILE),
        question="mean?",
        title="Mean",
        code=fenced("x = {1}", "python"),
        output="KeyError: 'x'",
        variables="penguins: DataFrame (344, 17)",
    ),
    "summarise": prompts.SUMMARISE_SYSTEM
    + prompts.SUMMARISE_QUESTION.substitute(question="mean?", outputs=outputs_text(CELLS)),
    "revise": prompts.REVISE_QUESTION.substitute(
        question="mean?",
        outputs=outputs_text(CELLS),
        answer="The mean is 4,301.75 g [2].",
        not_found="- 4,301.75, in: The mean is 4,301.75 g [2]. (not found in any output)",
    ),
    "try_again": prompts.TRY_AGAIN.substitute(reason="no JSON", schema="{}"),
    "as_json": prompts.AS_JSON.substitute(schema="{}"),
    "compacted": prompts.COMPACTED.substitute(history=history_text(TURNS)),
    "withheld_cells": prompts.WITHHELD_CELLS.substitute(rows=5),
    "sentences": "\n".join(
        (
            prompts.NO_TABLES,
            prompts.NO_OUTPUT,
            prompts.CUT_NAMES.substitute(table="penguins"),
            prompts.NAMES_ONLY,
            prompts.STILL_EARLIER.substitute(count=39),
            prompts.NO_LONGER_ESTABLISHED.substitute(count=12),
            prompts.MISPLACED,
            prompts.PUT_OUT_NOTHING,
            prompts.IS_EMPTY.substitute(result="[]"),
            prompts.IS_MISSING,
            prompts.REJECTED.substitute(reason=prompts.NO_REASON),
            prompts.NOT_RUN,
            prompts.RAN_INSTEAD.substitute(code=fenced("print(1)", "python")),
            prompts.ONE_TOOL.substitute(name="execute_python_code"),
            prompts.SPENT,
            prompts.CALL_REJECTED.substitute(reason="Count the males too."),
        )
    ),
    "code_interpreter": prompts.CODE_INTERPRETER_SYSTEM,
}


@pytest.mark.parametrize("name", RENDERED)
def test_a_prompt_is_as_reviewed(name, update_snapshots):
    kept = REVIEWED / f"{name}.md"
    if update_snapshots:
        kept.parent.mkdir(exist_ok=True)
        kept.write_text(RENDERED[name])
    assert RENDERED[name] == kept.read_text()


def test_a_wide_table_and_long_cells_stay_within_the_budget():
    columns = tuple(Column(name=f"c{n}" * 50, type="text", examples=("x" * 500,) * 8) for n in range(5000))
    table = Table(file="wide.csv", table="wide", rows=1, columns=columns, read="pd.read_csv('wide.csv')")
    assert len(profile_text(Profile(tables=(table,)))) < 60_000


def test_many_tables_stay_within_the_budget_and_each_is_told():
    columns = tuple(Column(name=f"column {n}", type="text", examples=("x" * 40,) * 5) for n in range(80))
    tables = tuple(
        Table(file=f"f{n}.csv", table=f"f{n}", rows=n, columns=columns, read=f"pd.read_csv('f{n}.csv')")
        for n in range(50)
    )
    told = profile_text(Profile(tables=tables))
    assert MAX_PROFILE / 2 < len(told) <= MAX_PROFILE + 100
    assert [n for n in range(50) if f"Table `f{n}` from f{n}.csv: {n} rows, 80 columns" not in told] == []
    assert told.startswith(profile_text(Profile(tables=tables[:1])))
    last = told.split("Table `f49`")[1]
    assert prompts.NAMES_ONLY in last
    assert ": column 0, column 1," in last
    assert "characters left out" in last


def test_many_outputs_stay_within_the_budget_and_each_is_told():
    cells = tuple(
        Cell(id=n, title="t" * 9000, code="", execution=Execution(status="ok", stdout=f"{n} " + "z" * 7000))
        for n in range(1, 31)
    )
    told = outputs_text(cells)
    assert MAX_OUTPUTS / 2 < len(told) <= MAX_OUTPUTS + 100
    assert [n for n in range(1, 31) if f"Cell {n}: t" not in told or f"\n{n} zzz" not in told] == []


def test_what_is_cut_says_how_much():
    assert cut("a" * 50 + "b" * 50, 20) == "a" * 10 + "\n… 80 characters left out …\n" + "b" * 10


def test_the_newest_entry_of_a_kind_and_name_holds():
    record = ("filter: region = R1", "unit: mass = kg", "only penguins of Biscoe")
    new = ("Filter:  region = R2 and R3", "filter: year > 2020", "Only penguins of Biscoe")
    assert added_to(record, new) == (
        "unit: mass = kg",
        "Filter: region = R2 and R3",
        "filter: year > 2020",
        "Only penguins of Biscoe",
    )


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("definition: customers in north = a", "definition: customers in south = b"),
        ("assumption: sales in 2020 include returns", "assumption: sales in 2021 include returns"),
        ("filter: region is north", "filter: region is not south"),
        ("definition: from 9:15 = early", "definition: from 9:45 = late"),
    ],
)
def test_entries_that_may_be_of_two_things_are_both_kept(old, new):
    assert added_to((old,), (new,)) == (old, new)


@pytest.mark.parametrize("kind", ["", "definition: "])
def test_a_filter_outlives_any_number_of_definitions_and_what_is_left_out_is_told(kind):
    record: tuple[str, ...] = ()
    for turn in range(300):
        line = "filter: region = R1 only" if turn == 3 else f"{kind}long {turn} = {'z' * 150}"
        record = added_to(record, (line,))
    told = history_text(TURNS * 45, record)
    shown = told.count("zzz") // 50
    assert "- filter: region = R1 only\n" in told
    assert f"long 299 = {'z' * 150}\n" in told
    assert f"Left out of what was established: {299 - shown} older entries." in told
    assert "Left out here: 39 still earlier questions." in told
    assert len(told) < 12_000


def test_of_a_short_thread_nothing_is_left_out():
    assert "Left out" not in history_text(TURNS, ("filter: region = R1",))
