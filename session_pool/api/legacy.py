"""The dialect up to 2024-08-02-preview, which every framework's client speaks: answers under `properties`."""

from typing import Any

from pydantic import BaseModel
from starlette.requests import Request
from starlette.responses import JSONResponse, StreamingResponse

from session_pool.api import files
from session_pool.api.code import Code, run
from session_pool.api.requests import identifier_of, pool_of, read_body, service_time
from session_pool.api.results import figures_of, result_of
from session_pool.files import FileInfo
from session_pool.outcome import Outcome


class Execute(BaseModel):
    """The body of `code/execute`."""

    properties: Code


async def execute(request: Request) -> JSONResponse:
    """Run code and answer 200 whether it succeeded or not."""
    body = await read_body(request, Execute)
    code = body.properties
    outcome, headers = await run(pool_of(request), identifier_of(request), code.source, code.timeout_seconds)
    return JSONResponse({"$id": "1", "properties": execution_properties(outcome)}, headers=headers)


async def upload(request: Request) -> JSONResponse:
    """Store one file; any folders in its name are made."""
    return JSONResponse(listing([await files.store(request, "")]))


async def content(request: Request) -> StreamingResponse:
    """Send a file's bytes."""
    return await files.send(request, request.path_params["path"])


def execution_properties(outcome: Outcome) -> dict[str, Any]:
    """Return the service's fields, then `outcome` and `figures`, which its clients ignore."""
    result = result_of(outcome)
    return {
        "$id": "2",
        "status": "Success" if outcome.status == "ok" else "Failure",
        "stdout": outcome.stdout,
        "stderr": outcome.stderr,
        "result": "" if result is None and outcome.status == "ok" else result,
        "executionTimeInMilliseconds": outcome.milliseconds,
        "outcome": outcome.status,
        "figures": figures_of(outcome),
    }


def listing(infos: list[FileInfo]) -> dict[str, Any]:
    """Return files as the service lists them; a file in a folder has its path as the name."""
    return {
        "$id": "1",
        "value": [
            {
                "$id": str(number),
                "properties": {
                    "$id": str(number + 1),
                    "filename": info.path,
                    "size": info.size,
                    "lastModifiedTime": service_time(info.modified_ns / 1e9),
                },
            }
            for number, info in zip(range(2, 1_000_000, 2), infos, strict=False)
        ],
    }
