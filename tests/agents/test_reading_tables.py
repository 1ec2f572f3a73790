"""Headers, footers, numbers, dates and missing values, and that the read call gives what was found."""

import pandas as pd
import pytest

from agents.in_session import reading, reading_large
from agents.in_session.reading import profile_folder


@pytest.fixture
def read(tmp_path):
    """Profiles one text file and checks its read call against the table."""

    def profiled(text):
        (tmp_path / "file.csv").write_text(text)
        found = profile_folder(["file.csv"], {}, str(tmp_path))
        assert found["errors"] == []
        (table,) = found["tables"]
        frame = eval(table["read"], {"pd": pd})
        assert frame.shape == (table["rows"], len(table["columns"]))
        assert list(frame.columns) == [column["name"] for column in table["columns"]]
        return table

    return profiled


def lines(pattern, numbers=range(1, 29)):
    return "".join(eval(f"f{pattern!r}", {"i": i}) + "\n" for i in numbers)


def types(table):
    return [column["type"] for column in table["columns"]]


def names(table):
    return [column["name"] for column in table["columns"]]


def test_a_european_export_with_title_and_total(read):
    rows = lines("{i:02d}.03.2023;Bern;{i}.{i:03d},50;{i}")
    title = "Umsatzbericht;;;\nErstellt am 05.01.2024;;;\n;;;\n"
    table = read(f"{title}Datum;Filiale;Umsatz (€);Kunden\n{rows};;;\nSumme;;9.999,00;406\n")
    assert (table["rows"], types(table)) == (28, ["date", "text", "number", "integer"])
    sales = table["columns"][2]
    assert (sales["unit"], sales["low"], sales["high"]) == ("€", "1001.5", "28028.5")
    assert '3 lines above the table left out: "Umsatzbericht".' in table["notes"]
    assert '1 row below the table left out: "Summe".' in table["notes"]
    assert "Dates in Datum read as day/month/year: 16 rows have a first number over 12." in table["notes"]


LAYOUTS = {
    "two rows of names": (
        "Region,2020,,2021,\n,Q1,Q2,Q1,Q2\n" + lines("R{i},{i},{i},{i},{i}"),
        ["Region", "2020 Q1", "2020 Q2", "2021 Q1", "2021 Q2"],
    ),
    "repeated group names": (
        ",Men,Men,Women,Women\nAge,n,%,n,%\n" + lines("{i},{i},1.5,{i},2.5"),
        ["Age", "Men n", "Men %", "Women n", "Women %"],
    ),
    "no header": (lines("{i},{i},0.{i}"), ["column_1", "column_2", "column_3"]),
    "years as names": ("Country,2000,2001\n" + lines("C{i},{i},{i}"), ["Country", "2000", "2001"]),
    "only words": ("name,city\nAnn,Rome\n" + lines("N{i},Rome", range(27)), ["name", "city"]),
    "pairs above": (
        "Station;Bern\nHeight;450\n\nDay;Rain\n" + lines("{i:02d}.01.2020;{i},5"),
        ["Day", "Rain"],
    ),
    "header in a comment": ("# tool 2\n# time,temp\n" + lines("{i},2{i}"), ["time", "temp"]),
    "comment between": ("a,b\n" + lines("{i},{i}") + "# moved\n", ["a", "b"]),
    "header again": ("a,b\n1,2\n" + "a,b\n" + lines("{i},{i}", range(27)), ["a", "b"]),
    "blocks": (
        "Title: Dec\n\nDate,V,N\n1,2,3\n\nTitle: Jan\n\nDate,V,N\n" + lines("{i},{i},{i}", range(27)),
        ["Date", "V", "N"],
    ),
    "the same name twice": ("a,b,a\n" + lines("{i},2,3"), ["a", "b", "a.1"]),
    "row names of R": ('"mpg","cyl"\n' + lines('"Car {i}",{i},4'), ["row", "mpg", "cyl"]),
    "empty column": ("a,,b\n" + lines("{i},,2"), ["a", "b"]),
    "delimiter at the end of rows": ("a,b\n" + lines("{i},2,"), ["a", "b"]),
    "empty row between": ("a,b\n1,2\n,\n" + lines("{i},{i}", range(27)), ["a", "b"]),
    "many empty rows": ("a,b\n" + lines("{i},{i}\n,"), ["a", "b"]),
    "ragged": ("a,b,c\n" + lines("{i},2,x", range(27)) + "7,8,9,10\n1,2\n", ["a", "b", "c"]),
    "a first row of missing values": (
        "Name,Score\nAnn,None\n" + lines("N{i},{i}", range(27)),
        ["Name", "Score"],
    ),
    "a last line of words": ("year|value\n" + lines("{i}|{i}.5") + "END OF FILE\n", ["year", "value"]),
    "dates in one column": ("when\n" + lines("2020-01-{i:02d} 10:00"), ["when"]),
    "remarks below": (
        "Year,GDP,Pop\n" + lines("{1990 + i},{i},{i}") + "\nSource: World Bank\n* provisional\n",
        ["Year", "GDP", "Pop"],
    ),
    "questions below the names": (
        "Q1,Q2,Q3\nHow old?,Where?,How happy?\n" + lines("{i},Bern,{i}"),
        ["Q1", "Q2", "Q3"],
    ),
}
"""Texts that hold a table of 28 rows, and the names of its columns."""


