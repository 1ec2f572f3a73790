"""Fixtures around the scripted model, for `pytest_plugins` or an import in conftest.py."""

from collections.abc import Iterator

import pytest
from scripted_model import ScriptedModel


@pytest.fixture
def scripted_model() -> Iterator[ScriptedModel]:
    """Give a model server that is listening, with nothing in its script yet."""
    with ScriptedModel() as server:
        yield server
