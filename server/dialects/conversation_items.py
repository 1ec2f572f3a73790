"""The rows of conversations, which responses read and add to."""

from collections.abc import Sequence
from typing import Any

from server.dialects import inline
from server.state.records import Records
from server.state.tables import Record

CONVERSATION, ITEM = "conversation", "conversation.item"


def item_rows(records: Records, conversation: str, items: Sequence[dict[str, Any]]) -> list[Record]:
    """Make the rows of items of a conversation, with those of their contents."""
    return [row for item in items for row in _rows(records, conversation, item)]


def _rows(records: Records, conversation: str, item: dict[str, Any]) -> list[Record]:
    row = Record(id=item["id"], owner=records.owner, kind=ITEM, parent=conversation, body=item, inside={})
    return [row, *inline.rows_of(records, row.id, [item])]
