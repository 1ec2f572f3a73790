"""A session that is lost in the middle of a turn: nobody's step is answered out of another one."""

from dataclasses import replace

import pytest
from langchain_core.callbacks import AsyncCallbackHandler
from langchain_core.messages import HumanMessage
from langgraph.checkpoint.memory import InMemorySaver
from scripted_model import text, tool_call
from scripted_plans import plan, step, summary

from agents.events import EVENT
from agents.session.interpreter import SessionInterpreter
from agents.session.journal import is_own
from graphs import code_interpreter, data_analyst
from graphs.checkpoints import serializer
from graphs.tools import LoopTools

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]

RESTORED = "session restored (2 cells, 1 file)"


class Losing:
    """An analyst while whose work the session is lost."""

    def __init__(self, analyst, session, when):
        self._analyst, self._session, self._when = analyst, session, when

    def __getattr__(self, name):
        work = getattr(self._analyst, name)
        if name != self._when:
            return work

        async def while_it_works(*given):
            await self._session.close()
            return await work(*given)

        return while_it_works


@pytest.fixture
def lost(sessions, pool, store):
    """The thread's session, as another process holds it."""
    return SessionInterpreter(pool.endpoint, sessions("kept").session_id, lambda: pool.token, store)


async def second_turn(tools, scripted_model, penguins, session, when, *replies):
    """A thread whose session is lost while its second question is planned or mended; notes and cells."""
    graph = data_analyst.build(checkpointer=InMemorySaver(serde=serializer()))
    config = {"configurable": {"thread_id": "kept"}}
    scripted_model.enqueue(plan("d = penguins.head(3)\nprint(len(d))"), summary("3."))
    await graph.ainvoke({"question": "Three", "files": [penguins]}, config, context=tools)
    scripted_model.enqueue(*replies)
    losing = replace(tools, analyst=Losing(tools.analyst, session, when))
    asked = {"question": "And?", "files": []}
    stream = graph.astream(asked, config, context=losing, stream_mode="custom")
    events = [EVENT.validate_python(event) async for event in stream]
    notes = [event.text for event in events if event.type == "note"]
    return notes, (await graph.aget_state(config)).values["cells"]


class LosingStore:
    """A store in which a file is put, after its upload, when the session is lost."""

    def __init__(self, store, session):
        self._store, self._session, self.get = store, session, store.get

    async def put(self, content):
        await self._session.close()
        return await self._store.put(content)


async def test_files_that_were_brought_to_another_session_are_read_in_the_restored_one(
    tools, scripted_model, penguins, lost
):
    graph = data_analyst.build(checkpointer=InMemorySaver(serde=serializer()))
    scripted_model.enqueue(plan("print(len(penguins))"), summary("344."))
    losing = replace(tools, store=LosingStore(tools.store, lost))
    config = {"configurable": {"thread_id": "kept"}}
    done = await graph.ainvoke({"question": "How many?", "files": [penguins]}, config, context=losing)
    assert done["cells"][-1].execution.stdout == "344\n"


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("print(globals().get('d') is None)", "False\n"),
        ("import os\nprint(os.listdir('/mnt/data'))", "['penguins.csv']\n"),
        ("print(len(d))", "3\n"),
        ("d = globals().get('d', [])\nprint(len(d))", "3\n"),
    ],
)
async def test_a_step_that_met_another_session_runs_in_the_restored_one(
    tools, scripted_model, penguins, sessions, lost, code, shown
):
    replies = [plan(code), summary("So it is.")]
    notes, cells = await second_turn(tools, scripted_model, penguins, lost, "plan", *replies)
    assert notes == [RESTORED]
    assert [cell.id for cell in cells] == [1, 2, 3]
    assert (cells[-1].execution.status, cells[-1].execution.stdout) == ("ok", shown)
    assert await is_own(sessions("kept"))


async def test_a_mended_step_that_met_another_session_runs_in_the_restored_one(
    tools, scripted_model, penguins, sessions
):
    replies = [plan("nothing"), step("print(globals().get('d') is None)"), summary("No.")]
    notes, cells = await second_turn(tools, scripted_model, penguins, sessions("kept"), "repair", *replies)
    assert notes[0].startswith("session restored (3 cells, 1 file)")
    assert cells[-1].execution.stdout == "False\n"


async def test_a_session_that_its_own_step_ends_is_restored_once(tools, scripted_model, penguins, lost):
    replies = [plan("import os; os._exit(3)"), step("print(len(d))"), summary("3.")]
    notes, cells = await second_turn(tools, scripted_model, penguins, lost, "", *replies)
    assert notes == [RESTORED]
    assert [cell.execution.status for cell in cells] == ["ok", "ok", "lost", "ok"]


async def test_code_that_takes_the_report_away_leaves_its_session_as_it_is(
    tools, scripted_model, penguins, lost
):
    code = "import sys\nfrom io import StringIO\nbefore, sys.stdout = sys.stdout, StringIO()\nd = 7"
    replies = [plan(code, "sys.stdout = before\nprint(d)"), summary("7.")]
    notes, cells = await second_turn(tools, scripted_model, penguins, lost, "", *replies)
    assert notes == []
    assert cells[-1].execution.stdout == "7\n"


class LosingCalls(AsyncCallbackHandler):
    """A session is lost while the model is asked."""

    def __init__(self, session):
        self._session = session

    async def on_chat_model_start(self, *_, **__):
        await self._session.close()


async def test_a_call_of_the_loop_that_met_another_session_runs_in_the_restored_one(
    tools, scripted_model, sessions
):
    graph = code_interpreter.build(checkpointer=InMemorySaver(serde=serializer()))
    chat, session = tools.analyst.chat, sessions("loop")

    async def say(words, code, chat):
        scripted_model.enqueue(tool_call("execute_python_code", code=code), text("Done."))
        loop = LoopTools("openai:gpt-5-mini", chat, tools.sessions, tools.read_file, tools.store)
        config = {"configurable": {"thread_id": "loop"}}
        return await graph.ainvoke({"messages": [HumanMessage(words)]}, config, context=loop)

    await say("one", "x = 5\nprint(x)", chat)
    losing = chat.model_copy(update={"callbacks": [LosingCalls(session)]})
    done = await say("two", "print(globals().get('x'))", losing)
    assert [cell.execution.stdout for cell in done["cells"]] == ["5\n", "5\n"]
