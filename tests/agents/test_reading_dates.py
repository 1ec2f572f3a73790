"""Dates, times and periods: how they are written, in which order, and what decides it."""

from datetime import datetime

import pandas as pd
import pytest

from agents.in_session.reading import files
from agents.in_session.reading.files import profile_folder


@pytest.fixture
def read(tmp_path):
    """Profiles one text file; gives the table and what its read call gives."""

    def profiled(text):
        (tmp_path / "file.csv").write_text(text)
        (table,) = profile_folder(["file.csv"], {}, str(tmp_path))["tables"]
        return table, eval(table["read"], {"pd": pd})

    return profiled


def lines(pattern):
    return "".join(eval(f"f{pattern!r}", {"i": i}) + "\n" for i in range(1, 29))


def types(table):
    return [column["type"] for column in table["columns"]]


@pytest.mark.parametrize(
    ("pattern", "form", "kind"),
    [
        ("{i:02d}/02/2021", "%d/%m/%Y", "date"),
        ("02/{i:02d}/2021", "%m/%d/%Y", "date"),
        ("{i:02d}/02/21", "%d/%m/%y", "date"),
        ("2021/2/{i}", "%Y/%m/%d", "date"),
        ("202102{i:02d}", "%Y%m%d", "date"),
        ("{i} March 2021", "%d %B %Y", "date"),
        ("{i}-Mar-21", "%d-%b-%y", "date"),
        ("Mar {i}, 2021", "%b %d, %Y", "date"),
        ("2021年3月{i}日", "%Y年%m月%d日", "date"),
        ("2/{i}/2021 1:05 PM", "%m/%d/%Y %I:%M %p", "datetime"),
        ("{i:02d}.02.2021 13:05", "%d.%m.%Y %H:%M", "datetime"),
        ("{i}. 2. 2021", "%d. %m. %Y", "date"),
        ("2021. 2. {i}.", "%Y. %m. %d.", "date"),
        ("Mon, {i} Feb 2021", "%a, %d %b %Y", "date"),
        ("{i:02d}FEB2021", "%d%b%Y", "date"),
        ("Feb-{i}-2021", "%b-%d-%Y", "date"),
        ("2021M{i % 12 + 1:02d}", "%YM%m", "date"),
        ("2021-Feb-{i}", "%Y-%b-%d", "date"),
        ("{i % 12 + 1:02d}/2021", "%m/%Y", "date"),
        ("{i:02d}/02/2021 18.00.00", "%d/%m/%Y %H.%M.%S", "datetime"),
        ("{i}/Feb/2021:18:00:00 +0000", "%d/%b/%Y:%H:%M:%S %z", "datetime"),
        ("Mon Feb {i} 18:00:00 +0000 2021", "%a %b %d %H:%M:%S %z %Y", "datetime"),
        ("202102{i:02d}T180000", "%Y%m%dT%H%M%S", "datetime"),
        ("2021-02-{i:02d} 18:00:00,250", "%Y-%m-%d %H:%M:%S,%f", "datetime"),
    ],
)
def test_dates_are_read_in_their_order(read, pattern, form, kind):
    table, _ = read("date;v\n" + lines(pattern + ";{i}"))
    assert (types(table)[0], f'date_format="{form}"' in table["read"]) == (kind, True)


@pytest.mark.parametrize(
    ("texts", "form"),
    [
        (("Mo, 04.01.2021", "Di, 05.01.2021", "Mi, 13.01.2021"), "%d.%m.%Y"),
        (("lun. 04/01/2021", "mar. 05/01/2021", "mer. 13/01/2021"), "%d/%m/%Y"),
        (("lundi 4 janvier 2021", "mardi 5 janvier 2021", "mercredi 13 janvier 2021"), "%d %m %Y"),
        (("пн, 04.01.2021", "вт, 05.01.2021", "ср, 13.01.2021"), "%d.%m.%Y"),
        (("2021/01/04(月)", "2021/01/05(火)", "2021/01/13(水)"), "%Y/%m/%d"),
        (("2021年1月4日（月）", "2021年1月5日（火）", "2021年1月13日（水）"), "%Y年%m月%d日"),
        (("2021-01-04 星期一", "2021-01-05 星期二", "2021-01-13 星期三"), "%Y-%m-%d"),
        (("2021-01-04(월)", "2021-01-05(화)", "2021-01-13(수)"), "%Y-%m-%d"),
    ],
)
def test_days_of_the_week_beside_dates_are_looked_past(read, texts, form):
    table, frame = read("date;v\n" + "".join(f"{text};1\n" for text in texts))
    assert (types(table)[0], f'format="{form}"' in table["read"]) == ("date", True)
    assert frame["date"].tolist() == [datetime(2021, 1, 4), datetime(2021, 1, 5), datetime(2021, 1, 13)]


