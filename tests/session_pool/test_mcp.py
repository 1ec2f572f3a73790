"""The MCP endpoint, spoken to by the SDK's own client."""

from contextlib import asynccontextmanager

import httpx2
import pytest
from mcp import ClientSession
from mcp.client.streamable_http import streamable_http_client

pytestmark = pytest.mark.sandbox

PLOT = "import matplotlib.pyplot as plt\nplt.plot([1, 2]); print('drawn')"


@asynccontextmanager
async def connected(pool):
    headers = {"x-ms-apikey": "token-of-the-tests"}
    url = f"{pool.endpoint}/subscriptions/s/sessionPools/p/mcp"
    async with (
        httpx2.AsyncClient(headers=headers, timeout=30) as http,
        streamable_http_client(url, http_client=http) as streams,
        ClientSession(*streams[:2]) as client,
    ):
        yield client, await client.initialize()


async def launch(client, tool):
    return (await client.call_tool(tool, {})).structured_content["environmentId"]


async def test_initialize_and_list(pool):
    async with connected(pool) as (client, greeting):
        assert greeting.server_info.name == "Microsoft Container Apps MCP Server"
        assert {tool.name for tool in (await client.list_tools()).tools} == {
            "launchPythonEnvironment",
            "launchShell",
            "runPythonCodeInRemoteEnvironment",
            "runShellCommandInRemoteEnvironment",
        }


async def test_python_keeps_variables_and_sends_figures(pool):
    async with connected(pool) as (client, _):
        environment = await launch(client, "launchPythonEnvironment")

        async def run(code):
            arguments = {"environmentId": environment, "pythonCode": code}
            return await client.call_tool("runPythonCodeInRemoteEnvironment", arguments)

        await run("kept = 41")
        assert (await run("print('out'); kept + 1")).structured_content == {
            "stdout": "out\n",
            "stderr": "",
            "status": "ok",
            "executionResult": 42,
        }
        drawn = await run(PLOT)
        assert [block.type for block in drawn.content] == ["text", "image"]
        assert (await run("1/0")).structured_content["status"] == "error"


@pytest.mark.parametrize(
    "arguments",
    [{"shellCommand": "echo 'a  b'; exit 2"}, {"execCommandAndArgs": ["bash", "-c", "echo 'a  b'; exit 2"]}],
)
async def test_shell(pool, arguments):
    async with connected(pool) as (client, _):
        environment = await launch(client, "launchShell")
        arguments = {"environmentId": environment, **arguments}
        answer = await client.call_tool("runShellCommandInRemoteEnvironment", arguments)
        assert answer.structured_content == {"stdout": "a  b\n", "stderr": "", "exitCode": 2}


async def test_an_environment_that_was_not_launched(pool):
    async with connected(pool) as (client, _):
        arguments = {"environmentId": "nobody-launched-this", "pythonCode": "1"}
        answer = await client.call_tool("runPythonCodeInRemoteEnvironment", arguments)
        assert answer.is_error
        assert "no session" in answer.content[0].text
