"""Tables as statistics offices, banks, weather stations and instruments publish them."""

import io
import json

import openpyxl
import pandas as pd
import pytest

from agents.in_session.reading.files import profile_folder

LETTERS = {
    "text": "t",
    "integer": "i",
    "number": "n",
    "date": "d",
    "datetime": "D",
    "time": "c",
    "boolean": "b",
    "empty": "e",
}
"""A letter for each type, so that a case names the types of its columns in one word."""


@pytest.fixture
def read(tmp_path):
    """Profiles one file and checks its read call against the tables."""

    def profiled(name, content):
        (tmp_path / name).write_bytes(content)
        found = profile_folder([name], {}, str(tmp_path))
        assert found["errors"] == []
        frames = [eval(table["read"], {"pd": pd}) for table in found["tables"]]
        for table, frame in zip(found["tables"], frames, strict=True):
            assert frame.shape == (table["rows"], len(table["columns"]))
            assert list(frame.columns) == [column["name"] for column in table["columns"]]
        return found["tables"], frames

    return profiled


def shape(table):
    return table["rows"], "".join(LETTERS[column["type"]] for column in table["columns"])


def lines(pattern, numbers=range(1, 13)):
    return "".join(eval(f"f{pattern!r}", {"i": i}) + "\n" for i in numbers)


