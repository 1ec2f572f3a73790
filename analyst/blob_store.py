"""File bytes in Azure Blob Storage, for servers that share no disk. Needs the extra `azure`."""

import asyncio
import hashlib
import re
import tempfile
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from typing import IO, TYPE_CHECKING, Any

from agents.errors import AnalystError, MissingBytesError

if TYPE_CHECKING:
    from azure.core.exceptions import AzureError
    from azure.storage.blob.aio import ContainerClient

SENT = 1024 * 1024  # the most that aiohttp sends without warning that it holds up the event loop
SENT_AT_A_TIME = 4
FETCHED = 4 * 1024 * 1024
OPTIONS: dict[str, Any] = {
    "max_block_size": SENT,
    "max_single_put_size": SENT,
    "max_single_get_size": FETCHED,
    "max_chunk_get_size": FETCHED,
    "initial_backoff": 1,  # by default, a service that is down is told after a minute and a half
    "increment_base": 2,
    "random_jitter_range": 1,
    "retry_total": 3,
}


class BlobStoreError(AnalystError, ConnectionError):
    """Azure Blob Storage is not set up, cannot be reached, or refuses."""


class BlobStore:
    """Keeps each content once, in a blob named by its digest below `place`; safe for several processes."""

    def __init__(self, container: "ContainerClient", place: str) -> None:
        self._container = container
        self._place = place
        self._is_made = False

    async def put(self, content: bytes) -> str:
        """Keep `content` and return its digest."""
        digest = await asyncio.to_thread(lambda: hashlib.sha256(content).hexdigest())
        await self._upload(digest, content, len(content))
        return digest

    async def get(self, digest: str) -> bytes:
        """Return what was kept; raises MissingBytesError where there is nothing."""
        return b"".join([piece async for piece in self.chunks(digest)])

    async def put_chunks(self, chunks: AsyncIterator[bytes]) -> tuple[str, int]:
        """Keep a content that comes in pieces; returns digest and size.

        It waits in a temporary file, as its name is known only at its end.
        """
        hashed, size = hashlib.sha256(), 0
        with await asyncio.to_thread(tempfile.TemporaryFile) as beside:
            async for chunk in chunks:
                hashed.update(chunk)
                size += len(chunk)
                await asyncio.to_thread(beside.write, chunk)
            await asyncio.to_thread(beside.seek, 0)
            await self._upload(hashed.hexdigest(), _pieces(beside), size)
        return hashed.hexdigest(), size

    async def chunks(self, digest: str) -> AsyncGenerator[bytes]:
        """Give a content in pieces; raises MissingBytesError where there is nothing."""
        with _explained(digest):
            found = await self._container.download_blob(self._name(digest))
            async for piece in found.chunks():
                yield piece

    async def drop(self, digest: str, unless_put_within: float) -> bool:
        """Forget a content, unless it was put within so many seconds; tells whether it is gone."""
        from azure.core.exceptions import ResourceModifiedError

        before = datetime.now(UTC) - timedelta(seconds=unless_put_within)
        with suppress(MissingBytesError), _explained(digest):
            try:
                await self._container.delete_blob(self._name(digest), if_unmodified_since=before)
            except ResourceModifiedError:
                return False
        return True

    async def _upload(self, digest: str, content: bytes | AsyncIterator[bytes], size: int) -> None:
        from azure.core.exceptions import ResourceExistsError, ResourceNotFoundError

        with _explained():
            await self._make_container()
            blob = self._container.get_blob_client(self._name(digest))
            with suppress(ResourceNotFoundError):
                await blob.set_blob_metadata({})  # for `drop`: it was put now
                return
            try:
                await blob.upload_blob(content, length=size, max_concurrency=SENT_AT_A_TIME)
            except ResourceExistsError as error:
                if _code(error) != "BlobAlreadyExists":  # somebody else was first with the same content
                    raise

    async def _make_container(self) -> None:
        """Make the container once. It is looked for first: an identity may be allowed no more than that."""
        from azure.core.exceptions import ResourceExistsError

        if not self._is_made and not await self._container.exists():
            with suppress(ResourceExistsError):
                await self._container.create_container()
        self._is_made = True

    def _name(self, digest: str) -> str:
        if not re.fullmatch(r"[0-9a-f]{64}", digest):
            raise MissingBytesError(digest)
        return f"{self._place}/{digest}"


@asynccontextmanager
async def open_blob_store(connection: str, url: str, container: str, place: str) -> AsyncIterator[BlobStore]:
    """Open the store by a connection string, or by the account's URL and DefaultAzureCredential.

    Nothing is asked of the service before the first use. Raises BlobStoreError.
    """
    try:
        from azure.identity.aio import DefaultAzureCredential
        from azure.storage.blob.aio import ContainerClient
    except ImportError as error:
        raise BlobStoreError("Files in Azure Blob Storage need the extra: uv sync --extra azure") from error
    async with AsyncExitStack() as stack:
        if connection:
            client = _by_connection(connection, container)
        else:
            credential = await stack.enter_async_context(DefaultAzureCredential())
            client = ContainerClient(url, container, credential=credential, **OPTIONS)
        yield BlobStore(await stack.enter_async_context(client), place)


def _by_connection(connection: str, container: str) -> "ContainerClient":
    from azure.storage.blob.aio import ContainerClient

    try:
        return ContainerClient.from_connection_string(connection, container, **OPTIONS)
    except ValueError:  # its text may repeat the key
        raise BlobStoreError(
            "ANALYST_BLOB_CONNECTION is no connection string of a storage account. Copy it from the "
            "account's page “Access keys”: DefaultEndpointsProtocol=https;AccountName=…;AccountKey=…"
        ) from None


async def _pieces(file: IO[bytes]) -> AsyncIterator[bytes]:
    while piece := await asyncio.to_thread(file.read, SENT):
        yield piece


@contextmanager
def _explained(digest: str = "") -> Iterator[None]:
    """Raise MissingBytesError where the content `digest` is not there, BlobStoreError for all else."""
    from azure.core.exceptions import AzureError, ResourceNotFoundError

    try:
        yield
    except AzureError as error:
        if digest and isinstance(error, ResourceNotFoundError):
            raise MissingBytesError(digest) from None
        raise BlobStoreError(_explanation(error)) from error


def _explanation(error: "AzureError") -> str:
    from azure.core.exceptions import ClientAuthenticationError, HttpResponseError

    status = getattr(error, "status_code", None)
    if isinstance(error, ClientAuthenticationError) or status == 403:
        return (
            f"Azure Blob Storage refused the sign-in ({_code(error) or 'no credential'}). Check the key in "
            "ANALYST_BLOB_CONNECTION; with ANALYST_BLOB_URL, give the identity the role "
            "“Storage Blob Data Contributor”, or sign in by `az login`."
        )
    if isinstance(error, HttpResponseError):
        return (
            f"Azure Blob Storage answered {status} ({_code(error)}). Try again; if it stays, check "
            "the account and ANALYST_BLOB_CONTAINER."
        )
    return (
        f"Azure Blob Storage does not answer: {error.message}. Check the address in "
        "ANALYST_BLOB_CONNECTION or ANALYST_BLOB_URL, and that this machine may reach it."
    )


def _code(error: "AzureError") -> str:
    """The service's own name for what is wrong, such as `AuthenticationFailed`."""
    return str(getattr(getattr(error, "error_code", None), "value", getattr(error, "error_code", "")) or "")
