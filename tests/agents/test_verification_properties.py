"""Whatever number an output shows, the answer may write it in any supported way, and in no other."""

import math
from datetime import date

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st
from named_outputs import BIRDS

from agents.tracing.language.dates import dates_in
from agents.tracing.language.numbers import numbers_in
from agents.values import Answer, Cell, Execution, Profile
from agents.verification import verify

pytestmark = pytest.mark.slow

NOTHING = Profile(tables=())
WIDE = str.maketrans("0123456789.,%", "０１２３４５６７８９．，％")
values = st.floats(1.5, 1e12) | st.integers(2, 10**12).map(float)
signs = st.sampled_from((1, -1))


def missed(text, *outputs, profile=NOTHING):
    cells = [
        Cell(id=number, title="", code="", execution=Execution(status="ok", stdout=output))
        for number, output in enumerate(outputs, 1)
    ]
    return [claim.value for claim in verify(Answer(text=text), cells, "", profile).not_found]


def german(value, digits):
    return f"{value:,.{digits}f}".translate(str.maketrans(",.", ".,"))


WRITINGS = {
    "plain": lambda value, digits: f"{value:.{digits}f}",
    "commas": lambda value, digits: f"{value:,.{digits}f}",
    "apostrophes": lambda value, digits: f"{value:,.{digits}f}".replace(",", "'"),
    "thin blanks": lambda value, digits: f"{value:,.{digits}f}".replace(",", "\u202f"),
    "blanks": lambda value, digits: f"{value:,.{digits}f}".replace(",", " "),
    "full width": lambda value, digits: f"{value:,.{digits}f}".translate(WIDE),
    "exponent": lambda value, digits: f"{value:.{digits + 1}e}",
    "power of ten": lambda value, digits: "{} × 10^{{{}}}".format(*f"{value:.{digits + 1}e}".split("e")),
    "minus sign": lambda value, digits: f"{value:,.{digits}f}".replace("-", "−"),
    "bold": lambda value, digits: f"**{value:,.{digits}f}**",
    "code": lambda value, digits: f"`{value:.{digits}f}`",
    "dollars": lambda value, digits: f"${value:,.{digits}f}".replace("$-", "-$"),
    "decimal comma": lambda value, digits: german(
        value, digits or 1 if digits != 3 else 2
    ),  # 1,234 is a thousand
}
SCALES = {" million": 1e6, "M": 1e6, " bn": 1e9, "k": 1e3, " thousand": 1e3, "万": 1e4, "億": 1e8, "兆": 1e12}


@pytest.mark.parametrize("writing", WRITINGS)
@given(value=values, sign=signs, digits=st.integers(0, 4))
def test_a_rounded_output_is_found(writing, value, sign, digits):
    written = WRITINGS[writing](sign * value, digits)
    assert missed(f"The mean is {written} [1].", f"mean {sign * value!r}") == []


@pytest.mark.parametrize("scale", SCALES)
@given(mantissa=st.floats(1.2, 9999), digits=st.integers(1, 3))
def test_a_scaled_output_is_found(scale, mantissa, digits):
    value = mantissa * SCALES[scale]
    assert missed(f"It was {mantissa:.{digits}f}{scale} in all.", f"total {value!r}") == []


@given(share=st.floats(0.01, 1), digits=st.integers(0, 3), full=st.booleans())
def test_a_fraction_is_found_as_percent(share, digits, full):
    written = f"{share * 100:.{digits}f}%"
    assert missed(f"It is {written.translate(WIDE) if full else written}.", f"share {share!r}") == []


@pytest.mark.parametrize("writing", WRITINGS)
@given(value=values, digits=st.integers(0, 4), change=st.floats(0.02, 3), up=st.booleans())
@example(value=9.68, digits=2, change=0.1, up=True)
@example(value=972213740459.0, digits=0, change=0.0234375, up=True)
def test_a_changed_number_is_not_found(writing, value, digits, change, up):
    wrong = value * (1 + change) if up else value / (1 + change)
    unit = 10.0**-digits
    if writing in ("exponent", "power of ten"):
        rounded = float(f"{wrong:.{digits + 1}e}")  # 9.96 may be written as 1.0e1
        unit = 10.0 ** (math.floor(math.log10(rounded)) - digits - 1)
    assume(abs(wrong - value) > 1.01 * unit)
    assume(wrong >= 1.5 and wrong != round(value / 100, digits) and round(wrong, digits) not in (0, 1))
    written = WRITINGS[writing](wrong, digits)
    assert missed(f"The mean is {written} [1].", f"mean {value!r}") != []


