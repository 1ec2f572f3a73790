"""Tables on terminals of any width: no number is cut."""

import io

import pytest
from rich.console import Console

from analyst.cli.grids import AnswerMarkdown, grid

NUMBERS = ("3,700.7", "2008-11-24", "1,234,567.89", "0.000012", "-80,430.59", "200.9152", "344", "5,076.0")
TABLE = "\n".join(
    [
        "| Species | " + " | ".join(f"column {n}" for n in range(len(NUMBERS))) + " |",
        "|---|" + "---:|" * len(NUMBERS),
        "| Adelie Penguin (Pygoscelis adeliae) | " + " | ".join(NUMBERS) + " |",
    ]
)


def shown(what, width):
    console = Console(file=io.StringIO(), width=width)
    console.print(what)
    return console.file.getvalue()


@pytest.mark.parametrize("width", [200, 110, 80, 38])
def test_every_number_of_an_answer_is_whole(width):
    lines = shown(AnswerMarkdown(TABLE), width).splitlines()
    assert all(any(number in line for line in lines) for number in NUMBERS)
    assert "…" not in "".join(lines)
    assert max(map(len, lines)) <= width


def test_a_table_that_fits_stays_one_and_words_give_way_first():
    wide = shown(AnswerMarkdown(TABLE), 200).splitlines()
    assert [line for line in wide if "adeliae" in line and "5,076.0" in line]
    narrow = shown(grid(("name", "n"), [("a name of many words that goes on", "1,234,567")]), 24).splitlines()
    assert narrow[2:] == ["a name of      1,234,567", "many words              ", "that goes on            "]


def test_a_table_that_fits_nowhere_becomes_a_list():
    text = shown(grid(("name", "n", "m", "none"), [("Ann", "1,234,567", "2,345,678", "–")]), 20)
    assert [line.rstrip() for line in text.splitlines()] == ["name: Ann", "  n: 1,234,567", "  m: 2,345,678"]
