"""Names of columns come from files: whatever they hold, they reach the code as literals only."""

import ast
from dataclasses import replace

import pytest
from hypothesis import given, settings, strategies

from agents.offline.intent import Analysis, Change, Filter, Intent, Slot
from agents.offline.planning import RECIPES, steps
from agents.offline.recipes.changes import ARITHMETIC, CHANGES, MADE, VALUES, change_lines
from agents.values import Column, Table

ODD = strategies.text("ab\"'\\{}\n\r\t%#[]();= \u2028", min_size=1, max_size=8)
METHODS = {
    "correlation": ("pearson",), "normality": ("shapiro",), "test": ("", "ttest_1samp"), "chi2": ("chi2",),
    "outliers": ("iqr", "zscore"), "model": ("linear", "forest"), "missing": ("", "rows"),
    "trend": ("", "cumulative"),
}  # fmt: skip
HOW = {
    "qcut": "4", "fill": "mean", "fill_by": "mean", "outliers": "iqr drop", "rolling": "3 mean",
    "flag": "yes|no", "sort": "rising",
    "formula": "{0} / {1}", "extract": r"(\w+)", "season": "winter=12,1,2;summer=6,7,8",
}  # fmt: skip


def table_of(names):
    numbers, text, day = names
    columns = (
        *(Column(name=name, type="number", unique=9) for name in numbers),
        Column(name=text, type="text", unique=3, examples=(text,)),
        Column(name=day, type="date", unique=9, low="2020-01-01", high="2022-01-01"),
    )
    return Table(file="t.csv", table="t", rows=20, columns=columns, read="pd.read_csv('t.csv')")


def names_in(code):
    """The names that the code uses, without what literals hold."""
    return {node.id for node in ast.walk(ast.parse(code)) if isinstance(node, ast.Name)}


NAMES = strategies.lists(ODD, min_size=4, max_size=4, unique=True).map(lambda n: ((n[0], n[1]), n[2], n[3]))
PLAIN = (("one", "two"), "three", "four")


def analyses(kind, names):
    (one, two), text, day = names
    for method in METHODS.get(kind, ("",)):
        columns = (text, text) if kind == "chi2" else (one,) if kind != "correlation" else (one, two)
        stats = ("mean", "count") if kind == "nested" else ("mean",) if kind != "share" else (one,)
        by = () if kind in {"aggregate", "correlation", "model", "test", "outliers", "missing"} else (text,)
        target = day if kind in {"trend", "span"} else two if kind == "model" else ""
        where = Filter(one, ">", (1,)) if kind == "having" else Filter(text, "==", (text,))
        columns = () if kind == "nested" else (day,) if kind == "span" else columns
        yield Analysis(
            kind, columns, by=by, stats=stats, method=method, top=1, unit="month" if kind == "trend" else "",
            target=target, where=where, chart=True, filters=(Filter(text, "like", (text,)),),
        )  # fmt: skip


def code_of(kind, names, slots):
    """The code of a kind of analysis, with a filter and, with templates, the changes over time."""
    kept = (Filter(names[1], "!=", ("x",)),)
    intent = Intent(table=table_of(names), slots=slots, body="how much did all change", filters=kept)
    found = (replace(intent, analyses=(one,)) for one in analyses(kind, names))
    return [step.code for one in found for step in steps(one)]


@pytest.mark.parametrize("slots", [(), (Slot("change_total", "x"),)], ids=["free", "templates"])
@pytest.mark.parametrize("kind", RECIPES)
@settings(max_examples=20, deadline=None)
@given(names=NAMES)
def test_every_recipe_compiles_with_any_name(kind, slots, names):
    for odd, plain in zip(code_of(kind, names, slots), code_of(kind, PLAIN, slots), strict=True):
        assert names_in(odd) == names_in(plain)


@pytest.mark.parametrize("kind", [*ARITHMETIC, *MADE, *VALUES, *CHANGES, "formula"])
@settings(max_examples=20, deadline=None)
@given(names=NAMES)
def test_every_change_compiles_with_any_name(kind, names):
    def code(named):
        (one, two), text, _ = named
        change = Change(kind, (one, two), into=text, how=HOW.get(kind, ""), where=(Filter(one, ">", (1,)),))
        return "\n".join(change_lines(change))

    assert names_in(code(names)) == names_in(code(PLAIN))
