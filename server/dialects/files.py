"""Files: what callers upload, and what assistants' runs put out."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Form, Response, UploadFile
from openai.types import FileDeleted, FileObject

from server.dialects import contents
from server.errors import InvalidRequestError
from server.identity import Asking
from server.ids import new_id, now
from server.paging import FilePaging, as_list
from server.state.tables import Record

router = APIRouter(tags=["Files"])

KIND = "file"
Purpose = Literal["assistants", "user_data", "vision"]
ExpiresAnchor = Annotated[Literal["created_at"] | None, Form(alias="expires_after[anchor]")]
ExpiresSeconds = Annotated[int | None, Form(alias="expires_after[seconds]", ge=3600, le=2_592_000)]


def new_file(name: str, size: int, purpose: Any, seconds: int | None = None) -> dict[str, Any]:
    """Make a file object, which is there for so many seconds."""
    at = now()
    made = FileObject(
        id=new_id("file-"),
        bytes=size,
        created_at=at,
        expires_at=at + seconds if seconds else None,
        filename=name,
        object="file",
        purpose=purpose,
        status="processed",
    )
    return made.model_dump(mode="json")


@router.post("/files")
async def create_file(
    asking: Asking,
    file: UploadFile,
    purpose: Annotated[Purpose, Form()],
    anchor: ExpiresAnchor = None,
    seconds: ExpiresSeconds = None,
) -> dict[str, Any]:
    """Keep an uploaded file."""
    if (anchor is None) != (seconds is None):
        raise InvalidRequestError("'expires_after' needs an 'anchor' and 'seconds'.", "expires_after")
    digest, size = await contents.keep(
        asking.service.parts.store, file, asking.service.parts.limits.file_bytes
    )
    body = new_file(contents.name_of(file), size, purpose, seconds)
    await asking.records.add(asking.records.new(body, digest=digest, expires_at=body["expires_at"]))
    return body


@router.get("/files")
async def list_files(asking: Asking, page: FilePaging, purpose: str | None = None) -> dict[str, Any]:
    """List files, the newest first."""
    return as_list(await asking.records.page(KIND, page, purpose=purpose))


@router.get("/files/{file_id}")
async def retrieve_file(asking: Asking, file_id: str) -> dict[str, Any]:
    """Describe a file."""
    return (await asking.records.get(KIND, file_id)).body


@router.delete("/files/{file_id}")
async def delete_file(asking: Asking, file_id: str) -> dict[str, Any]:
    """Delete a file."""
    await asking.records.delete(KIND, file_id)
    return FileDeleted(id=file_id, deleted=True, object="file").model_dump()


@router.get("/files/{file_id}/content")
async def file_content(asking: Asking, file_id: str) -> Response:
    """Give the bytes of a file."""
    record: Record = await asking.records.get(KIND, file_id)
    return await contents.download(asking.service.parts.store, record, record.body["filename"])
