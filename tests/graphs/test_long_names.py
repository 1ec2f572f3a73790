"""However long names are, the prompt has a budget; code takes a column whose name is cut by its place."""

import pytest
from planted_rows import prompt_of
from scripted_plans import plan, summary

from agents.briefing import MAX_PROFILE
from graphs import data_analyst

pytestmark = pytest.mark.sandbox


async def test_a_name_that_is_cut_is_taken_by_its_place(tools, scripted_model, tmp_path):
    file = tmp_path / "wide.csv"
    names = ["h" * 30_000 + str(n) for n in range(20)]
    file.write_text(
        "\n".join([",".join(names), *[",".join(str(n * row) for n in range(20)) for row in range(6)]])
    )
    code = "name = wide.columns[3]; print('ends in', name[-3:], 'sum', wide[name].sum())"
    scripted_model.enqueue(plan(code), summary("45 [2]."))
    done = await data_analyst.graph.ainvoke({"question": "Sum of 3?", "files": [str(file)]}, context=tools)
    told = prompt_of(scripted_model.requests[0])
    assert len(told) < MAX_PROFILE
    assert "take such a column by its place, as in wide.columns[0]" in told
    assert f"'{'h' * 200}'… (cut, column 3): integer" in told
    assert done["cells"][1].execution.stdout == "ends in hh3 sum 45\n"
