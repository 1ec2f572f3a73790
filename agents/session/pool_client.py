"""Calls one session of a pool through `SessionsPythonREPLTool`, with its known defects mended.

Mended here: requests without a timeout or a limit of size, the sanitiser that eats a leading `python…`, HTTP
errors of the library's own kinds.
"""

import re
import time
from collections.abc import Callable
from contextvars import ContextVar
from io import BytesIO
from typing import Any, NamedTuple, TypeVar
from urllib.parse import quote

import requests
from azure.core.exceptions import ClientAuthenticationError
from langchain_azure_dynamic_sessions import SessionsPythonREPLTool
from langchain_azure_dynamic_sessions.tools import sessions as tool_module
from requests.adapters import HTTPAdapter
from urllib3.exceptions import NewConnectionError, ReadTimeoutError

from agents.blocking import in_thread
from agents.errors import (
    AnalystError,
    BadFileError,
    PoolFailedError,
    PoolFullError,
    PoolRefusedError,
    PoolUnreachableError,
)

T = TypeVar("T")

CONNECT_SECONDS = 10.0
CONNECTIONS = 100  # kept open for as many sessions at a time
TRANSFER_SECONDS = 120.0
LARGEST_ANSWER = 256 * 1024 * 1024
CHUNK = 1 << 18
_MOST_DIGITS = 18
PAUSES = (0.2, 1.0, 3.0)
RESTART_PAUSES = (*PAUSES, 5.0, 5.0, 5.0)  # as long as a loaded machine takes to start a pool
FULL = re.compile("no more sessions|SessionsExhausted", re.IGNORECASE)  # the service says it with a 404
FILES_VERSION = "2025-10-02-preview"  # in which a pool tells of its sessions too
NOT_THERE = 404
BUSY = {429, 503}  # nothing was run: safe to send again


class Advice(NamedTuple):
    """What to do where the pool refuses the token, where it cannot be reached, and how long to try before."""

    refused: str
    unreachable: str
    pauses: tuple[float, ...] = PAUSES


AZURE = Advice(
    "The caller needs the role 'Azure ContainerApps Session Executor' on the pool. "
    "Assign it, then wait a few minutes:\n"
    '  az role assignment create --role "Azure ContainerApps Session Executor" '
    "--assignee <user or client id> --scope <resource id of the session pool>",
    "Check POOL_ENDPOINT and the network.",
)
OWN_TOKEN = Advice("Check ANALYST_POOL_TOKEN.", "Check POOL_ENDPOINT, and whether the pool is running.")
EMBEDDED = Advice("Ask again.", "It is started again where it has ended: ask again.", RESTART_PAUSES)

_wait: ContextVar[float] = ContextVar("seconds to wait for the pool's answer", default=TRANSFER_SECONDS)
_runs: ContextVar[int | None] = ContextVar("seconds that code may run", default=None)
_most: ContextVar[int] = ContextVar("bytes that an answer of the pool may have", default=LARGEST_ANSWER)


class _BoundedRequests(requests.Session):
    """Stands for the module `requests` inside the tool, which limits neither time nor size, nor runs."""

    def __init__(self) -> None:
        super().__init__()
        for scheme in ("http://", "https://"):
            self.mount(scheme, HTTPAdapter(pool_maxsize=CONNECTIONS))

    def request(self, *args: Any, **kwargs: Any) -> requests.Response:
        kwargs |= {"timeout": (CONNECT_SECONDS, _wait.get()), "stream": True}
        if _runs.get() is not None:
            kwargs["json"]["properties"]["timeoutInSeconds"] = _runs.get()
        response = super().request(*args, **kwargs)
        with response:
            response._content = _within(_most.get(), response)  # where `content` looks for what is read
        return response


def _within(most: int, response: requests.Response) -> bytes:
    """The body; raises PoolFailedError as soon as it is seen to be larger."""
    too_large = PoolFailedError(f"The session pool sends more than the {most} bytes that are taken at once.")
    length = response.headers.get("Content-Length", "")
    if length.isdecimal() and (len(length) > _MOST_DIGITS or int(length) > most):
        raise too_large
    content = bytearray()
    try:
        for chunk in response.iter_content(CHUNK):
            content += chunk
            if len(content) > most:
                raise too_large
    except requests.ConnectionError as error:
        if error.args and isinstance(error.args[0], ReadTimeoutError):  # as which it is told of the head
            raise requests.ReadTimeout(*error.args) from error
        raise
    return bytes(content)


