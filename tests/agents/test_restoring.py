"""Values come back into code as texts and numbers, and never as code."""

import ast

import pytest

from agents.no_rows.restoring import in_code

VALUES = {"1": "Quib3 Vex", "2": 'O\'Brien "x"', "3": "1037.5", "4": "a\n'); import os #", "5": "{x}\\d"}


@pytest.mark.parametrize(
    ("code", "meant"),
    [
        ("'⟦v1⟧'", "Quib3 Vex"),
        ('"of ⟦v1⟧ and ⟦v3⟧"', "of Quib3 Vex and 1037.5"),
        ("'⟦v2⟧'", VALUES["2"]),
        ("'⟦v4⟧'", VALUES["4"]),
        ("'''⟦v4⟧'''  # ⟦v4⟧", VALUES["4"]),
        ("'⟦v5⟧'", VALUES["5"]),
        ("['⟦v1⟧', ⟦v3⟧, -⟦v3⟧]", ["Quib3 Vex", 1037.5, -1037.5]),
        ("r'^⟦v1⟧\\s'", "^Quib3 Vex\\s"),
    ],
)
def test_a_value_stands_in_a_string_or_is_a_number(code, meant):
    assert ast.literal_eval(in_code(code, VALUES)) == meant


def test_a_value_in_a_formatted_string_is_text_there_too():
    restored = in_code("f'⟦v5⟧ {x}' + f\"{t[t.n == '⟦v1⟧'].shape}\"", VALUES)
    (braces, _), (inner,) = (one.values for one in ast.walk(ast.parse(restored)) if hasattr(one, "values"))
    assert braces.value == "{x}\\d "
    assert "'Quib3 Vex'" in ast.unparse(inner)


@pytest.mark.parametrize(
    "code",
    [
        "t.⟦v1⟧",
        "⟦v1⟧ = 1",
        "print(⟦v4⟧)",
        "f'{⟦v1⟧}'",
        "r'⟦v2⟧'",
        "b'⟦v1⟧'",
        "'⟦v9⟧'",
        "if '⟦v1⟧'",
        "%time '⟦v1⟧'",
        "(" * 1000 + "'⟦v1⟧'" + ")" * 1000,
    ],
)
def test_a_placeholder_that_could_be_code_is_refused(code):
    assert in_code(code, VALUES) is None


def test_code_without_placeholders_stays_as_it_is():
    assert in_code("%time x = {'a': 1", VALUES) == "%time x = {'a': 1"
