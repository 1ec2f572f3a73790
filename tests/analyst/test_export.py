"""`analyst export`, as a person uses it."""

import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

pytestmark = [pytest.mark.sandbox, pytest.mark.slow]

ANALYST = str(Path(sys.executable).with_name("analyst"))


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    """A data folder with a thread of two turns."""
    folder = tmp_path_factory.mktemp("kept")
    table = Path(__file__).parents[2] / "data" / "penguins.csv"
    first = analyst(folder, "ask", "What is the mean body mass by species?", str(table))
    thread = re.search(r"thread (\w+)", first.stdout)[1]
    analyst(folder, "ask", "How many penguins are there by island?", "--thread", thread)
    return folder, thread


def analyst(folder, *arguments, code=0):
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    environment |= {"ANALYST_DATA_FOLDER": str(folder), "ANALYST_MODEL": "rule-based"}
    done = subprocess.run(
        [ANALYST, *arguments], capture_output=True, text=True, timeout=100, cwd=folder, env=environment
    )
    assert done.returncode == code, done.stderr
    return done


def exported(kept, to, tmp_path):
    folder, thread = kept
    done = analyst(folder, "export", thread, "--to", to, "--output", str(tmp_path))
    assert "run again in a clean session: every output was the same as the recorded one." in done.stdout
    return Path(re.search(r"Written: (.+)", done.stdout)[1])


def test_a_notebook_has_the_turns_and_lies_beside_its_files(kept, tmp_path):
    path = exported(kept, "notebook", tmp_path)
    cells = nbformat.read(path, as_version=4).cells
    heads = [cell.source for cell in cells if cell.source.startswith("## ")]
    assert heads == ["## What is the mean body mass by species?", "## How many penguins are there by island?"]
    assert (path.parent / "penguins.csv").exists()


def test_a_script_prints_what_the_cells_printed(kept, tmp_path):
    path = exported(kept, "script", tmp_path)
    done = subprocess.run([sys.executable, "-W", "error", path], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert "5076.016260" in done.stdout


def test_a_report_links_figures_that_lie_beside_it(kept, tmp_path):
    path = exported(kept, "report", tmp_path)
    linked = re.findall(r"\]\((figure-\d+\.png)\)", path.read_text())
    assert linked
    assert all((path.parent / name).exists() for name in linked)


def test_a_page_is_one_file(kept, tmp_path):
    path = exported(kept, "html", tmp_path)
    assert [file.name for file in path.parent.iterdir()] == ["report.html"]
    assert "data:image/png;base64," in path.read_text()


def test_a_thread_that_is_not_kept_is_explained(kept, tmp_path):
    done = analyst(kept[0], "export", "nobody", "--output", str(tmp_path), code=2)
    assert "There is no thread 'nobody'" in done.stderr
    assert list(tmp_path.iterdir()) == []
