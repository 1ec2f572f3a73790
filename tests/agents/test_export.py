"""A thread handed over: what is written, and what running it again shows."""

import base64
import struct
import zlib

import nbformat
import pytest
from handed_over import CSV, DRAW, READ, run_thread
from markdown_it import MarkdownIt
from nbclient import NotebookClient

from agents.export.handover import EmptyThreadError, handover
from agents.export.html import answer_html, page
from agents.export.notebook import notebook
from agents.export.report import report
from agents.export.rerun import compare, rerun
from agents.export.script import script
from agents.report import picture
from agents.values import Artifact, Cell, Execution, Figure, Turn


@pytest.mark.sandbox
async def test_cells_that_run_the_same_again_are_handed_over_as_such(sessions, store):
    made = await run_thread(sessions("first"), store, READ, DRAW)
    checked = await rerun(made, sessions("clean"), store)
    assert checked.differences == ()
    assert checked.head == [
        "Files: table.csv.",
        "2 cells run again in a clean session: every output was the same as the recorded one.",
    ]


@pytest.mark.sandbox
async def test_a_difference_is_in_the_head_of_every_format(sessions, store):
    made = await run_thread(sessions("first"), store, READ, "import random\nprint(random.random())")
    checked = await rerun(made, sessions("clean"), store)
    assert len(checked.differences) == 1
    assert checked.differences[0].startswith("Cell 2: the printed text was `0.")
    assert "1 difference from the recorded outputs" in checked.head[1]
    difference = checked.differences[0].split("`")[1]
    for written in (script(checked), report(checked), await page(checked, store)):
        assert difference.encode() in written[:4000]
    first = nbformat.reads((await notebook(checked, store)).decode(), as_version=4).cells[0]
    assert difference in first.source


@pytest.mark.sandbox
async def test_a_cell_that_relied_on_a_failed_one_is_reported(sessions, store):
    made = await run_thread(sessions("first"), store, "x = 5\nraise ValueError('after x')", "print(x)")
    checked = await rerun(made, sessions("clean"), store)
    assert [cell.id for cell in checked.cells] == [2]
    assert checked.differences == ("Cell 2: failed (NameError: name 'x' is not defined).",)
    assert checked.head[-1] == "1 cell that failed at first is left out: [1] Step 1."


@pytest.mark.sandbox
async def test_another_picture_is_a_difference(sessions, store):
    noise = (
        "import random, matplotlib.pyplot as plt\nplt.plot([random.random() for _ in range(9)]); plt.show()"
    )
    made = await run_thread(sessions("first"), store, noise)
    checked = await rerun(made, sessions("clean"), store)
    assert checked.differences == ("Cell 1: figure 1 looks different.",)


@pytest.mark.slow
@pytest.mark.sandbox
async def test_the_notebook_runs_on_its_own(sessions, store, tmp_path):
    made = await run_thread(sessions("first"), store, READ, DRAW)
    (tmp_path / "table.csv").write_bytes(CSV)
    written = nbformat.reads((await notebook(made, store)).decode(), as_version=4)
    recorded = written.cells[4].outputs
    assert [output.output_type for output in recorded] == ["stream", "display_data", "execute_result"]
    client = NotebookClient(written, timeout=100, resources={"metadata": {"path": str(tmp_path)}})
    await client.async_execute()
    again = {output.output_type: output for output in written.cells[4].outputs}
    assert again["stream"].text == "drawn\n"
    assert "20.0" in again["execute_result"].data["text/plain"]
    assert "image/png" in again["display_data"].data


@pytest.mark.sandbox
async def test_the_page_holds_its_figures_and_fetches_nothing(sessions, store):
    made = await run_thread(sessions("first"), store, READ, DRAW)
    html = (await page(made, store)).decode()
    figure = made.cells[1].execution.figures[0]
    assert base64.b64encode(await store.get(figure.digest)).decode() in html
    assert 'It is <strong>20.0</strong> <a href="#cell-2">[2]</a>.' in html
    assert 'id="cell-2"' in html
    assert 'src="http' not in html
    assert "default-src 'none'" in html


def test_turns_have_their_own_cells():
    ran = Execution(status="ok")
    cells = [Cell(id=number, title="", code="", execution=ran) for number in range(1, 6)]
    turns = [Turn(question="a", answer="", cells=2), Turn(question="b", answer="", cells=5)]
    made = handover([], turns, cells)
    assert [[cell.id for cell in part.cells] for part in made.parts] == [[1, 2], [3, 4, 5]]


def test_a_thread_without_turns_is_refused():
    with pytest.raises(EmptyThreadError, match="nothing to export"):
        handover([], [], [])


@pytest.mark.parametrize(
    ("old", "new", "same"),
    [
        ("mean 0.1", "mean 0.1", True),
        ("mean 0.30000000000000004", "mean 0.3", True),
        ("mean 0.3", "mean 0.3001", False),
        ("mean 5", "max 5", False),
        ("5", "5 6", False),
        ("<A at 0x7f01>", "<A at 0x7fff>", True),
        ("2026-01-02 03:04:05.123456", "2026-01-02 03:04:06.654321", True),
        ("2026-01-02 03:04:05", "2026-01-02 03:04:06", False),
        ("Wall time: 5 ms\nmean 5", "Wall time: 7 ms\nmean 5", True),
        ("CPU times: user 1 ms\nmean 5", "CPU times: user 2 ms\nmean 5", True),
        ("mean elapsed minutes: 5", "mean elapsed minutes: 7", False),
        ("mean 5 s", "mean 6 s", False),
        ("id 1234567890123", "id 1234567890124", False),
        ("total +5", "total 5", True),
        ("total 1234567890123.0", "total 1234567890123.1", True),
        ("/mnt/data/a.csv", "./a.csv", True),
        ("nan", "nan", True),
    ],
)
def test_outputs_are_compared_as_what_they_say(old, new, same):
    before, again = (Execution(status="ok", stdout=text) for text in (old, new))
    assert (list(compare(before, again)) == []) is same


