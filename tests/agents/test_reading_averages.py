"""Rows below a table that tell of the others, and rows that are only named so."""

import pytest

RAIN, DAYS = [n * 7 % 50 for n in range(1, 13)], [n % 5 + 1 for n in range(1, 13)]
MEAN = f"{sum(RAIN) / 12:.1f},{sum(DAYS) / 12:.1f}"


@pytest.mark.parametrize(
    "below",
    [
        f"Average,{MEAN}",
        f"Total,{sum(RAIN)},{sum(DAYS)}\nMean,{MEAN}",
        f"Mean,{MEAN}\nMax,{max(RAIN)},{max(DAYS)}\nMin,{min(RAIN)},{min(DAYS)}",
        f"Average,{MEAN}\nMax,{max(RAIN)},99",
        "\nAverage,1,2",
        f"Max,{max(RAIN)},{max(DAYS)}",
    ],
    ids=["average", "below a total", "with extremes", "beside an average", "apart", "two maxima"],
)
def test_statistics_below_a_table_are_no_rows(profiled, below):
    rows = "".join(f"M{n},{rain},{days}\n" for n, (rain, days) in enumerate(zip(RAIN, DAYS, strict=True)))
    table, _ = profiled(f"Month,Rain,Days\n{rows}{below}\n")
    assert table["rows"] == 12
    assert [column["type"] for column in table["columns"]] == ["text", "integer", "integer"]


@pytest.mark.parametrize("last", [f"Max,{max(RAIN)},3", "Average,48,1", "Max,12,4"])
def test_a_row_that_is_only_named_so_stays(profiled, last):
    rows = "".join(f"M{n},{rain},{days}\n" for n, (rain, days) in enumerate(zip(RAIN, DAYS, strict=True)))
    table, _ = profiled(f"Name,Rain,Days\n{rows}{last}\n")
    assert table["rows"] == 13
