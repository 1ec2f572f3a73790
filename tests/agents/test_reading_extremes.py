"""Files beyond what anybody writes: read, or refused in words, and never an error of Python."""

import bz2
import gzip
import lzma
import math

import pandas as pd
import pytest

from agents.in_session.reading import files
from agents.in_session.redacting.cells import Cells
from agents.session.collected import missing_glyphs

DIGITS = "7" * 5000


@pytest.mark.parametrize(
    ("content", "types"),
    [
        (f"id,key\n1,{DIGITS}\n2,{DIGITS}\n3,{DIGITS}\n", ["integer", "text"]),
        (f"1,{DIGITS},3\n2,{DIGITS},4\n3,{DIGITS},5\n", ["integer", "text", "integer"]),
        ("a,b\n1,1e999\n2,5\n3,6\n4,7\n5,8\n", ["integer", "number"]),
        ("a,b\n1,-1e400\n2,-1e400\n3,6\n4,7\n5,8\n", ["integer", "number"]),
        ("\n" * 5001 + "a,b\n1,2\n3,4\n", ["integer", "integer"]),
    ],
    ids=["digits by the thousand", "without a header", "beyond floats", "below floats", "lines of nothing"],
)
def test_what_is_extreme_is_read(profiled, content, types):
    table, _ = profiled(content)
    assert [column["type"] for column in table["columns"]] == types


def errors(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    return [found["error"] for found in files.profile_folder([name], {}, str(tmp_path))["errors"]]


def test_form_feeds_alone_are_an_empty_file(tmp_path):
    assert errors(tmp_path, "feeds.csv", b"\x0c\n\x0c\n") == ["is empty; bring a file with a header and rows"]


@pytest.mark.parametrize(
    ("name", "method", "pack"),
    [
        ("bomb.csv.gz", "gzip", gzip.compress),
        ("bomb.csv.bz2", "bz2", bz2.compress),
        ("bomb.csv.xz", "xz", lzma.compress),
    ],
)
def test_a_file_that_unpacks_beyond_the_limit_is_refused(tmp_path, monkeypatch, name, method, pack):
    monkeypatch.setattr(files, "LARGEST", 1000)
    content = pack(b"a,b\n" + b"1,2\n" * 1000)
    assert errors(tmp_path, name, content) == [
        f"is a {method} file that is larger than 2 GB unpacked; bring a part of it"
    ]
    assert f"is a damaged {method} file" in errors(tmp_path, name, content[:30])[0]


def test_numbers_too_long_for_a_float_are_cells_without_end():
    cells = Cells([pd.DataFrame({"key": [10**400, 10**9999, 7]}, dtype=object)], 5)
    assert cells.alone == [7, math.inf, math.inf]


def test_a_warning_that_code_prints_itself_is_no_error():
    assert missing_glyphs(f"UserWarning: Glyph {DIGITS} missing from font(s) X.\n") == ""
    assert missing_glyphs("UserWarning: Glyph 93952 missing from font(s) X.\n") == chr(93952)
