"""Threads in SQLite: of each only what its next step needs."""

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import ChannelVersions, Checkpoint, CheckpointMetadata
from langgraph.checkpoint.sqlite.aio import AsyncSqliteSaver


class SqliteSaver(AsyncSqliteSaver):
    """Keeps the newest two checkpoints of a thread, as each holds all that the thread knows."""

    async def aput(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        """Save a checkpoint; those before its parent go in the same transaction."""
        await self.setup()
        place = config["configurable"]
        if parent := place.get("checkpoint_id"):
            older = (str(place["thread_id"]), place["checkpoint_ns"], parent)
            where = "WHERE thread_id = ? AND checkpoint_ns = ? AND checkpoint_id < ?"
            async with self.lock:
                for table in ("checkpoints", "writes"):
                    await self.conn.execute(f"DELETE FROM {table} {where}", older)  # noqa: S608 - our own words
        return await super().aput(config, checkpoint, metadata, new_versions)
