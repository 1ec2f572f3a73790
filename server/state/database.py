"""Opens the database: SQLite in WAL mode or PostgreSQL, by URL, brought up to date by the migrations."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import JSON, Connection, Text, cast, event, func, make_url, text, type_coerce
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, AsyncSession, create_async_engine
from sqlalchemy.orm import DeclarativeBase

from agents.errors import AnalystError

MIGRATIONS = Path(__file__).parents[1] / "migrations"
BUSY_SECONDS = 30
QUIET = {"hide_parameters": True}  # an error of the database names no value: it may be content, and is logged
MIGRATION_LOCK = 7_110_001  # any number that no other program locks in the same database


class DatabaseUnusableError(AnalystError, ConnectionError):
    """A database that is full, locked, not there, or none."""


class Database:
    """Transactions: `reading()` sees one state, `writing()` is alone among the writers of a row."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        self._writes = engine.execution_options(writes=True)

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncSession]:
        """Give a session whose changes are not kept."""
        async with AsyncSession(self._engine, expire_on_commit=False) as session:
            yield session

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncSession]:
        """Give a session that is committed at the end."""
        async with AsyncSession(self._writes, expire_on_commit=False) as session, session.begin():
            yield session


def insert_into(session: AsyncSession, table: type[DeclarativeBase]) -> Any:
    """An insert that may say `ON CONFLICT`, which the two databases write alike."""
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    return dialect.insert(table)


def written(session: AsyncSession, column: Any) -> Any:
    """A column of JSON to look into: PostgreSQL keeps a NUL in a text, but reads none of what it is in."""
    as_json = cast if session.get_bind().dialect.name == "postgresql" else type_coerce
    return as_json(func.replace(cast(column, Text), "\\u0000", "\\ufffd"), JSON)


@asynccontextmanager
async def open_database(url: str) -> AsyncIterator[Database]:
    """Open, migrate, and close at the end. Raises DatabaseUnusableError."""
    engine = _engine(url)
    try:
        try:
            async with engine.execution_options(writes=True).begin() as connection:
                await _migrate(connection)
        except DBAPIError as error:
            raise DatabaseUnusableError(
                f"The server's database cannot be used: {error.orig}. Check ANALYST_DATABASE_URL; where it "
                "is empty, the data folder, its rights and the space that is left."
            ) from error
        except CommandError as error:
            raise DatabaseUnusableError(
                "The server's database was made by another version of this program. Start that one, or name "
                "another database: ANALYST_DATABASE_URL; where it is empty, another ANALYST_DATA_FOLDER."
            ) from error
        yield Database(engine)
    finally:
        await engine.dispose()


def _engine(url: str) -> AsyncEngine:
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        return create_async_engine(parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True, **QUIET)
    parsed = parsed.set(drivername="sqlite+aiosqlite")
    engine = create_async_engine(parsed, connect_args={"timeout": BUSY_SECONDS}, **QUIET)
    event.listen(engine.sync_engine, "connect", _prepare_sqlite)
    event.listen(engine.sync_engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _: Any) -> None:
    connection.isolation_level = None  # the driver begins no transaction of its own
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    """Take the lock of the writers at once: a reader that turns writer would fail instead of waiting."""
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


async def _migrate(connection: AsyncConnection) -> None:
    """Run the missing migrations; a second process waits for the first."""
    if connection.dialect.name == "postgresql":
        await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": MIGRATION_LOCK})
    await connection.run_sync(_upgrade)


def _upgrade(connection: Connection) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
