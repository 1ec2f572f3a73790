"""The pool in the foreground: from settings to a listening server, until a signal."""

import asyncio
import contextlib
import logging
import os
import resource
import signal
import socket
import ssl
from collections.abc import Callable, Iterator

import uvicorn
import uvloop
from starlette.types import ASGIApp

from session_pool.api.app import open_app
from session_pool.errors import StartError
from session_pool.pool import Pool
from session_pool.selftest import prove_isolation
from session_pool.settings import PoolSettings

_BACKLOG = 1024
_KEEP_ALIVE = 75  # seconds: a caller may think for a while between two runs


OnReady = Callable[[str, dict[str, str]], None]
"""Is told the endpoint, and who holds whole sessions to each limit (`Pool.limits_by`)."""


def serve(settings: PoolSettings, on_ready: OnReady, while_open: int | None = None) -> None:
    """Serve until SIGINT or SIGTERM, or until the descriptor `while_open` ends. Raises `StartError`."""
    uvloop.run(_run_pool(settings, on_ready, while_open))


async def _run_pool(settings: PoolSettings, on_ready: OnReady, while_open: int | None) -> None:
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    if while_open is not None:
        loop.add_reader(while_open, _stop_at_end, while_open, stop)
    _allow_many_descriptors()
    # A malformed body is the caller's fault, not ours.
    logging.getLogger("python_multipart").setLevel(logging.ERROR)
    _check_certificate(settings)
    with _listening(settings) as listener:
        pool = Pool(settings)
        await pool.start()
        try:
            await prove_isolation(pool)
            async with open_app(pool) as app:
                if not stop.is_set():
                    on_ready(_endpoint(settings, listener), pool.limits_by)
                await _serve_until(stop, _server(settings, app), listener)
        finally:
            await pool.stop()


async def _serve_until(stop: asyncio.Event, server: "Server", listener: socket.socket) -> None:
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    waiting = asyncio.create_task(stop.wait())
    await asyncio.wait({serving, waiting}, return_when=asyncio.FIRST_COMPLETED)
    waiting.cancel()
    logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)  # runs that end with the pool are no faults
    server.should_exit = server.force_exit = True
    await serving


def _stop_at_end(descriptor: int, stop: asyncio.Event) -> None:
    if not os.read(descriptor, 4096):
        stop.set()


def _endpoint(settings: PoolSettings, listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"{'https' if settings.tls_cert else 'http'}://{host}:{port}"


class Server(uvicorn.Server):
    """uvicorn without its own signal handling: the pool's sandboxes must end in order."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave the signals to the pool."""
        yield


def _server(settings: PoolSettings, app: ASGIApp) -> Server:
    config = uvicorn.Config(
        app,
        timeout_keep_alive=_KEEP_ALIVE,
        log_level="warning",
        access_log=False,
        lifespan="off",
        ws="none",
        ssl_certfile=settings.tls_cert,
        ssl_keyfile=settings.tls_key,
    )
    return Server(config)


@contextlib.contextmanager
def _listening(settings: PoolSettings) -> Iterator[socket.socket]:
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        listener = socket.create_server((settings.host, settings.port), family=family, backlog=_BACKLOG)
    except OSError as fault:
        raise StartError(
            f"The pool can't listen on {settings.host}:{settings.port}: {fault.strerror}.",
            "Choose another host or port.",
        ) from fault
    # asyncio does this only for sockets made with an explicit protocol; else small answers wait 40 ms for an
    # acknowledgement.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    with listener:
        yield listener


def _check_certificate(settings: PoolSettings) -> None:
    """Raise `StartError` where HTTPS is asked for and cannot be served."""
    cert, key = settings.tls_cert, settings.tls_key
    fix = "Name a PEM file each in tls_cert and tls_key; tls_cert may hold both."
    if key and not cert:
        raise StartError(f"There is a tls_key, {key}, and no tls_cert.", fix)
    if cert:
        try:
            ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(cert, key)
        except OSError as fault:
            raise StartError(f"The certificate {cert} can't be used: {fault.strerror}.", fix) from fault


def _allow_many_descriptors() -> None:
    """Each session holds six descriptors here."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
