"""Contents that requests carry as base64: the bytes are in the store, and what is kept refers to them.

A reference is never taken from a caller: every field that may hold one is read here first.
"""

import base64
import binascii
from collections.abc import Iterable, Iterator, Sequence
from copy import deepcopy
from itertools import accumulate
from typing import Any

from agents.model_calls.images import Reference
from server.errors import InvalidRequestError
from server.identity import Caller
from server.ids import new_id
from server.paging import list_of
from server.parts import MB, ByteStore
from server.state.records import Records
from server.state.tables import Record

KIND = "inline"
"""A row of this kind belongs to an item or message, and has the bytes of a content that it refers to."""
MOST_IN_A_LIST = 64 * MB
Item = dict[str, Any]


async def take_out(caller: Caller, items: Sequence[Item]) -> None:
    """Put references in the place of contents; raises InvalidRequestError."""
    digests = list[str]()
    for holder, field in _places(items):
        head, comma, encoded = str(holder[field]).rpartition(",")  # a data URL, or base64 alone
        content = _decoded(encoded, field)
        digests.append(await caller.service.parts.store.put(content))
        holder[field] = str(Reference(digests[-1], len(content), head + comma))
    await caller.records.release(digests)  # until a row has them


async def put_back(store: ByteStore, item: Item) -> Item:
    """Give an item as it was sent; raises MissingBytesError."""
    if not _references([item]):
        return item
    whole = deepcopy(item)
    for holder, field in _places([whole]):
        if reference := Reference.read(holder[field]):
            holder[field] = await reference.sent(store)
    return whole


async def page_of(store: ByteStore, items: Sequence[Item], has_more: bool) -> Item:
    """Make a list of items as they were sent, which goes on elsewhere where these have too many bytes."""
    sizes = accumulate(sum(reference.size for reference in _references([item])) for item in items)
    fitting = sum(size <= MOST_IN_A_LIST for size in sizes)
    shown = items[: max(1, fitting)]
    whole = [await put_back(store, item) for item in shown]
    return list_of(whole, has_more or len(shown) < len(items))


def rows_of(records: Records, parent: str, items: Sequence[Item], others: Sequence[str] = ()) -> list[Record]:
    """The rows by which the contents of items, and other digests, are kept as long as `parent` is."""
    digests = {*others, *(reference.digest for reference in _references(items))}
    return [
        records.new({"id": new_id("inline_"), "object": KIND}, parent, digest) for digest in sorted(digests)
    ]


def _references(items: Sequence[Item]) -> list[Reference]:
    found = (Reference.read(holder[field]) for holder, field in _places(items))
    return [reference for reference in found if reference]


def _places(items: Iterable[Item]) -> Iterator[tuple[Item, str]]:
    """Where contents stand, or references to them: in parts of messages and in outputs of code."""
    for item in items:
        for part in (*_parts(item.get("content")), *_parts(item.get("outputs"))):
            holder, field = _place(part)
            value = holder.get(field)
            if value and (field == "file_data" or not str(value).lower().startswith(("http:", "https:"))):
                yield holder, field


def _parts(content: Any) -> list[Item]:
    return content if isinstance(content, list) else []


def _place(part: Item) -> tuple[Item, str]:
    match part.get("type"):
        case "input_file":
            return part, "file_data"
        case "input_image":
            return part, "image_url"
        case "image_url":
            return part["image_url"], "url"
        case "image":
            return part, "url"
    return {}, ""


def _decoded(encoded: str, field: str) -> bytes:
    try:
        return base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        raise InvalidRequestError(f"'{field}' is not base64.", "input") from None
