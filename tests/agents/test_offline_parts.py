"""Questions of several parts with templates: each part has its own rows, columns and preparation."""

import pytest

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]
NUMBER = 'where "x" is a number rounded to two decimal places.'

PARTS = [
    pytest.param(
        "How many hives have a weight_kg above 35, and which apiary has the highest total honey_kg?\n"
        '@heavy_count[count] @apiary[name] where "count" is an integer and "name" is a string.',
        {"heavy_count": "4", "apiary": "Meadow"},
        id="the condition of one part leaves the other alone",
    ),
    pytest.param(
        "How many hives have a strong yield? What is the mean weight_kg of all hives?\n"
        "A strong yield means a honey_kg of 8 or more.\n"
        '@strong[count] @mean_weight[x] where "count" is an integer. ' + NUMBER,
        {"strong": "3", "mean_weight": "36.88"},
        id="a term is defined",
    ),
    pytest.param(
        "Compare the treated hives (treated = 1) with the spared hives (treated = 0).\n"
        "Report the mean weight_kg of both.\n"
        "@mean_weight_treated[x] @mean_weight_spared[x] " + NUMBER,
        {"mean_weight_treated": "45.00", "mean_weight_spared": "28.75"},
        id="words for the values of a column",
    ),
    pytest.param(
        "What is the mean yield? Leave out the hives with zero mites.\n"
        "The yield is defined as honey_kg / weight_kg * 100.\n@mean_yield[x] " + NUMBER,
        {"mean_yield": "16.67"},
        id="a formula, and rows left out",
    ),
    pytest.param(
        "What share of the hives in the Meadow apiary was treated?\nA hive was treated if treated equals 1.\n"
        "@treated_percentage[percentage] "
        'where "percentage" is a number between 0 and 100, rounded to one decimal place.',
        {"treated_percentage": "66.7"},
        id="a share of some rows",
    ),
    pytest.param(
        "On which day was the honey_kg the highest, and how high was the weight_kg on that day?\n"
        '@day[date] @weight[x] where "date" is a date as YYYY-MM-DD. ' + NUMBER,
        {"day": "2023-12-07", "weight": "60.00"},
        id="what else stands in the row of a maximum",
    ),
    pytest.param(
        "Which apiary has the highest mean weight_kg? Consider only apiaries with at least 3 rows.\n"
        '@apiary[name] @mean_weight[x] where "name" is a string. ' + NUMBER,
        {"apiary": "Meadow", "mean_weight": "43.33"},
        id="groups of a size",
    ),
    pytest.param(
        'How many apiaries have a mean weight_kg above 33?\n@apiaries[count] where "count" is an integer.',
        {"apiaries": "2"},
        id="groups that pass a comparison",
    ),
    pytest.param(
        "Compare the mean weight_kg of summer and winter.\n"
        "Seasons: winter = December, January and February; summer = May to July.\n"
        "@mean_weight_winter[x] @mean_weight_summer[x] " + NUMBER,
        {"mean_weight_winter": "45.00", "mean_weight_summer": "34.17"},
        id="seasons",
    ),
    pytest.param(
        "Create a binary feature 'clean' that is 1 if mites is equal to 0 and 0 otherwise. "
        "What is its mean?\n"
        "@mean_clean[x] " + NUMBER,
        {"mean_clean": "0.25"},
        id="a condition as a column",
    ),
    pytest.param(
        "How many rows remain after dropping the rows with a missing honey_kg, and how many were removed?\n"
        '@rows_remaining[n] @rows_removed[n] where "n" is an integer.',
        {"rows_remaining": "7", "rows_removed": "1"},
        id="rows that remain",
    ),
    pytest.param(
        "What are Pearson's and Spearman's correlation coefficients of mites and weight_kg?\n"
        "@pearson[x] @spearman[x] " + NUMBER,
        {"pearson": "0.39", "spearman": "0.53"},
        id="two methods",
    ),
    pytest.param(
        "Compute the 2-day moving average of mites. What is its maximum?\nSort the rows by day first.\n"
        "@maximum[x] " + NUMBER,
        {"maximum": "5.00"},
        id="a moving average",
    ),
    pytest.param(
        "Create a feature mites_per_kg by dividing mites by weight_kg. What is its mean?\n"
        "@mean_mites_per_kg[x] " + NUMBER,
        {"mean_mites_per_kg": "0.08"},
        id="a name that is no word",
    ),
    pytest.param(
        "Convert weight_kg to pounds. What is its mean?\n@mean_weight[x] " + NUMBER,
        {"mean_weight": "81.30"},
        id="another unit",
    ),
    pytest.param(
        "Fill the missing honey_kg with the median. How many values had to be filled?\n"
        '@filled[n] where "n" is an integer.',
        {"filled": "1"},
        id="values that were filled",
    ),
    pytest.param(
        "Remove the rows whose apiary has occurred before. How many rows were removed, and what percentage "
        "was lost?\n@removed[n] @lost_pct[x] "
        'where "n" is an integer. ' + NUMBER,
        {"removed": "5", "lost_pct": "62.50"},
        id="rows that repeat an earlier one",
    ),
]


@pytest.mark.parametrize(("question", "templates"), PARTS)
async def test_each_part_of_a_question_is_worked_out_for_itself(fill, question, templates):
    assert await fill(question) == templates
