"""A lost session is made again as it was: uploads and cells in their order, and what differs is said."""

import pytest

from agents.ingesting import current, ingest, last_part, merged
from agents.session.journal import MARK, ensure
from agents.values import Cell, Execution

pytestmark = pytest.mark.sandbox


class Thread:
    """The journal of a thread, written as a graph writes it."""

    def __init__(self, interpreter, store):
        self.interpreter, self.store, self.sources, self.cells = interpreter, store, (), ()

    async def bring(self, *files):
        added = await ingest(self.interpreter, self.store, files, self.sources, self.cells)
        self.sources = merged(self.sources, added)
        return [source.name for source in added]

    async def run(self, code):
        number = len(self.cells) + 1
        ran = await self.interpreter.run(code)
        self.cells += (Cell(id=number, title=f"Step {number}", code=code, execution=ran),)
        return ran.stdout

    async def lose(self):
        await self.interpreter.run(f"{MARK}\nimport os; os._exit(1)")
        return await ensure(self.interpreter, self.store, self.sources, self.cells)


@pytest.fixture
def thread(interpreter, store):
    return Thread(interpreter, store)


async def test_a_file_that_was_replaced_is_there_for_the_cells_that_read_it(thread):
    await thread.bring(("d.csv", b"1"))
    await thread.run("before = open('/mnt/data/d.csv').read()")
    assert await thread.bring(("d.csv", b"2")) == ["d.csv"]
    await thread.run("after = open('/mnt/data/d.csv').read()")
    assert await thread.lose() == "session restored (2 cells, 2 files)"
    assert await thread.run("print(before, after)") == "1 2\n"
    assert [source.digest for source in current(thread.sources)] == [thread.sources[1].digest]


async def test_what_a_cell_did_before_it_failed_is_there_again(thread):
    await thread.run("x = 5\nopen('/mnt/data/side.txt', 'w').write('kept')\nraise ValueError")
    assert await thread.lose() == "session restored (1 cell, 0 files)"
    assert await thread.run("print(x, open('/mnt/data/side.txt').read())") == "5 kept\n"


async def test_a_cell_that_fails_or_says_something_else_is_named(thread):
    await thread.bring(("d.csv", b"1"))
    await thread.run("import os; os.remove('/mnt/data/d.csv'); fine = 1; print(fine)")
    await thread.run("import random; print(random.random())")
    await thread.run("import os; print(1 / ('lost' not in os.environ))")
    await thread.run("import os; os.environ['lost'] = 'x'")
    told = await thread.lose()
    assert told == "session restored (4 cells, 1 file); cell 2 put out something else this time"
    code = "print(1 / (len(cells) < 1))"
    await thread.run("cells = []")
    await thread.run(code)
    thread.cells = (*thread.cells[:-2], thread.cells[-1].model_copy(update={"id": 6}))
    assert "cell 6 failed this time (NameError: name 'cells' is not defined)" in await thread.lose()


async def test_a_cell_that_ends_the_session_is_left_out(thread):
    await thread.run("x = 1")
    thread.cells += (Cell(id=2, title="", code="import os; os._exit(1)", execution=Execution(status="ok")),)
    await thread.run("y = 2")
    assert (
        await thread.lose()
        == "session restored (2 cells, 0 files); cell 2 ended the session and was left out"
    )
    assert await thread.run("print(x + y)") == "3\n"


async def test_where_every_beginning_ends_the_session_that_is_said(thread):
    ending = "import os; os._exit(1)"
    thread.cells = tuple(
        Cell(id=n, title="", code=ending, execution=Execution(status="ok")) for n in range(1, 6)
    )
    assert (await thread.lose()).startswith("session not restored: cell 1 ended the session")


async def test_a_file_is_brought_where_the_session_does_not_hold_it(thread):
    assert await thread.bring(("a.csv", b"1"), ("b.csv", b"1"), ("c/a.csv", b"1"), ("d/a.csv", b"2")) == [
        "a.csv",
        "b.csv",
        "a-2.csv",
    ]
    assert await thread.bring(("a.csv", b"1")) == []
    await thread.run("open('/mnt/data/a.csv', 'w').write('3')")
    assert await thread.bring(("a.csv", b"1")) == ["a.csv"]
    assert await thread.run("print(open('/mnt/data/a.csv').read())") == "1\n"


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("x/50%.csv", "50%.csv"),
        ("percent%20.csv", "percent%20.csv"),
        ("a/%2e%2e%2fx", "%2e%2e%2fx"),
        ("..", "upload"),
        ("C:\\a.csv", "a.csv"),
        ("né\nw.csv", "né\nw.csv"),
    ],
)
async def test_a_file_has_the_name_that_its_session_gives_it(thread, path, name):
    assert last_part(path) == name
    await thread.bring((path, b"1"))
    assert await thread.run(f"print(open({'/mnt/data/' + name!r}).read())") == "1\n"
