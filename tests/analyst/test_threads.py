"""Threads are kept: in SQLite by default, in PostgreSQL by URL, and go on after a restart."""

import sqlite3
from contextlib import closing
from dataclasses import replace
from functools import partial

import pytest
from langgraph.types import Command
from pydantic import SecretStr, create_model
from scripted_plans import plan, summary

from agents import values
from agents.offline import RuleBasedAnalyst
from analyst.cli.asking import Wishes, answer
from analyst.cli.turns import Desk
from analyst.settings import Settings
from analyst.threads import ThreadsError, list_threads, open_threads, turn_of
from analyst.turn_lock import ThreadInUseError
from graphs import data_analyst
from graphs.checkpoints import serializer

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]

FULL_AT_THE_END = """
    CREATE TEMP TRIGGER no_space BEFORE INSERT ON writes WHEN NEW.channel = 'report'
    BEGIN SELECT RAISE(ABORT, 'database or disk is full'); END
"""
FIRST = "heavy = penguins.query('`Body Mass (g)` > 5000'); print(len(heavy))"


@pytest.fixture(params=["sqlite", "postgres"])
def database(request):
    return None if request.param == "sqlite" else SecretStr(request.getfixturevalue("postgres"))


async def ask(tools, saver, thread, question, *files):
    graph = data_analyst.build(checkpointer=saver)
    config = {"configurable": {"thread_id": thread}}
    return await graph.ainvoke({"question": question, "files": list(files)}, config, context=tools)


async def answer_without_space(tools, folder, file):
    """As the command line does, with a database that is full when the answer has come."""
    settings = Settings(data_folder=folder, output_folder=folder / "analysis")
    async with open_threads(folder) as saver:
        await vars(saver)["conn"].execute(FULL_AT_THE_END)
        desk = Desk(data_analyst.build(checkpointer=saver), tools, partial(turn_of, saver, folder))
        await answer(desk, settings, "t", Wishes().asked("How many?", (file,), may_ask=False))


async def test_a_thread_goes_on_after_a_restart_and_is_listed(
    tools, scripted_model, penguins, tmp_path, database, sessions
):
    scripted_model.enqueue(
        plan(FIRST), summary("61 [2]."), plan("print(len(heavy) * 2)"), summary("122 [3].")
    )
    async with open_threads(tmp_path, database) as saver:
        await ask(tools, saver, "kept", "How many are heavy?", penguins)
    await sessions("kept").run("import os; os._exit(1)")
    async with open_threads(tmp_path, database) as saver:
        done = await ask(tools, saver, "kept", "Twice that?")
        listed = await list_threads(saver)
    assert done["cells"][-1].execution.stdout == "122\n"
    assert [(one.id, one.turns, one.question, one.files) for one in listed] == [
        ("kept", 2, "Twice that?", ("penguins.csv",))
    ]


COUNTED = """
    SELECT (SELECT count(*) FROM checkpoints WHERE thread_id = 'long') AS kept,
           (SELECT count(*) FROM {writes} WHERE thread_id = 'long') AS written
"""


async def test_a_database_does_not_grow_with_the_turns(tools, scripted_model, penguins, tmp_path, database):
    sizes = []
    async with open_threads(tmp_path, database) as saver:
        counted = COUNTED.format(writes="checkpoint_writes" if database else "writes")
        for number in range(4):
            scripted_model.enqueue(plan(f"x{number} = {number}\nprint({number})"), summary(f"{number}."))
            await ask(tools, saver, "long", f"Number {number}?", *([] if number else [penguins]))
            row = await (await saver.conn.execute(counted)).fetchone()
            sizes.append(tuple(row.values() if isinstance(row, dict) else row))
        done = await ask_waiting(tools, saver, scripted_model)
    assert sizes[1:] == [sizes[1]] * 3
    assert done["cells"][-1].execution.stdout == "6\n"


async def ask_waiting(tools, saver, scripted_model):
    """A turn that waits for its user goes on from what is kept."""
    graph = data_analyst.build(checkpointer=saver)
    config = {"configurable": {"thread_id": "long"}}
    scripted_model.enqueue(plan("print(x1 + x2 + x3)"), summary("6."))
    asked = {"question": "Their sum?", "files": [], "approve": True}
    await graph.ainvoke(asked, config, context=tools)
    return await graph.ainvoke(Command(resume={"action": "run"}), config, context=tools)


async def test_a_thread_has_one_turn_at_a_time(tmp_path, database):
    async with open_threads(tmp_path, database) as saver, open_threads(tmp_path, database) as other:
        async with turn_of(saver, tmp_path, "busy"):
            with pytest.raises(ThreadInUseError, match="busy is in use"):
                async with turn_of(other, tmp_path, "busy"):
                    pass
            async with turn_of(other, tmp_path, "another"):
                pass
        async with turn_of(other, tmp_path, "busy"):
            pass


