"""Models: what can answer."""

from typing import Any

from fastapi import APIRouter
from openai.types import Model

from server.identity import Asking
from server.paging import list_of
from server.running.answering import OURS, check_model

router = APIRouter(tags=["Models"])


@router.get("/models")
async def list_models(asking: Asking) -> dict[str, Any]:
    """List the analyst, the code interpreter and the configured model."""
    names = (*OURS, *asking.service.parts.models.names)
    listed = list_of([_model(name) for name in names])
    return {"object": listed["object"], "data": listed["data"]}


@router.get("/models/{model:path}")
async def retrieve_model(model: str, asking: Asking) -> dict[str, Any]:
    """Describe a model, listed or of the provider."""
    await check_model(asking.service.parts, model)
    return _model(model)


def _model(name: str) -> dict[str, Any]:
    owner = "session-analyst" if name in OURS else "provider"
    return Model(id=name, created=0, object="model", owned_by=owner).model_dump()
