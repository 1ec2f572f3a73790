"""Encodings, delimiters, quotes and containers: what is found, and that the read call gives just that."""

import bz2
import gzip
import io
import json
import lzma
import zipfile

import pandas as pd
import pytest

from agents.in_session.reading.files import profile_folder


@pytest.fixture
def read(tmp_path):
    """Profiles one file and checks its read call against the table."""

    def profiled(content, name="file.csv", **overrides):
        (tmp_path / name).write_bytes(content)
        found = profile_folder([name], {name: overrides}, str(tmp_path))
        assert found["errors"] == []
        for table in found["tables"]:
            frame = eval(table["read"], {"pd": pd})
            assert frame.shape == (table["rows"], len(table["columns"]))
            assert list(frame.columns) == [column["name"] for column in table["columns"]]
        return found["tables"]

    return profiled


JAPANESE = "都道府県,人口,面積\n北海道,5224614,83424\n青森県,1237984,9646\n岩手県,1210534,15275\n"
KOREAN = "지역,인구,면적\n서울특별시,9411000,605\n부산광역시,3349000,770\n대구광역시,2410000,884\n"
SIMPLIFIED = "城市,人口,日期\n北京,21893095,2020-11-01\n上海,24870895,2020-11-01\n广州,18676605,2020-11-01\n"
TRADITIONAL = (
    "縣市,人口,日期\n臺北市,2480681,2023-01-01\n新北市,4004367,2023-01-01\n高雄市,2728137,2023-01-01\n"
)
WESTERN = "nom,prix\nCafé,2.50\nThé,1.80\nCrème brûlée,6.20\n"
POLISH = "kraj,stolica\nPolska,Łódź\nŚwiat,Gdańsk\n"
ARABIC = "المدينة,السكان\nالقاهرة,9540000\nالإسكندرية,5200000\n"
QUOTED = "titre,suite\n«Le Monde»,à suivre…\n“Vie”,fin\n"
RUSSIAN = "город,население\nМосква,13010112\nСанкт-Петербург,5601911\nКазань,1308660\n"


@pytest.mark.parametrize(
    ("text", "encoding", "found"),
    [
        (JAPANESE, "cp932", "cp932"),
        (JAPANESE, "euc_jp", "euc_jp"),
        (JAPANESE, "utf-16", "utf-16"),
        (KOREAN, "cp949", "cp949"),
        (SIMPLIFIED, "gb18030", "gb18030"),
        (TRADITIONAL, "big5", "big5"),
        (WESTERN, "cp1252", "cp1252"),
        (WESTERN, "utf-16-le", "utf-16-le"),
        (RUSSIAN, "cp1251", "cp1251"),
        (RUSSIAN, "cp866", "cp866"),
        (WESTERN, "cp850", "cp850"),
        (WESTERN, "mac_roman", "mac_roman"),
        (POLISH, "iso8859_2", "iso8859_2"),
        (ARABIC, "cp1256", "cp1256"),
        (QUOTED, "cp1252", "cp1252"),
        (KOREAN, "utf-8-sig", ""),
        (WESTERN, "utf-8", ""),
    ],
)
def test_the_encoding_is_found(read, text, encoding, found):
    (table,) = read(text.encode(encoding))
    assert [column["name"] for column in table["columns"]] == text.splitlines()[0].split(",")
    assert table["columns"][0]["examples"][0] == text.splitlines()[1].split(",")[0]
    assert (f', encoding="{found}"' in table["read"]) == bool(found)
    assert (", encoding=" in table["read"]) == bool(found)


def test_a_few_damaged_bytes_do_not_change_the_encoding(read):
    (table,) = read(("name,n\n" + "Müller,1\nJosé,2\n" * 20).encode() + b"Bj\xf6rn,3\n")
    assert table["rows"] == 41
    assert "1 characters are damaged and shown as \ufffd." in table["notes"]


