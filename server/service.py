"""What the routes work with: the parts, the database, the jobs."""

from dataclasses import dataclass

from server.limits import Gate
from server.operations import Meters
from server.parts import Parts
from server.running.containers import KIND as CONTAINER
from server.running.containers import Locks
from server.running.conversations import ConversationLocks
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
    conversations: ConversationLocks

    def records(self, owner: str) -> Records:
        """The objects of an owner."""
        return Records(self.database, owner)

    async def delete_container(self, owner: str, id: str) -> None:
        """Delete a container with its files, and end its sessions; raises MissingError."""
        await self.records(owner).delete(CONTAINER, id)
        await self.end_sessions(id)

    async def end_sessions(self, container: str) -> None:
        """End the sessions that a container has."""
        for session in self.parts.sessions_of(container):
            await session.close()