@given(one=st.integers(100, 10**6), other=st.integers(100, 10**6))
def test_a_difference_is_found_and_a_wrong_one_is_not(one, other):
    assume(one > other + 10)
    output = f"a {one}\nb {other}"
    assert missed(f"a has {one - other:,} more than b.", output) == []
    wrong = one - other + 7
    assume(wrong not in (one, other, one + other))
    assert missed(f"a has {wrong:,} more than b.", output) == [f"{wrong:,}"]


@given(part=st.integers(1, 10**6), whole=st.integers(1, 10**6))
def test_a_share_is_found(part, whole):
    assume(whole / 2000 < part <= whole)  # what rounds to no percent at all proves nothing
    assert missed(f"{part:,} of {whole:,} are {100 * part / whole:.1f}%.", f"{part}\n\n{whole}") == []


@given(st.dates(date(1900, 1, 1), date(2999, 12, 31)))
def test_a_day_is_the_same_in_every_format(day):
    output = f"{day.isoformat()} 00:00:00"
    month = f"{day:%B}"
    for written in (
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day:%d.%m.%Y}",
        f"{day.day} {month} {day.year}",
        f"{month} {day.day}, {day.year}",
        f"{day.year}年{day.month}月{day.day}日",
        f"{month} {day.year}",
    ):
        assert missed(f"It was on {written}.", output) == [], written


@given(st.text())
def test_any_text_can_be_read(text):
    for number in numbers_in(text):
        assert text[number.start : number.end] == number.text
    for found in dates_in(text):
        assert text[found.start : found.end] == found.text
    missed(text, text)


@given(st.text(alphabet="0123456789.,% '-−[]|`*_\\()×^{}e+k万億年月日MB:/#\n $", max_size=60))
def test_any_jumble_of_digits_and_signs_can_be_read(text):
    for number in numbers_in(text):
        assert text[number.start : number.end] == number.text
    missed(text, text)


@pytest.mark.parametrize(
    "output",
    [
        "(" * 200_000,
        "a" * 200_000,
        "1," * 20_000,
        "1 " * 20_000,
        "2021-03-14 " * 20_000,
        "0 1\n" * 20_000,
        "\n".join(f"{number} 1" for number in range(20_000)),
        "9" * 200_000,
        "1e99999 1e-99999 10^99999 2 × 10^{99999}",
        "`(" * 5_000,
        "|" * 20_000,
        "Gentoo 1 " * 20_000,
        "Country\nOslo\n" + "Adelie 1\n" * 20_000,
        "Country\nOslo\n" + "\xa0" * 200_000,
        "['Adelie', " + "[" * 20 + "1" + "]" * 21,
        "[" * 900 + "1" + "]" * 900,
        '{"columns": 1, "data": [1], "index": {"a": 1}}',
    ],
    ids=lambda output: output[:12],
)
def test_hostile_outputs_and_answers_end_within_the_time_of_a_test(output):
    missed("It is 17, 3 more than the total of 14%.", output)
    missed("Gentoo: 17, or 1 for Oslo.", output, profile=BIRDS)
    missed(output[:1_000], "17")


@pytest.mark.parametrize("text", ["5 ", "5,", "five ", "2021-", "in 2021 7, in 2022 8, "])
def test_a_sentence_of_a_thousand_numbers_comes_to_an_end(text):
    assert missed(f"{text * 1000}\n\n999 rows", "2020  5\n2021  7\n2022  8")[-1] == "999"


def test_a_table_of_200_rows_about_59_outputs_comes_to_an_end():
    output = "\n".join(f"{year}  {year * 7 % 101}.5  {year * 3 % 97}" for year in range(1900, 2020))
    rows = "\n".join(f"| {year} | {year * 7919 % 99_991}.25 | {year % 89}.3% |" for year in range(1900, 2100))
    total = sum(year * 3 % 97 for year in range(1900, 2020))
    text = f"| Year | n | share |\n|---|---|---|\n{rows}\n\nThe total is {total}, not 999999."
    assert missed(text, *[output] * 59)[-1] == "999999"


def test_there_is_no_share_of_a_column_of_zeros():
    assert missed("That is 60% in total.", "a  0\nb  0\nc  0\nd  0") == ["60%"]