TEXTS = {
    "dates name columns of numbers": (
        "utf-8",
        "Table 12411\n;31.12.2019;31.12.2020\n"
        + lines("Land {i};{i}00;{i}01")
        + "Insgesamt;7800;7812\n__________\nBased on the census\n",
        (12, "tii"),
        {(0, "31.12.2020"): 101},
    ),
    "one number is no header that counts up": ("utf-8", lines("{i};{2 * i};{i},5"), (12, "iin"), {}),
    "years alone name the columns": ("utf-8", "2019,2020,2021\n" + lines("{i},{i},{i}"), (12, "iii"), {}),
    "a third row names the first column": (
        "utf-8",
        ",heat,heat,rain,rain\n,min,max,min,max\ncity,,,,\n" + lines("C{i},{i},{i},{i},{i}"),
        (12, "tiiii"),
        {(0, "city"): "C1", (0, "rain max"): 1},
    ),
    "a line drawn under the names": (
        "utf-8",
        " id | name | n\n----+------+---\n" + lines(" {i} | n{i} | {i}") + "(12 rows)\n",
        (12, "iti"),
        {},
    ),
    "spaces below a preamble, with units": (
        "utf-8",
        "Armagh\nLat 54.3 Lon -6.6, 62 metres high\n   yyyy  mm   tmax    rain\n              degC      mm\n"
        + lines("   1901  {i:2d}  {i / 2:5.1f}     ---"),
        (12, "iine"),
        {(11, "tmax"): 6.0},
    ),
    "remarks with commas below": (
        "utf-8",
        "State,2020,2021\n"
        + lines("S{i},{i},{i}")
        + "\nNote: numbers may not add up, as they are rounded.\n",
        (12, "tii"),
        {},
    ),
    "a remark in quotes below": (
        "utf-8",
        "Area,Value\n" + lines("A{i},{i}") + '"Note: provisional, see annex."\n',
        (12, "ti"),
        {},
    ),
    "names in a half empty row below groups": (
        "utf-8",
        "Land,Total,of which,\n,,men,women\n" + lines("L{i},{i},{i},{i}"),
        (12, "tiii"),
        {(0, "of which women"): 1},
    ),
    "words below words": (
        "utf-8",
        "Köln;Bonn\nStand;heute\n\nOrt;offen;\n" + lines("Ort {i};{'TRUE' if i % 2 else 'FALSE'};"),
        (12, "tb"),
        {(0, "Ort"): "Ort 1"},
    ),
    "double colons": ("utf-8", lines("{i}::Film {i} (1995)::Comedy|Drama"), (12, "itt"), {}),
    "a machine's last line": ("utf-8", "id|n\n" + lines("{i:06d}|{i}") + "EOF|12\n", (12, "ti"), {}),
    "END OF DATA": ("utf-8", "id,t\n,min\n" + lines("S{i},{i}") + "END OF DATA\n", (12, "ti"), {}),
    "an end of file of DOS": ("utf-8", "a,b\r\n1,2\r\n3,4\r\n\x1a", (2, "ii"), {}),
    "one column of decimal commas": ("utf-8", "Wert\n1,5\n2,75\n10,0\n", (3, "n"), {(1, "Wert"): 2.75}),
    "minus behind the amount": (
        "utf-8",
        "Konto;Betrag\n" + lines("{i};1.00{i % 10},50{'-' if i % 2 else ''}"),
        (12, "in"),
        {(0, "Betrag"): -1001.5, (1, "Betrag"): 1002.5},
    ),
    "triangles for minus": ("cp932", "年度,増減\n1,△1200\n2,300\n", (2, "ii"), {(0, "増減"): -1200}),
    "yen behind a backslash": (
        "cp932",
        "品名,価格\nりんご,\\1200\nみかん,\\980\n",
        (2, "ti"),
        {(1, "価格"): 980},
    ),
    "hard spaces for nothing": ("utf-8", "a;b\n1;\u00a0\n2;5\n3;6\n", (3, "ii"), {}),
    "numbers that are not published": (
        "utf-8",
        "County;A;B\n" + lines("C{i};{'(X)' if i == 3 else i};{'x' if i == 4 else '/' if i == 5 else i}"),
        (12, "tii"),
        {},
    ),
    "missing values of a database": ("utf-8", "a\tb\n1\t\\N\n2\t5\n3\t6\n", (3, "ii"), {}),
    "a column of crosses": ("utf-8", "id,paid\n1,x\n2,\n3,x\n", (3, "it"), {(0, "paid"): "x"}),
    "infinite numbers": ("utf-8", "a,b\n1,inf\n2,2.5\n3,-inf\n", (3, "in"), {(0, "b"): float("inf")}),
    "long codes with gaps": (
        "utf-8",
        "id,reply_to\n" + lines("{89242064355533619 + i},{'' if i % 3 else 89217742130634342 + i}"),
        (12, "tt"),
        {(0, "id"): "89242064355533620"},
    ),
    "Namibia": ("utf-8", "iso,pop\nNA,2\nDE,83\nFR,67\nIT,59\n", (4, "ti"), {(0, "iso"): "NA"}),
    "summer and winter time": (
        "utf-8",
        "t,v\n2023-01-15T12:00:00+0100,1\n2023-06-15T12:00:00+0200,2\n",
        (2, "Di"),
        {(1, "t"): pd.Timestamp("2023-06-15T10:00Z")},
    ),
    "hours as digits": (
        "utf-8",
        "MESS_DATUM;TT\n" + lines("20230101{i:02d};{i}"),
        (12, "Di"),
        {(0, "MESS_DATUM"): pd.Timestamp("2023-01-01T01:00")},
    ),
    "Polish": (
        "cp1250",
        "Województwo;Ludność\ndolnośląskie;289\nłódzkie;243\nśląskie;449\n",
        (3, "ti"),
        {(1, "Województwo"): "łódzkie"},
    ),
    "Czech": (
        "cp1250",
        "Kraj;Počet\nStředočeský kraj;1\nPlzeňský kraj;2\nÚstecký kraj;3\n",
        (3, "ti"),
        {(0, "Kraj"): "Středočeský kraj"},
    ),
    "Turkish": (
        "cp1254",
        "İl;Nüfus\nİstanbul;15\nŞanlıurfa;2\nAğrı;5\n",
        (3, "ti"),
        {(1, "İl"): "Şanlıurfa"},
    ),
    "Greek": ("cp1253", "Πόλη;n\nΑθήνα;1\nΠάτρα;2\nΒόλος;3\n", (3, "ti"), {(2, "Πόλη"): "Βόλος"}),
    "Russian in capitals and small letters": (
        "koi8_r",
        "Город;n\nМосква;1\nОмск;2\nКазань;3\n",
        (3, "ti"),
        {(1, "Город"): "Омск"},
    ),
    "only a degree sign": ("cp1252", "t [°C];n\n1,5;2\n2,5;3\n", (2, "ni"), {(0, "t [°C]"): 1.5}),
    "years of an emperor": (
        "cp932",
        "年度,件数\n令和1年,5\n令和2年,6\n",
        (2, "ti"),
        {(0, "年度"): "令和1年"},
    ),
    "half-width kana": (
        "cp932",
        "ｺｰﾄﾞ,ｼﾒｲ,金額\n0001,ｽｽﾞｷ ｲﾁﾛｳ,10\n0002,ﾀﾅｶ ｼﾞﾛｳ,20\n",
        (2, "tti"),
        {(0, "ｼﾒｲ"): "ｽｽﾞｷ ｲﾁﾛｳ"},
    ),
    "Japanese of electronic mail": (
        "iso2022_jp",
        "名前,n\n山田太郎,3\n",
        (1, "ti"),
        {(0, "名前"): "山田太郎"},
    ),
    "two names in Korean": ("cp949", "이름,나이\n김철수,34\n이영희,28\n", (2, "ti"), {(0, "이름"): "김철수"}),
    "two names in Chinese": ("gb18030", "姓名,分\n王小明,34\n李丽,28\n", (2, "ti"), {(1, "姓名"): "李丽"}),
    "two names in Taiwan": ("big5", "姓名,分\n陳小明,34\n林美麗,28\n", (2, "ti"), {(1, "姓名"): "林美麗"}),
}
"""Encoding, text, rows with the types of the columns, and cells that tell whether it was read right."""