@pytest.mark.parametrize(
    ("content", "sep", "shape"),
    [
        pytest.param(b"a;b;c\n1,5;2;3\n2,5;3;4\n", 'sep=";"', (2, 3), id="semicolon over decimal commas"),
        pytest.param(b"a\tb\n1\thello, world\n2\tbye, world\n", r'sep="\t"', (2, 2), id="tab"),
        pytest.param(b"a|b|c\n1|x|2\n2|y|3\n", 'sep="|"', (2, 3), id="pipe"),
        pytest.param(
            b"name,kinds\nA,x;y\nB,z;w\nC,u;v\n", 'file.csv")', (3, 2), id="comma over semicolons in cells"
        ),
        pytest.param(b"a b   c\n1 2   3\n4 5   6\n", r'sep=r"\s+"', (2, 3), id="spaces"),
        pytest.param(b"sep=;\r\na;b\r\n1;2\r\n", 'sep=";", skiprows=1', (1, 2), id="Excel's line"),
        pytest.param(b"value\n1\n2\n3\n", 'file.csv")', (3, 1), id="one column"),
        pytest.param(b"a,b\r1,2\r3,4\r", 'file.csv")', (2, 2), id="old line ends"),
        pytest.param(
            b"id, size\n1, 5\n2, 6\n3, 7\n", "skipinitialspace=True", (3, 2), id="space after comma"
        ),
        pytest.param(b"id,'a,b'\n" + b"1,'x,y'\n" * 8, 'quotechar="\'"', (8, 2), id="single quotes"),
        pytest.param(
            b'id,t\n1,"a \\"b\\", c"\n2,"d \\"e\\", f"\n', 'escapechar="\\\\"', (2, 2), id="backslash"
        ),
        pytest.param(b'id,size\n1,"5 in\n2,6 in\n3,7 in\n4,8 in\n', "quoting=3", (4, 2), id="an open quote"),
        pytest.param(
            b'1.5   8   30\t"a b"\n2.5  12    7\t"c"\n' * 3, r'sep=r"\s+"', (6, 4), id="spaces and a tab"
        ),
        pytest.param(b"id   | name \n1    | a b  \n2    | c    \n", r'sep=r" *\| *"', (2, 2), id="filled up"),
        pytest.param(b"a^b^c\n1,5^x^2,5\n3,5^y^4,5\n", 'sep="^"', (2, 3), id="caret over decimal commas"),
        pytest.param(
            b"Note: a b\n" * 9 + b"d\tn\n2021-01-01\t5\n2021-01-02\t6\n",
            r'sep="\t"',
            (2, 2),
            id="below prose",
        ),
        pytest.param(
            b"n|k\n1,234,567|x\n2,345,678|y\n3,456,789|z\n", 'sep="|"', (3, 2), id="bars over thousands"
        ),
        pytest.param(
            b"Rain, snow, and hail\nin a, b, and c\n\nd;mm;n\n" + b"01.03.2022;1,5;2,5\n" * 3,
            'sep=";"',
            (3, 3),
            id="commas in prose and in numbers",
        ),
        pytest.param(
            '\ufeff"first name","n"\n"Ann","1"\n'.encode(), 'file.csv")', (1, 2), id="BOM and quotes"
        ),
    ],
)
def test_the_dialect_is_found(read, content, sep, shape):
    (table,) = read(content)
    assert sep in table["read"]
    assert (table["rows"], len(table["columns"])) == shape


def test_fixed_columns_are_cut_at_their_edges(read):
    rows = [("New York", "12", "1.5"), ("Basel", "9", "0.3"), ("San Jose", "21", "10.25")]
    text = "".join(f"{a:<9}{b:>4}{c:>6}\n" for a, b, c in [("Station", "Day", "Rain"), *rows])
    (table,) = read(text.encode(), "file.txt")
    assert [column["type"] for column in table["columns"]] == ["text", "integer", "number"]
    assert table["columns"][0]["examples"] == ["New York", "Basel", "San Jose"]


def test_quoted_line_breaks_stay_in_their_cell(read):
    (table,) = read(b'id,text\n1,"one\nline ""two"""\n2,"x"\n')
    assert table["columns"][1]["examples"] == ['one\nline "two"', "x"]


def test_nul_bytes_at_the_end_are_no_row(read):
    (table,) = read(b"a,b\n1,x\n2,y\n" + b"\0" * 64)
    assert table["rows"] == 2


@pytest.mark.parametrize(
    ("pack", "name"),
    [
        (gzip.compress, "f.csv.gz"),
        (bz2.compress, "f.csv.bz2"),
        (lzma.compress, "f.csv.xz"),
        (gzip.compress, "f.csv"),
    ],
)
def test_compressed_text_is_read_in_place(read, pack, name):
    (table,) = read(pack(b"a;b\n1,5;2\n2,5;3\n"), name)
    assert (table["table"], table["columns"][0]["high"]) == ("f", "2.5")


def archive(**members):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as packed:
        for name, text in members.items():
            packed.writestr(name.replace("_", "."), text)
    return content.getvalue()


def test_a_zip_of_one_file_is_that_file(read):
    (table,) = read(archive(only_csv="a,b\n1,2\n"), "pack.zip")
    assert (table["table"], table["rows"]) == ("pack", 1)
    assert table["read"].endswith('pack.zip")')


def test_a_zip_of_several_files_gives_a_table_each(read):
    tables = read(archive(one_csv="a,b\n1,2\n", two_tsv="x\ty\n1\t2\n3\t4\n"), "pack.zip")
    assert [(table["table"], table["rows"]) for table in tables] == [("pack_one", 1), ("pack_two", 2)]


