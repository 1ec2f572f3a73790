"""Runs code in one session of a pool, through `SessionsPythonREPLTool` with its known defects mended.

Mended here: requests without a timeout, the sanitiser that eats a leading `python…`, the dropped status,
base64 images among the text, HTTP errors raised in the middle of a run.
"""

import asyncio
import re
import time
from collections.abc import Callable
from contextlib import suppress
from contextvars import ContextVar
from io import BytesIO
from typing import Any, TypeVar

import requests
from azure.core.exceptions import ClientAuthenticationError
from langchain_azure_dynamic_sessions import SessionsPythonREPLTool
from langchain_azure_dynamic_sessions.tools import sessions as tool_module

from agents.blocking import in_thread
from agents.errors import AnalystError, BadFileError, PoolFailedError, PoolRefusedError, PoolUnreachableError
from agents.outputs import execution_of
from agents.protocols import Store
from agents.values import Artifact, Execution

T = TypeVar("T")

CONNECT_SECONDS = 10.0
TRANSFER_SECONDS = 120.0
SLACK_SECONDS = 20.0  # beyond the pool's own limit on a run, which should answer first
PAUSES = (0.2, 1.0, 3.0)
BUSY = {429, 503}  # nothing was run: safe to send again

_wait: ContextVar[float] = ContextVar("seconds to wait for the pool's answer", default=TRANSFER_SECONDS)


class _BoundedRequests(requests.Session):
    """Stands for the module `requests` inside the tool, which gives its calls no limit of time."""

    def request(self, *args: Any, **kwargs: Any) -> requests.Response:
        kwargs.setdefault("timeout", (CONNECT_SECONDS, _wait.get()))
        return super().request(*args, **kwargs)


class SessionInterpreter:
    """One session: `run` and `upload`, with figures and new files put into `store`."""

    def __init__(
        self,
        endpoint: str,
        session_id: str,
        token: Callable[[], str | None] | None,
        store: Store,
        run_seconds: float = 220.0,
    ) -> None:
        setattr(tool_module, "requests", _BoundedRequests())  # noqa: B010 - the module does not export it
        self._tool = SessionsPythonREPLTool(
            pool_management_endpoint=endpoint,
            session_id=session_id,
            sanitize_input=False,
            **({"access_token_provider": token} if token else {}),  # else the tool signs in to Azure
        )
        self._store = store
        self._run_seconds = run_seconds
        self._known_files: dict[str, int] | None = None

    @property
    def session_id(self) -> str:
        """The session's identifier in the pool: whoever knows it, and has the token, can use the session."""
        return self._tool.session_id

    async def run(self, code: str, seconds: float | None = None) -> Execution:
        """Run `code`; whatever goes wrong, in the code or on the way, is in the value that comes back.

        A run that takes longer than `seconds` is ended together with its session.
        """
        started = time.monotonic()
        try:
            self._known_files = await self._files_before()
            work = self._call(
                lambda: self._tool.execute(without_fence(code)), self._run_seconds + SLACK_SECONDS
            )
            reply = await asyncio.wait_for(work, seconds)
        except TimeoutError as error:
            await self._end()
            said = str(error) or f"The code was ended: it ran longer than the {seconds:g} s it had."
            return Execution(status="timeout", stderr=said, milliseconds=_since(started))
        except AnalystError as error:
            return Execution(status="lost", stderr=str(error), milliseconds=_since(started))
        execution = await execution_of(reply, self._store)
        return execution.model_copy(update={"files": await self._changed_files()})

    async def upload(self, name: str, content: bytes) -> None:
        """Write `content` to /mnt/data/`name`; raises an `AnalystError` where the pool does not take it."""
        self._known_files = await self._files_before()
        await self._call(lambda: self._tool.upload_file(data=BytesIO(content), remote_file_path=name))
        self._known_files[name] = len(content)

    async def _end(self) -> None:
        """Delete the session, which ends what runs in it; the next call starts a new one in its place."""
        with suppress(AnalystError, TimeoutError):
            await self._call(lambda: self._tool._delete_session_sync(self.session_id))
        self._known_files = None

    async def _files_before(self) -> dict[str, int]:
        """The sizes of the files known so far; a session that is taken up again may hold some already."""
        return self._known_files if self._known_files is not None else await self._sizes()

    async def _changed_files(self) -> tuple[Artifact, ...]:
        """Fetch what is new or changed in /mnt/data since the last look."""
        known = self._known_files or {}
        try:
            sizes = await self._sizes()
            artifacts = [await self._fetch(name) for name, size in sizes.items() if known.get(name) != size]
        except (AnalystError, TimeoutError):  # the run itself succeeded: its outputs are not given up
            return ()
        self._known_files = sizes
        return tuple(artifacts)

    async def _sizes(self) -> dict[str, int]:
        listed = await self._call(self._tool.list_files)
        return {str(file.filename): int(file.size_in_bytes or 0) for file in listed}

    async def _fetch(self, name: str) -> Artifact:
        stream = await self._call(lambda: self._tool.download_file(remote_file_path=name))
        content = stream.read()
        return Artifact(name=name, digest=await self._store.put(content), size=len(content))

    async def _call(self, send: Callable[[], T], seconds: float = TRANSFER_SECONDS) -> T:
        return await in_thread(lambda: _sent(send, seconds))


