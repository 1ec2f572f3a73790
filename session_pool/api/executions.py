"""Executions in the dialect from 2024-10-02-preview on, synchronous or not, of Python or a shell command."""

from collections.abc import Coroutine
from typing import Any, Self
from urllib.parse import urlencode

from pydantic import Field, model_validator
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from session_pool.api.code import Code, run
from session_pool.api.requests import identifier_of, pool_of, read_body, version_of
from session_pool.api.results import figures_of, result_of
from session_pool.errors import NoSuchExecutionError, SessionPoolError
from session_pool.executions import Execution, ExecutionLog
from session_pool.outcome import Outcome
from session_pool.pool import Pool

_STREAMS = ("stdout", "stderr")
_TIMED_OUT, _KILLED = 124, 137


class Submission(Code):
    """The body of `executions`: Python, or a shell command."""

    shell_command: str | None = Field(None, alias="shellCommand")
    most_characters: int = Field(4096, alias="outputStreamsMaxLength", ge=0)

    @model_validator(mode="after")
    def _says_what(self) -> Self:
        if self.shell_command is None and "code" not in self.model_fields_set:
            raise ValueError("send 'code' or 'shellCommand'")
        return self


async def submit(request: Request) -> Response:
    """Run code; answer 202 in either way, with the result or with where to ask for it."""
    body = await read_body(request, Submission)
    pool, identifier = pool_of(request), identifier_of(request)
    if body.shell_command is not None:
        return await _run_shell(pool, identifier, body.shell_command, body.timeout_seconds)
    source, execution = body.source, Execution(body.execution_type, body.most_characters)
    log = pool.entry(identifier).executions

    async def carry_out() -> dict[str, str]:
        outcome, headers = await run(pool, identifier, source, body.timeout_seconds)
        log.end(execution, outcome)
        return headers

    headers = {
        "operation-id": execution.id,
        "api-supported-versions": request.query_params.get("api-version", ""),
    }
    if body.execution_type.lower() == "asynchronous":
        log.add(execution)
        pool.look_after(_unattended(carry_out(), execution, log))
        headers["Operation-Location"] = _location(request, execution, identifier)
    else:
        headers |= await carry_out()
    return JSONResponse(resource(execution, identifier), 202, headers=headers)


async def _unattended(work: Coroutine[Any, Any, Any], execution: Execution, log: ExecutionLog) -> None:
    """Do the work that nobody waits for; where the pool itself fails, the execution has failed."""
    try:
        await work
    except Exception as fault:
        log.end(execution, Outcome("error", stderr=f"{fault}\n", value=None))
        if not isinstance(fault, SessionPoolError):
            raise


async def poll(request: Request) -> JSONResponse:
    """Tell how an execution stands; its result once it has ended."""
    identifier = identifier_of(request)
    execution = _execution(request, identifier)
    return JSONResponse(resource(execution, identifier))


async def full_output(request: Request) -> PlainTextResponse:
    """Send the whole of stdout or stderr, which the service cuts; an addition of this pool."""
    execution, stream = _execution(request, identifier_of(request)), request.path_params["stream"]
    if execution.outcome is None or stream not in _STREAMS:
        raise NoSuchExecutionError("That output is not there.")
    return PlainTextResponse(getattr(execution.outcome, stream))


def _execution(request: Request, identifier: str) -> Execution:
    return pool_of(request).existing(identifier).executions.get(request.path_params["execution_id"])


async def _run_shell(pool: Pool, identifier: str, command: str, seconds: float | None) -> JSONResponse:
    source = shell_source(["/bin/bash", "-c", command])
    outcome, headers = await run(pool, identifier, source, seconds)
    fields = {"stdout": outcome.stdout, "stderr": outcome.stderr}
    body = {
        "identifier": identifier,
        "status": str(exit_code(outcome)),
        "result": {**fields, "executionTimeInMilliseconds": outcome.milliseconds},
    }
    return JSONResponse(body, 202, headers=headers)


def shell_source(arguments: list[str]) -> str:
    """Return Python that runs a program with the session's streams; its value is the exit code."""
    return f"__import__('subprocess').call({arguments!r})"


def exit_code(outcome: Outcome) -> int:
    """Return a command's exit code, or what a shell says of one that was ended."""
    if outcome.status == "ok" and type(outcome.value) is int:
        return outcome.value if outcome.value >= 0 else 128 - outcome.value
    return {"timeout": _TIMED_OUT, "lost": _KILLED}.get(outcome.status, 1)


def _location(request: Request, execution: Execution, identifier: str) -> str:
    query = urlencode({"api-version": version_of(request), "identifier": identifier})
    base = f"{request.url.scheme}://{request.url.netloc}{request.state.prefix}"
    return f"{base}/executions/{execution.id}?{query}"


def resource(execution: Execution, identifier: str) -> dict[str, Any]:
    """Return an execution in the service's form."""
    outcome = execution.outcome
    fields: dict[str, Any] = {
        "$id": "1",
        "id": execution.id,
        "identifier": identifier,
        "executionType": execution.kind,
        "status": "Running" if outcome is None else "Succeeded" if outcome.status == "ok" else "Failed",
    }
    if outcome is not None:
        fields["result"] = result(execution, outcome)
    return fields


def result(execution: Execution, outcome: Outcome) -> dict[str, Any]:
    """Return the result with its streams cut as the service cuts them; the rest is named in extra fields."""
    cut = [name for name in _STREAMS if len(getattr(outcome, name)) > execution.limit]
    return {
        "$id": "2",
        "stdout": outcome.stdout[: execution.limit],
        "stderr": outcome.stderr[: execution.limit],
        "executionResult": result_of(outcome),
        "executionTimeInMilliseconds": outcome.milliseconds,
        "outcome": outcome.status,
        "figures": figures_of(outcome),
        "fullOutput": {name: f"executions/{execution.id}/{name}" for name in cut},
    }
