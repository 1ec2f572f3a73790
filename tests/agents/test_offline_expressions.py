"""Arithmetic and conditions in the words of a question; no session is needed."""

import pytest

from agents.offline.intent import Filter
from agents.offline.language.columns import find_columns
from agents.offline.language.expressions import read_expression
from agents.offline.language.filters import find_filters
from agents.offline.reading.templates.clauses import clauses, definitions
from agents.values import Column

COLUMNS = tuple(Column(name=name, type="number", unique=50) for name in ("honey", "wax", "weight", "mites"))


@pytest.mark.parametrize(
    ("text", "formula"),
    [
        ("(honey - wax) / weight * 100", "({0} - {1}) / {2} * 100"),
        ("honey divided by weight, per hive", "{0} / {1}"),
        ("the sum of honey, wax and weight", "({0} + {1} + {2})"),
        ("the average of honey and wax", "(({0} + {1}) / 2)"),
        ("the absolute difference between honey and wax", "np.abs({0} - {1})"),
        ("ln(honey / wax)", "np.log({0} / {1})"),
    ],
)
def test_arithmetic_is_read_from_signs_and_from_words(text, formula):
    found = read_expression(text, find_columns(text, COLUMNS))
    assert found is not None
    assert found.text == formula


@pytest.mark.parametrize("text", ["honey as it is", "weight of the hives", "no column at all"])
def test_a_column_alone_is_no_arithmetic(text):
    assert read_expression(text, find_columns(text, COLUMNS)) is None


@pytest.mark.parametrize(
    ("text", "filters"),
    [
        ("Exclude the rows where honey is zero.", [Filter("honey", "!=", (0,))]),
        ("Rows with weight below 5 are removed.", [Filter("weight", ">=", (5,))]),
        ("Do not remove rows with weight below 5.", []),
        ("Count the rows with a negative wax.", [Filter("wax", "<", (0,))]),
        ("Count the rows in which honey exceeds wax.", [Filter("honey", "> column", ("wax",))]),
    ],
)
def test_rows_are_kept_or_left_out_as_the_sentence_says(text, filters):
    assert find_filters(text, find_columns(text, COLUMNS), COLUMNS) == filters


def test_a_question_is_cut_where_something_else_is_asked():
    body = "How many hives are strong, and which hive has the most honey? What is its weight?\nUse all rows."
    assert [clause.text for clause in clauses(body)] == [
        "How many hives are strong",
        "which hive has the most honey?",
        "What is its weight?",
    ]


def test_a_term_stands_for_its_condition():
    (found,) = definitions("How many are strong?\nA hive is strong if honey is at least 8.", COLUMNS)
    assert found.filters == (Filter("honey", ">=", (8,)),)
    assert found.names("the number of strong hives")
    assert not found.names("the number of hives")
