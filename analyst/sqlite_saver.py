"""Threads in SQLite: of each only what its next step needs."""

import asyncio

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
        return await asyncio.shield(self._put(config, checkpoint, metadata, new_versions))

    async def _put(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        saved = await super().aput(config, checkpoint, metadata, new_versions)
        if metadata.get("source") == "input":
            place = saved["configurable"]
            older = (str(place["thread_id"]), place["checkpoint_ns"], place["checkpoint_id"])
            where = "WHERE thread_id = ? AND checkpoint_ns = ? AND checkpoint_id < ?"
            async with self.lock:
                for table in ("checkpoints", "writes"):
                    await self.conn.execute(f"DELETE FROM {table} {where}", older)  # noqa: S608 - our own words
                await self.conn.commit()
        return saved
