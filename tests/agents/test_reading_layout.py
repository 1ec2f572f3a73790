"""What stands above, below and between the rows of a table, and the names of its columns."""

import pytest
from reading_tables import lines, names, types

from agents.in_session.reading import files, large

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
    "pairs above and no header": (
        "Station;Bern\nHeight;450\n\n" + lines("2020-01-{i:02d};{i},5"),
        ["column_1", "column_2"],
    ),
    "pairs above a header of three": (
        "Station;Bern\nHeight;450\n\nDay;Rain;Wind\n" + lines("2020-01-{i:02d};{i},5;{i}"),
        ["Day", "Rain", "Wind"],
    ),
    "no header and delimiters at the end": (lines("{i};{i},5;"), ["column_1", "column_2"]),
    "a sum below a repeated header": (
        "Item;Price\n"
        + lines("I{i};1.00{i % 10},5", range(14))
        + "Item;Price\n"
        + lines("J{i};1.00{i % 10},5", range(14))
        + "Total;28.116,0\n",
        ["Item", "Price"],
    ),
    "a remark beyond the last column": (
        "a,b,c\n" + lines("{i},x,{i}", range(27)) + "7,x,9,provisional\n",
        ["a", "b", "c"],
    ),
    "two headers of an instrument": (
        "Writer\t2\t\t\nDate\t2021/01/01\t\t\nSamples\t40\t40\t\nX0\t0.0\t0.0\t\n***\t\t\t\nTime\tVoltage\tCurrent\tPower\n"
        + lines("0.{i:03d}\t{i}.5\t{i}.25\t{i}"),
        ["Time", "Voltage", "Current", "Power"],
    ),
    "row names of R and spaces": ('"mpg" "cyl"\n' + lines('"Car {i}" {i} 4'), ["row", "mpg", "cyl"]),
    "a table of Markdown": (
        "| id | name | n |\n|---:|:-----|:---:|\n" + lines("| {i} | N{i} | {i} |"),
        ["id", "name", "n"],
    ),
    "numbers below a drawn line": (
        "     SUNSPOTS\n==========\nYear  Jan   Feb\n----------\n"
        + lines("{1749 + i}  {i}.5  {i}.25")
        + "----------\nfrom Zurich, to 1960\n",
        ["Year", "Jan", "Feb"],
    ),
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
    "names that name more than the rows have": ("a,b,,\n" + lines("{i},{i}"), ["a", "b"]),
    "three rows about the columns": (
        "station,t,rh\nname,temperature,humidity\nTS,Deg C,%\n,Avg,Smp\n" + lines("S{i},{i}.5,{i}"),
        ["station", "t", "rh"],
    ),
    "years below groups": (
        "Land,Exports,,Imports,\n,2019,2020,2019,2020\n" + lines("L{i},{i},{i},{i},{i}"),
        ["Land", "Exports 2019", "Exports 2020", "Imports 2019", "Imports 2020"],
    ),
    "years below groups beside a name": (
        ",Import,,Export,\nRegion,2021,2022,2021,2022\n" + lines("R{i},{i},{i},{i},{i}"),
        ["Region", "Import 2021", "Import 2022", "Export 2021", "Export 2022"],
    ),
    "years below groups beside two names": (
        ";;Einfuhr;;Ausfuhr;\nLand;Code;2020;2021;2020;2021\n" + lines("L{i};c{i};{i},5;{i},2;{i},1;{i},7"),
        ["Land", "Code", "Einfuhr 2020", "Einfuhr 2021", "Ausfuhr 2020", "Ausfuhr 2021"],
    ),
    "years below repeated groups": (
        "Region,Import,Import,Export,Export\nRegion,2021,2022,2021,2022\n" + lines("R{i},{i},{i}.5,{i},{i}"),
        ["Region", "Import 2021", "Import 2022", "Export 2021", "Export 2022"],
    ),
    "months below groups": (
        "\tImport\t\tExport\t\nRegion\tJan 2021\tFeb 2021\tJan 2021\tFeb 2021\n"
        + lines("R{i}\t{i}\t{i}\t{i}\t{i}"),
        ["Region", "Import Jan 2021", "Import Feb 2021", "Export Jan 2021", "Export Feb 2021"],
    ),
    "years in the first row": (
        ",first,last\n" + lines("R{i},{1990 + i},{1995 + i}"),
        ["Unnamed: 0", "first", "last"],
    ),
    "dates in the first row": (
        ",from,to\n" + lines("R{i},2021-01-{i:02d},2021-01-{i:02d}"),
        ["Unnamed: 0", "from", "to"],
    ),
    "dates below groups": (
        "Kreis;;Stichtag;Stichtag\n;;31.12.2019;31.12.2020\n" + lines("{i:05d};K{i};{i};{i}"),
        ["Kreis", "Unnamed: 1", "Stichtag 31.12.2019", "Stichtag 31.12.2020"],
    ),
    "answers below questions": (
        "id,Fruit?,,Age\n,Apple,Pear,\n" + lines("{i},{'Apple' if i % 2 else ''},Pear,{20 + i}"),
        ["id", "Fruit? Apple", "Fruit? Pear", "Age"],
    ),
    "the same groups and names": (
        ",Bern,Bern,Bern\nDay,t,t,rh\n" + lines("2021-01-{i:02d},{i}.5,{i},{i}"),
        ["Day", "Bern t", "Bern t.1", "Bern rh"],
    ),
    "counts and classes above": (
        "28,2,setosa,virginica\n" + lines("{i}.5,{i}.1,0"),
        ["column_1", "column_2", "column_3"],
    ),
    "pairs and no header": (
        "Title,GDP\nCode,IHYQ\nUnit,%\nNext release,31 March 2021\nNotes,\n" + lines("{1990 + i},{i}.5"),
        ["column_1", "column_2"],
    ),
    "names in the last comment": (
        "# free, to all\n# year n  mean\n" + lines(" {1990 + i} {i:3d}  {i}.5"),
        ["year", "n", "mean"],
    ),
    "a first row with a remark": ("id,v\n1,<0.5\n" + lines("{i},{i}.5", range(27)), ["id", "v"]),
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


