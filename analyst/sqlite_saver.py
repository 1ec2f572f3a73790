"""Threads in SQLite: of each only what its next step needs."""

import asyncio
from collections.abc import Awaitable

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import ChannelVersions, Checkpoint, CheckpointMetadata
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver


class SqliteSaver(AsyncSqliteSaver):
    """Forgets the steps of earlier turns when another one begins."""

    async def aput(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        """Save a checkpoint; the first of a turn stays alone.

        It is finished though the turn is cancelled: a write left open keeps other processes out.
        """
        saving = super().aput(config, checkpoint, metadata, new_versions)
        return await asyncio.shield(self._saved(saving, alone=metadata.get("source") == "input"))

    async def _saved(self, saving: Awaitable[RunnableConfig], *, alone: bool) -> RunnableConfig:
        saved = await saving
        if alone:
            place = saved["configurable"]
            older = (str(place["thread_id"]), place["checkpoint_ns"], place["checkpoint_id"])
            where = "WHERE thread_id = ? AND checkpoint_ns = ? AND checkpoint_id < ?"
            async with self.lock:
                for table in ("checkpoints", "writes"):
                    await self.conn.execute(f"DELETE FROM {table} {where}", older)  # noqa: S608 - our own words
                await self.conn.commit()
        return saved
