"""The host's side of reading: the script it sends, and what it makes of the answer."""

import json

import pytest

from agents.errors import BadFileError
from agents.profiling import load_code, look, parse_override, profile
from agents.values import Execution, Profile, Table


class SaysInterpreter:
    """Answers every script with the same execution, or with what it found between the right marks."""

    def __init__(self, found=None, **execution):
        self.found, self.execution = found, execution

    async def run(self, code, seconds=None):
        if self.found is None:
            return Execution(**self.execution)
        mark = code.rsplit('print("', 1)[1].split('"')[0]
        return Execution(status="ok", stdout=f"noise{mark}{json.dumps(self.found)}{mark}\n")


TABLE = {
    "file": "a.csv",
    "table": "a",
    "rows": 1,
    "columns": [],
    "read": 'pd.read_csv("/mnt/data/a.csv")',
    "notes": [],
}


async def test_a_table_comes_back_with_the_code_that_loads_it():
    found = await profile(SaysInterpreter({"tables": [TABLE], "errors": []}), ["a.csv"])
    assert found == Profile(tables=(Table(**TABLE),))
    assert load_code(found) == 'import pandas as pd\na = pd.read_csv("/mnt/data/a.csv")'


async def test_what_the_session_refuses_is_an_error_that_says_what_to_do():
    answer = {"tables": [], "errors": [{"file": "a.csv", "error": "is empty; bring a file with rows"}]}
    with pytest.raises(BadFileError, match=r"^a.csv is empty; bring a file with rows\.$"):
        await profile(SaysInterpreter(answer), ["a.csv"])


async def test_one_file_without_a_table_leaves_the_others_as_they_are():
    answer = {"tables": [TABLE], "errors": [{"file": "b.csv", "error": "is empty; bring a file with rows"}]}
    found, refused = await look(SaysInterpreter(answer), ["a.csv", "b.csv"])
    assert (found, refused) == (
        Profile(tables=(Table(**TABLE),)),
        ("b.csv is empty; bring a file with rows.",),
    )
    with pytest.raises(BadFileError, match=r"^b.csv is empty.* The other files can be read: ask again"):
        await profile(SaysInterpreter(answer), ["a.csv", "b.csv"])


@pytest.mark.parametrize(
    "change",
    [
        pytest.param({"table": "a; import os"}, id="no name"),
        pytest.param({"file": "/etc/passwd"}, id="a file nobody asked for"),
        pytest.param({"read": "1\nimport os"}, id="two lines"),
        pytest.param({"read": "pd.read_csv("}, id="no expression"),
        pytest.param({"rows": "many"}, id="wrong type"),
        pytest.param({"surprise": 1}, id="unknown field"),
    ],
)
async def test_a_session_that_lies_is_not_believed(change):
    answer = {"tables": [TABLE | change], "errors": []}
    with pytest.raises(BadFileError, match="gave no result that can be used"):
        await profile(SaysInterpreter(answer), ["a.csv"])


@pytest.mark.parametrize(
    ("execution", "message"),
    [
        ({"status": "timeout"}, "Reading a.csv took too long"),
        ({"status": "lost"}, "ended the session"),
        ({"status": "error", "stderr": "Traceback\nImportError: pandas"}, r"failed \(ImportError: pandas\)"),
        ({"status": "ok", "stdout": "nothing"}, "gave no result"),
    ],
)
async def test_a_script_that_fails_is_a_bad_file(execution, message):
    with pytest.raises(BadFileError, match=message):
        await profile(SaysInterpreter(**execution), ["a.csv"])


def test_overrides_are_read_and_not_run():
    assert parse_override('sep=";", skiprows=2, dtype={"zip": str}, na_values=[-1]') == {
        "sep": ";",
        "skiprows": 2,
        "dtype": {"zip": "str"},
        "na_values": [-1],
    }


@pytest.mark.parametrize(
    "text",
    [
        "sep=",
        "';'",
        "**x",
        "sep=open('/etc/passwd')",
        "sep=a.b",
        ") or print(",
        pytest.param(f"a={'-' * 9_999}1", id="nested too deeply for the parser"),
    ],
)
def test_an_override_that_is_no_constant_is_refused(text):
    with pytest.raises(BadFileError, match="is not understood"):
        parse_override(text)


@pytest.mark.sandbox
async def test_files_are_read_in_a_real_session(interpreter):
    await interpreter.upload("Preise 2024.csv", "Artikel;Preis\n007;1.234,50\n008;2,00\n".encode("cp1252"))
    found = await profile(interpreter, ["Preise 2024.csv"])
    table = found.tables[0]
    assert (table.table, table.rows, [column.type for column in table.columns]) == (
        "preise_2024",
        2,
        ["text", "number"],
    )
    shown = await interpreter.run(
        f"{load_code(found)}\nprint(preise_2024.Preis.sum(), preise_2024.Artikel[0])"
    )
    assert shown.stdout == "1236.5 007\n"


@pytest.mark.sandbox
async def test_a_hint_wins_in_a_real_session(interpreter):
    await interpreter.upload("a.csv", b"x,y\n1,2\n3,4\n")
    found = await profile(interpreter, ["a.csv"], {"a.csv": 'dtype={"x": str}, nrows=1'})
    assert (found.tables[0].rows, found.tables[0].columns[0].type) == (1, "text")


@pytest.mark.sandbox
@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(b"", "a.csv is empty", id="empty"),
        pytest.param(b" \n\n", "a.csv is empty", id="only blank lines"),
        pytest.param(b"a,b,c\n", "a.csv has a header but no rows", id="no rows"),
        pytest.param(bytes(range(256)) * 8, "a.csv holds binary data", id="binary"),
        pytest.param(b"%PDF-1.7 xx", "a.csv is a PDF", id="pdf"),
        pytest.param(b"\x89PNG\r\n\x1a\n", "a.csv is a picture", id="picture"),
        pytest.param(b"PK\x03\x04 broken", "a.csv is a damaged zip file", id="damaged zip"),
        pytest.param(b"\x1f\x8b\x08 broken", "a.csv is a damaged gzip file", id="damaged gzip"),
    ],
)
async def test_a_file_that_holds_no_table_is_refused_with_a_reason(interpreter, content, message):
    await interpreter.upload("a.csv", content)
    with pytest.raises(BadFileError, match=message):
        await profile(interpreter, ["a.csv"])