@pytest.mark.parametrize(("text", "columns"), LAYOUTS.values(), ids=LAYOUTS)
def test_the_table_is_found(read, text, columns):
    table = read(text)
    assert (table["rows"], names(table)) == (28, columns)


def test_whole_numbers_stay_whole_beside_empty_rows(read):
    table = read("a,b\n1,2\n,\n3,4\n")
    assert pd.api.types.is_integer_dtype(eval(table["read"], {"pd": pd})["a"])


def test_a_row_of_units_is_no_row(read):
    table = read("time,speed,temp\ns,m/s,°C\n" + lines("{i},{i}.5,{i}"))
    assert [column["unit"] for column in table["columns"]] == ["s", "m/s", "°C"]
    assert types(table) == ["integer", "number", "integer"]


@pytest.mark.parametrize(
    ("text", "highest", "notes"),
    [
        ("Ort;n\nA;12.345\nB;9.870\n", "12345", ["a guess"]),
        ("Ort;n;Anteil\nA;12.345;0,5 %\nB;9.870;1,5 %\n", "12345", []),
        ("Ort;n\nA;12.345\nB;0.870\n", "12.345", []),
        ("Ort,n\nA,12.345\nB,9.870\n", "12.345", []),
    ],
    ids=["semicolons", "proved by a decimal comma", "a zero before the point", "commas"],
)
def test_a_point_before_three_digits_is_thousands_where_europe_writes(read, text, highest, notes):
    table = read(text)
    assert table["columns"][1]["high"] == highest
    assert [note.split(": ")[1].split(",")[0] for note in table["notes"]] == notes


@pytest.mark.parametrize(
    ("cells", "kind", "high", "unit"),
    [
        pytest.param(["1'200", "2'500'000"], "integer", "2500000", "", id="Swiss"),
        pytest.param(["1 200,5", "2 500 000,25"], "number", "2500000.25", "", id="French"),
        pytest.param(["1\u202f200", "2\u202f500\u202f000"], "integer", "2500000", "", id="narrow spaces"),
        pytest.param(["1.200,5", "2.500.000,25"], "number", "2500000.25", "", id="German"),
        pytest.param(["1,200.5", "2,500,000.25"], "number", "2500000.25", "", id="English"),
        pytest.param(["12,34,567", "1,234"], "integer", "1234567", "", id="Indian"),
        pytest.param(["$1,200.50", "$2"], "number", "1200.5", "$", id="dollars"),
        pytest.param(["12.5%", "7%"], "number", "12.5", "%", id="percent"),
        pytest.param(["1.200,50 €", "3,00 €"], "number", "1200.5", "€", id="euros"),
        pytest.param(["(1,200.50)", "3.25"], "number", "3.25", "", id="brackets of accounts"),
        pytest.param(["00501", "10001"], "text", None, "", id="leading zeros"),
        pytest.param(["+41791234567", "+41791234568"], "text", None, "", id="telephones"),
        pytest.param(["TRUE", "FALSE"], "boolean", None, "", id="truth"),
        pytest.param(["WAHR", "FALSCH"], "boolean", None, "", id="German truth"),
        pytest.param(["VRAI", ""], "boolean", None, "", id="truth or nothing"),
        pytest.param(["18.00.00", "19.30.00"], "time", None, "", id="times with points"),
        pytest.param(["1974Q1", "1974Q2"], "text", None, "", id="quarters"),
        pytest.param(["192.168.0.1", "10.0.0.1"], "text", None, "", id="addresses"),
    ],
)
def test_values_are_understood(read, cells, kind, high, unit):
    table = read("k\tv\n" + "".join(f"x{i}\t{cell}\n" for i, cell in enumerate(cells)))
    column = table["columns"][1]
    assert (column["type"], column["high"], column["unit"]) == (kind, high, unit)


