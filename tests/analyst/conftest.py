"""The command line as a person uses it: real processes in an empty folder."""

import subprocess
import sys
from pathlib import Path

import pytest
from environments import plain_environment
from terminal import Terminal


@pytest.fixture(scope="session")
def command():
    """What a person types."""
    return [str(Path(sys.executable).with_name("analyst"))]


@pytest.fixture
def environment(tmp_path):
    """No key, no pool, a data folder of its own."""
    return plain_environment(ANALYST_DATA_FOLDER=str(tmp_path / "kept"), COLUMNS="120")


@pytest.fixture
def analyst(environment, tmp_path, command):
    """Runs the command in an empty folder."""

    def run(*arguments, stdin="", command=command, **more):
        return subprocess.run(
            [*command, *arguments],
            input=stdin,
            capture_output=True,
            text=True,
            timeout=100,
            cwd=tmp_path,
            env=environment | more,
        )

    return run


@pytest.fixture
def scripted(scripted_model):
    """The settings that make the scripted model the analyst."""
    return {"OPENAI_API_KEY": "k", "OPENAI_BASE_URL": scripted_model.base_url, "ANALYST_MODEL": "openai:m"}


@pytest.fixture
def terminal():
    """Starts a command on a terminal."""
    return Terminal
