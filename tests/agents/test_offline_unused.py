"""A question of which a part came to nothing gets no number: it would be the answer to another question."""

import pytest

from agents.offline.reading.following import read
from agents.values import Column, Profile, Table, Task, Turn

COLUMNS = (
    Column(name="ordered_on", type="date", unique=300, low="2023-01-01", high="2024-12-30"),
    Column(name="customer_id", type="integer", unique=60),
    Column(name="product", type="text", unique=3, examples=("Tea", "Coffee", "Rice")),
    Column(name="quantity", type="integer", unique=12, low="1", high="12"),
    Column(name="discount", type="number", unique=4, missing=20, low="0", high="0.1"),
    Column(name="state", type="text", unique=3, examples=("OK", "LATE", "LOST")),
    Column(name="revenue", type="number", unique=200, low="2", high="400"),
)
TABLE = Table(file="orders.csv", table="orders", rows=800, columns=COLUMNS, read="pd.read_csv('orders.csv')")
PROFILE = Profile(tables=(TABLE,))


def unread(question, *before):
    turns = tuple(Turn(question=one, answer="", cells=1) for one in before)
    return read(Task(question=question, profile=PROFILE, history=turns)).unread


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("How many orders are above 100?", "100"),
        ("How many people are between 30 and 40?", "30"),
        ("How many orders have no discount code?", "no"),
        ("average revenue without the fee", "without"),
        ("sum of negative revenue", "negative"),
        ("What percent of revenue comes from Tea?", "revenue"),
        ("revenue by product and year", "year"),
        ("average revenue by hour", "hour"),
        ("cumulative mean revenue by month", "cumulative"),
        ("drop the records of Tea and compute the mean revenue", "drop"),
        ("mean revenue of the number of cases", "number of cases"),
        ("How many orders were LATE, and which product has the highest revenue?", "which product"),
        ("Which product has the highest revenue, and how many customers does it have?", "how many customers"),
        ("What is the mean revenue? How did it change?", "column"),
        ("regression of the logarithm of revenue on quantity", "logarithm"),
        ("second largest quantity", "second"),
        ("longest average revenue", "longest"),
        ("average revenue of women", "women"),
        ("average revenue of senior customers", "senior"),
        ("total revenue of small orders", "small"),
        ("average revenue of discounted orders", "discounted"),
        ("difference in average revenue between men and women", "men"),
        ("total revenue during daytime", "daytime"),
        ("average revenue by product and region", "region"),
        ("total revenue of orders with a discount", "with a discount"),
        ("average revenue when there was a discount", "there was a discount"),
        ("How many orders had a discount?", "discount"),
        ("How many customers ordered in 2023?", "How many customers"),
        ("revenue in the first half of 2023", "first half"),
        ("total revenue for the first three months of 2024", "first three months"),
        ("total revenue last month", "last month"),
        ("What was the revenue growth from 2023 to 2024?", "from 2023 to 2024"),
        ("How many orders above average revenue?", "above average"),
        ("Which product is the heaviest?", "heaviest"),
        ("ratio of Tea to Coffee in revenue", "ratio"),
        ("Which product has the worst return rate?", "rate"),
        ("How much did the revenue of Tea fall in 2023, in %?", "in %"),
        ("quantity per revenue by product", "per revenue"),
        ('Create a column "net" as revenue - quantity. What is its mean? How many are lost on Mars?', "Mars"),
        ("mean revenue of orders where the weather was bad", "where"),
        ("Create a new feature of the orders and compute the mean revenue.", "Create"),
        ("Impute the orders and compute the mean revenue.", "Impute"),
        ("Group revenue into size classes and compute the mean quantity.", "into size classes"),
        ("mean revenue before and after", "before and after"),
        ("Is revenue normally distributed, with which skewness?", "skewness"),
        ("How many orders were cancelled?", "cancelled"),
        ("How many orders were not paid?", "not paid"),
        ("How many orders are there that got refunded?", "refunded"),
        ("How many open orders are there?", "open"),
        ("total revenue of orders shipped in 2023", "shipped"),
        ("average revenue of customers born after 1990", "born"),
        ("How many different clients are there?", "How many different"),
        ("Wie viele Orders wurden mit Tea bezahlt?", "viele"),
        ("the largest order of Tea", "largest"),
        ("average discount counting missing as 0", "average"),
        ("Train a neural network to predict revenue from quantity", "neural network"),
        ("Use k-means clustering to predict product from quantity and revenue", "k-means"),
        ("Is revenue normally distributed for Emperor orders?", "Emperor"),
        ("How many outliers in revenue did Emperor orders have?", "Emperor"),
        (
            "Remove the orders of Tea missing a discount and compute the mean revenue of refunded ones",
            "efunded",
        ),
        ("mean revenue of Tea yesterday", "yesterday"),
        ("売上 quantityが5より大きい件数は?", "quantity"),
    ],
)
def test_the_part_that_came_to_nothing_is_named(question, part):
    assert part in unread(question)