def without_fence(code: str) -> str:
    """Take a Markdown fence off, and nothing else: `python_version = 3` stays as it is."""
    fenced = re.fullmatch(r"\s*```[A-Za-z]*\n(.*?)\n?```\s*", code, re.DOTALL)
    return fenced.group(1) if fenced else code


def _sent(send: Callable[[], T], seconds: float) -> T:
    """Send, again after a pause while the pool is busy; the tool's exceptions become ours."""
    _wait.set(seconds)
    for pause in (*PAUSES, None):
        try:
            return send()
        except requests.HTTPError as error:
            if pause is None or _status(error) not in BUSY:
                raise _explained(error) from error
            time.sleep(pause)
        except requests.ReadTimeout as error:
            message = f"The session pool gave no answer within {seconds:.0f} s; the run was given up."
            raise TimeoutError(message) from error
        except ClientAuthenticationError as error:
            raise PoolRefusedError(
                "There is no Azure sign-in for the session pool. Run `az login`, or give the app an identity."
            ) from error
        except (requests.RequestException, OSError) as error:
            raise PoolUnreachableError(
                f"The session pool cannot be reached ({type(error).__name__}). "
                "Check POOL_ENDPOINT, or leave it empty to use the embedded pool."
            ) from error
    raise AssertionError("the last pass has no pause and leaves the loop")


def _explained(error: requests.HTTPError) -> AnalystError:
    status = _status(error)
    if status in (401, 403):
        return PoolRefusedError(
            f"The session pool refused the token (HTTP {status}): the caller needs the role "
            "'Azure ContainerApps Session Executor' on the pool. Assign it, then wait a few minutes:\n"
            '  az role assignment create --role "Azure ContainerApps Session Executor" '
            "--assignee <user or client id> --scope <resource id of the session pool>"
        )
    if status == 413:
        return BadFileError(
            "The file is larger than the session pool takes (HTTP 413). Upload a smaller one."
        )
    if status == 404:
        return PoolFailedError(
            "The session pool has no session for this run (HTTP 404): all are in use, or POOL_ENDPOINT "
            "names no pool. Try again in a few minutes, allow more sessions, or correct the endpoint."
        )
    return PoolFailedError(
        f"The session pool answered HTTP {status}. Try again; if it stays, look at the pool."
    )


def _status(error: requests.HTTPError) -> int:
    return error.response.status_code if error.response is not None else 0


def _since(started: float) -> int:
    return round((time.monotonic() - started) * 1000)
