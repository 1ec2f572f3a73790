"""What keys use, counted for all processes together."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the tables."""
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


def downgrade() -> None:
    """Drop the tables."""
    for table in ("places", "allowances"):
        op.drop_table(table)
