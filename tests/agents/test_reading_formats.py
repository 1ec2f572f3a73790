"""Old workbooks, archives, and what only a spreadsheet program reads."""

import gzip
import zipfile
from pathlib import Path

import openpyxl
import pytest

from agents.in_session.reading.files import profile_folder

WORKBOOKS = Path(__file__).parent / "workbooks"


def test_every_sheet_of_an_old_workbook_is_read():
    sales, rates = profile_folder(["sales.xls"], {}, str(WORKBOOKS))["tables"]
    assert [(c["name"], c["type"], c["missing"]) for c in sales["columns"]] == [
        ("code", "text", 0),
        ("day", "date", 0),
        ("units", "integer", 1),
        ("price", "number", 0),
    ]
    assert sales["columns"][0]["examples"] == ["00123", "00456", "00789"]
    assert (sales["table"], rates["table"], rates["rows"]) == ("sales_sales", "sales_rates", 2)
    assert rates["read"] == f'pd.read_excel("{WORKBOOKS}/sales.xls", sheet_name="Rates")'


def test_a_sheet_of_an_old_workbook_is_chosen():
    (table,) = profile_folder(["sales.xls"], {"sales.xls": {"sheet_name": "Rates"}}, str(WORKBOOKS))["tables"]
    assert [column["name"] for column in table["columns"]] == ["currency", "rate"]


def test_an_archive_gives_its_tables_and_says_what_it_leaves_out(tmp_path):
    with zipfile.ZipFile(tmp_path / "pack.zip", "w") as packed:
        packed.writestr("notes.pdf", "%PDF-1.4")
        packed.writestr("empty.csv", "")
        packed.writestr("packed.csv.gz", gzip.compress(b"a,b\n1,2\n"))
    (table,) = profile_folder(["pack.zip"], {}, str(tmp_path))["tables"]
    assert (table["rows"], [column["type"] for column in table["columns"]]) == (1, ["integer", "integer"])
    assert table["notes"] == [
        "Left out: notes.pdf in it is a PDF; bring its table as CSV or Excel.",
        "Left out: empty.csv in it is empty.",
    ]


def test_an_archive_without_files_is_refused_as_such(tmp_path):
    with zipfile.ZipFile(tmp_path / "pack.zip", "w"):
        pass
    (refused,) = profile_folder(["pack.zip"], {}, str(tmp_path))["errors"]
    assert refused["error"].startswith("is a zip file with no data in it")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is an old Office file (.xls)", id="xls"),
        pytest.param(b"<!DOCTYPE html><table>", "is a web page; open it in a spreadsheet", id="html"),
        pytest.param(b"\xef\xbb\xbf<?xml version='1.0'?>", "is XML, perhaps of a spreadsheet", id="xml"),
    ],
)
def test_what_only_a_spreadsheet_program_reads_is_refused_with_advice(tmp_path, content, said):
    (tmp_path / "file.xls").write_bytes(content)
    (refused,) = profile_folder(["file.xls"], {}, str(tmp_path))["errors"]
    assert refused["error"].startswith(said)
    assert "save it as .xlsx" in refused["error"]


def test_open_document_spreadsheets_are_refused_with_advice(tmp_path):
    with zipfile.ZipFile(tmp_path / "file.ods", "w") as packed:
        packed.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    (refused,) = profile_folder(["file.ods"], {}, str(tmp_path))["errors"]
    assert refused["error"] == "is an OpenDocument file, such as .ods; save it as .xlsx or CSV"


def test_sheets_without_a_table_are_named(tmp_path):
    book = openpyxl.Workbook()
    for row in [("Item", "Sold"), ("a", 1), ("b", 2)]:
        book.active.append(row)
    book.create_sheet("Notes")["B2"] = "Checked in May"
    book.create_sheet("Sheet3")
    book.save(tmp_path / "book.xlsx")
    (table,) = profile_folder(["book.xlsx"], {}, str(tmp_path))["tables"]
    assert (table["table"], table["rows"]) == ("book", 2)
    assert table["notes"] == ["Left out, as it holds no table: Notes, Sheet3."]
    chosen = profile_folder(["book.xlsx"], {"book.xlsx": {"sheet_name": "Sheet"}}, str(tmp_path))["tables"]
    assert chosen[0]["notes"] == []
