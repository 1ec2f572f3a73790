"""The page about the pool names every setting as the code has it."""

from pathlib import Path

import pytest

from session_pool.settings import PoolSettings

PAGE = Path(__file__).parent.parent.parent / "docs" / "session_pool.md"


@pytest.mark.parametrize("name", PoolSettings.model_fields)
def test_each_setting_is_described(name):
    rows = [line for line in PAGE.read_text().splitlines() if line.startswith(f"| `{name}` |")]
    assert any(PoolSettings.model_fields[name].description in row for row in rows)
