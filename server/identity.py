"""Who asks: the owner of the key, a bearer token or, as Azure's clients send it, the header `api-key`."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from server.errors import UnauthorizedError
from server.running.containers import Containers
from server.service import Service
from server.state.records import Records

LOCAL = "local"
"""The owner of what is made without a key, on a server that only this machine can reach."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, and what they may use."""

    owner: str
    key: str
    """Whose requests and runs are counted: the id of the key, or the owner where there are no keys."""
    service: Service
    records: Records
    base_url: str
    """Where the caller reaches `/v1`, for links to contents."""

    @property
    def containers(self) -> Containers:
        """The caller's containers."""
        return Containers(self.records, self.service.parts)


async def admit(request: Request) -> None:
    """Find the owner of the key and count the request; raises UnauthorizedError, RateLimitError."""
    service: Service = request.app.state.service
    key, owner = await _key_and_owner(service, _secret(request))
    request.state.owner = owner
    await service.gate.enter(key)
    base_url = f"{str(request.base_url).rstrip('/')}/v1"
    request.state.caller = Caller(owner, key, service, service.records(owner), base_url)


def caller_of(request: Request) -> Caller:
    """Give the caller, whom the server has admitted before it read the body."""
    caller: Caller = request.state.caller
    return caller


def _secret(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else request.headers.get("api-key", "")


async def _key_and_owner(service: Service, secret: str) -> tuple[str, str]:
    found = await service.keys.find(secret) if secret else None
    if found:
        return found.id, found.owner
    if service.parts.on_loopback and not await service.keys.any():
        return LOCAL, LOCAL
    raise UnauthorizedError(
        "Incorrect API key provided. Send a key of this server as 'Authorization: Bearer …' or 'api-key'."
        if secret
        else "No API key provided. Send one as 'Authorization: Bearer …' or 'api-key'."
    )


Asking = Annotated[Caller, Depends(caller_of)]
