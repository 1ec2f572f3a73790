# /// script
# requires-python = ">=3.11,<3.14"
# dependencies = ["autogen-ext[azure]==0.7.5", "aiohttp>=3.11"]
# ///
"""Every operation of AutoGen's `ACADynamicSessionsCodeExecutor`: chunked uploads, percent-encoded names."""

import asyncio
import sys
import tempfile
from pathlib import Path

from autogen_core import CancellationToken
from autogen_core.code_executor import CodeBlock
from autogen_ext.code_executors.azure import ACADynamicSessionsCodeExecutor
from azure.core.credentials import AccessToken


class Credential:
    def __init__(self, token: str) -> None:
        self.token = token

    def get_token(self, *scopes: str, **options: object) -> AccessToken:
        assert scopes == ("https://dynamicsessions.io/.default",)
        return AccessToken(self.token, 2**33)


async def main(endpoint: str, token: str) -> None:
    stop = CancellationToken()
    with tempfile.TemporaryDirectory() as folder:
        pool = f"{endpoint}/subscriptions/s/resourceGroups/g/sessionPools/p"
        executor = ACADynamicSessionsCodeExecutor(pool, Credential(token), work_dir=folder)

        async def run(code: str):
            return await executor.execute_code_blocks([CodeBlock(code, "python")], stop)

        done = await run("import sys\nprint('out'); print('err', file=sys.stderr)\nkept = 6\nkept * 7")
        assert (done.exit_code, done.output.split()) == (0, ["err", "out", "42"]), done
        assert (await run("import os; print(os.getcwd(), kept)")).output.startswith("/mnt/data 6")
        failed = await run("1/0")
        assert failed.exit_code == 1, failed
        assert "ZeroDivisionError" in failed.output, failed
        packages = await executor.get_available_packages(stop)
        assert {"pandas", "numpy", "setuptools"} <= set(packages), packages

        name = "my file (1).csv"
        (Path(folder) / name).write_text("a\n1\n")
        await executor.upload_files([name], stop)
        assert name in await executor.get_file_list(stop)
        assert (await run(f"print(open({name!r}).read())")).output.startswith("a\n1\n")
        (Path(folder) / name).unlink()
        await executor.download_files([name], stop)
        assert (Path(folder) / name).read_text() == "a\n1\n"
        await executor.restart()
        assert (await run("'kept' in globals()")).output.strip() == "False"


asyncio.run(main(*sys.argv[1:]))