def test_files_are_compared_by_name():
    def ran(*files):
        return Execution(status="ok", files=tuple(Artifact(name=n, digest=d, size=1) for n, d in files))

    assert list(compare(ran(("a.csv", "1"), ("gone.csv", "1")), ran(("a.csv", "1"), ("c.csv", "1")))) == [
        "the file c.csv is new",
        "the file gone.csv was not written again",
    ]


def png(pixels, note):
    """A grey picture of one row, with a line of metadata."""

    def chunk(kind, content):
        return (
            struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        )

    header = struct.pack(">IIBBBBB", len(pixels), 1, 8, 0, 0, 0, 0)
    parts = (
        (b"IHDR", header),
        (b"tEXt", b"Software\0" + note),
        (b"IDAT", zlib.compress(b"\0" + pixels)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(kind, content) for kind, content in parts)


@pytest.mark.sandbox
@pytest.mark.parametrize(
    ("pixels", "differences"), [(b"\1\2", ()), (b"\1\3", ("Cell 1: figure 1 looks different.",))]
)
async def test_pictures_are_compared_by_their_pixels(interpreter, store, pixels, differences):
    recorded = png(b"\1\2", b"another version")
    shown = base64.b64encode(png(pixels, b"this version")).decode()
    code = (
        "import base64\nfrom IPython.display import Image, display\n"
        f"display(Image(base64.b64decode('{shown}')))"
    )
    figure = Figure(id="figure-1", digest=await store.put(recorded))
    cell = Cell(id=1, title="", code=code, execution=Execution(status="ok", figures=(figure,)))
    made = handover([], [Turn(question="q", answer="", cells=1)], [cell])
    assert (await rerun(made, interpreter, store)).differences == differences


def test_an_answer_cannot_bring_in_html_images_or_scripts():
    html = answer_html(
        "<script>alert(1)</script> ![pixel](https://example.org/x.png) [x](javascript:alert(1)) [2] [9]",
        {2},
        {},
    )
    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert '<a href="#cell-2">[2]</a> [9]' in html


def test_titles_and_outputs_cannot_bring_in_html_either():
    ran = Execution(status="ok", stdout="</pre><script>")
    made = handover(
        [],
        [Turn(question="<b>q", answer="a", cells=1)],
        [Cell(id=1, title="<i>", code="'</code>'", execution=ran)],
    )
    text = report(made).decode()
    assert "</pre><script>" in text  # Markdown: inside a fence
    assert text.count("```") == 4


async def test_the_page_escapes_what_it_shows(store):
    ran = Execution(status="ok", stdout="</pre><script>")
    cell = Cell(id=1, title="<i>", code="'</code>'", execution=ran)
    html = (await page(handover([], [Turn(question="<b>q", answer="a", cells=1)], [cell]), store)).decode()
    assert "<script" not in html
    assert "<i>" not in html
    assert "<b>" not in html


async def test_links_of_a_page_lead_into_it_or_say_that_they_do_not(store):
    files = [
        Artifact(name=name, digest=await store.put(content), size=1)
        for name, content in (("Q1, final.csv", b"a,b\n1,2\n"), ("large.csv", bytes(5_000_001)))
    ]
    figure = Figure(id="figure-1", digest=await store.put(b"PNG"))
    ran = Execution(status="ok", files=tuple(files), figures=(figure,))
    answer = (
        "[Q1](Q1%2C%20final.csv) [chart](figure-1.png) [all](large.csv) [old](figure-9.png) "
        "[site](https://example.org/a) ![drawn](figure-1.png) ![gone](gone.png)"
    )
    cell = Cell(id=1, title="t", code="c", execution=ran)
    html = (await page(handover([], [Turn(question="q", answer=answer, cells=1)], [cell]), store)).decode()
    held = base64.b64encode(b"a,b\n1,2\n").decode()
    assert f'<a href="data:application/octet-stream;base64,{held}" download="Q1, final.csv">Q1</a>' in html
    assert '<a href="#figure-1">chart</a>' in html
    assert '<a href="#figure-1">drawn</a> gone' in html
    assert '<figure id="figure-1">' in html
    assert "all (not in this page) old (not in this page)" in html
    assert '<a href="https://example.org/a">site</a>' in html


@pytest.mark.parametrize("title", ["a]b", "a [b", "`a", "<b>", "a\\", "R&D (2023)"])
def test_a_figure_of_any_title_is_an_image_in_markdown(title):
    (paragraph,) = MarkdownIt().parse(picture(Figure(id="figure-1", title=title, digest="")))[1:2]
    (image,) = paragraph.children
    assert (image.type, image.attrs["src"]) == ("image", "figure-1.png")
    assert "".join(token.content for token in image.children) == title


async def test_a_notebook_is_the_same_each_time(store):
    cell = Cell(id=1, title="t", code="1", execution=Execution(status="ok", value="1"))
    made = handover([], [Turn(question="q", answer="a", cells=1)], [cell])
    assert await notebook(made, store) == await notebook(made, store)
