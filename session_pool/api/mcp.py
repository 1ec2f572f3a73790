"""The Model Context Protocol over streamable HTTP: the service's four tools."""

import shlex
import uuid
from typing import Any

from mcp.server.mcpserver import MCPServer
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.transport_security import TransportSecuritySettings
from mcp.types import CallToolResult, ContentBlock, ImageContent, TextContent
from starlette.applications import Starlette

from session_pool.api.code import run
from session_pool.api.executions import exit_code, shell_source
from session_pool.api.results import image_of, result_of
from session_pool.errors import PoolFullError, SessionPoolError
from session_pool.outcome import Figure, Outcome
from session_pool.pool import Pool

SERVER_NAME = "Microsoft Container Apps MCP Server"  # the service's own name: some clients select by it


def create_mcp(pool: Pool) -> tuple[MCPServer, Starlette]:
    """Return the MCP server and the app that serves its route; the server's session manager must run."""
    server: MCPServer = MCPServer(SERVER_NAME, log_level="WARNING", subscriptions=False)
    for tool in _environment_tools(pool) + _run_tools(pool):
        server.add_tool(tool, structured_output=False)
    app = server.streamable_http_app(
        json_response=True,
        stateless_http=True,
        # The gate has checked a secret before, which a page that rebinds a name does not have.
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )
    return server, app


def _environment_tools(pool: Pool) -> list[Any]:
    def launch() -> CallToolResult:
        try:
            entry = pool.entry(f"mcp-{uuid.uuid4()}")
        except PoolFullError as fault:
            raise ToolError(str(fault)) from fault
        return _answer({"environmentId": entry.identifier})

    async def launchPythonEnvironment() -> CallToolResult:
        """Launch a Python environment; returns its environmentId."""
        return launch()

    async def launchShell() -> CallToolResult:
        """Launch a shell environment; returns its environmentId."""
        return launch()

    return [launchPythonEnvironment, launchShell]


def _run_tools(pool: Pool) -> list[Any]:
    async def runPythonCodeInRemoteEnvironment(
        environmentId: str,
        pythonCode: str,
    ) -> CallToolResult:
        """Run Python code in a launched environment, which keeps its variables and files."""
        outcome = await _run(pool, environmentId, pythonCode)
        value = None if isinstance(outcome.value, Figure) else result_of(outcome)
        return _answer({**_streams(outcome), "status": outcome.status, "executionResult": value}, outcome)

    async def runShellCommandInRemoteEnvironment(
        environmentId: str,
        shellCommand: str | None = None,
        execCommandAndArgs: list[str] | None = None,
    ) -> CallToolResult:
        """Run a shell command, or a program with its arguments, in a launched environment."""
        command = shellCommand or shlex.join(execCommandAndArgs or [])
        outcome = await _run(pool, environmentId, shell_source(["/bin/bash", "-c", command]))
        return _answer({**_streams(outcome), "exitCode": exit_code(outcome)})

    return [runPythonCodeInRemoteEnvironment, runShellCommandInRemoteEnvironment]


async def _run(pool: Pool, environment: str, source: str) -> Outcome:
    try:
        pool.existing(environment)
        outcome, _ = await run(pool, environment, source, None)
    except SessionPoolError as fault:
        raise ToolError(str(fault)) from fault
    return outcome


def _streams(outcome: Outcome) -> dict[str, str]:
    return {"stdout": outcome.stdout, "stderr": outcome.stderr}


def _answer(fields: dict[str, Any], outcome: Outcome | None = None) -> CallToolResult:
    """Return fields as structured content and as text, with every figure beside them."""
    text = "\n".join(str(value) for value in fields.values() if value not in ("", None))
    blocks: list[ContentBlock] = [TextContent(type="text", text=text)]
    for figure in outcome.figures if outcome else ():
        data = image_of(figure)["base64_data"]
        blocks.append(ImageContent(type="image", data=data, mime_type="image/png"))
    return CallToolResult(content=blocks, structured_content=fields)
