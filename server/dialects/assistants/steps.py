"""The steps of a run."""

from typing import Any

from fastapi import APIRouter

from server.dialects.assistants.common import RUN, STEP
from server.identity import Asking
from server.paging import Paging, as_list

router = APIRouter()


@router.get("/threads/{thread_id}/runs/{run_id}/steps")
async def list_steps(asking: Asking, thread_id: str, run_id: str, page: Paging) -> dict[str, Any]:
    """List the steps of a run, the newest first."""
    await asking.records.get(RUN, run_id, thread_id)
    return as_list(await asking.records.page(STEP, page, run_id))


@router.get("/threads/{thread_id}/runs/{run_id}/steps/{step_id}")
async def retrieve_step(asking: Asking, thread_id: str, run_id: str, step_id: str) -> dict[str, Any]:
    """Give a step."""
    await asking.records.get(RUN, run_id, thread_id)
    return (await asking.records.get(STEP, step_id, run_id)).body
