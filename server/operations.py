"""What whoever runs the server sees: health, metrics, logs without content, traces."""

import json
import logging
import secrets
import time
import traceback
from collections.abc import Iterator
from contextlib import contextmanager

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse, PlainTextResponse
from opentelemetry import trace
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)
from sqlalchemy import text
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from agents.values import Usage
from server.state.database import Database

log = logging.getLogger("server.access")
RUN_BUCKETS = (0.1, 0.5, 1, 2, 5, 10, 30, 60, 120, 300, 600)
NOT_FIELDS = {*vars(logging.makeLogRecord({})), "message", "asctime", "taskName", "color_message"}


class Meters:
    """The metrics of one server; a registry of its own, so that two servers fit into one process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self.requests = Counter(
            "analyst_requests", "Requests answered.", ["method", "route", "status"], registry=self.registry
        )
        self.seconds = Histogram(
            "analyst_request_seconds", "Time to the end of the answer.", ["route"], registry=self.registry
        )
        self.running = Gauge("analyst_runs_going_on", "Runs going on.", registry=self.registry)
        self.runs = Histogram(
            "analyst_run_seconds",
            "Time of a run.",
            ["model", "outcome"],
            buckets=RUN_BUCKETS,
            registry=self.registry,
        )
        self.tokens = Counter(
            "analyst_tokens", "Tokens used.", ["model", "direction"], registry=self.registry
        )

    @contextmanager
    def run(self, model: str, known: bool) -> Iterator["Measured"]:
        """Measure and trace a run. A name that is not `known` becomes no label: anybody can send one."""
        label, started, measured = model if known else "other", time.monotonic(), Measured()
        self.running.inc()
        tracer = trace.get_tracer("session-analyst")
        with tracer.start_as_current_span(f"invoke_agent {model}") as span:
            span.set_attribute("gen_ai.operation.name", "invoke_agent")
            span.set_attribute("gen_ai.request.model", model)
            try:
                yield measured
                measured.outcome = "ended"
            finally:
                self.running.dec()
                self.runs.labels(label, measured.outcome).observe(time.monotonic() - started)
                for direction, tokens in measured.tokens:
                    self.tokens.labels(label, direction).inc(tokens)
                    span.set_attribute(f"gen_ai.usage.{direction}_tokens", tokens)
                for name, value in measured.attributes.items():
                    span.set_attribute(name, value)


class Measured:
    """What becomes known of a run while it goes on."""

    def __init__(self) -> None:
        self.outcome = "broken off"
        self.usage = Usage()
        self.attributes: dict[str, str] = {}

    @property
    def tokens(self) -> tuple[tuple[str, int], ...]:
        """Tokens by direction, as OpenTelemetry names them."""
        return (("input", self.usage.prompt_tokens), ("output", self.usage.completion_tokens))


class Access:
    """Gives each request an id, measures it, and logs it: route and status, never content."""

    def __init__(self, app: ASGIApp, meters: Meters) -> None:
        self._app = app
        self._meters = meters

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            return await self._app(scope, receive, send)
        request_id, started, status = f"req_{secrets.token_hex(12)}", time.monotonic(), 500

        async def sending(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = [*message["headers"], (b"x-request-id", request_id.encode())]
            await send(message)

        try:
            await self._app(scope, receive, sending)
        finally:
            self._note(scope, request_id, status, time.monotonic() - started)

    def _note(self, scope: Scope, request_id: str, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", "none")  # the template: an id is not for the metrics
        self._meters.requests.labels(scope["method"], route, str(status)).inc()
        self._meters.seconds.labels(route).observe(seconds)
        fields = {
            "request_id": request_id,
            "method": scope["method"],
            "route": route,
            "status": status,
            "milliseconds": round(seconds * 1000),
            "owner": scope.get("state", {}).get("owner"),
        }
        log.info("request", extra=fields)


class JsonLines(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        """Time, level, logger, message, and the fields that came with it."""
        line = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(record.created)),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **{name: value for name, value in vars(record).items() if name not in NOT_FIELDS},
        }
        if record.exc_info and record.exc_info[1]:
            line["trace"] = trace_of(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False, default=str)


def trace_of(error: BaseException) -> str:
    """Where an error and what led to it come from, and their kinds; not their words, which may be content."""
    told = "".join(traceback.format_tb(error.__traceback__)) + type(error).__qualname__
    before = error.__cause__ or error.__context__
    return f"{trace_of(before)}\n\n{told}" if before else told


router = APIRouter(include_in_schema=False)


@router.get("/healthz")
async def healthz() -> Response:
    """Tell that the process answers."""
    return PlainTextResponse("ok")


@router.get("/readyz")
async def readyz(request: Request) -> Response:
    """Tell whether work is taken: the database answers."""
    database: Database = request.app.state.service.database
    try:
        async with database.reading() as session:
            await session.execute(text("SELECT 1"))
    except Exception:
        log.exception("the database does not answer")
        return JSONResponse({"ready": False, "database": "does not answer"}, 503)
    return JSONResponse({"ready": True})


@router.get("/metrics")
async def metrics(request: Request) -> Response:
    """Give the metrics in Prometheus' format."""
    registry = request.app.state.service.meters.registry
    return Response(generate_latest(registry), media_type=CONTENT_TYPE_LATEST)
