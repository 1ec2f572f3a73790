"""`analyst serve`: the API, on the pool and the model that the settings name."""

import asyncio
import logging
import re
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import lru_cache
from ipaddress import ip_address
from typing import TYPE_CHECKING

import uvicorn

from agents.calculator.chat import OfflineChatModel
from agents.errors import AnalystError
from agents.model_analyst import ModelAnalyst
from agents.offline import RuleBasedAnalyst
from agents.protocols import Analyst
from analyst.cli.screen import Screen
from analyst.models import ChosenModel, choose_model
from analyst.settings import Settings, SettingsError
from analyst.wiring import open_pool, sessions, store_of
from server.app import create_app
from server.operations import JsonLines
from server.parts import Limits, Parts
from server.state.database import open_database
from server.state.keys import Keys

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

FOLDER = "server"
KEEP_ALIVE = 75
"""Seconds that a connection stays open: longer than clients hold on to theirs, so that they close it."""
NAME = re.compile(r"[\w.@/:-]{1,128}")


class ServingError(AnalystError, OSError):
    """The server cannot listen, or must not."""


class ConfiguredModels:
    """The model that the settings name, and others of its provider by their own names."""

    def __init__(self, settings: Settings, chosen: ChosenModel | None) -> None:
        self._settings = settings
        self._chosen = chosen
        self._provider, _, name = chosen.name.partition(":") if chosen else ("", "", "")
        self.names: tuple[str, ...] = (name,) if name else ()
        self.analyst: Analyst = ModelAnalyst(chosen.name, chosen.chat) if chosen else RuleBasedAnalyst()
        self._make = lru_cache(64)(self._made)

    def chat(self, name: str) -> "BaseChatModel | None":
        """Give a model of the provider, or the configured one where empty; None: unknown."""
        if name in ("", *self.names):
            return self._chosen.chat if self._chosen else OfflineChatModel()
        bare = name.removeprefix(f"{self._provider}:")
        return self._make(bare) if self._chosen and NAME.fullmatch(bare) else None

    def _made(self, name: str) -> "BaseChatModel | None":
        try:
            made = choose_model(self._settings.model_copy(update={"model": f"{self._provider}:{name}"}))
        except SettingsError:
            return None
        return made.chat if made else None


async def serve(settings: Settings, host: str, port: int) -> int:
    """Serve until a signal; returns the exit code. Raises ServingError."""
    console = Screen(stderr=True, highlight=False, soft_wrap=True)
    guarded = await _is_guarded(settings, host)
    async with open_parts(settings, is_loopback(host)) as parts:
        with _listening(host, port) as listener:
            console.print(_said(host, listener.getsockname()[1], parts, guarded), markup=False)
            _log_as_json()
            config = uvicorn.Config(
                create_app(parts),
                log_config=None,
                access_log=False,
                server_header=False,
                timeout_keep_alive=KEEP_ALIVE,
                timeout_graceful_shutdown=max(1, round(settings.shutdown_seconds)),
            )
            await uvicorn.Server(config).serve(sockets=[listener])
    return 0


@asynccontextmanager
async def open_parts(settings: Settings, on_loopback: bool) -> AsyncIterator[Parts]:
    """Put together what the server is handed; the embedded pool ends with it."""
    async with open_pool(settings) as pool, store_of(settings, f"{FOLDER}/store") as store:
        chosen = await asyncio.to_thread(choose_model, settings)
        yield Parts(
            sessions=sessions(settings, pool, store),
            models=ConfiguredModels(settings, chosen),
            store=store,
            database_url=database_url(settings),
            on_loopback=on_loopback,
            no_rows=settings.no_rows,
            group_rows=settings.group_rows,
            limits=limits(settings),
        )


def limits(settings: Settings) -> Limits:
    """The limits that the settings name."""
    return Limits(
        requests_per_minute=settings.requests_per_minute,
        concurrent_runs=settings.concurrent_runs,
        container_idle=60 * settings.container_minutes,
        keep_unused=24 * 3600 * settings.keep_days,
        shutdown_grace=settings.shutdown_seconds,
        max_rounds=settings.max_rounds,
        max_repairs=settings.max_repairs,
    )


def database_url(settings: Settings) -> str:
    """PostgreSQL where the settings name it, else a file in the data folder."""
    if settings.database_url:
        return settings.database_url.get_secret_value()
    folder = settings.data_folder / FOLDER
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return f"sqlite:///{folder / 'server.sqlite'}"


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach an address."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


async def _is_guarded(settings: Settings, host: str) -> bool:
    """Tell whether a key is needed; raises ServingError where there was none yet and others can reach it."""
    async with open_database(database_url(settings)) as database:
        guarded = await Keys(database).any()
    if not guarded and not is_loopback(host):
        raise ServingError(
            f"{host} can be reached by others, and there is no key yet. Make one: analyst keys create OWNER"
        )
    return guarded


def _listening(host: str, port: int) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        return socket.create_server((host, port), family=family, backlog=1024)
    except OSError as error:
        raise ServingError(
            f"Cannot listen on {host}:{port}: {error.strerror}. Choose another --port."
        ) from error


def _said(host: str, port: int, parts: Parts, guarded: bool) -> str:
    address = f"[{host}]" if ":" in host else host
    who = (
        "A key is needed: analyst keys create OWNER"
        if guarded
        else "No key is needed: there is none, and only this machine can reach it."
    )
    return f"http://{address}:{port}/v1 · answered by {parts.models.analyst.name}\n{who}"


def _log_as_json() -> None:
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    for name in ("analyst", "server", "uvicorn.error"):
        logger = logging.getLogger(name)
        logger.handlers, logger.propagate = [handler], False
        logger.setLevel(logging.INFO)
