"""Numbers that stand for missing values, and those that only look as if they did."""

import io
import json

import openpyxl
import pytest

from agents.in_session.reading import files, large

KEPT = "may stand for a missing value but is kept."


def table_of(columns, sep=","):
    """Return text of columns, each a list of cells."""
    rows = [columns.keys(), *zip(*columns.values(), strict=True)]
    return "".join(sep.join(map(str, row)) + "\n" for row in rows)


def every(step, mark, values):
    return [mark if place % step == step - 1 else value for place, value in enumerate(values)]


DAYS = {
    "temp": every(7, 99.9, [i % 20 + 0.5 for i in range(60)]),
    "count": [i + 50 for i in range(60)],
    "pressure": [950.5 + i for i in range(60)],
}
"""Columns with 99.9 for a missing value and 99 and 99.0 for a real one."""


@pytest.mark.parametrize("sep", [",", ";"])
def test_a_sentinel_with_decimals_takes_no_whole_number_with_it(profiled, sep):
    text = table_of(DAYS | {"share": [f"{i + 40}.0" for i in range(60)]}, sep)
    table, frame = profiled(text.replace(".", ",") if sep == ";" else text)
    assert frame.isna().sum().tolist() == [8, 0, 0, 0]
    assert (99 in set(frame["count"]), 99.0 in set(frame["share"])) == (True, True)
    assert table["notes"] == ["99.9 in temp (8) read as missing."]


def test_a_sentinel_with_decimals_is_missing_in_a_workbook(profiled):
    book = openpyxl.Workbook()
    for row in [tuple(DAYS), *zip(*DAYS.values(), strict=True)]:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    _, frame = profiled(content.getvalue(), "book.xlsx")
    assert frame.isna().sum().tolist() == [8, 0, 0]


def test_a_sentinel_of_one_column_is_a_value_of_another_with_more_zeros(profiled):
    _, frame = profiled(table_of({"t": every(9, 999, range(60)), "mb": [f"{i + 970}.00" for i in range(60)]}))
    assert frame.isna().sum().tolist() == [6, 0]


SURE = {
    "-9 below incomes": every(8, -9, [20_000 + 731 * i for i in range(60)]),
    "-99 below rents": every(9, -99, [300.5 + 20 * i for i in range(60)]),
    "-9 below a scale": every(9, -9, [i % 5 + 1 for i in range(60)]),
    "-9999 below wages": every(9, -9999, [20_000 + 700 * i for i in range(60)]),
}


@pytest.mark.parametrize("cells", SURE.values(), ids=SURE)
def test_nines_below_values_that_are_never_negative_are_missing(profiled, cells):
    table, frame = profiled(table_of({"id": range(60), "v": cells}))
    assert frame["v"].isna().sum() == cells.count(min(cells))
    assert table["notes"] == [f"{min(cells)} in v ({cells.count(min(cells))}) read as missing."]


UNSURE = {
    "rent among small change": (every(6, -950.0, [2.5 + i / 2 for i in range(60)]), "-950 in v (10)"),
    "a code below counts": (every(10, -1, [i % 7 for i in range(60)]), "-1 in v (6)"),
    "money given back": (every(10, -99, [i * 10 + 19 for i in range(60)]), "-99 in v (6)"),
    "two nines above a few rooms": (every(10, 99, [i % 9 + 1 for i in range(60)]), "99 in v (6)"),
}


@pytest.mark.parametrize(("cells", "said"), UNSURE.values(), ids=UNSURE)
def test_what_may_be_a_value_is_kept_and_noted(profiled, cells, said):
    table, frame = profiled(table_of({"id": [f"k{i}" for i in range(60)], "v": cells}))
    assert frame["v"].isna().sum() == 0
    assert table["notes"] == [f"{said} {KEPT}"]


def test_a_low_value_in_two_columns_far_below_both_is_missing(profiled):
    cells = {
        "co": every(8, -200, [i / 10 for i in range(60)]),
        "no": every(5, -200, [i % 30 for i in range(60)]),
    }
    _, frame = profiled(table_of(cells))
    assert frame.isna().sum().tolist() == [7, 12]


def test_a_low_whole_number_far_below_decimals_is_missing(profiled):
    _, frame = profiled(table_of({"day": range(60), "co": every(8, -200, [1 + i / 8 for i in range(60)])}))
    assert frame["co"].isna().sum() == 7


def test_a_change_has_negative_values_of_its_own(profiled):
    table, frame = profiled(
        table_of({"id": range(60), "change": every(9, -9, [i % 21 - 8 for i in range(60)])})
    )
    assert (frame["change"].isna().sum(), table["notes"]) == (0, [])


@pytest.mark.parametrize(
    ("name", "write"),
    [
        ("file.json", json.dumps),
        ("file.jsonl", lambda records: "\n".join(map(json.dumps, records))),
    ],
)
def test_sentinels_in_json_are_missing(profiled, name, write):
    cells = every(12, -999.9, [i / 2 for i in range(60)])
    table, frame = profiled(write([{"id": i, "t": cell} for i, cell in enumerate(cells)]), name)
    assert (frame["t"].isna().sum(), table["columns"][1]["low"]) == (5, "0")
    assert table["notes"] == ["-999.9 in t (5) read as missing."]


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_a_sentinel_that_no_sample_of_a_large_file_has_is_missing(profiled, monkeypatch, encoding):
    monkeypatch.setattr(files, "LARGE", 100_000)
    monkeypatch.setattr(large, "_HEAD", 20_000)
    monkeypatch.setattr(large, "_PIECE", 400)
    cells = [-999 if i in {15_000, 15_001, 16_000} else i % 50 for i in range(20_000)]
    text = table_of({"town": ["Köln"] * 20_000, "v": cells})
    table, frame = profiled(text.encode(encoding))
    assert (frame["v"].isna().sum(), table["columns"][1]["low"]) == (3, "0")
    assert "-999 in v (3) read as missing." in table["notes"]


def test_nines_beside_nines_of_another_column_are_missing(profiled):
    rows = [(n * 17 % 290, n * 7 % 300 / 10, 1000 + n) for n in range(40)]
    rows[3:3] = [(999, 99.0, 9999.0), (999, 12.5, 1010.0), (999, 99.0, 1011.0), (999, 7.5, 1012.0)]
    _, frame = profiled("wdir,wspd,pres\n" + "".join(f"{a},{b},{c}\n" for a, b, c in rows))
    assert frame.isna().sum().tolist() == [4, 2, 1]