def workbook(**sheets):
    content = io.BytesIO()
    with pd.ExcelWriter(content, engine="openpyxl") as writer:
        for name, (frame, options) in sheets.items():
            frame.to_excel(writer, sheet_name=name, index=False, **options)
            if "startrow" in options:
                writer.sheets[name]["A1"] = "Sales report 2020"
    return content.getvalue()


def test_every_sheet_of_a_workbook_is_a_table(read):
    sales = pd.DataFrame(
        {"zip": ["00501", "10001"], "v": [1.5, 2], "d": pd.to_datetime(["2020-01-01", "2020-01-02"])}
    )
    lookup = pd.DataFrame({"k": ["a", "b"], "n": [1, 2]})
    content = workbook(
        Data=(sales, {"startrow": 3, "startcol": 1}), Lookup=(lookup, {}), Empty=(pd.DataFrame(), {})
    )
    data, keys = read(content, "book.xlsx")
    assert [(table["table"], table["rows"]) for table in (data, keys)] == [
        ("book_data", 2),
        ("book_lookup", 2),
    ]
    assert [column["type"] for column in data["columns"]] == ["text", "number", "date"]
    assert data["columns"][0]["examples"] == ["00501", "10001"]
    assert 'sheet_name="Lookup"' in keys["read"]


def test_json_records_keep_zeros_dates_and_nested_values(read):
    records = [
        {"id": "007", "when": "2020-01-01", "geo": {"lat": 1}},
        {"id": "008", "when": "2020-01-02", "geo": {"lat": 2}},
    ]
    (table,) = read(json.dumps(records).encode(), "f.json")
    assert [(c["name"], c["type"]) for c in table["columns"]] == [
        ("id", "text"),
        ("when", "date"),
        ("geo.lat", "integer"),
    ]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        pytest.param(b'{"a": 1, "b": "x"}\n{"a": 2, "b": "y"}\n', "f.jsonl", id="lines"),
        pytest.param(
            b'{"meta": {}, "items": [{"a": 1, "b": "x"}, {"a": 2, "b": "y"}]}', "f.json", id="inside"
        ),
        pytest.param(b'{"a": [1, 2], "b": ["x", "y"]}', "f.json", id="columns"),
        pytest.param(b'[{"a": 1, "b": "x"}, {"a": 2, "b": "y"}]', "f.csv", id="under another name"),
    ],
)
def test_json_comes_in_several_forms(read, content, name):
    (table,) = read(content, name)
    assert [(c["name"], c["type"], c["examples"]) for c in table["columns"]] == [
        ("a", "integer", ["1", "2"]),
        ("b", "text", ["x", "y"]),
    ]


def test_parquet_says_its_own_types(read):
    content = io.BytesIO()
    pd.DataFrame({"a": [1, 2], "d": pd.to_datetime(["2020-01-01", "2020-01-02"])}).to_parquet(content)
    (table,) = read(content.getvalue(), "f.parquet")
    assert [(c["type"], c["high"]) for c in table["columns"]] == [("integer", "2"), ("date", "2020-01-02")]


def test_a_persons_word_wins(read):
    (table,) = read(b"x;y\na;b\n1;2\n", sep=";", skiprows=1, dtype={"a": "str"})
    assert [(c["name"], c["type"]) for c in table["columns"]] == [("a", "text"), ("b", "integer")]


def test_tables_get_valid_and_different_names(tmp_path):
    for name in ("class.csv", "2024 Umsätze.csv", "a-b.csv", "a b.csv"):
        (tmp_path / name).write_text("x,y\n1,2\n")
    found = profile_folder(["class.csv", "2024 Umsätze.csv", "a-b.csv", "a b.csv"], {}, str(tmp_path))
    assert [table["table"] for table in found["tables"]] == [
        "table_class",
        "table_2024_umsätze",
        "a_b",
        "a_b_2",
    ]


def test_a_readme_in_an_archive_is_no_table(read):
    (table,) = read(archive(README_txt="All you need.\nRead it now.\n", x_csv="a,b\n1,2\n"), "pack.zip")
    assert (table["rows"], table["notes"]) == (1, [])


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        ("\ufeff\ufeffid,n\n1,5\n2,6\n", 2),
        ("\ufeffid,n\n1,5\n\ufeffid,n\n2,6\n", 2),
        ("\ufeffid,n\n1,5\n\ufeff2,6\n", 2),
    ],
    ids=["twice", "before a second header", "before a row"],
)
def test_a_mark_of_byte_order_is_no_text(read, content, rows):
    (table,) = read(content.encode())
    assert (table["rows"], [column["type"] for column in table["columns"]]) == (rows, ["integer", "integer"])