@pytest.mark.parametrize(
    "question",
    [
        "total revenue in 2023",
        "How many Tea orders have a quantity of at least 5?",
        "How many orders have a quantity of no more than 5?",
        "How many orders are missing a discount?",
        "average revenue of products other than Tea",
        "revenue by month",
        "average revenue on weekends",
        "cumulative revenue by month",
        "How many orders have a discount over 5%?",
        "What is the mean revenue, and how many orders are there?",
        "average number of orders by product",
        "average daily total revenue",
        "Are there any outliers in revenue? If so, how many are there?",
        "mean quantity by revenue quartile",
        "Which product has the highest revenue, and how many orders does it have?",
        "top 5 products by revenue",
        "What percentage of orders is LATE?",
        "How many different products are there?",
        "90th percentile of revenue",
        "Which product has the most orders?",
        "median quantity by product and state",
        "top 3 customers by revenue",
        "average revenue per product",
        "How many orders per customer are there?",
        "Could you please tell me roughly how many orders of Tea there are?",
        "total revenue excluding Tea",
    ],
)
def test_a_question_that_is_used_whole_is_read(question):
    assert unread(question) == ""


@pytest.mark.parametrize(
    ("question", "op", "value"),
    [
        ("mean quantity of orders with revenue of 100 € or more", ">=", 100),
        ("How many orders have a revenue of 50 $ or less?", "<=", 50),
        ("mean quantity for orders with a discount of 5 % or more", ">=", 0.05),
        ("How many orders have a quantity of 5 units and above?", ">=", 5),
    ],
)
def test_a_sign_or_unit_before_or_more_leaves_the_limit_open(question, op, value):
    found = read(Task(question=question, profile=PROFILE))
    assert (found.unread, [(one.op, one.value) for one in found.filters]) == ("", [(op, (value,))])


@pytest.mark.parametrize(
    ("question", "stats"),
    [
        ("highest revenue per day", ("max",)),
        ("lowest quantity per month", ("min",)),
        ("minimum and maximum quantity by month", ("min", "max")),
        ("highest average quantity per month", ("mean",)),
        ("Which month had the highest revenue?", ("sum",)),
        ("Is revenue falling over time?", ("sum",)),
        ("revenue per month, highest first", ("sum",)),
    ],
)
def test_the_end_that_is_asked_of_each_period_is_its_statistic(question, stats):
    assert read(Task(question=question, profile=PROFILE)).analyses[0].stats == stats


def test_a_value_that_is_spelled_like_a_little_word_is_a_value_in_capitals():
    column = Column(name="Dept", type="text", unique=3, examples=("Sales", "IT", "HR"))
    table = Table(
        file="staff.csv", table="staff", rows=90, columns=(column,), read="pd.read_csv('staff.csv')"
    )
    found = read(Task(question="number of employees in IT", profile=Profile(tables=(table,))))
    assert [(one.column, one.value) for one in found.filters] == [("Dept", ("IT",))]
    assert read(Task(question="What is in it?", profile=Profile(tables=(table,)))).filters == ()


