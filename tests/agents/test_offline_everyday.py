"""Everyday words: people, verbs of dates, periods that are ranked, and what is counted once."""

import pytest

from agents.offline.reading.following import read
from agents.values import Column, Profile, Table, Task

COLUMNS = (
    Column(name="hire_date", type="date", unique=90, low="2010-01-01", high="2024-12-30"),
    Column(name="gender", type="text", unique=2, examples=("F", "M")),
    Column(name="city", type="text", unique=30, examples=("Rome", "Oslo")),
    Column(name="state", type="text", unique=2, examples=("open", "full time")),
    Column(name="badge", type="integer", unique=60),
    Column(name="salary", type="number", unique=90, low="1", high="99"),
    Column(name="insured", type="boolean", unique=2, examples=("True", "False")),
    Column(name="left", type="integer", unique=2, low="0", high="1", examples=("0", "1")),
)
TABLE = Table(file="staff.csv", table="staff", rows=100, columns=COLUMNS, read="pd.read_csv('staff.csv')")


def intent(question, table=TABLE):
    return read(Task(question=question, profile=Profile(tables=(table,))))


@pytest.mark.parametrize(
    ("question", "filters"),
    [
        ("average salary of women", ["gender == F"]),
        ("How many men were hired before 2015?", ["gender == M", "hire_date year < 2015"]),
        ("average salary of men who left", ["gender == M", "left == 1"]),
        ("How many employees who haven't left earn over 90?", ["left != 1", "salary > 90"]),
        ("How many women are there in total?", ["gender == F"]),
    ],
)
def test_people_and_verbs_keep_rows(question, filters):
    found = intent(question)
    assert not found.unread
    assert sorted(f"{f.column} {f.op} {f.value[0]}" for f in found.filters) == filters


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("How many uninsured employees are there?", "uninsured"),
        ("How many badges are there?", "badges"),
        ("Is salary higher when the state is open?", "higher when"),
        ("不動産の平均salaryは？", "不動産"),
    ],
)
def test_what_says_more_than_was_read_is_named(question, part):
    assert part in intent(question).unread


def test_the_best_month_is_ranked_by_what_it_comes_to():
    found = intent("best month in 2020 by salary").analyses[0]
    assert (found.kind, found.unit, found.top) == ("trend", "month", 1)


def test_most_of_what_comes_again_counts_each_once():
    found = intent("Which state has the most cities?").analyses[0]
    assert (found.columns, found.by, found.stats) == (("city",), ("state",), ("nunique",))


def test_values_that_differ_in_case_only_are_told():
    columns = (
        Column(name="region", type="text", unique=3, examples=("North", "north", "South")),
        *COLUMNS[5:6],
    )
    table = TABLE.model_copy(update={"columns": columns})
    assert "“North” and “north” are two values of region." in intent("salary by region", table).assumptions
    assert intent("mean salary in North", table).filters[0].op == "like"
