"""`analyst profile`: how a file is read."""

import json

import pytest

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]


def test_a_profile_shows_how_a_file_is_read(analyst, root):
    file = str(root / "data" / "wildfires.csv")
    shown = analyst("profile", file)
    assert "303 rows, 4 columns" in shown.stdout
    assert "skiprows=" in shown.stdout
    (table,) = json.loads(analyst("profile", file, "--json").stdout)
    assert set(table) == {"file", "table", "rows", "columns", "read", "notes"}
    assert (table["file"], table["rows"], table["columns"][1]["name"]) == (
        "wildfires.csv",
        303,
        "Acres Burned",
    )


def test_lines_are_not_broken_where_no_terminal_is(analyst, penguins):
    shown = analyst("profile", penguins, COLUMNS="80").stdout.splitlines()
    (culmen,) = (line for line in shown if "Culmen Length (mm)" in line)
    assert culmen.split()[-4:] == ["59.6", "41.1,", "45.2,", "37.8"]


def test_files_without_a_table_are_named_and_the_others_shown(analyst, tmp_path):
    (tmp_path / "good.csv").write_text("a,b\n1,2\n")
    (tmp_path / "old.xls").write_bytes(b"\xd0\xcf\x11\xe0 and so on")
    (tmp_path / "empty.csv").touch()
    done = analyst("profile", "old.xls", "good.csv", "empty.csv", "--json")
    assert [table["file"] for table in json.loads(done.stdout)] == ["good.csv"]
    assert done.returncode == 1
    assert "old.xls is an old Office file" in done.stderr
    assert "empty.csv is empty; bring" in done.stderr
    none = analyst("profile", "empty.csv", "old.xls")
    assert (none.returncode, none.stdout) == (1, "")
    assert "empty.csv is empty" in none.stderr
    assert "save it as .xlsx" in none.stderr


def test_the_reading_can_be_overruled(analyst, tmp_path):
    (tmp_path / "codes.csv").write_text("code,n\n1,10\n2,20\n")
    done = analyst("profile", "codes.csv", "--json", "--read", "dtype={'code': 'str'}")
    assert json.loads(done.stdout)[0]["columns"][0]["type"] == "text"
    wrong = analyst("profile", "codes.csv", "--read", "open('x')")
    assert wrong.returncode == 2
    assert "Traceback" not in wrong.stderr
