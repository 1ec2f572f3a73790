"""Templates `@name[...]`: read, chosen by the thresholds given, and filled."""

import re

import pytest

from agents.offline.language.bins import edges, read_bins
from agents.offline.templates import slots, verdicts


def test_a_template_knows_its_rounding_and_its_options():
    text = (
        'Is it so? @height_mean[mean] @verdict[answer] where "mean" is a number rounded to three decimal '
        'places and "answer" is a string that can either be "yes" or "no".'
    )
    body, (mean, verdict) = slots.split(text)
    assert body == "Is it so? "
    assert (mean.name, mean.decimals, mean.options) == ("height_mean", 3, ())
    assert verdict.options == ("yes", "no")


@pytest.mark.parametrize(
    ("said", "options"),
    [
        ('"answer" is "yes" or "no"', ("yes", "no")),
        ('"answer" is "high" if it is above 5 and "low" otherwise', ("high", "low")),
        ('"answer" is a number. "yes" or "no" says whether it differs', ()),
    ],
)
def test_words_to_choose_from_follow_the_name_of_the_template(said, options):
    _, (answer,) = slots.split(f"Is it so? @result[answer] where {said}.")
    assert answer.options == options


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("rounded to 2 decimal places", 2),
        ("to the nearest tenth", 1),
        ("the nearest integer", 0),
        ("as it is", None),
    ],
)
def test_rounding_is_read_from_words(text, places):
    assert slots.decimals(text) == places


def test_rounding_is_said_of_each_template_by_its_name():
    text = "Fit it. R² with three decimals, MSE with two. @r2[r2] @mse[mse]"
    _, (fit, error) = slots.split(text)
    assert (fit.decimals, error.decimals) == (3, 2)


RULES = (
    "Call it steady if the p-value is below 0.01 and the absolute value of r is at least 0.6. "
    "Call it shaky if the p-value is below 0.01 and the absolute value of r is less than 0.6. "
    "If the p-value is greater than or equal to 0.01, call it absent."
)


@pytest.mark.parametrize(
    ("r", "p", "word"), [(-0.7, 0.001, "steady"), (0.2, 0.001, "shaky"), (0.9, 0.2, "absent")]
)
def test_a_verdict_follows_the_thresholds_of_the_question(r, p, word):
    options = ("steady", "shaky", "absent")
    assert verdicts.choose(options, RULES, {"r": r, "p": p}, "correlation") == word


@pytest.mark.parametrize(
    ("options", "facts", "kind", "word"),
    [
        (("normal", "not normal"), {"p": 0.2}, "normality", "normal"),
        (("normal", "not normal"), {"p": 0.001}, "normality", "not normal"),
        (("True", "False"), {"p": 0.001}, "test", "True"),
        (("positive", "negative"), {"r": -0.3}, "correlation", "negative"),
        (("weak", "moderate", "strong"), {"r": 0.5}, "correlation", "moderate"),
    ],
)
def test_without_thresholds_the_custom_of_the_test_decides(options, facts, kind, word):
    assert verdicts.choose(options, "", facts, kind) == word


def test_equal_variances_are_affirmed_where_nothing_differs():
    assert verdicts.choose(("yes", "no"), "", {"p": 0.8}, "sameness") == "yes"
    assert verdicts.choose(("yes", "no"), "", {"p": 0.8}, "test") == "no"


def test_a_verdict_may_stand_before_its_condition_in_brackets():
    text = 'Say whether they are "dependent" (p < 0.05) or "independent".'
    options = ("dependent", "independent")
    assert verdicts.choose(options, text, {"p": 0.2}, "chi2") == "independent"
    assert verdicts.choose(options, text, {"p": 0.01}, "chi2") == "dependent"


@pytest.mark.parametrize(
    ("text", "parted"),
    [
        ("'Low' (0-12) and 'High' (13-19)", (12, False)),
        ("'Low' (below 30) and 'High' (30 and above)", (30, True)),
        ("'Low' (18.5-24.9) and 'High' (25-29.9)", (25, True)),
    ],
)
def test_ranges_are_parted_at_the_edge_that_the_words_mean(text, parted):
    assert edges(read_bins(text)) == [parted]


def test_labelled_ranges_become_bins():
    bins = read_bins("Put them into 'Small' (0-10), 'Middle' (11-50) and 'Large' (51 and above).")
    assert [(b.label, b.low, b.high) for b in bins] == [
        ("Small", 0, 10),
        ("Middle", 11, 50),
        ("Large", 51, None),
    ]


