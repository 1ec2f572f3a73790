"""What cells put out: their text, and what they made as files of their container."""

import re
from collections.abc import Awaitable, Callable

from agents.events import OutputEvent
from agents.protocols import Store
from agents.values import Artifact, Figure
from server.running.containers import FOLDER, Bytes, Containers
from server.service import Service
from server.state.records import Records

Keep = Callable[[Figure | Artifact], Awaitable[tuple[str, str, str]]]
"""Keeps what a cell made; gives the file's id, its name and where it can be fetched."""


def keeper(service: Service, records: Records, container: str, base_url: str) -> Keep:
    """Give the function that makes a file of the container of what a cell has made."""
    containers = Containers(records, service.parts)

    async def keep(made: Figure | Artifact) -> tuple[str, str, str]:
        brought = [await bytes_of(made, service.parts.store)]
        file = (await containers.bring(container, brought, "assistant"))[0]
        url = f"{base_url}/containers/{container}/files/{file.id}/content"
        return file.id, file.body["path"].removeprefix(FOLDER), url

    return keep


async def bytes_of(made: Figure | Artifact, store: Store) -> Bytes:
    """The content of what a cell made, by the name of its file."""
    size = made.size if isinstance(made, Artifact) else len(await store.get(made.digest))
    return Bytes(made.name, made.digest, size)


def logs_of(event: OutputEvent) -> str:
    """What a cell printed, its value, and its errors."""
    return "\n".join(part.rstrip("\n") for part in (event.stdout, event.value, event.stderr) if part.strip())


def places_of(text: str, name: str) -> list[tuple[int, int]]:
    """Where a text links a file."""
    return [match.span() for match in re.finditer(re.escape(f"sandbox:/mnt/data/{name}"), text)]
