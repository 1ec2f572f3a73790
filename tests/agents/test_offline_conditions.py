"""Conditions, kinds of results and definitions of questions with templates."""

import pytest

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]
COUNTS = 'where "n" and "m" are integers and "x" is a number rounded to two decimal places.'

QUESTIONS = [
    pytest.param(
        "How many hives failed at least one count?\nFailing means a value under 3 in honey_kg or mites.\n"
        f"@failed[n] {COUNTS}",
        {"failed": "4"},
        id="one of several columns",
    ),
    pytest.param(
        f"How many hives have both honey_kg and mites above 4?\n@both_high[n] {COUNTS}",
        {"both_high": "2"},
        id="each of several columns",
    ),
    pytest.param(
        "Apply min-max scaling to weight_kg. Report the mean of the scaled values and how many of them are "
        f"above 0.5.\n@scaled_mean[x] @above_half[n] {COUNTS}",
        {"scaled_mean": "0.42", "above_half": "2"},
        id="a column that was scaled",
    ),
    pytest.param(
        "Standardise weight_kg. How many hives are heavy?\nHeavy means a z-score greater than 1.\n"
        f"@heavy[n] {COUNTS}",
        {"heavy": "2"},
        id="a definition by z-scores",
    ),
    pytest.param(
        "How many hives are light, middling and strong?\nUse weight_kg. "
        '"light" is below 30, "middling" is 30 to 40, "strong" is above 40.\n'
        f"@light[n] @middling[n] @strong[m] {COUNTS}",
        {"light": "2", "middling": "4", "strong": "2"},
        id="ranges of the column of the sentence before",
    ),
    pytest.param(
        "How does the share of infested hives differ by queen?\n"
        "A hive is infested if mites is greater than 2.\n"
        '@carnica[a] @buckfast[b] where "a" and "b" are percentages rounded to one decimal place.',
        {"carnica": "75.0", "buckfast": "25.0"},
        id="a share of each group by a definition",
    ),
    pytest.param(
        "How many hives are very heavy?\nCount rows where weight_kg is strictly greater than 40.\n"
        f"@very_heavy[n] {COUNTS}",
        {"very_heavy": "2"},
        id="strictly greater",
    ),
    pytest.param(
        "What's the busiest day of the week by number of hives?\n"
        '@busiest_day[day] @hives_then[n] where "day" is a weekday name and "n" is an integer.',
        {"busiest_day": "Monday", "hives_then": "3"},
        id="a name where a name is asked for",
    ),
    pytest.param(
        "In which month was the yield best, and in which was it worst?\n"
        "Yield is honey_kg added up for every calendar month of day. Report the months as YYYY-MM.\n"
        '@best_month[best] @worst_month[worst] where "best" and "worst" are strings in the form YYYY-MM.',
        {"best_month": "2023-05", "worst_month": "2023-07"},
        id="months as they are to be written",
    ),
    pytest.param(
        "Are treated hives heavier than others? Compare weight_kg of treated 1 and 0 by a t-test with equal "
        "variances.\nThe difference in means is treated minus others.\n"
        f"@mean_treated[x] @mean_others[x] @mean_difference[x] {COUNTS}",
        {"mean_treated": "45.00", "mean_others": "28.75", "mean_difference": "16.25"},
        id="the groups of a test",
    ),
    pytest.param(
        f"What is the mean age of the hives?\nAge = days from day to 2024-01-31.\n@mean_age[x] {COUNTS}",
        {"mean_age": "198.75"},
        id="days up to a date",
    ),
    pytest.param(
        "Replace each missing honey_kg with the median honey_kg of its own apiary. What is the total?\n"
        f"@sum_honey[x] {COUNTS}",
        {"sum_honey": "53"},
        id="gaps filled by group",
    ),
    pytest.param(
        "Forward-fill missing values in honey_kg. What is the mean before and after?\n"
        f"@mean_before[x] @mean_after[x] {COUNTS}",
        {"mean_before": "6.43", "mean_after": "6.62"},
        id="gaps filled forward",
    ),
    pytest.param(
        "Are there odd counts of mites? Count the unusually low and the unusually high ones separately.\n"
        "Mites below Q1 - 0.5*IQR is unusually low, above Q3 + 0.5*IQR is unusually high.\n"
        f"@low_count[n] @high_count[m] {COUNTS}",
        {"low_count": "0", "high_count": "1"},
        id="outliers at either end",
    ),
    pytest.param(
        "In which apiary do mites matter most for weight_kg? Take the Pearson correlation of mites with "
        "weight_kg within each apiary; choose the one whose coefficient is largest in absolute value.\n"
        '@apiary[name] @coefficient[r] where "name" is as written in the data and "r" has two decimals.',
        {"apiary": "Orchard", "coefficient": "1.00"},
        id="the group with the strongest correlation",
    ),
    pytest.param(
        f"Fit a least-squares line of weight_kg on mites with all rows.\n@slope[x] @intercept[x] {COUNTS}",
        {"slope": "1.72", "intercept": "31.72"},
        id="a line",
    ),
    pytest.param(
        "Compute the skewness of mites and of log1p of mites, as scipy.stats.skew does.\n"
        f"@skew_raw[x] @skew_log[x] {COUNTS}",
        {"skew_raw": "0.89", "skew_log": "-0.17"},
        id="a result of the data before a change",
    ),
    pytest.param(
        "What is the mean weight_kg of hives with a marvellous and with a dismal queen?\n"
        f"@mean_marvellous[x] @mean_dismal[x] {COUNTS}",
        {},
        id="two templates do not get one result",
    ),
    pytest.param(
        "How many days lie between a hive's day and 2024-01-31 on average?\n"
        "Wait is the difference in days between day and 2024-01-31.\n"
        f"@mean_wait[x] {COUNTS}",
        {"mean_wait": "198.75"},
        id="the difference of two dates",
    ),
    pytest.param(
        "How many hives are marvellous, and what is the mean weight_kg?\n"
        f"@marvellous[n] @mean_weight[x] {COUNTS}",
        {"mean_weight": "36.88"},
        id="a condition that was not read leaves its template out",
    ),
]


@pytest.mark.parametrize(("question", "templates"), QUESTIONS)
async def test_templates_are_filled_by_what_they_ask_for(fill, question, templates):
    assert await fill(question) == templates


async def test_a_template_that_is_left_out_is_named(ask):
    _, _, answer = await ask(
        "How many orders are marvellous, and what is the mean price_eur?\n"
        '@marvellous[n] @mean_price[x] where "n" is an integer and "x" is rounded to two decimals.'
    )
    assert "Left out, as the rules found no answer to it that they could trust: @marvellous." in answer.text
    assert answer.text.endswith("@mean_price[2.89]")
