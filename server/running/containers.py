"""Containers: the sessions of callers, with their files and the journal that restores them."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import PurePosixPath
from weakref import WeakValueDictionary

from openai.types import ContainerCreateResponse
from openai.types.containers import FileCreateResponse

from agents.errors import AnalystError
from agents.ingesting import current
from agents.values import SourceFile
from server.errors import ContainerExpiredError, MissingError, TooLargeError
from server.ids import new_id, now
from server.parts import MB, Limits, Parts
from server.running.journal import Journal
from server.state.records import Records
from server.state.tables import Record

KIND, FILE_KIND = "container", "container.file"
REPLACED_KIND = "container.file.replaced"
"""A file in whose place a newer one has come. It is kept as long as the journal needs it."""
FOLDER = "/mnt/data/"
EXPIRED = "expired"
NAME_BYTES = 255
"""What a session pool takes."""


@dataclass(frozen=True, slots=True)
class Bytes:
    """A content in the store and what it is called."""

    name: str
    digest: str
    size: int
    upload: str = ""
    """The id of the uploaded file that it is the content of."""


def check_sizes(files: Sequence[Bytes], limits: Limits) -> None:
    """Refuse what no container takes; raises TooLargeError."""
    most = limits.container_file_bytes
    for file in files:
        if file.size > most:
            raise TooLargeError(f"{file.name} is larger than the {most // MB} MB that a container takes.")


class Containers:
    """The containers of one owner."""

    def __init__(self, records: Records, parts: Parts) -> None:
        self._records = records
        self._parts = parts
        self._limits = parts.limits

    async def create(self, name: str = "", minutes: int | None = None, memory: str | None = None) -> Record:
        """Make a container. Its session begins with its first run; `memory` is noted, the pool decides."""
        at = now()
        made = ContainerCreateResponse.model_validate(
            {
                "id": new_id("cntr_"),
                "created_at": at,
                "name": name or "Auto-created container",
                "object": KIND,
                "status": "running",
                "expires_after": {
                    "anchor": "last_active_at",
                    "minutes": minutes or self._limits.container_idle // 60,
                },
                "last_active_at": at,
                "memory_limit": memory or "1g",
            }
        )
        record = self._records.new(made.model_dump(mode="json"), idle=60 * minutes if minutes else None)
        await self._records.add(record)
        return record

    async def get(self, id: str, param: str | None = None) -> Record:
        """Give a container, which the field `param` names, marked as expired where it is."""
        return self.aged(await self._records.get(KIND, id, param=param))

    async def active(self, id: str, param: str | None = None) -> Record:
        """Give a container that can be used; raises MissingError, ContainerExpiredError."""
        record = await self.get(id, param)
        if record.body["status"] == EXPIRED:
            raise ContainerExpiredError("Container is expired.", param)
        return record

    async def revived(self, id: str | None) -> Record:
        """Give a container that can be used, whatever became of it: the same, its successor, or a new one."""
        found = await self._records.find(KIND, id) if id else None
        if found is None:
            return await self.create()
        if self.aged(found).body["status"] != EXPIRED:
            return found
        return await self._successor(found)

    def aged(self, record: Record) -> Record:
        """Mark a container as expired that nobody has used for too long."""
        idle = record.inside.get("idle") or self._limits.container_idle
        if now() - record.body["last_active_at"] > idle:
            record.body = {**record.body, "status": EXPIRED}
        return record

    async def bring(self, container: str, files: Sequence[Bytes], source: str = "user") -> list[Record]:
        """Put files into a container; they reach its session with the next run. Raises TooLargeError."""
        check_sizes(files, self._limits)
        there = await self._records.all(FILE_KIND, container)
        made = list[Record]()
        for file in files:
            path = FOLDER + _short(file.name)
            same = [record for record in there if record.body["path"] == path]
            if same and same[-1].digest == file.digest:
                made.append(same[-1])
                continue
            for old in same:
                with suppress(MissingError):  # it may be deleted meanwhile
                    await self._records.change(FILE_KIND, old.id, _replace, container)
            made.append(self._new_file(container, path, file, source))
            await self._records.add(made[-1])
        return made

    async def waiting(self, container: str, journal: Journal) -> tuple[SourceFile, ...]:
        """The caller's files that the session does not have yet."""
        known = {(source.name, source.digest) for source in current(journal.sources)}
        return tuple(
            SourceFile(name=name_of(record), digest=record.digest, size=record.body["bytes"])
            for record in await self._records.all(FILE_KIND, container)
            if record.body["source"] == "user" and record.digest
            if (name_of(record), record.digest) not in known
        )

    async def journal(self, container: str) -> Journal:
        """What the container's session is made of."""
        record = await self._records.get(KIND, container)
        return Journal.model_validate(record.inside.get("journal", {}))

    async def remove(self, container: str, id: str) -> None:
        """Take a file out, also of the session, and all that ever had its name out of the journal."""
        name = name_of(await self._records.get(FILE_KIND, id, container))
        sessions = self._parts.sessions_of(container)
        for session in sessions:  # first: where this fails, the caller can ask again
            await session.remove(name)
        for beside in sessions[1:]:  # which has read the file too, and is made again where it is needed
            await beside.close()

        def change(record: Record, files: Sequence[Record]) -> Sequence[Record]:
            journal = Journal.model_validate(record.inside.get("journal", {}))
            left = tuple(source for source in journal.sources if source.name != name)
            _write(record, journal.model_copy(update={"sources": left}))
            return [file for file in files if name_of(file) == name]

        await self._records.change_with(KIND, container, change)

    async def remove_deleted(self, container: str) -> None:
        """Take the files out whose upload was deleted, or has expired."""
        for file in await self._records.all(FILE_KIND, container):
            upload = file.inside.get("upload")
            if upload and await self._records.find("file", upload) is None:
                await self.remove(container, file.id)

    async def keep(self, container: str, journal: Journal) -> None:
        """Write down what the session is made of now, and delete the replaced files that it is not made of.

        What was deleted meanwhile stays so: a file of the journal, or the container.
        """
        deleted = set[str]()

        def change(record: Record, files: Sequence[Record]) -> Sequence[Record]:
            deleted.update({source.name for source in journal.sources} - set(map(name_of, files)))
            there = {(name_of(file), file.digest) for file in files}
            left = tuple(source for source in journal.sources if (source.name, source.digest) in there)
            _write(record, journal.model_copy(update={"sources": left}))
            record.body = {**record.body, "last_active_at": now()}
            needed = {(source.name, source.digest) for source in left}
            return [f for f in files if f.kind == REPLACED_KIND and (name_of(f), f.digest) not in needed]

        with suppress(MissingError):
            await self._records.change_with(KIND, container, change)
        for name in deleted:  # it may have been brought in after it was deleted
            await self._removed(container, name)

    async def _removed(self, container: str, name: str) -> None:
        """Delete a file in the session, or else the session, which the journal makes again without it."""
        own, *others = self._parts.sessions_of(container)
        try:
            await own.remove(name)
        except AnalystError:
            await own.close()
        for beside in others:
            await beside.close()

    def _new_file(self, container: str, path: str, file: Bytes, source: str) -> Record:
        body = FileCreateResponse(
            id=new_id("cfile_"),
            bytes=file.size,
            container_id=container,
            created_at=now(),
            object=FILE_KIND,
            path=path,
            source=source,
        ).model_dump(mode="json")
        return self._records.new(body, parent=container, digest=file.digest, upload=file.upload)

    async def _successor(self, old: Record) -> Record:
        made = await self.create(old.body["name"])
        for kind in (REPLACED_KIND, FILE_KIND):
            for file in await self._records.all(kind, old.id):
                upload = file.inside.get("upload", "")
                kept = Bytes(name_of(file), file.digest or "", file.body["bytes"], upload)
                copy = self._new_file(made.id, file.body["path"], kept, file.body["source"])
                copy.kind = kind
                await self._records.add(copy)
        await self.keep(made.id, Journal.model_validate(old.inside.get("journal", {})))
        return made


class Locks:
    """One lock for each container, so that two runs in this process do not mix in one session."""

    def __init__(self) -> None:
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    def of(self, container: str) -> asyncio.Lock:
        """The lock of a container."""
        return self._locks.setdefault(container, asyncio.Lock())


def _replace(file: Record) -> None:
    file.kind = REPLACED_KIND


def _write(container: Record, journal: Journal) -> None:
    container.inside = {**container.inside, "journal": journal.model_dump(mode="json")}


def _short(name: str) -> str:
    """Cut a name, but not its suffix, to what a session pool takes."""
    whole, suffix = name.encode(errors="replace"), PurePosixPath(name).suffix.encode(errors="replace")
    if len(whole) <= NAME_BYTES:
        return name
    stem = whole[: max(0, NAME_BYTES - len(suffix))]
    return (stem + suffix)[-NAME_BYTES:].decode(errors="ignore")


def name_of(file: Record) -> str:
    """The name of a container's file inside of it."""
    return str(file.body["path"]).removeprefix(FOLDER)
