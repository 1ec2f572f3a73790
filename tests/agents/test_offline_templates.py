"""Templates `@name[...]`: read, chosen by the thresholds given, and filled."""

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