class PoolClient:
    """The calls that a session takes. Each raises an `AnalystError`; `execute` also a TimeoutError."""

    def __init__(
        self,
        endpoint: str,
        session_id: str,
        token: Callable[[], str | None] | None,
        advice: Advice = AZURE,
        transfer_seconds: float = TRANSFER_SECONDS,
    ) -> None:
        if not isinstance(vars(tool_module)["requests"], _BoundedRequests):
            setattr(tool_module, "requests", _BoundedRequests())  # noqa: B010 - the module does not export it
        self._tool = SessionsPythonREPLTool(
            pool_management_endpoint=endpoint,
            session_id=session_id,
            sanitize_input=False,
            **({"access_token_provider": token} if token else {}),  # else the tool signs in to Azure
        )
        self._advice = advice
        self._transfer_seconds = transfer_seconds

    @property
    def session_id(self) -> str:
        """The session's identifier in the pool."""
        return self._tool.session_id

    async def execute(self, code: str, seconds: float, runs: int | None = None) -> Any:
        """Run code, for `runs` seconds at most; returns the `properties` of the answer as they came."""
        return await in_thread(
            lambda: _sent(lambda: _executed(self._tool, code, runs), seconds, self._advice, _refused)
        )

    async def upload(self, name: str, read: Callable[[], bytes]) -> None:
        """Write what `read` gives to /mnt/data/`name`."""
        await self._call(lambda: self._tool.upload_file(data=BytesIO(read()), remote_file_path=name))

    async def download(self, path: str, most: int) -> bytes:
        """Read a file below /mnt/data; raises PoolFailedError where it has more than `most` bytes."""
        return await self._call(lambda: _read(self._tool, path, most))

    async def sizes(self) -> dict[str, int]:
        """The files that the pool lists, with their sizes."""
        listed = await self._call(self._tool.list_files)
        return {str(file.filename): int(file.size_in_bytes or 0) for file in listed}

    async def remove(self, path: str) -> None:
        """Delete a file below /mnt/data, where there is such a session with such a file."""
        await self._call(lambda: _removed(self._tool, path))

    async def end(self) -> None:
        """Delete the session, which ends what runs in it; the next call starts a new one in its place."""
        await self._call(lambda: self._tool._delete_session_sync(self.session_id))

    async def _call(self, send: Callable[[], T]) -> T:
        """Send what may be sent twice."""
        seconds = self._transfer_seconds
        try:
            return await in_thread(lambda: _sent(send, seconds, self._advice, _broken))
        except TimeoutError as error:
            raise PoolUnreachableError(
                f"The session pool gave no answer within {seconds:.0f} s. {self._advice.unreachable}"
            ) from error


def _executed(tool: SessionsPythonREPLTool, code: str, runs: int | None) -> Any:
    _runs.set(runs)  # of the thread of this call alone
    return tool.execute(code)


def _read(tool: SessionsPythonREPLTool, path: str, most: int) -> bytes:
    _most.set(most)  # of the thread of this call alone
    return bytes(tool.download_file(remote_file_path=path).read())


def _removed(tool: SessionsPythonREPLTool, path: str) -> None:
    """Delete a file of a session that is there: a call for the files of one that is gone would start it."""
    http, (folder, _, name) = vars(tool_module)["requests"], path.rpartition("/")
    asked = {"api-version": FILES_VERSION, "identifier": tool.session_id}
    headers = {"Authorization": f"Bearer {tool.access_token_provider()}"}
    for method, what, more in (
        ("GET", "session", dict[str, str]()),
        ("DELETE", f"files/{quote(name, safe='')}", {"path": folder}),
    ):
        url = f"{tool.pool_management_endpoint.rstrip('/')}/{what}"
        response = http.request(method, url, params=asked | more, headers=headers)
        if response.status_code == NOT_THERE:
            return
        response.raise_for_status()


def _sent(send: Callable[[], T], seconds: float, advice: Advice, lost: Callable[[Exception], bool]) -> T:
    """Send, again after a pause while the pool is busy or starts again; the tool's exceptions become ours."""
    _wait.set(seconds)
    for pause in (*advice.pauses, None):
        try:
            return send()
        except requests.HTTPError as error:
            if pause is None or _status(error) not in BUSY:
                raise _explained(error, advice) from error
            time.sleep(pause)
        except requests.ReadTimeout as error:
            message = f"The session pool gave no answer within {seconds:.0f} s; the run was given up."
            raise TimeoutError(message) from error
        except ClientAuthenticationError as error:
            raise PoolRefusedError(
                "There is no Azure sign-in for the session pool. Run `az login`, or give the app an "
                "identity; a pool that is not Azure's takes the token of ANALYST_POOL_TOKEN."
            ) from error
        except (requests.RequestException, OSError) as error:
            if pause is None or not lost(error):
                raise PoolUnreachableError(
                    f"The session pool cannot be reached ({type(error).__name__}). {advice.unreachable}"
                ) from error
            time.sleep(pause)
    raise AssertionError("the last pass has no pause and leaves the loop")


def _refused(error: Exception) -> bool:
    """Whether nobody listened, so that nothing was sent: a pool may be starting again."""
    reason = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(reason, NewConnectionError)


def _broken(error: Exception) -> bool:
    """Whether the connection was refused or broke: a pool that ends breaks those that it has."""
    return isinstance(error, requests.ConnectionError) and not isinstance(error, requests.ConnectTimeout)


def _explained(error: requests.HTTPError, advice: Advice) -> AnalystError:
    status = _status(error)
    if status in (401, 403):
        return PoolRefusedError(f"The session pool refused the token (HTTP {status}). {advice.refused}")
    if status == 413:
        return BadFileError(
            "The file is larger than the session pool takes (HTTP 413). Upload a smaller one."
        )
    if status == 429 or (status == 404 and FULL.search(_words(error))):
        return PoolFullError(
            f"All sessions of the session pool are in use (HTTP {status}). Try again in a few minutes, or "
            "allow more sessions."
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


def _words(error: requests.HTTPError) -> str:
    return error.response.text if error.response is not None else ""
