"""What the tests of the reading share."""

import pandas as pd
import pytest

from agents.in_session.reading.files import profile_folder


@pytest.fixture
def profiled(tmp_path):
    """Profiles one file; returns its table, and what its read call gives with the names that it should."""

    def profiled(content, name="file.csv"):
        (tmp_path / name).write_bytes(content if isinstance(content, bytes) else content.encode())
        found = profile_folder([name], {}, str(tmp_path))
        assert found["errors"] == []
        (table,) = found["tables"]
        frame = eval(table["read"], {"pd": pd})
        assert frame.shape == (table["rows"], len(table["columns"]))
        assert list(frame.columns) == [column["name"] for column in table["columns"]]
        return table, frame

    return profiled


@pytest.fixture
def read(profiled):
    """Profiles one file and returns its table only."""
    return lambda content: profiled(content)[0]
