"""The rows of conversations, which responses read and add to."""

from typing import Any

from server.state.records import Records
from server.state.tables import Record

CONVERSATION, ITEM = "conversation", "conversation.item"


def item_record(records: Records, conversation: str, item: dict[str, Any]) -> Record:
    """Make a row for an item of a conversation."""
    return Record(id=item["id"], owner=records.owner, kind=ITEM, parent=conversation, body=item, inside={})
