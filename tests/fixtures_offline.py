"""Asks the rule-based analyst questions about a small table, in a real session."""

import re
from collections.abc import Awaitable, Callable

import pytest

from agents import profiling
from agents.offline import RuleBasedAnalyst
from agents.values import Cell, Task

HIVES = """\
hive,apiary,queen,day,honey_kg,weight_kg,mites,treated
H1,Meadow,Carnica,2023-05-01,4.0,30.0,2,1
H2,Meadow,Buckfast,2023-05-02,6.0,40.0,0,0
H3,Forest,Carnica,2023-05-03,10.0,50.0,5,1
H4,Forest,Buckfast,2023-06-04,2.0,20.0,0,0
H5,Orchard,Carnica,2023-06-05,8.0,40.0,9,1
H6,Orchard,Buckfast,2023-07-06,,25.0,1,0
H7,Meadow,Carnica,2023-12-07,12.0,60.0,3,1
H8,Forest,Buckfast,2024-01-08,3.0,30.0,4,0
"""
Fill = Callable[[str], Awaitable[dict[str, str]]]


@pytest.fixture
def fill(sessions: Callable[[str], profiling.Interpreter]) -> Fill:
    """The templates at the end of the answer, by name."""

    async def filled(question: str) -> dict[str, str]:
        session, analyst = sessions("hives"), RuleBasedAnalyst()
        await session.upload("hives.csv", HIVES.encode())
        profile = await profiling.profile(session, ("hives.csv",))
        await session.run(profiling.load_code(profile))
        task = Task(question=question, profile=profile)
        plan, _ = await analyst.plan(task)
        cells = [
            Cell(id=i, title=step.title, code=step.code, execution=await session.run(step.code))
            for i, step in enumerate(plan.steps, 1)
        ]
        assert [cell.execution.stderr for cell in cells if cell.execution.status != "ok"] == []
        answer, _ = await analyst.summarise(task, plan, cells)
        return dict(re.findall(r"@(\w+)\[(.*?)\]", answer.text))

    return filled


SALES = """\
order_id,sold_on,region,product,price_eur,quantity,returned
1,2023-01-05,North,Tea,2.50,4,no
2,2023-01-19,South,Coffee,4.00,2,no
3,2023-02-02,North,Coffee,4.50,1,yes
4,2023-02-14,East,Tea,2.00,10,no
5,2023-03-03,South,Milk,1.50,6,no
6,2023-03-21,South,Tea,3.00,2,yes
7,2024-01-08,East,Coffee,5.00,3,no
8,2024-02-11,North,Milk,,5,no
9,2024-03-30,East,Milk,1.00,40,no
10,2024-03-31,North,Tea,2.50,7,no
"""
REGIONS = """\
region,manager,population
North,Ada,1000
South,Ben,2000
East,Cleo,4000
"""
FILES = {"sales.csv": SALES, "regions.csv": REGIONS}


@pytest.fixture
def ask(sessions):
    """Ask the rule-based analyst; gives the plan, the cells and the answer."""

    async def asked(question, *names, history=()):
        session, analyst = sessions("offline"), RuleBasedAnalyst()
        names = names or ("sales.csv",)
        for name in names:
            await session.upload(name, FILES[name].encode())
        profile = await profiling.profile(session, names)
        loaded = await session.run(profiling.load_code(profile))
        assert loaded.status == "ok", loaded.stderr
        task = Task(question=question, profile=profile, history=history)
        plan, _ = await analyst.plan(task)
        cells = [
            Cell(id=i, title=step.title, code=step.code, execution=await session.run(step.code))
            for i, step in enumerate(plan.steps, 1)
        ]
        assert [cell.execution.stderr for cell in cells if cell.execution.status != "ok"] == []
        answer, usage = await analyst.summarise(task, plan, cells)
        assert usage.model_calls == 0
        return plan, cells, answer

    return asked
