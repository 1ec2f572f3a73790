"""The notebooks run from the first cell to the last, with no key."""

import os
from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

pytestmark = [pytest.mark.sandbox, pytest.mark.slow, pytest.mark.timeout(240)]

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"


@pytest.fixture
def executed(tmp_path, update_snapshots):
    """Runs a notebook as it is on disk; with --update-snapshots its outputs are kept."""

    def run(name):
        path = NOTEBOOKS / name
        notebook = nbformat.read(path, as_version=4)
        kept = {key: os.environ[key] for key in ("PATH", "HOME") if key in os.environ}
        environment = kept | {"ANALYST_DATA_FOLDER": str(tmp_path / "kept")}
        client = NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(NOTEBOOKS)}})
        client.execute(env=environment)
        if update_snapshots:
            for cell in notebook.cells:
                cell.get("metadata", {}).pop("execution", None)
            nbformat.write(notebook, path)
        return [output for cell in notebook.cells for output in cell.get("outputs", ())]

    return run


@pytest.mark.filterwarnings("ignore::DeprecationWarning:zmq", "ignore:Proactor event loop:RuntimeWarning")
def test_the_walk_through_gets_its_answer_and_shows_a_figure(executed):
    outputs = executed("data_analyst.ipynb")
    shown = [output["data"] for output in outputs if "data" in output]
    assert any(
        "| Gentoo penguin (Pygoscelis papua) | 5,076.0 |" in data.get("text/markdown", "") for data in shown
    )
    assert any(data.get("image/png", "").startswith("iVBOR") for data in shown)
    assert any("Biscoe" in data.get("text/markdown", "") for data in shown)