def test_a_day_of_the_week_that_is_written_as_a_month_is_said(read):
    table, frame = read("date;v\nlun. 1 mar. 2021;1\nmar. 5 gen. 2021;2\nmer. 3 feb. 2021;3\n")
    assert table["notes"] == ["date stays text: it writes a day of the week as it writes a month."]
    assert frame["date"][0] == "lun. 1 mar. 2021"


def test_words_before_numbers_that_are_no_days_of_the_week_stay(read):
    table, _ = read("room;v\n" + "".join(f"Raum 04.01.20{i};1\nMo 1{i};2\n" for i in range(10, 20)))
    assert types(table)[0] == "text"


def test_iso_dates_need_no_format(read):
    table, _ = read("t,v\n2021-02-01T10:00:00Z,1\n2021-02-02T10:00:00Z,2\n")
    assert table["read"].endswith('parse_dates=["t"])')
    assert table["columns"][0]["type"] == "datetime"


def test_dates_of_both_orders_stay_text_and_say_so(read):
    table, _ = read("d,v\n01/02/2020,1\n13/02/2020,2\n02/13/2020,3\n")
    assert types(table) == ["text", "integer"]
    assert table["notes"] == [
        "d is text: 1 row can only be day/month and 1 row only month/day, so neither order reads all dates."
    ]


def test_an_order_that_nothing_decides_is_called_a_guess(read):
    table, _ = read("d,v\n03/02/2020,1\n01/05/2020,2\n02/01/2020,3\n")
    assert table["notes"] == ["Dates in d read as month/day/year: no number is over 12, so this is a guess."]


def test_even_steps_decide_the_order(read):
    hours = "".join(f"0{1 + i // 24}/03/2022 {i % 24:02d}:00,{i}\n" for i in range(60))
    _, frame = read("t,v\n" + hours)
    assert frame["t"].max() == datetime(2022, 3, 3, 11)


def test_the_day_comes_first_where_a_comma_marks_decimals(read):
    table, _ = read("d;v\n03/02/2020;1,5\n01/05/2020;2,5\n02/01/2020;3,5\n")
    assert table["notes"] == ["Dates in d read as day/month/year: no number is over 12, so this is a guess."]


def test_another_column_decides_the_order(read):
    table, _ = read("a,b\n03/02/2020,25/12/2020\n01/05/2020,24/12/2020\n02/01/2020,26/12/2020\n")
    assert 'date_format="%d/%m/%Y"' in table["read"]


@pytest.mark.parametrize(
    ("cells", "days"),
    [
        (["1. Januar 2021", "15. März 2021"], [(1, 1), (3, 15)]),
        (["3 févr. 2021", "4 août 2021"], [(2, 3), (8, 4)]),
        (["1 de enero de 2021", "2 de mayo de 2021"], [(1, 1), (5, 2)]),
        (["1 мая 2021 г.", "15 декабря 2021 г."], [(5, 1), (12, 15)]),
        (["mars 2021", "juin 2021"], [(3, 1), (6, 1)]),
        (["fev/21", "set/21"], [(2, 1), (9, 1)]),
        (["4 listopadu 2021", "5 září 2021"], [(11, 4), (9, 5)]),
        (["6 listopada 2021", "7 września 2021"], [(11, 6), (9, 7)]),
        (["Sept 4, 2021", "June 5, 2021"], [(9, 4), (6, 5)]),
    ],
    ids=["German", "French", "Spanish", "Russian", "months", "Portuguese", "Czech", "Polish", "English"],
)
def test_months_are_read_by_their_names_in_other_languages(read, cells, days):
    table, frame = read("when;v\n" + "".join(f"{cell};1\n" for cell in cells))
    assert types(table) == ["date", "integer"]
    assert frame["when"].tolist() == [datetime(2021, *day) for day in days]


