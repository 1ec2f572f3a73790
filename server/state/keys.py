"""The keys of the API. A key is shown once, when it is made; only its hash is kept."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import exists, select, update

from server.ids import now
from server.state.database import Database
from server.state.tables import Key

PREFIX = "sk-analyst-"


@dataclass(frozen=True, slots=True)
class NewKey:
    """A key that was just made; `secret` is nowhere else."""

    id: str
    owner: str
    secret: str


class Keys:
    """Makes, checks and revokes keys."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def create(self, owner: str) -> NewKey:
        """Make a key for an owner, who may have several."""
        made = NewKey(secrets.token_hex(4), owner, PREFIX + secrets.token_urlsafe(32))
        row = Key(id=made.id, owner=owner, digest=_digest(made.secret), created_at=now())
        async with self._database.writing() as session:
            session.add(row)
        return made

    async def all(self) -> Sequence[Key]:
        """Give all keys, the oldest first."""
        async with self._database.reading() as session:
            return (await session.scalars(select(Key).order_by(Key.created_at, Key.id))).all()

    async def revoke(self, id: str) -> bool:
        """Make a key invalid; tells whether there was a valid one."""
        revoked = update(Key).where(Key.id == id, Key.revoked_at.is_(None)).values(revoked_at=now())
        async with self._database.writing() as session:
            return (await session.execute(revoked.returning(Key.id))).first() is not None

    async def find(self, secret: str) -> Key | None:
        """Give the key of this secret; None where it is not valid."""
        query = select(Key).where(Key.digest == _digest(secret), Key.revoked_at.is_(None))
        async with self._database.reading() as session:
            return await session.scalar(query)

    async def any(self) -> bool:
        """Tell whether anybody has a key, or had one: who revokes the last opens nothing."""
        async with self._database.reading() as session:
            return bool(await session.scalar(select(exists(select(Key.id)))))


def _digest(secret: str) -> str:
    """A plain hash is enough: the key is 256 random bits, so there is no dictionary to try."""
    return hashlib.sha256(secret.encode(errors="replace")).hexdigest()
