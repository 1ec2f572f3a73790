"""Answers against outputs: right numbers pass, wrong ones are caught."""

import language_cases
import named_cases
import ordinary_cases
import period_cases
import pytest
import rank_cases
import share_cases
import statistic_cases
import wording_cases
from named_outputs import BIRDS
from verification_cases import RIGHT, SINE, THOUSANDS, WRONG, check, missed

from agents.values import Column, Profile, Table


@pytest.mark.parametrize(("output", "text"), RIGHT)
def test_what_the_output_shows_is_found(output, text):
    assert missed(text, output) == []


@pytest.mark.parametrize(("output", "text", "values"), WRONG)
def test_what_the_output_does_not_show_is_caught(output, text, values):
    assert missed(text, output) == values


@pytest.mark.parametrize(
    ("output", "honest", "lying"), [*language_cases.PAIRS, *ordinary_cases.PAIRS, *wording_cases.PAIRS]
)
def test_an_honest_sentence_passes_and_a_lying_one_does_not(output, honest, lying):
    assert missed(honest, output, profile=Profile(tables=())) == []
    assert missed(lying, output, profile=Profile(tables=())) != []


@pytest.mark.parametrize(("output", "text"), named_cases.RIGHT)
def test_a_number_beside_its_own_name_is_found(output, text):
    assert missed(text, output, profile=BIRDS) == []


@pytest.mark.parametrize(("output", "text", "values"), named_cases.WRONG)
def test_a_number_beside_the_name_of_another_is_caught(output, text, values):
    assert missed(text, output, profile=BIRDS) == values


@pytest.mark.parametrize(("output", "code", "text"), statistic_cases.RIGHT)
def test_a_statistic_told_as_what_it_is_is_found(output, code, text):
    assert missed(text, output, code=code, profile=BIRDS) == []


@pytest.mark.parametrize(("output", "code", "text", "values"), statistic_cases.WRONG)
def test_a_statistic_told_as_another_is_caught(output, code, text, values):
    assert missed(text, output, code=code, profile=BIRDS) == values


@pytest.mark.parametrize(("output", "text"), share_cases.RIGHT)
def test_a_share_a_sum_or_a_change_that_follows_is_found(output, text):
    assert missed(text, output, profile=share_cases.ORDERS) == []


@pytest.mark.parametrize(("output", "text", "values"), share_cases.WRONG)
def test_a_share_a_sum_or_a_change_that_does_not_follow_is_caught(output, text, values):
    assert missed(text, output, profile=share_cases.ORDERS) == values


@pytest.mark.parametrize(("output", "text"), period_cases.RIGHT)
def test_a_number_beside_its_own_period_is_found(output, text):
    assert missed(text, output, profile=share_cases.ORDERS) == []


@pytest.mark.parametrize(("output", "text"), period_cases.WRONG)
def test_a_number_beside_another_period_is_caught(output, text):
    assert missed(text, output, profile=share_cases.ORDERS) != []


@pytest.mark.parametrize(("output", "text"), rank_cases.RIGHT)
def test_a_name_in_the_place_that_outputs_give_it_is_found(output, text):
    assert missed(text, output, profile=rank_cases.SALES) == []


@pytest.mark.parametrize(("output", "text", "values"), rank_cases.WRONG)
def test_a_name_in_the_place_of_another_is_caught(output, text, values):
    assert missed(text, output, profile=rank_cases.SALES) == values


def test_a_name_in_the_place_of_another_is_told_with_who_has_it():
    checked = check("South has the highest revenue [1].", rank_cases.SUMS, profile=rank_cases.SALES)
    assert checked.text.startswith("South ⚠ not verified has the highest revenue [1].")
    assert checked.text.endswith("⚠ Not verified: South is not the highest in cell 1, but North.")
    assert [claim.how for claim in checked.not_found] == ["South is not the highest in cell 1, but North"]


def test_a_column_that_is_called_after_a_statistic_is_no_statistic():
    column = Column(name="Median Income", type="number")
    table = Table(file="t.csv", table="t", rows=2, columns=(column,), read="pd.read_csv('t.csv')")
    said, code = "The Median Income is 4,050 on average.", "print(t['Median Income'].mean())"
    assert missed(said, "4050.0", code=code, profile=Profile(tables=(table,))) == []


def test_categories_that_differ_by_case_or_blanks_are_one_name():
    column = Column(name="channel", type="text", unique=3, examples=("Chat", "chat ", "Email"))
    table = Table(file="t.csv", table="t", rows=2, columns=(column,), read="pd.read_csv('t.csv')")
    output, profile = "channel\nEmail    85\nChat     74\nchat     40\n", Profile(tables=(table,))
    assert missed("| channel | n |\n|---|---|\n| chat  | 40 |", output, profile=profile) == []
    assert missed("Chat: 85", output, profile=profile) == ["85"]


@pytest.mark.parametrize(
    ("question", "text", "values"),
    [
        ("How many weigh over 5 kg?", "61 weigh over 5 kg.", []),
        ("How many weigh over 5 kg?", "The heaviest is 5 kg.", ["5"]),
        ("Top 10 species?", "These are the top 10.", []),
        ("A number between 0 and 5?", "Between 0 and 5, the number is 0.", ["0"]),
        ("A number between 0 and 5?", "We generated the number 0.", ["0"]),
        ("How many eggs in 2008?", "In 2008 there were 61.", []),
        ("How many eggs on 2008-11-10?", "On November 10, 2008 there were 61.", []),
        ("How heavy are Gentoo?", "Gentoo: 61.", []),
        ("Who is 18 or older?", "61 are 18 or older.", []),
        ("Sum of 90,000 below?", "It is not clear what “90,000” is to do here.", []),
        ("Sum of 90,000 below?", "They say “90,001”.", ["90,001"]),
        ("Games in season 2021/22?", "There are 61 games where season = 2021/22.", []),
        ("Games in season 2021/22?", "There are 61 games where season = 2021/23.", ["23"]),
    ],
)
def test_a_number_of_the_question_needs_no_evidence_unless_it_is_a_result(question, text, values):
    assert missed(text, "61", question=question) == values


