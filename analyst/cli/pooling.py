"""`analyst pool`: the session pool alone."""

import secrets
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from agents.errors import AnalystError, UsageError
from analyst.cli.screen import Screen
from session_pool.errors import StartError
from session_pool.serve import serve as serve_pool
from session_pool.settings import PoolSettings


class PoolOptionError(UsageError, ValueError):
    """An option of the pool that it does not know or cannot use."""


def serve(given: dict[str, Any], more: list[str], own_token: str) -> int:
    """Serve until a signal, with the settings given and those of `more`, each `name=value`.

    `own_token` is the one of the environment: it is taken where no other is given, and not printed.
    """
    settings = pool_settings({**given, "token": given["token"] or own_token}, more)
    console = Screen(highlight=False, soft_wrap=True)

    def ready(endpoint: str, limits_by: dict[str, str]) -> None:
        console.print(f"POOL_ENDPOINT={endpoint}", markup=False)
        if settings.token != own_token:
            console.print(f"ANALYST_POOL_TOKEN={settings.token}", markup=False)
        console.print(limits_line(limits_by), style="dim")
        console.print("Ctrl-C ends the pool and every session in it.", style="dim")

    try:
        serve_pool(settings, ready)
    except StartError as error:
        raise AnalystError(f"{error.what} {error.fix}") from error
    return 0


def limits_line(limits_by: Mapping[str, str]) -> str:
    """Who holds whole sessions to each limit, as a sentence."""
    limits = ", ".join(f"{limit} by {holder}" for limit, holder in limits_by.items())
    return f"limits of whole sessions: {limits}"


def pool_settings(given: dict[str, Any], more: list[str]) -> PoolSettings:
    """The pool's settings; a token is made where none is given. Raises PoolOptionError."""
    if odd := next((option for option in more if "=" not in option), ""):
        raise PoolOptionError(f"--set {odd} sets nothing. Write it as name=value.")
    set_by_name = {name: value for name, _, value in (option.partition("=") for option in more)}
    chosen = {name: value for name, value in (given | set_by_name).items() if value not in (None, "")}
    try:
        return PoolSettings(**{"token": secrets.token_urlsafe(32)} | chosen)
    except ValidationError as error:
        fault = error.errors()[0]
        name = ".".join(map(str, fault["loc"]))
        said = fault["msg"].removeprefix("Value error, ").replace("Input should", "it should")
        raise PoolOptionError(
            f"{name}: {said}. The settings of the pool are listed in docs/session_pool.md."
        ) from error
