"""Answers and outputs that were made to be hard: each is read to its end, whatever it holds."""

import json
import math

import pytest
from rank_cases import SALES
from verification_cases import check, missed

from agents.tracing.marks import unmarked

pytestmark = pytest.mark.slow

DIGITS, LONG = "7" * 5_000, 20_000
TEXTS = {
    "a reference": f"It is 5 [{DIGITS}].",
    "references": f"It is 5 [1, {DIGITS}].",
    "a heading": f"# {DIGITS} rows\n",
    "a first column": f"| {DIGITS} | value |\n|---|---|\n| {DIGITS} | 2 |\n",
    "a power": f"1e{DIGITS} and 2 × 10^{DIGITS}",
    "dates and scales": f"{DIGITS}年{DIGITS}月, {DIGITS}億, week {DIGITS}, Q{DIGITS}, {DIGITS}%",
    "ratios and ranks": f"{DIGITS}:{DIGITS}, {DIGITS} out of {DIGITS}, North is {DIGITS}位",
    "blanks": f"North{' ' * LONG}has{' ' * LONG}5",
    "brackets": f"{'(' * LONG}5{'[' * LONG}",
    "closing brackets": f"{')' * LONG}5{']' * LONG}",
    "pipes": f"{'| ' * LONG}\n|--|\n",
    "dots": f"{'.' * LONG}5",
    "many numbers": "1 " * 200,
    "many names": "North, " * 3_000,
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_an_answer_is_read_to_its_end(text):
    verified = check(text, "region\nNorth  5\nSouth  7\n", question=text, profile=SALES)
    assert unmarked(verified.text).rstrip() == text.rstrip()


@pytest.mark.parametrize(
    "output",
    [
        json.dumps({"North": 5, "ways": math.factorial(200)}),
        f'{{"North": 5, "ways": {DIGITS}}}',
        f"{DIGITS}\nNorth 5",
        f"1e{DIGITS}\nNorth 5",
        f"North{' ' * LONG}5",
        f"{'[' * LONG}\nNorth 5",
        f"{[n + 0.25 for n in range(LONG)]}\nNorth 5",
        f"{ {f'k{n}': n + 0.25 for n in range(LONG)} }\nNorth 5",
    ],
    ids=["no float", "too many digits", "digits", "power", "blanks", "brackets", "a list", "a dictionary"],
)
def test_an_output_is_read_to_its_end(output):
    assert "East" in missed("North sold 5, East sold 6.", output, profile=SALES)
