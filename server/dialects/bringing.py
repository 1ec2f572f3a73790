"""Files that requests bring along: by the id of an upload, or inline."""

from collections.abc import Sequence
from typing import Any

from langchain_core.messages import HumanMessage

from agents.ingesting import last_part
from agents.model_calls.images import Reference
from server.errors import InvalidRequestError
from server.identity import Caller
from server.running.containers import Bytes
from server.state.records import Records
from server.state.tables import Record


async def contents_of(records: Records, file_ids: list[str], param: str) -> list[Bytes]:
    """Find the bytes of uploaded files, which the field `param` names; raises MissingError."""
    return [_bytes(await records.get("file", id, param=param)) for id in dict.fromkeys(file_ids)]


async def contents_left(records: Records, file_ids: list[str]) -> list[Bytes]:
    """Find the bytes of those files that are still there: others were deleted or have expired."""
    found = [await records.find("file", id) for id in dict.fromkeys(file_ids)]
    return [_bytes(record) for record in found if record]


def asked_of(text: str, images: Sequence[tuple[str, str | None]]) -> HumanMessage:
    """What a user says and shows, by URL and detail; providers would refuse a part whose text is empty."""
    shown: list[str | dict[str, Any]] = [
        {"type": "image_url", "image_url": {"url": url, **_closer(detail)}} for url, detail in images if url
    ]
    said: list[str | dict[str, Any]] = [{"type": "text", "text": text}] if text else []
    return HumanMessage([*said, *shown] if shown else text)


def _closer(detail: str | None) -> dict[str, str]:
    return {"detail": detail} if detail not in (None, "auto") else {}


def _bytes(record: Record) -> Bytes:
    return Bytes(record.body["filename"], record.digest or "", record.body["bytes"], record.id)


async def brought(caller: Caller, parts: list[dict[str, Any]], param: str = "input") -> list[Bytes]:
    """Find the bytes of the files that messages bring along; inline ones are in the store already."""
    found = list[Bytes]()
    for part in parts:
        if part.get("file_id"):
            found += await contents_of(caller.records, [str(part["file_id"])], param)
        elif kept := Reference.read(part.get("file_data")):
            found.append(Bytes(last_part(str(part.get("filename") or "")), kept.digest, kept.size))
        else:
            raise InvalidRequestError("A file is sent by 'file_id' or as 'file_data' here.", param)
    return found
