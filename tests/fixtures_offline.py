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
