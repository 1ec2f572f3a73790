"""When an object expires, and when it was last used."""

import time

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the columns; what is there already counts as used now."""
    op.add_column("records", sa.Column("expires_at", sa.BigInteger().with_variant(sa.Integer(), "sqlite")))
    op.add_column("records", sa.Column("used_at", sa.Float(), nullable=False, server_default="0"))
    op.execute(sa.text("UPDATE records SET used_at = :now").bindparams(now=time.time()))
    op.create_index("ix_records_expires_at", "records", ["expires_at"])
    op.create_index("records_unused", "records", ["kind", "used_at"])


def downgrade() -> None:
    """Drop the columns."""
    op.drop_index("records_unused", "records")
    op.drop_index("ix_records_expires_at", "records")
    for column in ("used_at", "expires_at"):
        op.drop_column("records", column)
