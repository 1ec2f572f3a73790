"""Day before month or after, and dates of digits only: what decides, and what is called a guess."""

import pytest

FIRSTS = [f"01/{month:02d}/{year}" for year in (1995, 1996) for month in range(1, 13)]
MAY = ["02/05/2023", "05/05/2023", "04/05/2023", "09/05/2023", "03/05/2023"]
JANUARY = ["25012023", "26012023", "01022023"]
GUESSED = "Numbers in Eff read as year, month and day: a guess, as each is a possible one."


def column(name, cells):
    return f"{name},v\n" + "".join(f"{cell},{n}.5\n" for n, cell in enumerate(cells))


@pytest.mark.parametrize(
    ("cells", "second"),
    [
        (FIRSTS, "1995-02-01"),
        ([first.replace("/", "-") for first in FIRSTS], "1995-02-01"),
        ([f"{n:02d}/01/2023" for n in range(1, 13)], "2023-01-02"),
        ([f"0{n}/02/2023 1{n}:0{n}:00" for n in range(1, 6)], "2023-02-02"),
        (MAY * 3, "2023-05-05"),
        ([f"{day[3:6]}{day[:3]}2023" for day in MAY * 3], "2023-05-05"),
    ],
    ids=["months", "months with dashes", "days", "days with times", "days in May", "days in May, American"],
)
def test_even_steps_or_what_varies_decide_the_order(profiled, cells, second):
    _, frame = profiled(column("when", cells))
    assert str(frame["when"][1])[:10] == second


def test_the_number_that_alone_varies_is_a_guess(profiled):
    table, _ = profiled(
        column("when", ["02/05/2023", "05/05/2023", "04/05/2023", "09/05/2023", "03/05/2023"] * 3)
    )
    assert table["notes"] == [
        "Dates in when read as day/month/year: "
        "no number is over 12 and only the first varies, so this is a guess."
    ]


@pytest.mark.parametrize(
    ("name", "cells", "first", "note"),
    [
        (
            "Eff",
            ["20010131", "20010207", "20010316"],
            "2001-01-31",
            GUESSED,
        ),
        (
            "DATUM",
            ["25012023", "26012023", "01022023"],
            "2023-01-25",
            "Numbers in DATUM read as day, month and year.",
        ),
        (
            "x",
            ["25012023", "26012023", "01022023"],
            "2023-01-25",
            "Numbers in x read as day, month and year.",
        ),
        (
            "DATUM",
            ["230125", "230126", "230127"],
            "2023-01-25",
            "Numbers in DATUM read as year, month and day: a guess, as they may be written otherwise. "
            "Years of two digits read as 2023.",
        ),
        (
            "시점",
            [f"{year}.{month:02d}" for year in (2010, 2011) for month in range(1, 13)],
            "2010-01-01",
            "Numbers in 시점 read as year and month: a guess, as all twelve months are there.",
        ),
        (
            "day",
            ["01 Mar 23", "02 Mar 23", "31 Mar 23"],
            "2023-03-01",
            "Years of two digits in day read as 2023.",
        ),
    ],
    ids=[
        "few rows",
        "day in front",
        "day in front without a name",
        "short years",
        "months",
        "short years in words",
    ],
)
def test_dates_in_digits_are_read(profiled, name, cells, first, note):
    table, frame = profiled(column(name, cells))
    assert str(frame[name][0])[:10] == first
    assert table["notes"] == [note]


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("id", ["20010131", "20010250"]),
        ("id", ["01022023", "02032023", "03042023"]),
        ("n", ["230125", "230126", "230127"]),
        ("v", ["2010.01", "2010.02", "2010.03"]),
    ],
    ids=["no date", "either way", "six digits without a name", "not all months"],
)
def test_other_digits_stay_what_they_are(profiled, name, cells):
    table, _ = profiled(column(name, cells))
    assert table["columns"][0]["type"] in {"integer", "number", "text"}
