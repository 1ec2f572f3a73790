"""The tables, as they were before the first release."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables: the objects and their work, what is kept of them, and who may use how much."""
    op.create_table(
        "records",
        sa.Column("seq", NUMBER, primary_key=True, autoincrement=True),
        sa.Column("id", sa.String(80), nullable=False, unique=True),
        sa.Column("owner", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("parent", sa.String(80), nullable=False),
        sa.Column("digest", sa.String(64), nullable=True, index=True),
        sa.Column("body", sa.JSON(), nullable=False),
        sa.Column("inside", sa.JSON(), nullable=False),
        sa.Column("expires_at", NUMBER, nullable=True, index=True),
        sa.Column("used_at", sa.Float(), nullable=False),
        sa.Index("records_listed", "owner", "kind", "parent", "seq"),
        sa.Index("records_unused", "kind", "used_at"),
    )
    op.create_table(
        "jobs",
        sa.Column("id", sa.String(80), primary_key=True),
        sa.Column("owner", sa.String(200), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("worker", sa.String(40), nullable=False),
        sa.Column("lease_until", sa.Float(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
    )
    op.create_table(
        "conversation_locks",
        sa.Column("conversation", sa.String(80), primary_key=True),
        sa.Column("response", sa.String(80), nullable=False, index=True),
        sa.Column("until", sa.Float(), nullable=False),
    )
    _make_tables_of_bytes_and_events()
    _make_tables_of_keys()


def _make_tables_of_bytes_and_events() -> None:
    op.create_table(
        "released",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("at", sa.Float(), nullable=False),
    )
    op.create_table(
        "recordings",
        sa.Column("id", sa.String(80), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("events", sa.JSON(), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
    )


def _make_tables_of_keys() -> None:
    op.create_table(
        "keys",
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("owner", sa.String(200), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False, unique=True),
        sa.Column("created_at", NUMBER, nullable=False),
        sa.Column("revoked_at", NUMBER, nullable=True),
    )
    op.create_table(
        "allowances",
        sa.Column("key", sa.String(200), primary_key=True),
        sa.Column("remaining", sa.Float(), nullable=False),
        sa.Column("at", sa.Float(), nullable=False),
    )
    op.create_table(
        "places",
        sa.Column("id", sa.String(80), primary_key=True),
        sa.Column("key", sa.String(200), nullable=False, index=True),
        sa.Column("until", sa.Float(), nullable=False),
    )