@pytest.mark.slow
@pytest.mark.sandbox
@pytest.mark.parametrize(
    ("question", "templates"),
    [
        (
            "Calculate the mean and the standard deviation of the quantity column.\nRound to two "
            "decimal places.\n"
            '@mean_quantity[mean] @std_quantity[std] where "mean" and "std" are numbers.',
            {"mean_quantity": "8.00", "std_quantity": "11.57"},
        ),
        (
            'Create a new column called "amount" by multiplying price_eur and quantity. What is its mean?\n'
            '@mean_amount[mean] where "mean" is a number rounded to two decimal places.',
            {"mean_amount": "14.44"},
        ),
        (
            "Identify and remove the outliers of quantity. Use the IQR method (1.5*IQR). Then "
            "calculate the mean.\n"
            '@outlier_count[count] @mean_before[before] @mean_after[after] where "count" is an integer and '
            '"before" and "after" are the means, rounded to two decimal places.',
            {"outlier_count": "1", "mean_before": "8.00", "mean_after": "4.44"},
        ),
        (
            "Is there a correlation between price_eur and quantity?\nConsider it strong if the "
            "absolute value of r "
            "is at least 0.6, and weak if the absolute value of r is less than 0.6.\n"
            '@r[r] @strength[strength] where "r" is rounded to three decimal places and "strength" is '
            "a string "
            'that is either "strong" or "weak".',
            {"r": "-0.650", "strength": "strong"},
        ),
        (
            "Fill the missing values in price_eur with the median. Then compute the mean of price_eur.\n"
            '@mean_price[mean] where "mean" is a number rounded to three decimal places.',
            {"mean_price": "2.850"},
        ),
        (
            "Put the orders into 'Small' (0-3), 'Middle' (4-7) and 'Large' (8 and above) by quantity "
            "in a new "
            'column called "Size". Calculate the mean price_eur of each Size.\n'
            '@mean_small[m] @mean_middle[m] @mean_large[m] where "m" is rounded to two decimal places.',
            {"mean_small": "4.12", "mean_middle": "2.17", "mean_large": "1.50"},
        ),
        (
            "Is there a significant difference in quantity between Tea and Coffee orders? Perform a "
            "t-test at a "
            'significance level of 0.05.\n@p_value[p] @verdict[verdict] where "p" is rounded to two '
            "decimal places "
            'and "verdict" is a string, either "significant" or "not significant".',
            {"p_value": "0.14", "verdict": "not significant"},
        ),
        (
            "What percentage of values is missing in the price_eur column?\n@missing_percentage[percentage] "
            'where "percentage" is rounded to one decimal place.',
            {"missing_percentage": "10.0"},
        ),
        (
            'What are the top 2 regions by total quantity?\n@first[a] @second[b] where "a" and "b" are '
            "strings.",
            {"first": "East", "second": "North"},
        ),
        (
            "How many orders were sold in March? Extract the month from the sold_on column.\n"
            '@orders[n] where "n" is an integer.',
            {"orders": "4"},
        ),
        (
            "Extract the year from the sold_on column and count how many rows there are for each year.\n"
            '@count_2023[a] @count_2024[b] where "a" and "b" are integers.',
            {"count_2023": "6", "count_2024": "4"},
        ),
        (
            'Create a new column "unit" by dividing quantity by price_eur. What is its mean?\n@mean[mean] '
            'where "mean" is rounded to two decimal places.',
            {"mean": "6.15"},
        ),
        (
            "Fit a linear regression that predicts quantity from price_eur. Do not split the data.\n"
            "@slope[slope] @intercept[intercept] where both are rounded to two decimal places.",
            {"slope": "-5.82", "intercept": "25.15"},
        ),
        (
            'What is the 90th percentile of quantity?\n@p90[value] where "value" is an integer.',
            {"p90": "13"},
        ),
        (
            'Which region has the highest total quantity?\n@region[name] @total[quantity] where "name" '
            "is a string "
            'and "quantity" is an integer.',
            {"region": "East", "total": "53"},
        ),
        (
            "Which region has the highest total quantity, and which the lowest?\n@most[name] @least[name]",
            {"most": "East", "least": "South"},
        ),
        (
            "How many duplicate rows are there? How many rows have no missing value?\n"
            "@duplicates[n] @complete_rows[n]",
            {"duplicates": "0", "complete_rows": "9"},
        ),
        (
            "What are the first and the last date, and how many orders have a quantity above average?\n"
            "@first_date[date] @last_date[date] @above[n]",
            {"first_date": "2023-01-05", "last_date": "2024-03-31", "above": "2"},
        ),
        (
            "On which weekday were most orders sold?\n@weekday[name]",
            {"weekday": "Thursday"},
        ),
    ],
)
async def test_templates_end_the_answer_filled(ask, question, templates):
    _, _, answer = await ask(question)
    assert dict(re.findall(r"@(\w+)\[(.*?)\]", answer.text)) == templates
