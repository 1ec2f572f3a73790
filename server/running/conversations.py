"""One response at a time in a conversation, over all processes.

It has the conversation as long as its job is there, or its process renews its claim.
"""

import time
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager

from sqlalchemy import delete, exists, update

from server.errors import ConversationLockedError
from server.running.repeating import repeating
from server.state.database import Database, insert_into
from server.state.tables import ConversationLock as Lock
from server.state.tables import Job


class ConversationLocks:
    """Gives conversations to responses. A response without a conversation needs none."""

    def __init__(self, database: Database, lease: float) -> None:
        self._database = database
        self._lease = lease
        self._held: set[str] = set()

    def renewing(self) -> AbstractAsyncContextManager[None]:
        """Renew what is held in this process, until the end."""
        return repeating("renewing locks of conversations", self._renew, self._lease / 5)

    @asynccontextmanager
    async def taken(self, conversation: str | None, response: str) -> AsyncIterator[None]:
        """Take a conversation for a response that begins within the lease, unless this fails.

        Raises ConversationLockedError.
        """
        if conversation:
            await self._take(conversation, response)
        try:
            yield
        except BaseException:
            await self.free(conversation, response)
            raise

    @asynccontextmanager
    async def held(self, conversation: str | None, response: str) -> AsyncIterator[None]:
        """Hold on to a conversation that was taken, for a response that is no job."""
        if not conversation:
            yield
            return
        self._held.add(response)
        try:
            yield
        finally:
            self._held.discard(response)
            await self.free(conversation, response)

    async def free(self, conversation: str | None, response: str) -> None:
        """Let the next response have the conversation."""
        if conversation:
            async with self._database.writing() as session:
                await session.execute(delete(Lock).where(Lock.response == response))

    async def _take(self, conversation: str, response: str) -> None:
        now = time.time()
        values = {"response": response, "until": now + self._lease}
        free = (Lock.until < now) & ~exists().where(Job.id == Lock.response)
        async with self._database.writing() as session:
            new = insert_into(session, Lock).values(conversation=conversation, **values)
            taken = new.on_conflict_do_update(index_elements=[Lock.conversation], set_=values, where=free)
            if await session.scalar(taken.returning(Lock.response)) is None:
                raise ConversationLockedError(
                    "Another response is going on in this conversation. Try again when it has ended."
                )

    async def _renew(self) -> None:
        if self._held:
            mine = update(Lock).where(Lock.response.in_(self._held)).values(until=time.time() + self._lease)
            async with self._database.writing() as session:
                await session.execute(mine)