async def test_a_turn_whose_connection_breaks_ends_and_leaves_the_thread(tmp_path, postgres):
    url = SecretStr(postgres)
    async with open_threads(tmp_path, url) as saver, open_threads(tmp_path, url) as other:
        async with turn_of(saver, tmp_path, "broken"):
            await other.conn.execute("SELECT pg_terminate_backend(%s)", (saver.conn.info.backend_pid,))
        assert saver.conn.broken
        async with turn_of(other, tmp_path, "broken"):
            pass


async def test_a_list_reads_the_newest_state_of_a_thread_alone(
    tools, scripted_model, penguins, tmp_path, database
):
    scripted_model.enqueue(plan(FIRST), summary("61 [2]."))
    async with open_threads(tmp_path, database) as saver:
        await ask(tools, saver, "one-state", "How many are heavy?", penguins)
        newest = (await saver.aget_tuple({"configurable": {"thread_id": "one-state"}})).config
        newest_id = newest["configurable"]["checkpoint_id"]
        where = f"thread_id = 'one-state' AND checkpoint_id < '{newest_id}'"
        await saver.conn.execute(f"UPDATE checkpoints SET checkpoint = '{{}}' WHERE {where}")
        assert "one-state" in [one.id for one in await list_threads(saver)]


@pytest.mark.slow
async def test_a_database_that_stays_locked_is_told_before_anything_is_run(tmp_path):
    async with open_threads(tmp_path):
        pass
    with closing(sqlite3.connect(tmp_path / "threads.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(ThreadsError, match="locked"):
            async with open_threads(tmp_path):
                pass


async def test_a_database_that_is_not_there_is_told_in_words(tmp_path):
    with pytest.raises(ThreadsError, match="ANALYST_DATABASE_URL"):
        async with open_threads(tmp_path, SecretStr("postgresql://nobody@127.0.0.1:1/none")):
            pass


async def test_an_answer_that_cannot_be_kept_is_shown(tools, scripted_model, penguins, tmp_path, capsys):
    scripted_model.enqueue(plan("print(len(penguins))"), summary("There are 344 [2].", ("344", 2)))
    with pytest.raises(ThreadsError, match=f"{tmp_path}/threads.sqlite cannot be used: database or disk is"):
        await answer_without_space(tools, tmp_path, penguins)
    assert "There are 344 [2]." in capsys.readouterr().out


def test_what_another_version_has_written_is_read_without_what_is_unknown():
    execution = create_model("Execution", status=(str, "ok"), gone=(int, 1), __module__=values.__name__)
    fields = {"id": (int, 1), "title": (str, ""), "code": (str, ""), "execution": (execution, execution())}
    cell = create_model("Cell", **fields, gone=(int, 2), __module__=values.__name__)
    kept = serializer()
    read = kept.loads_typed(kept.dumps_typed({"cells": [cell()]}))
    assert read == {"cells": [values.Cell(id=1, title="", code="", execution=values.Execution(status="ok"))]}
    assert read["cells"][0].execution.status == "ok"


INTERRUPTED = """\
CREATE FUNCTION interrupted() RETURNS trigger AS $$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid());
RETURN OLD; END $$ LANGUAGE plpgsql

CREATE TRIGGER interrupted BEFORE DELETE ON checkpoints FOR EACH ROW WHEN (OLD.thread_id = 'cut')
EXECUTE FUNCTION interrupted()
"""
"""A connection that breaks while the steps of an earlier turn are taken out."""


async def ask_interrupted(tools, folder, url, file):
    async with open_threads(folder, url) as saver:
        await ask(tools, saver, "cut", "How many penguins by species?", file)
        for statement in INTERRUPTED.split("\n\n"):
            await vars(saver)["conn"].execute(statement)
        await ask(tools, saver, "cut", "How many rows?")


async def test_a_connection_that_breaks_while_steps_are_forgotten_loses_no_turn(
    tools, penguins, tmp_path, postgres
):
    tools, url = replace(tools, analyst=RuleBasedAnalyst()), SecretStr(postgres)
    with pytest.raises(ThreadsError, match="cannot be reached or used"):
        await ask_interrupted(tools, tmp_path, url, penguins)
    async with open_threads(tmp_path, url) as saver:
        await vars(saver)["conn"].execute("DROP FUNCTION interrupted CASCADE")
        done = await ask(tools, saver, "cut", "How many rows?")
    assert [turn.question for turn in done["turns"]] == ["How many penguins by species?", "How many rows?"]
