"""Two related tables: the key that joins them, and the rows that a join leaves out or counts twice."""

import pytest

from agents import profiling
from agents.offline import RuleBasedAnalyst, answers, planning
from agents.offline.reading.following import read
from agents.values import Cell, Column, Execution, Profile, Table, Task

pytestmark = pytest.mark.sandbox

ORDERS = "order_id,customer_id,amount\n1,10,5.5\n2,11,7.5\n3,12,2.5\n4,99,100.0\n5,10,3.0\n"
CUSTOMERS = "customer_id,region,credit\n10,North,50\n11,South,70\n12,North,20\n13,East,10\n"


@pytest.fixture
def answer(sessions):
    """The answer to a question about two tables, and its first step."""

    async def asked(question, **tables):
        session, analyst = sessions("joins"), RuleBasedAnalyst()
        for name, content in tables.items():
            await session.upload(f"{name}.csv", content.encode())
        profile = await profiling.profile(session, [f"{name}.csv" for name in tables])
        await session.run(profiling.load_code(profile))
        task = Task(question=question, profile=profile)
        plan, _ = await analyst.plan(task)
        ran = await session.run(plan.steps[0].code)
        cells = [Cell(id=1, title=plan.steps[0].title, code=plan.steps[0].code, execution=ran)]
        assert ran.stderr == ""
        return (await analyst.summarise(task, plan, cells))[0].text, plan.steps[0].code

    return asked


async def test_rows_that_a_join_leaves_out_are_told(answer):
    text, _ = await answer("What is the total amount by region?", orders=ORDERS, customers=CUSTOMERS)
    assert "North has the highest total amount: 11.00 [1]." in text
    assert "no match in customers: 1 [1] of the 5 rows of orders." in text
    assert "no match in orders: 1 [1] of the 4 rows of customers." in text
    assert "more than once" not in text


async def test_values_that_a_join_counts_more_than_once_are_told(answer):
    text, _ = await answer("What is the total credit by order_id?", orders=ORDERS, customers=CUSTOMERS)
    assert "Counted more than once, as orders has several matches: 1 [1] of the 4 rows of customers." in text


async def test_a_join_without_loss_says_nothing(answer):
    orders = ORDERS.replace(",99,", ",13,")
    text, _ = await answer("What is the total amount by region?", orders=orders, customers=CUSTOMERS)
    assert "match" not in text


@pytest.mark.parametrize("name", ["customer_id", "CustomerID", "customers_id"])
async def test_a_column_called_after_another_table_leads_to_its_id(answer, name):
    """Both tables have an `id` of their own, which says nothing of the other."""
    orders = ORDERS.replace("order_id", "id").replace("customer_id", name)
    customers = CUSTOMERS.replace("customer_id", "id")
    text, code = await answer("What is the total amount by region?", orders=orders, customers=customers)
    assert "North has the highest total amount: 11.00 [1]." in text
    assert f'"{name}"' in code.splitlines()[3]


async def test_a_column_that_both_have_and_that_is_no_key_is_of_one_of_them(answer):
    orders = "order_id,customer_id,name,amount\n1,10,Pen,5.5\n2,11,Ink,7.5\n"
    customers = "customer_id,name,region\n10,Ann,North\n11,Bob,South\n"
    text, code = await answer("total amount by name and region", orders=orders, customers=customers)
    assert 'customers.merge(orders.drop(columns=["name"]), on=["customer_id"])' in code
    assert "| Bob | South | 7.50 |" in text


SALES = Table(
    file="shop.xlsx",
    table="shop_sales",
    rows=500,
    columns=(
        Column(name="sale_id", type="integer", unique=500),
        Column(name="member_id", type="text", unique=70, examples=("M1", "M2")),
        Column(name="sold_on", type="date", unique=300, low="2023-01-02", high="2024-12-30"),
        Column(name="pieces", type="integer", unique=6, low="1", high="6"),
        Column(name="total", type="number", unique=90, low="3", high="900"),
    ),
    read="",
)
MEMBERS = Table(
    file="shop.xlsx",
    table="shop_members",
    rows=70,
    columns=(
        Column(name="member_id", type="text", unique=70, examples=("M1", "M2")),
        Column(name="land", type="text", unique=3, examples=("France", "Spain", "Italy")),
        Column(name="joined_on", type="date", unique=60, low="2021-01-01", high="2023-11-30"),
        Column(name="birth_year", type="integer", unique=40, low="1950", high="2003"),
    ),
    read="",
)


@pytest.mark.parametrize(
    ("question", "column"),
    [
        ("total by land in 2024", "sold_on"),
        ("average total by land in 2023", "sold_on"),
        ("number of sales per land in 2023", "sold_on"),
        ("average total by land in March 2023", "sold_on"),
        ("number of members per land in 2022", "joined_on"),
        ("number of members per land in 1990", "birth_year"),
    ],
)
def test_a_year_is_of_the_table_that_is_measured_or_counted(question, column):
    found = read(Task(question=question, profile=Profile(tables=(MEMBERS, SALES))))
    assert (found.unread, [one.column for one in found.filters]) == ("", [column])


@pytest.mark.parametrize(
    "question",
    ["number of sales by land", "Which land has the most sales?", "How many sales have members from France?"],
)
def test_the_rows_of_the_sheet_that_is_named_are_counted(question):
    found = read(Task(question=question, profile=Profile(tables=(MEMBERS, SALES))))
    assert found.unread == ""
    assert found.table is not None
    assert found.join is not None
    assert (found.table.table, found.join.table) == ("shop_sales", "shop_members")


def test_rows_that_a_join_repeats_are_not_counted():
    question = "How many members have a total over 100?"
    assert (
        "How many members" in read(Task(question=question, profile=Profile(tables=(MEMBERS, SALES)))).unread
    )


@pytest.mark.parametrize(
    ("question", "columns", "stats"),
    [
        ("total pieces by land", ("pieces",), ("sum",)),
        ("average total by land", ("total",), ("mean",)),
        ("total by land", ("total",), ("sum",)),
        ("total total by land", ("total",), ("sum",)),
    ],
)
def test_a_column_called_like_a_statistic_leaves_the_word_its_sense(question, columns, stats):
    found = read(Task(question=question, profile=Profile(tables=(MEMBERS, SALES)))).analyses[0]
    assert (found.columns, found.stats) == (columns, stats)


def test_of_code_that_failed_no_number_is_told():
    task = Task(question="total by land in 2024", profile=Profile(tables=(MEMBERS, SALES)))
    printed = "shop_members: 3 of 70 rows have no match, 2 have several\n"
    printed += "shop_sales: 42 of 500 rows have no match, 5 have several\n"
    failed = Execution(status="error", stdout=printed, stderr="IndexError: index 0 is out of bounds")
    made = planning.plan(task)
    cells = [Cell(id=1, title=made.steps[0].title, code=made.steps[0].code, execution=failed)]
    told = answers.summarise(task, made, cells)
    assert told.claims == ()
