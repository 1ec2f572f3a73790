"""Headers, footers, numbers, dates and missing values, and that the read call gives what was found."""

import pandas as pd
import pytest
from reading_tables import lines, types

from agents.in_session.reading import files, large
from agents.in_session.reading.files import profile_folder


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
        ("Ort;n;Anteil\nA;12.345;0,5 %\nB;9.870;1,5 %\n", "12345", ["a guess"]),
        ("Ort;n;Preis\nA;12.345;1.000,5\nB;9.870;1,5\n", "12345", []),
        ("Ort;n\nA;12.345\nB;0.870\n", "12.345", []),
        ("Ort,n\nA,12.345\nB,9.870\n", "12.345", []),
    ],
    ids=[
        "semicolons",
        "beside a decimal comma",
        "proved by a number with both marks",
        "a zero before the point",
        "commas",
    ],
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
        pytest.param(["68.7 kg", "70.1 kg"], "number", "70.1", "kg", id="kilograms"),
        pytest.param(["18°C", "21°C"], "integer", "21", "°C", id="degrees"),
        pytest.param(["1 day", "2 days"], "text", None, "", id="two units"),
        pytest.param(["1st", "2nd"], "text", None, "", id="ordinals"),
        pytest.param(["1E11", "2E07"], "text", None, "", id="codes with an E"),
        pytest.param(["DOĞRU", "YANLIŞ"], "boolean", None, "", id="Turkish truth"),
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


def test_the_commonest_number_far_outside_is_missing_unless_it_is_a_price(read):
    table = read(
        "t,temp,price\n"
        + lines("{i},{99.99 if i % 4 == 0 else i % 9 * 3 + .5},{99.99 if i % 4 == 0 else i % 9 * 3 + .99}")
    )
    assert [column["missing"] for column in table["columns"]] == [0, 7, 0]


def test_a_number_that_may_be_a_value_is_only_noted(read):
    table = read("t,gain\n" + lines("{i},{99999 if i % 10 == 0 else i * 1500}"))
    assert (table["columns"][1]["high"], table["columns"][1]["missing"]) == ("99999", 0)
    assert table["notes"] == ["99999 in gain (2) may stand for a missing value but is kept."]


@pytest.mark.parametrize("cell", ["0", "20", "11"])
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
    monkeypatch.setattr(files, "LARGE", 1000)
    monkeypatch.setattr(large, "_HEAD", 2000)
    monkeypatch.setattr(large, "_PIECE", 400)


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
    monkeypatch.setattr(large, "count_columns", lambda *_: 1 / 0)
    table = read("id;code\n" + lines("{i};{i:05d}", range(900)))
    assert (table["rows"], types(table)) == (900, ["integer", "text"])
    assert table["columns"][0]["high"] == "899"


def test_a_large_file_of_few_lines_is_read_whole(read, everything_is_large):
    table = read('id,text\n1,"' + "a, b; c " * 400 + '"\n2,short\n3,other\n')
    assert (table["rows"], types(table)) == (3, ["integer", "text"])
