"""Where a question has several readings: what the rules ask back, and what they take for granted."""

import pytest

from agents.offline import RuleBasedAnalyst
from agents.offline.reading.following import read
from agents.values import Column, Profile, Table, Task, Turn

PRICES = (
    Column(name="order_id", type="integer", unique=90),
    Column(name="price_eur", type="number", unit="eur", unique=70),
    Column(name="price_usd", type="number", unit="usd", unique=70),
    Column(name="mass_g", type="number", unit="g", unique=50),
    Column(name="item", type="text", unique=3, examples=("Pen", "Ink", "Paper")),
    Column(name="ordered_on", type="date", unique=80),
)
AGES = (Column(name="name", type="text", unique=9), Column(name="age", type="integer", unique=9))


def table(name, columns):
    return Table(file=f"{name}.csv", table=name, rows=90, columns=columns, read=f"pd.read_csv('{name}.csv')")


ORDERS, PEOPLE = table("orders", PRICES), table("people", AGES)


def reading(question, *tables, history=()):
    profile = Profile(tables=tables or (ORDERS,))
    return read(Task(question=question, profile=profile, history=history))


@pytest.mark.parametrize(
    ("question", "ask", "options"),
    [
        ("mean price", "Which column is “price”?", ("price_eur", "price_usd")),
        ("total price by item", "Which column is “price”?", ("price_eur", "price_usd")),
        ("What is the average?", "Of which column?", ("price_eur", "price_usd", "mass_g")),
        ("median by item", "Of which column?", ("price_eur", "price_usd", "mass_g")),
        ("Compare Pen and Ink", "Of which column?", ("price_eur", "price_usd", "mass_g")),
        ("平均は?", "どの列ですか?", ("price_eur", "price_usd", "mass_g")),
    ],
)
def test_what_has_several_readings_is_asked_back(question, ask, options):
    intent = reading(question)
    assert (intent.ask, intent.options) == (ask, options)


@pytest.mark.parametrize(
    "question",
    [
        "mean price_usd",
        "mean price in eur",
        "mean mass",
        "How many orders are there?",
        "How many Pen orders?",
        "list the items",
        "mean price @mean_price[mean]",
    ],
)
def test_what_has_one_better_reading_is_not_asked(question):
    assert reading(question).ask == ""
    assert reading(question).analyses


def test_the_only_column_that_can_be_meant_is_taken_and_said():
    intent = reading("What is the average?", PEOPLE)
    assert intent.analyses[0].columns == ("age",)
    assert intent.assumptions == ("Nothing but age can be meant.",)


def test_of_several_files_the_one_is_asked_for():
    intent = reading("How many rows are there?", ORDERS, PEOPLE)
    assert (intent.ask, intent.options) == ("Which file is it about?", ("orders.csv", "people.csv"))
    assert reading("How many orders are there?", ORDERS, PEOPLE).ask == ""
    assert reading("What is the meaning of life?", ORDERS, PEOPLE).ask == ""


@pytest.mark.parametrize(
    ("question", "reply", "columns"),
    [("mean price", "price_usd", ("price_usd",)), ("What is the average?", "mass_g", ("mass_g",))],
)
def test_a_reply_decides(question, reply, columns):
    asked = reading(question).ask
    assert reading(f"{question}\n{asked} {reply}").analyses[0].columns == columns
    turns = (Turn(question=question, answer=asked),)
    assert reading(reply, history=turns).analyses[0].columns == columns


async def test_the_plan_carries_the_question_and_its_options():
    plan, _ = await RuleBasedAnalyst().plan(Task(question="mean price", profile=Profile(tables=(ORDERS,))))
    assert (plan.ask, plan.options, plan.steps) == (
        "Which column is “price”?",
        ("price_eur", "price_usd"),
        (),
    )


def test_of_files_that_answer_equally_well_none_is_taken_silently():
    again = ORDERS.model_copy(update={"file": "orders-2.csv", "table": "orders_2"})
    files, question = (ORDERS, again, PEOPLE), "mean price_eur by item"
    intent = reading(question, *files)
    assert (intent.ask, intent.options) == ("Which file is it about?", ("orders.csv", "orders-2.csv"))
    for file in intent.options:
        answered = reading(f"{question}\n{intent.ask} {file}", *files)
        assert (answered.ask, answered.table.file) == ("", file)
    assert not reading("mean age", *files).ask


def test_a_table_of_thousands_of_columns_is_read():
    wide = tuple(Column(name=f"c{number}", type="number") for number in range(5000))
    intent = reading("mean of C17", table("wide", wide))
    assert intent.analyses[0].columns == ("c17",)
    turkish = (Column(name="isim", type="text"), Column(name="sıra", type="number"))
    assert reading("mean SIRA by İSİM", table("t", turkish)).analyses[0].by == ("isim",)


def test_a_question_that_is_too_long_is_said():
    intent = reading("mean price_usd, " * 200)
    assert "The question has 3,200 characters; the rules read up to 2,000." in intent.unread
    assert intent.table == ORDERS


@pytest.mark.slow
@pytest.mark.parametrize("part", ["(", "sqrt(", "sqrt(mass_g * ", "item, ", "mass_g + "])
def test_what_repeats_up_to_the_limit_is_read_to_its_end(part):
    intent = reading((part * 2000)[:2000])
    assert intent.unread or intent.ask or intent.analyses
