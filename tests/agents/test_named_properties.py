"""Tables of groups as pandas prints them: honest sentences pass, those with another group's number do not."""

import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from named_outputs import table
from verification_cases import missed

from agents.values import Column, Profile

pytestmark = pytest.mark.slow

NAMES = ("Lisbon", "Oslo", "Riga", "New York", "Bergen", "Nagoya", "São Paulo", "Köln", "Ústí", "Minsk")
LAYOUTS = {
    "series": str,
    "to_string": lambda means: means.to_string(),
    "frame": lambda means: means.to_frame("mean").assign(n=0.5).to_string(),
    "reset": lambda means: str(means.reset_index(name="mean")),
    "csv": lambda means: means.reset_index(name="mean").to_csv(index=False),
    "transposed": lambda means: means.to_frame("mean").T.to_string(),
    "split": lambda means: means.reset_index(name="mean").to_json(orient="split", index=False),
    "indexed": lambda means: means.to_frame("mean").to_json(orient="split"),
    "records": lambda means: means.reset_index(name="mean").to_json(orient="records"),
    "columns": lambda means: means.to_json(),
    "index": lambda means: means.to_frame("mean").to_json(orient="index"),
    "lists": lambda means: str(means.reset_index(name="mean").to_dict("list")),
    "dict": lambda means: str(means.to_dict()),
    "pairs": lambda means: str(list(means.items())),
    "lines": lambda means: "\n".join(f"{name}: {value}" for name, value in means.items()),
    "one line": lambda means: ", ".join(f"{name} = {value}" for name, value in means.items()),
    "markdown": lambda means: (
        "| City | mean |\n|---|---|\n" + "\n".join(f"| {name} | {value} |" for name, value in means.items())
    ),
    "two levels": lambda means: pd.concat({"day": means, "night": means + 0.5}).swaplevel().to_string(),
    "sparse": lambda means: pd.concat({name: pd.Series({"day": v}) for name, v in means.items()}).to_string(),
}
PLAIN = (
    "{a} has {x}.",
    "The mean of {a} is {x}.",
    "{a}: {x}",
    "- **{a}**: {x}",
    "It is {x} for {a}.",
    "The highest mean is that of {a} ({x}).",
    "| City | mean |\n|---|---|\n| {a} | {x} |",
    "| | {a} | note |\n|---|---|---|\n| mean | {x} | a |",
    "{a}は{x}です。",
    "In {a} beträgt der Mittelwert {x}.",
    "La moyenne de {a} est de {x}.",
)
HONEST = (
    *PLAIN,
    "{a} has {x} and {b} {y}.",
    "{a} and {b} have {x} and {y}.",
    "{a} has {x}, {b} has {y}.",
    "{a} comes before {b}, with {x} against {y}.",
    "{a} has {d} more than {b}.",
    "{a} lies above the {y} of the next.",
    "The means range from {y} for {b} to {x}.",
    "The means range from {y} ({b}) to {x} ({a}).",
    "Unlike {a}, the next one has {y}.",
    "With {x}, {a} is ahead of {b} ({y}).",
    "{a} is first with {x}; the second has {y}.",
    "{a} is first. The second has {y}, and it is {b}.",
    "{a} (mean {x}) exceeds {b} (mean {y}) by {d}.",
    "{x} in {a} and {y} in {b}.",
    "{x}: {a}\n{y}: {b}",
    "| City | mean | next |\n|---|---|---|\n| {a} | {x} | {y} |",
    "| City | mean | compared with |\n|---|---|---|\n| {a} | {x} | {b} ({y}) |",
    "{a}は{x}、{b}は{y}です。",
    "{a}は{b}より{d}大きい。",
    "{a} hat {x}, {b} nur {y}.",
    "{a} en a {x} contre {y} pour {b}.",
)


def profile(names, kept):
    cities = Column(name="City", type="text", unique=len(names), examples=tuple(names[:kept]))
    return Profile(tables=(table("cities", 7, cities),))


@st.composite
def means(draw):
    names = draw(st.permutations(NAMES))[: draw(st.integers(2, 7))]
    values = draw(st.lists(st.integers(100, 9999), min_size=len(names), max_size=len(names), unique=True))
    whole = draw(st.booleans())
    series = pd.Series(values, pd.Index(names, name="City"), name="mean") * (10 if whole else 11 / 7)
    return series.sort_values(ascending=False)


def written(value):
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,.2f}"


def filled(template, series, a, b, x, y):
    """The template about two places of the series, with the numbers of two."""
    return template.format(
        a=series.index[a],
        b=series.index[b],
        x=written(series.iloc[x]),
        y=written(series.iloc[y]),
        d=written(series.iloc[a] - series.iloc[b]),
    )


@pytest.mark.parametrize("layout", LAYOUTS)
@settings(max_examples=30)
@given(series=means(), template=st.sampled_from(HONEST), data=st.data())
def test_an_honest_sentence_passes(layout, series, template, data):
    a, b = sorted(data.draw(st.permutations(range(len(series))))[:2])
    assume(len(set(map(written, [*series, series.iloc[a] - series.iloc[b]]))) == len(series) + 1)
    text = filled(template, series, a, b, a, b)
    assert missed(text, LAYOUTS[layout](series), profile=profile(series.index, 8)) == [], text


@pytest.mark.parametrize("layout", LAYOUTS)
@settings(max_examples=30)
@given(series=means(), template=st.sampled_from(PLAIN), data=st.data())
def test_the_number_of_another_is_caught(layout, series, template, data):
    a, b = data.draw(st.permutations(range(len(series))))[:2]
    assume(len({written(value) for value in series}) == len(series))
    text = filled(template, series, a, b, b, a)
    assert missed(text, LAYOUTS[layout](series), profile=profile(series.index, 8)), text
