"""The open data sets of the requirement, where they are beside the checkout."""

from pathlib import Path

import pandas as pd
import pytest

from agents.in_session.reading.files import profile_folder

FOLDER = Path(__file__).parents[2].parent / "shared" / "data" / "csv"
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not FOLDER.is_dir(), reason="../shared/data/csv is not there"),
]


def table(name: str) -> dict:
    found = profile_folder([name], {}, str(FOLDER))
    assert found["errors"] == []
    return found["tables"][0]


def frame(found: dict) -> pd.DataFrame:
    return eval(found["read"], {"pd": pd})


def column(found: dict, name: str) -> dict:
    return next(column for column in found["columns"] if column["name"] == name)


@pytest.mark.parametrize(
    ("name", "rows", "columns"),
    [
        ("syukujitsu_cp932.csv", 1067, 2),
        ("airquality_semicolon_decimalcomma.csv", 9357, 15),
        ("modechoice_semicolon.csv", 840, 9),
        ("zipcodes.csv", 42049, 6),
        ("birdstrikes.csv", 10000, 14),
        ("penguins-raw.csv", 344, 17),
        ("danish_data_bom.csv", 55, 6),
        ("noaa_wildfires_monthly_stats.csv", 303, 4),
    ],
)
def test_the_read_call_gives_what_the_table_says(name, rows, columns):
    found = table(name)
    read = frame(found)
    assert (found["rows"], len(found["columns"])) == (rows, columns) == read.shape
    assert [column["name"] for column in found["columns"]] == list(read.columns)


def test_air_quality_has_dates_decimals_and_a_sentinel():
    found = table("airquality_semicolon_decimalcomma.csv")
    assert (column(found, "AH")["low"], column(found, "AH")["high"]) == ("0.1847", "2.231")
    assert column(found, "NMHC(GT)") | {"examples": []} == {
        "name": "NMHC(GT)",
        "type": "integer",
        "unit": "",
        "missing": 8443,
        "unique": 429,
        "low": "7",
        "high": "1189",
        "examples": [],
    }
    assert column(found, "Date")["low"] == "2004-03-10"
    assert column(found, "Time")["type"] == "time"
    assert "Dates in Date read as day/month/year: 5760 rows have a first number over 12." in found["notes"]
    assert "114 empty rows at the end left out." in found["notes"]
    assert frame(found)["T"].mean() == pytest.approx(18.317829)


def test_holidays_are_japanese_and_dated():
    found = table("syukujitsu_cp932.csv")
    assert [c["name"] for c in found["columns"]] == ["国民の祝日・休日月日", "国民の祝日・休日名称"]
    assert found["columns"][0]["type"] == "date"
    assert found["columns"][1]["examples"][:2] == ["休日", "元日"]


def test_zip_codes_keep_their_zeros():
    found = table("zipcodes.csv")
    assert column(found, "zip_code")["type"] == "text"
    assert frame(found)["zip_code"].iloc[0] == "00501"


def test_none_is_a_value_of_the_bird_strikes():
    found = table("birdstrikes.csv")
    damage = column(found, "Effect Amount of damage")
    assert (damage["missing"], damage["examples"][0]) == (0, "None")
    assert column(found, "Speed IAS in knots")["unit"] == "knots"
    assert column(found, "Speed IAS in knots")["missing"] == 2836


def test_penguins_have_units_and_missing_values():
    found = table("penguins-raw.csv")
    assert (column(found, "Body Mass (g)")["unit"], column(found, "Body Mass (g)")["missing"]) == ("g", 2)
    assert column(found, "Delta 15 N (o/oo)")["unit"] == "o/oo"
    assert column(found, "Sex")["missing"] == 11


def test_wildfires_have_three_lines_above_and_a_declared_sentinel():
    found = table("noaa_wildfires_monthly_stats.csv")
    assert "skiprows=3" in found["read"]
    assert "na_values=[-999]" in found["read"]
    assert (column(found, "Date")["low"], column(found, "Date")["high"]) == ("2000-01-01", "2025-03-01")
