"""Threads in PostgreSQL, which needs the extra `postgres`: of each only what its next step needs."""

from contextlib import suppress

from langchain_core.runnables import RunnableConfig
from langgraph.checkpoint.base import ChannelVersions, Checkpoint, CheckpointMetadata
from langgraph.checkpoint.postgres.aio import AsyncPostgresSaver
from psycopg import OperationalError


class PostgresSaver(AsyncPostgresSaver):
    """Forgets the steps of earlier turns when another one begins."""

    async def aput(
        self,
        config: RunnableConfig,
        checkpoint: Checkpoint,
        metadata: CheckpointMetadata,
        new_versions: ChannelVersions,
    ) -> RunnableConfig:
        """Save a checkpoint; the first of a turn stays alone."""
        saved = await super().aput(config, checkpoint, metadata, new_versions)
        if metadata.get("source") == "input":
            with suppress(OperationalError):  # somebody else changes the thread: the next turn does it
                await self.aprune([config["configurable"]["thread_id"]])
        return saved
