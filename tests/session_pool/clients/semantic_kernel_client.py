# /// script
# requires-python = ">=3.11,<3.14"
# dependencies = ["semantic-kernel==1.45.0"]
# ///
"""Every operation of Semantic Kernel's `SessionsPythonTool`, with its quirks: https, JSON-labelled files."""

import asyncio
import sys
import tempfile
from pathlib import Path

import httpx
from semantic_kernel.core_plugins.sessions_python_tool.sessions_python_plugin import SessionsPythonTool


async def main(endpoint: str, token: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        await use(
            SessionsPythonTool(
                auth_callback=lambda: token,
                pool_management_endpoint=f"{endpoint}/subscriptions/s/resourceGroups/g/sessionPools/p",
                http_client=httpx.AsyncClient(verify=False, timeout=30),
                enable_dangerous_file_uploads=True,
                allowed_upload_directories={folder},
                allowed_download_directories={folder},
            ),
            Path(folder),
        )


async def use(tool: SessionsPythonTool, folder: Path) -> None:
    text = await tool.execute_code("x = 6\nprint('out')\nx * 7")
    assert text == "Status:\nSuccess\nResult:\n42\nStdout:\nout\n\nStderr:\n", repr(text)
    failed = await tool.execute_code("1/0")
    assert "Status:\nFailure" in failed, failed
    assert "ZeroDivisionError" in failed, failed

    source = folder / "people.csv"
    source.write_text("name,age\nA,36\n")
    stored = await tool.upload_file(local_file_path=str(source))  # after a run: its body is labelled as JSON
    assert stored.full_path == "/mnt/data/people.csv", stored
    assert [file.full_path for file in await tool.list_files()] == ["/mnt/data/people.csv"]
    read = await tool.execute_code("import pandas as pd; int(pd.read_csv('/mnt/data/people.csv').age.sum())")
    assert "Result:\n36\n" in read, read
    assert (await tool.download_file(remote_file_name="people.csv")).read() == source.read_bytes()
    await tool.download_file(remote_file_name="people.csv", local_file_path=str(folder / "copy.csv"))
    assert (folder / "copy.csv").read_bytes() == source.read_bytes()


asyncio.run(main(*sys.argv[1:]))
