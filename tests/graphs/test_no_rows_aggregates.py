"""No-rows mode: which aggregates reach the model, and which are of too few rows."""

from dataclasses import replace

import pytest
from planted_rows import ask, prompt_of
from scripted_plans import plan, summary

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]

FEW, MANY = [("Quuxley", n) for n in (101, 202, 303)], [("Corgeton", n) for n in range(5000, 5400, 7)]
WISTOW = [("Wistow", n) for n in range(71, 171, 9)]


@pytest.fixture
def visits(tmp_path):
    """A table with one town that few rows have."""
    file = tmp_path / "visits.csv"
    file.write_text("\n".join(["town,spent", *(f"{town},{spent}" for town, spent in FEW + MANY + WISTOW)]))
    return str(file)


@pytest.mark.parametrize(
    ("code", "shown", "withheld"),
    [
        (
            "mean = visits.groupby('town')['spent'].agg('mean')\nprint(mean); print(mean.to_json())\n"
            "for town, one in mean.items(): print(f'{town} spent {one}')\nmean",
            ["spent 5199.5"],
            ["202", "121", "116"],
        ),
        ("print(visits[visits.town == 'Quuxley'].spent.mean() + 0)", [], ["202"]),
        ("few = visits[visits.town == 'Quuxley']\nprint(f'{few.spent.sum():,.1f}')", [], ["606"]),
        (
            "print(visits['town'].value_counts().to_dict()['Quuxley'], 'visits')",
            ["⟦v1⟧ visits"],
            ["3 visits"],
        ),
        ("print('rest', visits[visits.town != 'Quuxley'].spent.sum())", ["rest ⟦v1⟧"], ["303"]),
        ("print(str(visits.spent[0] * 1.5)[:4], divmod(visits.spent[3], 100)[0])", [], ["151", "50"]),
        (
            "print(visits[visits.spent > 400].spent.sum(), (visits.spent > 400).sum())\n"
            "print('all but few', visits[visits.spent > 73].spent.sum())",
            ["301571 58", "all but few ⟦v1⟧"],
            [],
        ),
        (
            "print('least', visits[visits.spent >= 5000].spent.sum())\n"
            "print('and one', visits[visits.spent >= 5007].spent.sum())",
            ["least ⟦v1⟧", "and one ⟦v2⟧"],
            [],
        ),
        (
            "".join(f"visits.spent > {limit}; " for limit in range(71, 170, 9))
            + "print('last', visits[visits.spent >= 5300].spent.sum())\n"
            "print('but one', visits[visits.spent >= 5307].spent.sum())",
            ["last ⟦v1⟧", "but one ⟦v2⟧"],
            [],
        ),
        (
            "print('middle', visits[visits.town == 'Corgeton'].spent.median())\nprint(visits.spent.median())",
            ["middle 5199.5"],
            ["5147"],
        ),
        ("print('high', visits.groupby('town').spent.quantile(.95))", ["high town"], ["160.", "5379", "161"]),
        (
            "print('over > 1_000_.5', visits.spent.mean())\nprint('(' + '9' * 5000 + ', 3)')",
            ["4159.21"],
            ["9999"],
        ),
        ("print(visits.spent.mean())\nprint(len(visits), len(visits) / 100)", ["4159.21", "73"], ["0.73"]),
    ],
)
async def test_an_aggregate_of_a_small_group_is_not_sent(
    tools, scripted_model, visits, code, shown, withheld
):
    scripted_model.enqueue(plan(code), summary("Done."))
    await ask(tools, visits)
    told = prompt_of(scripted_model.requests[-1]).split("Cell 2")[1]
    assert [one for one in shown if one not in told] == []
    assert [one for one in withheld if one in told] == []


async def test_what_is_left_out_of_a_whole_has_enough_rows_too(tools, scripted_model, tmp_path):
    table = tmp_path / "visits.csv"
    table.write_text("\n".join(["town,spent", *(f"{town},{spent}" for town, spent in FEW + MANY)]))
    scripted_model.enqueue(
        plan("print(visits.groupby('town').spent.sum()); visits.spent.sum()"), summary(".")
    )
    done = await ask(tools, str(table))
    ran = done["cells"][1].execution
    told = prompt_of(scripted_model.requests[-1]).split("Cell 2")[1]
    assert ran.value in told
    assert "301571" in ran.stdout
    assert "301571" not in told  # with it, the other town's would be known


async def test_counts_of_what_is_there_leave_out_enough_too(tools, scripted_model, tmp_path):
    table, towns = tmp_path / "visits.csv", {"Quuxley": 2, "Corgeton": 20, "Wistow": 12}
    rows = [f"{town},{1000 + 7 * n}" for town, size in towns.items() for n in range(1, size + 1)]
    table.write_text("\n".join(["town,spent", *rows, "Wistow,"]))
    by_town = "visits.groupby('town')['spent'].count()"
    code = f"for at, one in {by_town}.items(): print('spent', one)\nprint('all', visits['spent'].count())"
    scripted_model.enqueue(plan(code), summary("."))
    done = await ask(tools, str(table))
    assert done["cells"][1].execution.stdout == "spent 20\nspent 2\nspent 12\nall 34\n"
    told = prompt_of(scripted_model.requests[-1]).split("Cell 2")[1]
    assert "spent 20\nspent ⟦v1⟧\nspent ⟦v2⟧\nall 34" in told  # 12 would give the other one away


async def test_how_small_a_group_is_can_be_set(tools, scripted_model, visits):
    scripted_model.enqueue(plan("print(visits.groupby('town').spent.sum())"), summary("Done."))
    await ask(replace(tools, group_rows=3), visits)
    told = prompt_of(scripted_model.requests[-1])
    assert "606" in told.split("Cell 2")[1]  # of three
    assert "have 3 rows or more" in told