def test_a_name_may_be_a_code_of_one_row(read):
    table = read("Country,ID\n" + lines("Land {i},{'ID' if i == 5 else f'X{i}'}", range(200)))
    assert (table["rows"], names(table)) == (200, ["Country", "ID"])


def test_a_row_of_words_among_rows_with_codes_is_no_header(read):
    table = read("code,name,city,land\n" + lines("{'A12' if i == 5 else i},N{i},Rome{i},IT{i}"))
    assert (table["rows"], names(table)) == (28, ["code", "name", "city", "land"])


FOOTERS = {
    "a source with a comma": "\nSource: Office, 2021\n",
    "a source in cells": "Source,Office,2021,,\n",
    "a source and a licence": "Source,2020,World Bank,CC BY,v2\n",
    "a year beside a source": "Source: Office,2021,,,\n",
    "pairs": "\nLast updated,2021-03-04\nContact,info@example.org\n",
    "averages": "Mean,,14.5,14,1\nStd,,2.5,3,1\n",
    "an unnamed sum": ",,420,406,28\n",
    "a total in Finnish": "Yhteensä,,420,406,28\n",
    "a total by a word of the house": "Everything,,420,406,28\n",
    "a total and a source": "Total,,420,406,28\nSource,Office,2021,,\n",
}
"""What may stand below a table of 28 rows."""


@pytest.mark.parametrize("footer", FOOTERS.values(), ids=FOOTERS)
def test_what_stands_below_a_table_is_no_row(read, footer):
    table = read("Region,Year,A,B,C\n" + lines("R{i},{1990 + i},{i}.5,{i},1") + footer)
    assert (table["rows"], types(table)) == (28, ["text", "integer", "number", "integer", "integer"])


def test_a_balance_below_bookings_is_no_row(read):
    table = read("Date;Text;Sum\n" + lines("{i:02d}.01.2021;Rent;{i},50") + "\nBalance;31.01.2021;99,00\n")
    assert (table["rows"], types(table)) == (28, ["date", "text", "number"])


@pytest.mark.parametrize("name", ["Gesamtergebnis", "Genel Toplam", "Eindtotaal", "Součet", "Σ", "All"])
def test_a_last_row_of_sums_is_no_row_whatever_its_name(read, name):
    table = read("Campaign,Clicks,Cost\n" + lines("C{i},{i},{i}.25") + f"{name},406,413.00\n")
    assert table["rows"] == 28
    assert table["notes"] == [f'1 row below the table left out: "{name}".']


@pytest.mark.parametrize(
    ("last", "notes"),
    [
        pytest.param("Bern,406,7.5", [], id="one that sums up one column only"),
        pytest.param("Bern,405,413.00", [], id="one that is nearly a sum"),
    ],
)
def test_a_last_row_that_does_not_add_up_stays_a_row(read, last, notes):
    table = read("Campaign,Clicks,Cost\n" + lines("C{i},{i},{i}.25") + f"{last}\n")
    assert (table["rows"], table["notes"]) == (29, notes)


@pytest.mark.parametrize("count", [28, 30_000])
def test_a_total_that_does_not_add_up_is_kept_and_noted(read, count, monkeypatch):
    monkeypatch.setattr(files, "LARGE", 100_000)
    monkeypatch.setattr(large, "_HEAD", 20_000)
    monkeypatch.setattr(large, "_PIECE", 2_000)
    rows = lines("C{i},{i},{i}.25", range(count))
    table = read(f"Campaign,Clicks,Rate\n{rows}Total: Account,999,0.5\n")
    (note,) = [note for note in table["notes"] if "of others" in note]
    assert (table["rows"], note.endswith("Kept; leave out before adding up.")) == (count + 1, True)


def test_a_last_row_that_adds_up_in_the_one_column_is_kept_and_noted(read):
    table = read("Campaign,Clicks\n" + lines("C{i},{i}") + "Everything,406\n")
    assert (table["rows"], table["notes"]) == (
        29,
        ["1 row looks like a sum of others: line 30. Kept; leave out before adding up."],
    )


def test_a_last_row_with_gaps_stays_a_row(read):
    table = read("Product,Year,A,B,C\n" + lines("P{i},{1990 + i},{i}.5,{i},1") + "Source code,2021,,,3\n")
    assert table["rows"] == 29
