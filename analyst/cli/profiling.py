"""`analyst profile`: what files hold and how they are read."""

import json
import sys

from agents import ingesting, profiling
from agents.errors import BadFileError
from agents.values import Column, Profile, Table
from analyst.cli.asking import check_files, new_thread
from analyst.cli.complaining import complain
from analyst.cli.grids import grid, stdout
from analyst.cli.screen import one_line
from analyst.files import reader
from analyst.settings import Settings
from analyst.wiring import open_pool, sessions, store_of

LONGEST = 40
"""What is shown of a column's values."""


async def show(settings: Settings, files: tuple[str, ...], read: str, as_json: bool) -> int:
    """Profile the files in a new session and print what was found; 1 where a file holds no table."""
    check_files(files, "")
    found, refused = await look(settings, files, read)
    if not found.tables:
        raise BadFileError(" ".join(refused))
    if as_json:
        tables = [table.model_dump(mode="json", exclude={"replaced"}) for table in found.tables]
        sys.stdout.write(json.dumps(tables, ensure_ascii=False, indent=2) + "\n")
    else:
        for table in found.tables:
            print_table(table)
    for reason in refused:
        complain(reason)
    return 1 if refused else 0


async def look(settings: Settings, files: tuple[str, ...], read: str) -> tuple[Profile, tuple[str, ...]]:
    """Upload the files into a new session and read them there; the empty ones are refused before."""
    brought = [await reader()(file) for file in files]
    empty = tuple(
        f"{name} is empty; bring a file with a header and rows." for name, content in brought if not content
    )
    brought = [(name, content) for name, content in brought if content]
    if not brought:
        return Profile(tables=()), empty
    async with open_pool(settings) as pool, store_of(settings) as store:
        session = sessions(settings, pool, store)(new_thread())
        sources = await ingesting.ingest(session, store, brought, ())
        names = [source.name for source in sources]
        found, refused = await profiling.look(session, names, dict.fromkeys(names, read) if read else None)
        return found, (*empty, *refused)


def print_table(table: Table) -> None:
    """Print one table: size, how it is read, its columns and what was noted."""
    console = stdout()
    size = f"{table.rows:,} rows, {len(table.columns)} columns"
    console.print(f"{one_line(table.file)}: {size}", style="bold", markup=False)
    console.print(f"{table.table} = {table.read}", markup=False)
    heads = "column", "type", "missing", "different", "from", "to", "such as"
    console.print(grid(heads, map(row_of, table.columns)))
    for note in table.notes:
        console.print(f"- {one_line(note)}", markup=False)
    console.print()


def row_of(column: Column) -> tuple[str, ...]:
    """One column as a row of text."""
    kind = f"{column.type}, {column.unit}" if column.unit else column.type
    return (
        column.name,
        kind,
        f"{column.missing:,}",
        f"{column.unique:,}",
        column.low or "",
        column.high or "",
        examples_of(column),
    )


def examples_of(column: Column) -> str:
    """Up to three values, as many as are short together; a number is shown whole or not at all."""
    shown = ", ".join(column.examples[:3])
    while len(shown) > LONGEST and ", " in shown:
        shown = shown.rpartition(", ")[0]
    return shown if len(shown) <= LONGEST else shown[: LONGEST - 1] + "…"
