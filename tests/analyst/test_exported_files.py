"""What lies beside a document that is handed over: whatever its links lead to."""

import re
from urllib.parse import unquote

import nbformat
import pytest

from agents.export.handover import handover
from agents.values import Artifact, Cell, Execution, Figure, SourceFile, Turn
from analyst.cli.exporting import NAMES, Format, write
from analyst.cli.output import SameNameError, write_folder

ANSWER = """\
![c](figure-1.png) [Q1](Q1%2C%20final.csv) [all](report.md) [old](penguins.csv)
"""


@pytest.fixture
async def made(store):
    """A thread whose last cell wrote files, one of them in place of what was brought."""

    async def file(name):
        return Artifact(name=name, digest=await store.put(f"made {name}".encode()), size=1)

    names = ("Q1, final.csv", "report.md", "penguins.csv", "unlinked.csv")
    figures = [Figure(id=f"figure-{n}", digest=await store.put(f"figure-{n}".encode())) for n in (1, 2)]
    ran = Execution(status="ok", figures=tuple(figures), files=tuple([await file(name) for name in names]))
    source = SourceFile(name="penguins.csv", digest=await store.put(b"brought"), size=1)
    cell = Cell(id=1, title="t", code="c", execution=ran)
    return handover([source], [Turn(question="q", answer=ANSWER, cells=1)], [cell])


def led_to(text, folder):
    return [(folder / unquote(path)).read_text() for path in re.findall(r"\]\(([^)]+)\)", text)]


LINKED = ["figure-1", "made Q1, final.csv", "made report.md", "made penguins.csv"]


async def test_a_report_leads_to_all_figures_and_files(made, store, tmp_path):
    folder = (await write(made, Format.report, store, tmp_path)).parent
    led = led_to((folder / "report.md").read_text(), folder)
    files = ["made Q1, final.csv", "made penguins.csv", "made report.md", "made unlinked.csv"]
    assert led == [*LINKED, "figure-1", "figure-2", *files]


async def test_beside_a_notebook_lies_what_its_answers_link_to(made, store, tmp_path):
    folder = (await write(made, Format.notebook, store, tmp_path)).parent
    cells = nbformat.read(folder / "analysis.ipynb", as_version=4).cells
    assert led_to(cells[-1].source, folder) == LINKED
    assert (folder / "penguins.csv").read_text() == "brought"
    assert not (folder / "unlinked.csv").exists()


async def test_what_was_brought_keeps_its_name_where_a_figure_has_it_too(made, store, tmp_path):
    brought = SourceFile(name="figure-1.png", digest=await store.put(b"brought too"), size=1)
    made = made.model_copy(update={"sources": (*made.sources, brought)})
    folder = (await write(made, Format.notebook, store, tmp_path)).parent
    cells = nbformat.read(folder / "analysis.ipynb", as_version=4).cells
    assert led_to(cells[-1].source, folder) == LINKED
    assert (folder / "figure-1.png").read_text() == "brought too"


@pytest.mark.parametrize("to", [Format.notebook, Format.script])
async def test_a_document_takes_no_name_of_what_was_brought(made, store, tmp_path, to):
    name = NAMES[to].upper()
    brought = SourceFile(name=name, digest=await store.put(b"brought too"), size=1)
    document = await write(made.model_copy(update={"sources": (brought,)}), to, store, tmp_path)
    assert (document.parent / name).read_text() == "brought too"
    assert document.name == NAMES[to].replace(".", "-2.")
    assert b"q" in document.read_bytes()


def test_a_folder_that_takes_two_names_for_one_is_refused_and_goes(tmp_path):
    with pytest.raises(SameNameError, match=r"the name a\.csv and that of another file for one"):
        write_folder({"a.csv": b"1", "./a.csv": b"2"}, tmp_path, "q")
    assert not list(tmp_path.iterdir())