def test_a_threshold_of_the_code_is_no_result():
    code = "big = penguins[penguins.mass > 4500]; print(len(big))"
    assert missed("128 weigh more than 4,500 g.", "128", code=code) == []
    assert missed("The mean is 4,500 g.", "128", code=code) == ["4,500"]


def test_a_factor_of_the_code_is_no_result():
    code = "upper = q3 + 1.5 * iqr; print(upper)"
    assert missed("Outliers lie above Q3 + 1.5×IQR, the 1.5 × IQR rule: 128.", "128", code=code) == []
    assert missed("Outliers lie above Q3 + 2.5×IQR: 128.", "128", code=code) == ["2.5"]


def test_a_filter_of_the_code_is_no_result():
    code = "print(len(penguins[penguins['Body Mass (g)'] == 4500]))"
    assert missed("There are 17 where Body Mass (g) = 4500.", "17", code=code) == []
    assert missed("There are 17 where Body Mass (g) = 4600.", "17", code=code) == ["4600"]
    assert missed("The mean Body Mass (g) was 4500.", "17", code="mass = 4500") == ["4500"]
    code = "print(len(penguins[(penguins['Body Mass (g)'] != 0) & (penguins['Body Mass (g)'] <= 4000)]))"
    assert missed("17 where Body Mass (g) ≠ 0 and Body Mass (g) ≤ 4,000.", "17", code=code) == []
    assert missed("17 where Body Mass (g) ≠ 1 and Body Mass (g) < 4,500.", "17", code=code) == ["1", "4,500"]
    flag = Column(name="is_in_the_second_group", type="integer")
    table = Table(file="t.csv", table="t", rows=2, read="pd.read_csv('t.csv')", columns=(flag,))
    code, profile = "print(len(t[t['is_in_the_second_group'] == 1]))", Profile(tables=(table,))
    assert missed("17 where is_in_the_second_group = 1.", "17", code=code, profile=profile) == []


def test_a_date_of_a_filter_in_the_code_is_no_result():
    code = "print(eggs[eggs.day.between('2020-08-01', '2020-08-31')].shape[0])"
    said = "There are 17 between 2020-08-01 and {}."
    assert missed(said.format("2020-08-31"), "17", code=code) == []
    assert missed(said.format("2020-09-30"), "17", code=code) == ["2020-09-30"]
    assert missed("The last day is 2020-08-31.", "17", code=code) == ["2020-08-31"]


def test_a_column_in_thousands_is_read_in_its_unit():
    assert missed("Revenue was 4.2 million EUR.", "revenue 4213", profile=THOUSANDS) == []
    assert missed("Revenue was 4.2 million EUR.", "revenue 4213") == ["4.2 million"]


def test_a_name_in_the_code_counts_where_the_output_names_none():
    code = "print(penguins[penguins.Species == 'Gentoo'].mass.mean())"
    assert missed("The mean of Gentoo is 5,076.", "5076.01", code=code) == []
    assert missed("The mean of Gentoo is 5,076.", "Adelie 5076.01", code=code) == ["Gentoo", "5,076"]


def test_a_name_that_the_code_filters_by_is_no_result():
    code = "print(penguins[penguins.Species.isin(['Adelie', 'Gentoo'])].head(3))"
    assert missed("The first where Species = Adelie or Gentoo:", "Adelie 3700", code=code) == []
    assert missed("The first where Species = Adelie or Chinstrap:", "Adelie 1", code=code) == ["Chinstrap"]
    assert missed("Both Adelie and Gentoo are heavy.", "Adelie 3700", code=code) == ["Gentoo"]


def test_the_ends_of_a_column_are_found_in_a_table_of_columns():
    table = "| column | from | to |\n|---|---:|---:|\n| Body Mass (g) | 2700 | {} |"
    assert missed(table.format(6300), "ok") == []
    assert missed(table.format(6400), "ok") == ["6400"]


def test_a_name_without_blanks_around_it_is_looked_up():
    cities = Column(name="都市", type="text", unique=2, examples=("東京", "大阪"))
    table = Table(file="t.csv", table="t", rows=2, read="pd.read_csv('t.csv')", columns=(cities,))
    profile = Profile(tables=(table,))
    assert missed("最多は大阪の5件です。", "東京 5", profile=profile) == ["大阪", "5"]
    assert missed("最多は東京の5件です。", "東京 5", profile=profile) == []


def test_the_case_of_the_sine_of_pi():
    question = (
        "what's sin of pi . if it's negative generate a random number between 0 and 5. "
        "if it's positive between 5 and 10."
    )
    text = (
        r"The sine of \(\pi\) is approximately \(1.2246467991473532 \times 10^{-16}\), "
        r"which is effectively zero. "
        r"Since it is neither negative nor positive, the random number generated is \(0\)."
    )
    code = "import random\nrandom_number = random.uniform(0, 5)\nrandom_number = 0"
    nothing = Profile(tables=())
    assert missed(text, SINE, question=question, code=code, profile=nothing) == ["0"]
    right = text.replace(r"\(0\)", r"\(9.68\)")
    assert missed(right, SINE, question=question, code=code, profile=nothing) == []
