"""The objects of one owner. Another owner's id is an id that does not exist."""

import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import ColumnElement, Select, delete, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.attributes import flag_modified

from server.errors import InvalidRequestError, MissingError
from server.state.database import Database, written
from server.state.released import release
from server.state.tables import Base, Job, Record

ChangeWith = Callable[[Record, Sequence[Record]], Sequence[Record]]
"""Changes an object, given all that belongs to it; gives what of that is to be deleted."""


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list is asked for."""

    limit: int = 20
    order: Literal["asc", "desc"] = "desc"
    after: str | None = None
    before: str | None = None


@dataclass(frozen=True, slots=True)
class Listed:
    """A part of a list, and whether it goes on."""

    records: tuple[Record, ...]
    has_more: bool


class Records:
    """The objects of one owner."""

    def __init__(self, database: Database, owner: str) -> None:
        self._database = database
        self.owner = owner

    def new(
        self,
        body: dict[str, Any],
        parent: str = "",
        digest: str | None = None,
        expires_at: int | None = None,
        **inside: Any,
    ) -> Record:
        """Make a row, not yet stored, for an object."""
        return Record(
            id=body["id"],
            owner=self.owner,
            kind=body["object"],
            parent=parent,
            digest=digest,
            expires_at=expires_at,
            body=body,
            inside=inside,
        )

    async def add(self, *rows: Base) -> None:
        """Store new objects, in this order, and the jobs that work on them: all of it or nothing."""
        async with self._database.writing() as session:
            await _store(session, rows)

    async def find(self, kind: str, id: str, parent: str | None = None) -> Record | None:
        """Give an object, or None."""
        async with self._database.reading() as session:
            return await session.scalar(self._one(kind, id, parent))

    async def get(self, kind: str, id: str, parent: str | None = None, param: str | None = None) -> Record:
        """Give an object, which the field `param` names; raises MissingError."""
        return _found(await self.find(kind, id, parent), kind, id, param)

    async def change(
        self,
        kind: str,
        id: str,
        change: Callable[[Record], None],
        parent: str | None = None,
        *rows: Base,
    ) -> Record:
        """Change an object while nobody else does; raises MissingError, and whatever `change` raises.

        `rows` are stored with it: objects, and the job that works on them (in place of one that has ended).
        """
        async with self._database.writing() as session:
            found = await session.scalar(self._one(kind, id, parent).with_for_update())
            record = _found(found, kind, id)
            change(record)
            flag_modified(record, "body")
            flag_modified(record, "inside")
            await _store(session, rows)
            return record

    async def change_with(self, kind: str, id: str, change: ChangeWith) -> None:
        """Change an object together with what belongs to it, while nobody else does; raises MissingError."""
        async with self._database.writing() as session:
            record = _found(await session.scalar(self._one(kind, id, None).with_for_update()), kind, id)
            below = select(Record).where(Record.parent == record.id).order_by(Record.seq)
            doomed = change(record, list(await session.scalars(below)))
            await delete_with_all(session, doomed)

    async def delete(self, kind: str, id: str, parent: str | None = None) -> None:
        """Delete an object and what belongs to it."""
        async with self._database.writing() as session:
            record = _found(await session.scalar(self._one(kind, id, parent).with_for_update()), kind, id)
            await delete_with_all(session, [record])

    async def clear(self, kind: str, parent: str) -> None:
        """Delete everything of a kind that belongs to an object."""
        async with self._database.writing() as session:
            await delete_with_all(session, list(await session.scalars(self._all(kind, parent))))

    async def use(self, *ids: str) -> None:
        """Note that these objects are used, for they are deleted when nobody does for long."""
        async with self._database.writing() as session:
            await _use(session, ids)

    async def release(self, digests: Sequence[str]) -> None:
        """Note that these bytes may go, unless an object has them by then."""
        if digests:
            async with self._database.writing() as session:
                await release(session, digests)

    async def within(self, kind: str, low: str, high: str) -> Sequence[Record]:
        """Give the objects whose ids are between two."""
        found = select(Record).where(Record.owner == self.owner, Record.kind == kind)
        async with self._database.reading() as session:
            return list(await session.scalars(found.where(Record.id.between(low, high), _not_expired())))

    async def page(self, kind: str, page: Page, parent: str = "", **fields: str | None) -> Listed:
        """Give a part of the list; `fields` are values of the body that the objects must have."""
        query = self._all(kind, parent)
        backwards = page.before is not None and page.after is None
        newest_first = (page.order == "desc") != backwards
        async with self._database.reading() as session:
            for name, value in fields.items():
                if value is not None:
                    query = query.where(written(session, Record.body)[name].as_string() == _clean(value))
            query = await self._between(session, query, kind, parent, page)
            ordered = query.order_by(Record.seq.desc() if newest_first else Record.seq.asc())
            found = list(await session.scalars(ordered.limit(page.limit + 1)))
        shown = found[: page.limit]
        return Listed(tuple(reversed(shown) if backwards else shown), len(found) > page.limit)

    async def all(self, kind: str, parent: str) -> Sequence[Record]:
        """Give everything that belongs to an object, in the order of creation."""
        async with self._database.reading() as session:
            return list(await session.scalars(self._all(kind, parent).order_by(Record.seq)))

    async def _between(
        self, session: AsyncSession, query: Select[Any], kind: str, parent: str, page: Page
    ) -> Select[Any]:
        newer = page.order == "asc"
        for name, cursor, above in (("after", page.after, newer), ("before", page.before, not newer)):
            if cursor is None:
                continue
            found = await session.scalar(self._one(kind, cursor, parent))
            if found is None:
                raise InvalidRequestError(f"No {kind} has the id '{cursor}'.", name)
            query = query.where(Record.seq > found.seq if above else Record.seq < found.seq)
        return query

    def _one(self, kind: str, id: str, parent: str | None) -> Select[Record]:
        query = select(Record).where(Record.id == _clean(id), Record.owner == self.owner, Record.kind == kind)
        query = query.where(_not_expired())
        return query if parent is None else query.where(Record.parent == parent)

    def _all(self, kind: str, parent: str) -> Select[Record]:
        query = select(Record).where(Record.owner == self.owner, Record.kind == kind, Record.parent == parent)
        return query.where(_not_expired())


def _clean(text: str) -> str:
    """What to look for: PostgreSQL takes no NUL, and `written` gives U+FFFD in its place, escaped or not."""
    return text.replace("\0", "\ufffd").replace("\\u0000", "\\ufffd")


def _not_expired() -> ColumnElement[bool]:
    return or_(Record.expires_at.is_(None), Record.expires_at > time.time())


async def _store(session: AsyncSession, rows: Sequence[Base]) -> None:
    for row in rows:
        if isinstance(row, Job):
            await session.merge(row)
        else:
            session.add(row)
        await session.flush()  # one by one: a list is in the order of creation
    if parents := {row.parent for row in rows if isinstance(row, Record) and row.parent}:
        await _use(session, parents)


async def _use(session: AsyncSession, ids: Collection[str]) -> None:
    used = update(Record).where(Record.id.in_(ids)).values(used_at=time.time())
    await session.execute(used, execution_options={"synchronize_session": False})


async def delete_with_all(session: AsyncSession, records: Sequence[Record]) -> None:
    """Delete objects and what belongs to them; the bytes that they had are released."""
    doomed, level = list(records), list(records)
    while level:
        below = select(Record).where(Record.parent.in_([record.id for record in level]))
        level = list(await session.scalars(below))
        doomed += level
    await session.execute(delete(Record).where(Record.seq.in_([record.seq for record in doomed])))
    await release(session, (record.digest for record in doomed if record.digest))


def _found(record: Record | None, kind: str, id: str, param: str | None = None) -> Record:
    if record is None:
        raise MissingError(f"No {kind} found with id '{id}'.", param)
    return record
