"""Day before month or after, and dates of digits only: what decides, and what is called a guess."""

import pytest

FIRSTS = [f"01/{month:02d}/{year}" for year in (1995, 1996) for month in range(1, 13)]
MAY = ["02/05/2023", "05/05/2023", "04/05/2023", "09/05/2023", "03/05/2023"]


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
    "cells",
    [
        [f"03/{month:02d}/2023" for month in (8, 9, 10, 12, 1, 6, 11, 2, 8, 9, 12)],
        [f"{month:02d}/15/2023" for month in (4, 1, 7, 12, 3, 9, 2)],
        [f"{month:02d}/05/{year}" for year in (2022, 2023) for month in (3, 1, 5, 4, 12)],
        [f"{month:02d}/06/2023" for month in (4, 1, 7, 12, 3, 9, 2, 8, 5, 11, 6, 10)],
    ],
    ids=["days of the third", "a day over 12", "two years", "nearly all months"],
)
def test_numbers_that_may_be_months_are_read_as_is_usual(profiled, cells):
    _, frame = profiled(column("when", cells))
    assert frame["when"].dt.month.tolist() == [int(cell[:2]) for cell in cells]


@pytest.mark.parametrize(
    ("name", "cells", "first", "note"),
    [
        (
            "EffDate",
            ["20010131", "20010207", "20010316"],
            "2001-01-31",
            "Numbers in EffDate read as year, month and day.",
        ),
        (
            "DATUM",
            ["25012023", "26012023", "01022023"],
            "2023-01-25",
            "Numbers in DATUM read as day, month and year.",
        ),
        (
            "x",
            [f"{day}012023" for day in range(18, 31)],
            "2023-01-18",
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
        ("candidate_no", ["110120", "120221", "210322", "220423"]),
        ("update_id", [f"2103{day:02d}" for day in range(1, 14)]),
        ("database_id", [f"1104{day:02d}" for day in range(1, 10)]),
        ("holiday_code", [f"1104{day:02d}" for day in range(1, 10)]),
        ("day_code", ["110120", "120221", "210322", "220423"]),
        ("serial", ["20010101", "20010102", "20010103", "20010104"]),
        ("order", ["20230101", "20230102", "20230103"]),
        ("part_no", [f"{day}012000" for day in range(18, 31)]),
    ],
)
def test_other_digits_stay_what_they_are(profiled, name, cells):
    table, _ = profiled(column(name, cells))
    assert table["columns"][0]["type"] in {"integer", "number", "text"}


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("OrderDate", "date"),
        ("Buchungsmonat", "date"),
        ("last_update", "date"),
        ("month_id", "date"),
        ("시점 년월", "date"),
        ("database_id", "integer"),
        ("candidate", "integer"),
        ("timer", "integer"),
    ],
)
def test_a_name_tells_of_dates_by_a_word_of_its_own(profiled, name, kind):
    table, _ = profiled(column(name, ["202301", "202302", "202304"]))
    assert table["columns"][0]["type"] == kind
