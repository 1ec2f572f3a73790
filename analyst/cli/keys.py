"""`analyst keys`: who may use the server."""

import sys
from datetime import UTC, datetime

from rich.table import Table

from agents.errors import UsageError
from analyst.cli.screen import Screen
from analyst.cli.serving import database_url
from analyst.settings import Settings
from server.state.database import open_database
from server.state.keys import Keys


class NoKeyError(UsageError, LookupError):
    """A key that is not there, or not valid any more."""


class NoOwnerError(UsageError, ValueError):
    """A key for nobody."""


async def create(settings: Settings, owner: str) -> int:
    """Make a key and print it; returns the exit code. Raises NoOwnerError."""
    if not owner.strip():
        raise NoOwnerError("A key needs an owner: analyst keys create NAME")
    async with open_database(database_url(settings)) as database:
        keys = Keys(database)
        made = await keys.create(owner)
        try:
            Screen(highlight=False, soft_wrap=True).print(made.secret, markup=False)
            sys.stdout.flush()
        except BaseException:
            await keys.revoke(made.id)  # nobody has seen it
            raise
    Screen(stderr=True).print(f"Key {made.id} of {owner}. It is shown only this once.", markup=False)
    return 0


async def show(settings: Settings) -> int:
    """Print a table of the keys; returns the exit code."""
    async with open_database(database_url(settings)) as database:
        kept = await Keys(database).all()
    table = Table("id", "owner", "made (UTC)", "revoked (UTC)", box=None)
    for key in kept:
        table.add_row(key.id, key.owner, _time(key.created_at), _time(key.revoked_at))
    Screen().print(table if kept else "No keys yet. Make one: analyst keys create OWNER")
    return 0


async def revoke(settings: Settings, key: str) -> int:
    """Make a key invalid; returns the exit code. Raises NoKeyError."""
    async with open_database(database_url(settings)) as database:
        revoked = await Keys(database).revoke(key)
    if not revoked:
        raise NoKeyError(f"There is no valid key {key!r}. `analyst keys list` lists them.")
    Screen(stderr=True).print(f"Key {key} is not valid any more.", markup=False)
    return 0


def _time(seconds: int | None) -> str:
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%d %H:%M}" if seconds else ""
