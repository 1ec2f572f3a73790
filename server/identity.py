"""Who asks: the owner of the key, a bearer token or, as Azure's clients send it, the header `api-key`."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request

from server.errors import UnauthorizedError
from server.service import Service
from server.state.records import Records

LOCAL = "local"
"""The owner of what is made without a key, on a server that only this machine can reach."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, and what they may use."""

    owner: str
    service: Service
    records: Records
    base_url: str
    """Where the caller reaches `/v1`, for links to contents."""


async def caller_of(request: Request) -> Caller:
    """Find the owner of the key and count the request; raises UnauthorizedError, RateLimitError."""
    service: Service = request.app.state.service
    owner = await _owner(service, _secret(request))
    service.gate.enter(owner)
    request.state.owner = owner
    return Caller(owner, service, service.records(owner), f"{str(request.base_url).rstrip('/')}/v1")


def _secret(request: Request) -> str:
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else request.headers.get("api-key", "")


async def _owner(service: Service, secret: str) -> str:
    owner = await service.keys.owner_of(secret) if secret else None
    if owner is None and service.parts.on_loopback and not await service.keys.any_valid():
        return LOCAL
    if owner is None:
        raise UnauthorizedError(
            "Incorrect API key provided. Send a key of this server as 'Authorization: Bearer …' or 'api-key'."
            if secret
            else "No API key provided. Send one as 'Authorization: Bearer …' or 'api-key'."
        )
    return owner


Asking = Annotated[Caller, Depends(caller_of)]
