"""Files that steps left, written beside the report under names that cannot leave its folder."""

import re
from urllib.parse import unquote

import pytest

from agents import links
from agents.values import Answer, Artifact, Cell, Execution, Figure
from analyst.cli.output import write_turn


async def turn(store, *made, answer="", first_cell=0):
    """The state after a turn; each cell is given as its figures and files by name."""
    cells = [
        Cell(id=at, title="t", code="c", execution=await ran(store, *names)) for at, names in enumerate(made)
    ]
    text = links.in_answer(Answer(text=answer), cells).text
    return {
        "cells": tuple(cells),
        "first_cell": first_cell,
        "report": f"# Report\n\n{text}",
        "question": "Which?",
    }


async def ran(store, *names):
    digests = {name: await store.put(name.encode()) for name in names}
    figures = [Figure(id=name, digest=digest) for name, digest in digests.items() if "." not in name]
    files = [Artifact(name=name, digest=digest, size=1) for name, digest in digests.items() if "." in name]
    return Execution(status="ok", figures=tuple(figures), files=tuple(files))


async def written(store, folder, *names):
    done = await write_turn(store, await turn(store, names), folder)
    return {str(path.relative_to(folder / "which")): path.read_text() for path in done.files}


ALLOWED = [
    "out/a.csv",
    "old/a.csv",
    "a.csv",
    "深い/売上.csv",
    "R&D, 2023.csv",
    "R#D, 2023.csv",
    "figure-sales.png",
]


async def test_names_that_a_folder_can_hold_are_kept(store, tmp_path):
    names = [*ALLOWED, "it's 50% [new]!.csv", "é.csv", "x" * 251 + ".csv"]
    assert await written(store, tmp_path, *names) == {name: name for name in names}


@pytest.mark.parametrize(
    ("names", "new"),
    [
        (["a\tb.csv", "a_b.csv"], {"a_b-2.csv": "a\tb.csv", "a_b.csv": "a_b.csv"}),
        (["out.d", "out.d/a.csv"], {"out-2.d": "out.d", "out.d/a.csv": "out.d/a.csv"}),
        (["x" * 300 + ".csv"], {"x" * 251 + ".csv": "x" * 300 + ".csv"}),
        ([".git/config.x"], {"_git/config.x": ".git/config.x"}),
        (["A.csv", "a.csv", "a-2.csv"], {"A.csv": "A.csv", "a-3.csv": "a.csv", "a-2.csv": "a-2.csv"}),
        (["é.csv", "E\u0301.csv"], {"é.csv": "é.csv", "E\u0301-2.csv": "E\u0301.csv"}),
        (["Out.d/a.csv", "out.d"], {"Out.d/a.csv": "Out.d/a.csv", "out-2.d": "out.d"}),
        (["Report.MD", "REPORT.md/a.x"], {"Report-2.MD": "Report.MD", "_REPORT.md/a.x": "REPORT.md/a.x"}),
        (["report.md", "report-2.md"], {"report-3.md": "report.md", "report-2.md": "report-2.md"}),
    ],
)
async def test_no_file_is_lost_where_a_name_has_to_change(store, tmp_path, names, new):
    assert await written(store, tmp_path, *names) == new


@pytest.mark.parametrize(
    "name", ["../../a.csv", "/a.csv", "a/../../../b.x", "..", "report.md", "report.md/a.csv"]
)
async def test_no_name_leaves_the_folder_or_replaces_the_report(store, tmp_path, name):
    (found,) = await written(store, tmp_path, name)
    assert (tmp_path / "which" / found).resolve().is_relative_to(tmp_path / "which")
    assert (tmp_path / "which" / "report.md").read_text() == "# Report\n\n"


LINKED = """\
![c](sandbox:/mnt/data/figure-sales.png) [t](sandbox:/mnt/data/R&D, 2023.csv)
[u](sandbox:/mnt/data/R#D, 2023.csv)
[n](sandbox:/mnt/data/report.md) ![f](sandbox:/mnt/data/figure-1.png) ![old](sandbox:/mnt/data/figure-7.png)
[old](sandbox:/mnt/data/old.csv) `[code](report.md)`
"""


async def test_every_link_of_a_report_leads_to_what_was_written(store, tmp_path):
    made = [("figure-7", "old.csv", "other.csv"), ("figure-1", "figure-1.png", "report.md", *ALLOWED)]
    state = await turn(store, *made, answer=LINKED, first_cell=1)
    done = await write_turn(store, state, tmp_path)
    folder = done.report.parent
    linked = [unquote(path) for path in re.findall(r"(?<!code)\]\(([^)]+)\)", done.report.read_text())]
    assert [(folder / path).read_text() for path in linked] == [
        "figure-sales.png",
        "R&D, 2023.csv",
        "R#D, 2023.csv",
        "report.md",
        "figure-1",
        "figure-7",
        "old.csv",
    ]
    assert "`[code](report.md)`" in done.report.read_text()
    assert (folder / "figure-1-2.png").read_text() == "figure-1.png"
    assert not (folder / "other.csv").exists()