def test_a_number_far_outside_that_repeats_is_missing(read):
    table = read("t,temp,err\n" + lines("{i},{20 + i % 7},{-9999 if i % 10 == 0 else i / 10}"))
    assert (table["columns"][2]["missing"], table["columns"][2]["low"]) == (2, "0.1")
    assert table["notes"] == ["-9999 in err (2) read as missing."]


def test_a_number_that_may_be_a_value_is_only_noted(read):
    table = read("t,gain\n" + lines("{i},{99999 if i % 10 == 0 else i * 1500}"))
    assert (table["columns"][1]["high"], table["columns"][1]["missing"]) == ("99999", 0)
    assert table["notes"] == ["99999 in gain (2) may stand for a missing value but is kept."]


@pytest.mark.parametrize("cell", ["-1", "0", "-20"])
def test_plain_numbers_are_no_sentinels(read, cell):
    table = read("t,v\n" + lines(f"{{i}},{{{cell} if i % 5 == 0 else i}}"))
    assert (table["columns"][1]["missing"], table["notes"]) == (0, [])


@pytest.mark.parametrize("mark", ["?", "-", "n.a.", "..", "N/A", "#DIV/0!", "missing"])
def test_marks_of_missing_values_do_not_make_numbers_text(read, mark):
    table = read("t,v\n" + lines(f"{{i}},{{'{mark}' if i % 9 == 0 else i}}"))
    assert (types(table), table["columns"][1]["missing"]) == (["integer", "integer"], 3)


def test_a_stray_word_is_named_and_not_dropped(read):
    table = read("t,rain\n" + lines("{i},{'trace' if i == 9 else i}"))
    assert types(table) == ["integer", "text"]
    assert table["notes"] == ['rain stays text: all values are numbers but "trace" (1).']


def test_na_is_a_value_among_codes_of_countries(read):
    table = read("country,code,gdp\nNamibia,NA,1\nGermany,DE,2\nFrance,FR,\nItaly,IT,4\nNowhere,,5\n")
    assert [column["missing"] for column in table["columns"]] == [0, 1, 1]
    assert '"NA" in code is kept as a value.' in table["notes"]


def test_wide_tables_are_described_shortly(read):
    names = ",".join(f"g{i}" for i in range(1500))
    table = read(
        names + "\n" + "".join(",".join(str(i * j % 97) for i in range(1500)) + "\n" for j in range(9))
    )
    assert (len(table["columns"]), len(table["columns"][7]["examples"])) == (1500, 3)


@pytest.fixture
def everything_is_large(monkeypatch):
    monkeypatch.setattr(reading, "LARGE", 1000)
    monkeypatch.setattr(reading_large, "_HEAD", 2000)
    monkeypatch.setattr(reading_large, "_PIECE", 400)


def test_a_large_file_is_counted_whole(read, everything_is_large):
    rows = lines("{i};{i % 28 + 1:02d}.03.2023;{i}.{i % 1000:03d},5;{i:05d}", range(1, 900))
    table = read(f"id;day;price;code\n{rows.replace('500;25.03.2023;500.500,5', '-;;-')};;;\nTotal;;9,00;\n")
    assert (table["rows"], types(table)) == (899, ["integer", "date", "number", "text"])
    assert [(c["missing"], c["low"], c["high"]) for c in table["columns"]] == [
        (1, "1", "899"),
        (1, "2023-03-01", "2023-03-28"),
        (1, "1001.5", "899899.5"),
        (0, None, None),
    ]
    assert "nrows=900" in table["read"]


def test_a_large_file_in_another_encoding_loses_its_footer(tmp_path, everything_is_large):
    text = "Name;Menge\n" + lines("Köln;{i}", range(900)) + ";\nSumme;9\nQuelle: Büro\n"
    (tmp_path / "file.csv").write_bytes(text.encode("cp1252"))
    (table,) = profile_folder(["file.csv"], {}, str(tmp_path))["tables"]
    assert (table["rows"], types(table), len(eval(table["read"], {"pd": pd}))) == (
        900,
        ["text", "integer"],
        900,
    )


def test_a_large_file_that_duckdb_cannot_cut_is_read_by_pandas(read, everything_is_large, monkeypatch):
    monkeypatch.setattr(reading_large, "count_columns", lambda *_: 1 / 0)
    table = read("id;code\n" + lines("{i};{i:05d}", range(900)))
    assert (table["rows"], types(table)) == (900, ["integer", "text"])
    assert table["columns"][0]["high"] == "899"


def test_a_large_file_of_few_lines_is_read_whole(read, everything_is_large):
    table = read('id,text\n1,"' + "a, b; c " * 400 + '"\n2,short\n3,other\n')
    assert (table["rows"], types(table)) == (3, ["integer", "text"])