@pytest.mark.parametrize(
    "more",
    [" on 2024-03-05", " over 77", " without returns", " at noon", " in March", " of LOST and other orders"],
)
@pytest.mark.parametrize("question", ["mean quantity", "mean quantity by product", "total revenue"])
def test_a_condition_changes_what_is_read_or_is_refused(question, more):
    plain, told = (read(Task(question=one, profile=PROFILE)) for one in (question, question + more))
    assert told.unread or told.ask or (told.filters, told.analyses) != (plain.filters, plain.analyses)


def test_a_follow_up_is_held_to_it_as_well():
    assert unread("and for Coffee?", "mean revenue of Tea") == ""
    assert "99" in unread("and over 99?", "mean revenue of Tea")


CUSTOMERS = Table(
    file="customers.csv",
    table="customers",
    rows=60,
    columns=(
        Column(name="customer_id", type="integer", unique=60),
        Column(name="country", type="text", unique=2, examples=("Germany", "Spain")),
    ),
    read="pd.read_csv('customers.csv')",
)


@pytest.mark.parametrize(
    ("question", "counted", "joined"),
    [
        ("How many orders did customers from Germany place?", "orders", "customers"),
        ("Which country has the most orders?", "orders", "customers"),
        ("How many customers are from Germany?", "customers", None),
    ],
)
def test_the_rows_that_are_counted_are_those_of_the_table_that_is_named_so(question, counted, joined):
    found = read(Task(question=question, profile=Profile(tables=(TABLE, CUSTOMERS))))
    assert (found.table.table, found.join and found.join.table) == (counted, joined)


@pytest.mark.parametrize(
    ("question", "kept"),
    [
        ("total revenue between 2023-06-01 and 2023-12-31", ("day between", ("2023-06-01", "2023-12-31"))),
        ("maximum revenue on 2024-03-05", ("day between", ("2024-03-05", "2024-03-05"))),
        ("total revenue in February 2024", ("day between", ("2024-02-01", "2024-02-29"))),
        ("total revenue after March 2024", ("day >", ("2024-03-31",))),
        ("total revenue before July 2023", ("day <", ("2023-07-01",))),
        ("number of orders since 5 May 2023", ("day >=", ("2023-05-05",))),
        ("number of orders until May 5, 2023", ("day <=", ("2023-05-05",))),
    ],
)
def test_a_day_and_a_month_keep_their_rows(question, kept):
    found = read(Task(question=question, profile=PROFILE))
    assert [(f.column, f.op, f.value) for f in found.filters] == [("ordered_on", *kept)]


@pytest.mark.parametrize("day", ["2023-02-30", "2023-13-01", "31 April 2023"])
def test_a_day_that_is_none_is_refused(day):
    assert unread(f"total revenue on {day}")


@pytest.mark.parametrize(
    ("question", "op"),
    [
        ("mean revenue of returned orders", "=="),
        ("total revenue of returned Tea orders", "=="),
        ("total revenue of orders that were not returned", "!="),
        ("total revenue excluding returned orders", "!="),
    ],
)
def test_a_yes_or_no_column_tells_of_rows(question, op):
    returned = Column(name="returned", type="text", unique=2, examples=("no", "yes"))
    table = TABLE.model_copy(update={"columns": (*COLUMNS, returned)})
    found = read(Task(question=question, profile=Profile(tables=(table,))))
    assert ("returned", op, ("yes",)) in [(f.column, f.op, f.value) for f in found.filters]


def test_a_value_named_by_its_column_is_a_value():
    found = read(Task(question="How many orders have state LATE?", profile=PROFILE))
    assert [(f.column, f.value) for f in found.filters] == [("state", ("LATE",))]
