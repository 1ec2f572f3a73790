"""The tables. Every object of the API is a row of `records`, with the object as JSON in `body`."""

import time
from typing import Any

from sqlalchemy import JSON, BigInteger, Float, Index, Integer, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

Number = BigInteger().with_variant(Integer, "sqlite")  # SQLite counts up only an INTEGER


class Base(DeclarativeBase):
    """The root of the tables."""


class Record(Base):
    """An object of the API. `seq` is the order of creation, by which lists are paged."""

    __tablename__ = "records"
    __table_args__ = (
        Index("records_listed", "owner", "kind", "parent", "seq"),
        Index("records_unused", "kind", "used_at"),
    )

    seq: Mapped[int] = mapped_column(Number, primary_key=True, autoincrement=True)
    id: Mapped[str] = mapped_column(String(80), unique=True)
    owner: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(40))
    """`object` of the body, such as `thread.message`."""
    parent: Mapped[str] = mapped_column(String(80), default="")
    """The id of what it belongs to: the thread of a message, the container of a file."""
    digest: Mapped[str | None] = mapped_column(String(64), index=True, default=None)
    """Under which the store keeps the bytes of a file."""
    body: Mapped[dict[str, Any]] = mapped_column(JSON)
    inside: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    """What the server needs to know and no caller sees, such as the journal of a container."""
    expires_at: Mapped[int | None] = mapped_column(Number, index=True, default=None)
    """From when on it is not there any more."""
    used_at: Mapped[float] = mapped_column(Float, default=time.time, onupdate=time.time)
    """When it, or what belongs to it, was last made or changed."""


class Job(Base):
    """A run that is to be carried out. It is claimed by one process at a time, and gone when it has ended."""

    __tablename__ = "jobs"

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    """The id of the record that it works on."""
    owner: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(40))
    worker: Mapped[str] = mapped_column(String(40), default="")
    lease_until: Mapped[float] = mapped_column(Float, default=0.0)
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    cancelled: Mapped[bool] = mapped_column(default=False)


class Released(Base):
    """A content that an object has left behind. Its bytes go some time later, unless one has it then."""

    __tablename__ = "released"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    at: Mapped[float] = mapped_column(Float)


class Recording(Base):
    """Some events that a response in the background has told, one after the other."""

    __tablename__ = "recordings"

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    """The id of the response."""
    number: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    """The number of the last of the events."""
    events: Mapped[list[dict[str, Any]]] = mapped_column(JSON)
    at: Mapped[float] = mapped_column(Float)


class Key(Base):
    """A key of the API: its hash, never the key."""

    __tablename__ = "keys"

    id: Mapped[str] = mapped_column(String(40), primary_key=True)
    owner: Mapped[str] = mapped_column(String(200))
    digest: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[int] = mapped_column(Number)
    revoked_at: Mapped[int | None] = mapped_column(Number, default=None)


class Allowance(Base):
    """How many requests a key has left; it fills up again as time goes by."""

    __tablename__ = "allowances"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    """The id of the key, or the owner where there are no keys."""
    remaining: Mapped[float] = mapped_column(Float)
    at: Mapped[float] = mapped_column(Float)


class Place(Base):
    """One of the runs that a key has at a time, until it ends or its process no longer renews it."""

    __tablename__ = "places"

    id: Mapped[str] = mapped_column(String(80), primary_key=True)
    key: Mapped[str] = mapped_column(String(200), index=True)
    until: Mapped[float] = mapped_column(Float)


class ConversationLock(Base):
    """The one response that answers in a conversation, until its claim has run out and no job works on it."""

    __tablename__ = "conversation_locks"

    conversation: Mapped[str] = mapped_column(String(80), primary_key=True)
    response: Mapped[str] = mapped_column(String(80), index=True)
    until: Mapped[float] = mapped_column(Float)
