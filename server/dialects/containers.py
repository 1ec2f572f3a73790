"""Containers and their files."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, Request, Response
from pydantic import Field
from starlette.datastructures import UploadFile

from server.bodies import Body
from server.dialects import contents
from server.dialects.bringing import contents_of
from server.errors import InvalidRequestError
from server.identity import Asking, Caller
from server.paging import Paging, as_list
from server.running.containers import FILE_KIND, KIND, Bytes, name_of

router = APIRouter(tags=["Containers"])


class ExpiresAfter(Body):
    """When a container expires."""

    anchor: Literal["last_active_at"]
    minutes: Annotated[int, Field(ge=1, le=20)]


class CreateContainer(Body):
    """A new container."""

    name: Annotated[str, Field(max_length=256)]
    file_ids: list[str] | None = None
    expires_after: ExpiresAfter | None = None
    memory_limit: Literal["1g", "4g", "16g", "64g"] | None = None
    network_policy: dict[str, Any] | None = None
    skills: list[Any] | None = None


def check_wishes(container: dict[str, Any]) -> None:
    """Refuse what no session gives that is asked for; raises InvalidRequestError."""
    if (container.get("network_policy") or {}).get("type", "disabled") != "disabled":
        raise InvalidRequestError(
            "A 'network_policy' is 'disabled' here: whether sessions reach a network is set for their pool.",
            "network_policy",
        )
    if container.get("skills"):
        raise InvalidRequestError("Containers have no 'skills' here.", "skills")


@router.post("/containers")
async def create_container(asking: Asking, body: CreateContainer) -> dict[str, Any]:
    """Make a container, with files where some are named."""
    check_wishes(body.model_dump())
    brought = await contents_of(asking.records, body.file_ids or [], "file_ids")
    minutes = body.expires_after.minutes if body.expires_after else None
    made = await asking.containers.create(body.name, minutes, body.memory_limit)
    await asking.containers.bring(made.id, brought)
    return made.body


@router.get("/containers")
async def list_containers(asking: Asking, page: Paging, name: str | None = None) -> dict[str, Any]:
    """List containers, the newest first."""
    listed = await asking.records.page(KIND, page, name=name)
    for record in listed.records:
        asking.containers.aged(record)
    return as_list(listed)


@router.get("/containers/{container_id}")
async def retrieve_container(asking: Asking, container_id: str) -> dict[str, Any]:
    """Describe a container."""
    return (await asking.containers.get(container_id)).body


@router.delete("/containers/{container_id}")
async def delete_container(asking: Asking, container_id: str) -> dict[str, Any]:
    """Delete a container with its files and its session."""
    await asking.service.delete_container(asking.owner, container_id)
    return {"id": container_id, "object": "container.deleted", "deleted": True}


@router.post("/containers/{container_id}/files")
async def create_container_file(asking: Asking, container_id: str, request: Request) -> dict[str, Any]:
    """Put a file into a container: an upload, or the `file_id` of one."""
    await asking.containers.active(container_id)
    brought = await _sent_file(asking, request)
    return (await asking.containers.bring(container_id, [brought]))[0].body


@router.get("/containers/{container_id}/files")
async def list_container_files(asking: Asking, container_id: str, page: Paging) -> dict[str, Any]:
    """List the files that were put in or made."""
    await asking.containers.active(container_id)
    return as_list(await asking.records.page(FILE_KIND, page, parent=container_id))


@router.get("/containers/{container_id}/files/{file_id}")
async def retrieve_container_file(asking: Asking, container_id: str, file_id: str) -> dict[str, Any]:
    """Describe a file."""
    return (await asking.records.get(FILE_KIND, file_id, container_id)).body


@router.delete("/containers/{container_id}/files/{file_id}")
async def delete_container_file(asking: Asking, container_id: str, file_id: str) -> dict[str, Any]:
    """Delete a file, in the session too; code that has read it keeps what it has read."""
    await asking.containers.remove(container_id, file_id)
    return {"id": file_id, "object": "container.file.deleted", "deleted": True}


@router.get("/containers/{container_id}/files/{file_id}/content")
async def container_file_content(asking: Asking, container_id: str, file_id: str) -> Response:
    """Give the bytes of a file."""
    record = await asking.records.get(FILE_KIND, file_id, container_id)
    return await contents.download(asking.service.parts.store, record, name_of(record))


async def _sent_file(asking: Caller, request: Request) -> Bytes:
    """Read what was sent, which is either a form or JSON."""
    if request.headers.get("content-type", "").startswith("application/json"):
        try:
            sent: Any = await request.json()
        except (ValueError, RecursionError):
            raise InvalidRequestError("The body is not JSON that can be read.") from None
        return await _named_file(asking, sent.get("file_id") if isinstance(sent, dict) else None)
    async with request.form() as form:
        file = form.get("file")
        if not isinstance(file, UploadFile):
            return await _named_file(asking, file or form.get("file_id"))
        parts = asking.service.parts
        digest, size = await contents.keep(parts.store, file, parts.limits.container_file_bytes)
        return Bytes(contents.name_of(file), digest, size)


async def _named_file(asking: Caller, file: Any) -> Bytes:
    if not isinstance(file, str):
        raise InvalidRequestError("Send a 'file', or the 'file_id' of one.", "file")
    return (await contents_of(asking.records, [file], "file_id"))[0]