def test_versions_are_no_dates(read):
    table, _ = read("version,n\n3.11.12,1\n3.9.10,2\n1.2.20,3\n")
    assert types(table) == ["text", "integer"]


def test_zones_are_read_as_utc(read):
    _, frame = read("t,n\n2020-01-01T15:00:00Z,1\n2020-01-01T15:00:00+03:00,2\n")
    assert frame["t"].tolist() == [pd.Timestamp("2020-01-01T15:00Z"), pd.Timestamp("2020-01-01T12:00Z")]


@pytest.mark.parametrize("cells", [["Mars 2021", "Venus 2021"], ["mei 2021", "mayo 2021"]])
def test_words_that_are_no_months_of_one_language_stay_text(read, cells):
    table, _ = read("when;v\n" + "".join(f"{cell};1\n" for cell in cells))
    assert types(table) == ["text", "integer"]


@pytest.mark.parametrize(
    ("name", "cells", "said"),
    [
        (
            "period",
            ["1974Q1", "1974Q2"],
            'holds quarters, such as 1974Q1, and stays text: pd.PeriodIndex(…, freq="Q")',
        ),
        ("week", ["2021-W01", "2021-W52"], "holds weeks"),
        ("日期", ["110/01/04", "110/01/05"], "holds years of Taiwan's calendar"),
        ("年", ["平成31年", "令和元年"], "holds years of Japanese eras"),
        ("date", ["44197", "44198"], "may be days as Excel counts them"),
        ("timestamp", ["1609459200", "1609462800"], "may be seconds since 1970"),
    ],
)
def test_what_is_no_date_for_pandas_is_noted(read, name, cells, said):
    table, frame = read(f"{name},v\n" + "".join(f"{cell},1\n" for cell in cells))
    assert said in table["notes"][0]
    assert [str(cell) for cell in frame[name]] == cells


DAY = [f"{i % 28 + 1:02d}.{i % 12 + 1:02d}." for i in range(66)]
CENTURIES = {
    "births": ([f"{day}{(1935 + i) % 100:02d}" for i, day in enumerate(DAY)], 1935, 2000),
    "births of the old only": ([f"{day}{40 + i % 20}" for i, day in enumerate(DAY)], 1940, 1959),
    "a series of months": ([f"{month}-{60 + i}" for i in range(12) for month in ("Jan", "Feb")], 1960, 1971),
    "loans": ([f"{day}{24 + i:02d}" for i, day in enumerate(DAY[:32])], 2024, 2055),
    "recent days": ([f"{day}{10 + i % 12}" for i, day in enumerate(DAY)], 2010, 2021),
}
"""Dates with years of two digits, and the first and last of their years."""


@pytest.mark.parametrize(("cells", "first", "last"), CENTURIES.values(), ids=CENTURIES)
def test_years_of_two_digits_are_of_the_century_that_keeps_them_together(read, cells, first, last):
    table, frame = read("when;n\n" + "".join(f"{cell};x{i}\n" for i, cell in enumerate(cells)))
    assert (frame["when"].dt.year.min(), frame["when"].dt.year.max()) == (first, last)
    assert f"read as {first} to {last}." in table["notes"][0]


def test_the_century_holds_for_all_of_a_large_file(read, monkeypatch):
    monkeypatch.setattr(files, "LARGE", 100_000)
    rows = "".join(
        f"{i % 28 + 1:02d}.{i % 12 + 1:02d}.{(1935 + i % 66) % 100:02d};x{i}\n" for i in range(12_000)
    )
    table, frame = read("born;id\n" + rows)
    assert (table["columns"][0]["low"][:4], table["columns"][0]["high"][:4]) == ("1935", "2000")
    assert (frame["born"].dt.year.min(), frame["born"].dt.year.max()) == (1935, 2000)


@pytest.mark.parametrize("mark", ["00.00.0000", "0000/00/00"])
def test_a_date_of_zeros_is_missing(read, mark):
    days = lines("{i:02d}.02.2021" if "." in mark else "2021/02/{i:02d}")
    table, frame = read(f"when\n{mark}\n{days}")
    assert (types(table), frame["when"].isna().sum()) == (["date"], 1)
