"""Files in the dialect from 2024-10-02-preview on, and the routes that both dialects share."""

from mimetypes import MimeTypes
from typing import Any

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from session_pool.api import files, legacy
from session_pool.api.requests import service_time, speaks_flat, version_of
from session_pool.files import FileInfo

_TYPES = MimeTypes()  # the tables of the standard library: the machine's own would differ
_FIRST_WITH_DIRECTORY = "2025-10-02"
_BINARY = "application/octet-stream"
_FOLDER_SIZE = 4096


class Listing(BaseModel):
    """The query of a listing: a folder, and whether what is below it is wanted too."""

    path: str = ""
    recursive: bool = False


async def list_files(request: Request) -> JSONResponse:
    """List files as the caller's dialect does."""
    if not speaks_flat(request):
        found = await files.find(request)
        return JSONResponse(legacy.listing([info for info in found if not info.is_folder]))
    listing = Listing.model_validate(dict(request.query_params))
    found = await files.find(request, listing.path, listing.recursive)
    with_directory = version_of(request) >= _FIRST_WITH_DIRECTORY
    entries = [entry(info, str(number), with_directory) for number, info in enumerate(found, 2)]
    return JSONResponse({"$id": "1", "value": entries})


async def upload(request: Request) -> JSONResponse:
    """Store one file in the folder `path`; the service leaves type and content type empty here."""
    info = await files.store(request, _folder(request))
    return JSONResponse(
        {"$id": "1", "name": info.name, "type": "", "contentType": "", **_size_and_time(info)}
    )


async def content(request: Request) -> StreamingResponse:
    """Send a file's bytes."""
    return await files.send(request, *_place(request))


async def describe(request: Request) -> JSONResponse:
    """Tell a file's size and time."""
    info = await files.describe(request, *_place(request))
    if not speaks_flat(request):
        return JSONResponse(legacy.listing([info]))
    return JSONResponse({"$id": "1", "name": info.name, **_size_and_time(info)})


async def delete(request: Request) -> Response:
    """Remove a file."""
    await files.remove(request, *_place(request))
    if not speaks_flat(request):
        return JSONResponse({"message": "file deleted successfully"})
    return Response(status_code=204)


def entry(info: FileInfo, number: str, with_directory: bool) -> dict[str, Any]:
    """Return one entry of a listing."""
    fields: dict[str, Any] = {
        "$id": number,
        "name": info.name,
        "type": "directory" if info.is_folder else "file",
        "contentType": _BINARY if info.is_folder else _content_type(info.name),
        **_size_and_time(info),
    }
    if with_directory:
        fields["directory"] = info.directory
    return fields


def _folder(request: Request) -> str:
    return request.query_params.get("path", "")


def _place(request: Request) -> tuple[str, str]:
    return _folder(request), request.path_params["name"]


def _size_and_time(info: FileInfo) -> dict[str, Any]:
    size = _FOLDER_SIZE if info.is_folder else info.size
    return {"sizeInBytes": size, "lastModifiedAt": service_time(info.modified_ns / 1e9)}


def _content_type(name: str) -> str:
    guessed = _TYPES.guess_type(name)[0] or _BINARY
    return f"{guessed}; charset=utf-8" if guessed.startswith("text/") else guessed
