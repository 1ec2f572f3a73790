"""Files that steps left, written beside the report under names that cannot leave its folder."""

import pytest

from agents.values import Artifact, Cell, Execution
from analyst.cli.output import write_turn


async def written(store, folder, *names):
    files = [Artifact(name=name, digest=await store.put(name.encode()), size=1) for name in names]
    execution = Execution(status="ok", files=tuple(files))
    state = {
        "cells": (Cell(id=1, title="t", code="c", execution=execution),),
        "first_cell": 0,
        "report": "# Report",
        "question": "Which?",
    }
    done = await write_turn(store, state, folder)
    return {str(path.relative_to(folder / "which")): path.read_text() for path in done.files}


async def test_files_of_subfolders_keep_their_place(store, tmp_path):
    names = ("out/a.csv", "old/a.csv", "a.csv", "深い/売上.csv")
    assert await written(store, tmp_path, *names) == {name: name for name in names}


@pytest.mark.parametrize("name", ["../../a.csv", "/a.csv", "a/../../../b", "..", "report.md", "figure-1.png"])
async def test_no_name_leaves_the_folder_or_replaces_the_report(store, tmp_path, name):
    (found,) = await written(store, tmp_path, name)
    assert (tmp_path / "which" / found).resolve().is_relative_to(tmp_path / "which")
    assert (tmp_path / "which" / "report.md").read_text() == "# Report"
    assert found not in ("report.md", "figure-1.png")


async def test_a_file_that_became_a_folder_gives_way(store, tmp_path):
    assert list(await written(store, tmp_path, "out", "out/a.csv")) == ["out/a.csv"]