@pytest.mark.parametrize(("encoding", "text", "expected", "cells"), TEXTS.values(), ids=TEXTS)
def test_a_published_table_is_read_right(read, encoding, text, expected, cells):
    (table,), (frame,) = read("file.csv", text.encode(encoding))
    assert shape(table) == expected
    assert {place: frame.loc[place] for place in cells} == cells


def sheet(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return saved(book)


def saved(book):
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def parquet(frame):
    content = io.BytesIO()
    frame.to_parquet(content)
    return content.getvalue()


JSON = {
    "a list deep inside": (
        {"response": {"meta": {"n": 2}, "data": [{"k": "a", "v": 1}, {"k": "b", "v": 2}]}},
        (2, "ti"),
        ["k", "v"],
    ),
    "pages of an API": ([{"page": 1}, [{"k": {"id": "DE"}, "v": 1.5}]], (1, "nt"), ["v", "k.id"]),
    "a record under each key": ({"a": {"x": 1}, "b": {"x": 2}}, (2, "ti"), ["key", "x"]),
    "records under keys deep inside": (
        {"meta": {"n": "2"}, "days": {"2023-01-01": {"open": 1.5}, "2023-01-02": {"open": 2.5}}},
        (2, "dn"),
        ["key", "open"],
    ),
    "rows below names": ([["a", "b"], [1, "x"], [2, "y"]], (2, "it"), ["a", "b"]),
    "columns and data": ({"columns": ["a"], "index": [0, 1], "data": [[1], [2]]}, (2, "i"), ["a"]),
    "one record": ({"id": 1, "geo": {"lat": 1.5}}, (1, "in"), ["id", "geo.lat"]),
    "whole numbers with gaps": ([{"a": 1}, {"a": None}, {"a": 3}], (3, "i"), ["a"]),
}


@pytest.mark.parametrize(("value", "expected", "names"), JSON.values(), ids=JSON)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_json_is_read_as_a_table(read, encoding, value, expected, names):
    (table,), _ = read("file.json", json.dumps(value).encode(encoding))
    assert (shape(table), [column["name"] for column in table["columns"]]) == (expected, names)


def test_json_lines_may_leave_out_records_in_records(read):
    (table,), _ = read("file.jsonl", b'{"id": 1, "u": {"n": "A"}}\n{"id": 2}\n{"id": 3, "u": {"m": 4}}\n')
    assert [(c["name"], c["type"]) for c in table["columns"]] == [
        ("id", "integer"),
        ("u.n", "text"),
        ("u.m", "integer"),
    ]


def test_two_merged_rows_of_names_in_excel_lose_no_row(read):
    content = sheet(["Country", "2020", None], [None, "Exports", "Imports"], ["AT", 1, 2], ["BE", 3, 4])
    (table,), (frame,) = read("book.xlsx", content)
    assert shape(table) == (2, "tii")
    assert frame["2020 Imports"].tolist() == [2, 4]


def test_a_sheet_of_sentences_is_left_out_beside_a_table(read):
    book = openpyxl.Workbook()
    book.active.append(["This workbook holds the data"])
    book.active.append(["See the sheet that is called Data"])
    for row in (["a", "b"], [1, "x"], [2, "y"]):
        (book["Data"] if "Data" in book.sheetnames else book.create_sheet("Data")).append(row)
    (table,), _ = read("book.xlsx", saved(book))
    assert shape(table) == (2, "it")
    assert table["notes"] == ["Left out, as it holds text: Sheet."]


@pytest.mark.parametrize("index", ["day", ["day", "k"]])
def test_an_index_of_parquet_is_columns(read, index):
    frame = pd.DataFrame({"day": pd.to_datetime(["2020-01-01", "2020-01-02"]), "k": ["a", "b"], "v": [1, 2]})
    (table,), _ = read("file.parquet", parquet(frame.set_index(index)))
    assert shape(table) == (2, "dti")
