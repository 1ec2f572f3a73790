"""A short question that leans on the one before changes that one, and loses nothing of it."""

import pytest

from agents.offline.planning import plan
from agents.offline.reading.following import read
from agents.values import Column, Profile, Table, Task, Turn

COLUMNS = (
    Column(name="region", type="text", unique=3, examples=("North", "South", "north")),
    Column(name="sex", type="text", unique=2, examples=("female", "male")),
    Column(name="class", type="integer", unique=3, low="1", high="3"),
    Column(name="insured", type="text", unique=2, examples=("yes", "no")),
    Column(name="Umsatz", type="number", unique=90, low="1", high="99"),
    Column(name="sold_on", type="date", unique=90, low="2023-01-01", high="2024-12-30"),
)
TABLE = Table(file="sales.csv", table="sales", rows=100, columns=COLUMNS, read="pd.read_csv('sales.csv')")
PROFILE = Profile(tables=(TABLE,))


def asked(*questions):
    turns = tuple(Turn(question=one, answer="", cells=1) for one in questions[:-1])
    return Task(question=questions[-1], profile=PROFILE, history=turns)


def kept(*questions):
    found = read(asked(*questions))
    return [
        sorted(f"{f.column} {f.op} {f.value[0]}" for f in (*found.filters, *a.filters))
        for a in found.analyses
    ]


@pytest.mark.parametrize(
    ("questions", "filters"),
    [
        (("mean Umsatz in class 1", "and for females only?"), [["class == 1", "sex == female"]]),
        (("mean Umsatz in class 1", "and for females?", "and for males?"), [["class == 1", "sex == male"]]),
        (("How many rows in 2023?", "and in March?"), [["sold_on month == 3", "sold_on year == 2023"]]),
        (("How many rows in 2023?", "and in 2024?"), [["sold_on year == 2024"]]),
        (
            ("How many females are there, and what is the mean Umsatz of males?", "and in class 2?"),
            [["class == 2", "sex == female"], ["class == 2", "sex == male"]],
        ),
        (("mean Umsatz by sex in class 1", "only females"), [["class == 1", "sex == female"]]),
    ],
)
def test_the_rows_of_the_question_before_stay(questions, filters):
    assert kept(*questions) == filters
    assert all(step.code for step in plan(asked(*questions)).steps)


def test_the_whole_of_a_share_is_changed_as_well():
    share = read(asked("What share of females is insured?", "and for males?")).analyses[0]
    assert share.where.value == ("male",)


def test_a_condition_that_may_be_of_the_part_or_of_the_whole_is_not_read():
    assert "and in class 1" in read(asked("What share of females is insured?", "and in class 1?")).unread
