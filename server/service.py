"""What the routes work with: the parts, the database, the jobs."""

from dataclasses import dataclass

from server.limits import Gate
from server.operations import Meters
from server.parts import Parts
from server.running.containers import Locks
from server.running.jobs import Jobs
from server.state.database import Database
from server.state.keys import Keys
from server.state.recordings import Recordings
from server.state.records import Records


@dataclass(frozen=True, slots=True)
class Service:
    """One running server."""

    parts: Parts
    database: Database
    keys: Keys
    jobs: Jobs
    gate: Gate
    meters: Meters
    locks: Locks
    recordings: Recordings

    def records(self, owner: str) -> Records:
        """The objects of an owner."""
        return Records(self.database, owner)

    async def end_session(self, container: str, digests: list[str]) -> None:
        """End the session of a container that was deleted, and forget what nobody needs any more."""
        await self.parts.sessions(container).close()
        await self.drop(digests)

    async def drop(self, digests: list[str]) -> None:
        """Forget bytes that nobody needs any more."""
        for digest in digests:
            await self.parts.store.drop(digest)
