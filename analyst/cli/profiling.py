"""`analyst profile`: what files hold and how they are read."""

import json
import sys

from rich.console import Console
from rich.table import Table as Grid

from agents import ingesting, profiling
from agents.values import Column, Profile, Table
from analyst.cli.asking import check_files, new_thread
from analyst.files import reader
from analyst.settings import Settings
from analyst.wiring import open_pool, sessions, store_of


async def show(settings: Settings, files: tuple[str, ...], read: str, as_json: bool) -> int:
    """Profile the files in a new session and print what was found."""
    check_files(files)
    found = await profile(settings, files, read)
    if as_json:
        tables = [table.model_dump(mode="json") for table in found.tables]
        sys.stdout.write(json.dumps(tables, ensure_ascii=False, indent=2) + "\n")
    else:
        for table in found.tables:
            print_table(table)
    return 0


async def profile(settings: Settings, files: tuple[str, ...], read: str) -> Profile:
    """Upload the files into a new session and read them there."""
    brought = [await reader()(file) for file in files]
    async with open_pool(settings) as pool, store_of(settings) as store:
        session = sessions(settings, pool, store)(new_thread())
        sources = await ingesting.ingest(session, store, brought, ())
        names = [source.name for source in sources]
        return await profiling.profile(session, names, dict.fromkeys(names, read) if read else None)


def print_table(table: Table) -> None:
    """Print one table: size, how it is read, its columns and what was noted."""
    console = Console(highlight=False, soft_wrap=not sys.stdout.isatty())
    console.print(
        f"{table.file}: {table.rows:,} rows, {len(table.columns)} columns", style="bold", markup=False
    )
    console.print(f"{table.table} = {table.read}", markup=False)
    grid = Grid("column", "type", "missing", "different", "from", "to", "such as", box=None)
    for column in table.columns:
        grid.add_row(*row_of(column))
    console.print(grid, markup=False)
    for note in table.notes:
        console.print(f"- {note}", markup=False)
    console.print()


def row_of(column: Column) -> tuple[str, ...]:
    """One column as a row of text."""
    kind = f"{column.type}, {column.unit}" if column.unit else column.type
    examples = ", ".join(column.examples[:3])
    return (
        column.name,
        kind,
        f"{column.missing:,}",
        f"{column.unique:,}",
        column.low or "",
        column.high or "",
        examples if len(examples) <= 40 else examples[:39] + "…",
    )
