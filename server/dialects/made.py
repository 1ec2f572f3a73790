"""What cells have made becomes files of their container."""

from agents.values import Artifact, Figure
from server.dialects.responses.writer import Keep
from server.running.containers import FOLDER, Bytes, Containers
from server.service import Service
from server.state.records import Records


def keeper(service: Service, records: Records, container: str, base_url: str) -> Keep:
    """Give the function that makes a file of the container of what a cell has made."""
    containers = Containers(records, service.parts.limits)

    async def keep(made: Figure | Artifact) -> tuple[str, str, str]:
        name = f"{made.id}.png" if isinstance(made, Figure) else made.name
        size = made.size if isinstance(made, Artifact) else len(await service.parts.store.get(made.digest))
        file = (await containers.bring(container, [Bytes(name, made.digest, size)], "assistant"))[0]
        url = f"{base_url}/containers/{container}/files/{file.id}/content"
        return file.id, file.body["path"].removeprefix(FOLDER), url

    return keep
