"""Images that messages show: by URL, or as uploads."""

import re
from collections.abc import Sequence
from contextlib import aclosing
from typing import Any

from agents.model_calls.images import Reference
from server.dialects.bringing import contents_left, contents_of
from server.errors import InvalidRequestError, TooLargeError
from server.identity import Caller
from server.parts import MB, ByteStore
from server.running.containers import Bytes
from server.state.records import Records

MOST = 20 * MB
URL = re.compile(r"https://[^/\s]\S*|data:image/[\w.+-]+;base64,\S*", re.IGNORECASE)
KINDS = {
    "png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "jpeg": re.compile(rb"\xff\xd8\xff"),
    "gif": re.compile(rb"GIF8[79]a"),
    "webp": re.compile(rb"RIFF....WEBP", re.DOTALL),
}
"""How the kinds begin that models read."""


def checked_url(url: Any, param: str) -> str:
    """Give a URL that may be handed on; raises InvalidRequestError.

    Whoever fetches it, the model's provider or its client in this process, is sent to no file and to no plain
    HTTP, which is what services inside of a network speak.
    """
    if not isinstance(url, str) or not URL.fullmatch(url):
        raise InvalidRequestError(
            "The URL of an image begins with 'https://' or 'data:image/…;base64,' here.", param
        )
    return url


async def check_uploads(caller: Caller, file_ids: list[str], param: str = "input") -> None:
    """Refuse uploads that are not there, too large, or no images: MissingError, InvalidRequestError."""
    for file in await contents_of(caller.records, file_ids, param):
        if file.size > MOST:
            raise TooLargeError(f"{file.name} is larger than the {MOST // MB} MB that an image may have.")
        _kind_of(file.name, await _beginning(caller.service.parts.store, file))


async def upload_urls(records: Records, store: ByteStore, file_ids: Sequence[str]) -> dict[str, str]:
    """Give references to uploaded images, which become data URLs; those that are gone are left out."""
    urls = dict[str, str]()
    for id in dict.fromkeys(file_ids):
        for file in await contents_left(records, [id]):
            kind = _kind_of(file.name, await _beginning(store, file))
            urls[id] = str(Reference(file.digest, file.size, f"data:image/{kind};base64,"))
    return urls


async def _beginning(store: ByteStore, file: Bytes) -> bytes:
    async with aclosing(store.chunks(file.digest)) as pieces:
        return await anext(pieces, b"")


def _kind_of(name: str, content: bytes) -> str:
    for kind, beginning in KINDS.items():
        if beginning.match(content):
            return kind
    raise InvalidRequestError(f"{name} is no image that models read: PNG, JPEG, GIF or WebP.")
