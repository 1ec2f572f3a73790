"""Compaction items: each stands for a row of its owner with the turns of a conversation and its container."""

from collections.abc import Sequence
from typing import Any

from agents import prompts
from agents.briefing import history_text
from agents.values import Turn
from server.errors import UnverifiedItemError
from server.ids import new_id
from server.state.records import Records
from server.state.tables import Record

KIND, TYPE = "response.compaction", "compaction"
MOST_TURNS = 50


async def found_in(records: Records, said: Sequence[dict[str, Any]]) -> list[Record]:
    """Give the rows that items stand for; raises UnverifiedItemError."""
    ids = [item["encrypted_content"] for item in said if item.get("type") == TYPE]
    rows = [await records.find(KIND, id) for id in ids]
    found = [row for row in rows if row]
    if len(found) < len(ids):
        raise UnverifiedItemError(
            "The encrypted content of a compaction item could not be verified.", "input"
        )
    if found:  # what is used is kept
        await records.use(*ids)
    return found


def texts_of(rows: Sequence[Record]) -> dict[str, str]:
    """What a model reads in place of each item."""
    return {row.id: prompts.COMPACTED.substitute(history=history_text(turns_of(row))) for row in rows}


def turns_of(row: Record) -> list[Turn]:
    """The turns that a row holds."""
    return [Turn.model_validate(turn) for turn in row.inside["turns"]]


def new(records: Records, turns: Sequence[Turn], container: str) -> Record:
    """Make a row, not yet stored."""
    kept = [turn.model_dump(mode="json") for turn in turns[-MOST_TURNS:]]
    return records.new({"id": new_id("cmpc_"), "object": KIND}, turns=kept, container=container)
