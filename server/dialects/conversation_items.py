"""The rows of conversations, which responses read and add to."""

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import asdict
from typing import Any

from server.dialects import inline
from server.errors import MissingError
from server.running.containers import Bytes
from server.state.records import Records
from server.state.tables import Record

CONVERSATION, ITEM = "conversation", "conversation.item"


def item_rows(
    records: Records, conversation: str, item: dict[str, Any], files: Sequence[Bytes] = ()
) -> list[Record]:
    """Make the row of an item, with those of its contents; `files` are in no container yet."""
    inside = {"files": [asdict(file) for file in files]} if files else {}
    row = Record(id=item["id"], owner=records.owner, kind=ITEM, parent=conversation, body=item, inside=inside)
    return [row, *inline.rows_of(records, row.id, [item], [file.digest for file in files])]


async def unread(records: Records, conversation: str | None) -> tuple[list[str], list[Bytes]]:
    """The items whose files are in no container yet, and these files."""
    rows = await records.all(ITEM, conversation) if conversation else []
    found = [row for row in rows if row.inside.get("files")]
    return [row.id for row in found], [Bytes(**file) for row in found for file in row.inside["files"]]


async def have_read(records: Records, ids: Collection[str]) -> None:
    """Note that the files of these items are in the conversation's container now."""

    def change(row: Record) -> None:
        row.inside = {}

    for id in ids:
        with suppress(MissingError):  # it may be deleted meanwhile
            await records.change(ITEM, id, change)
