"""Which response answers in a conversation."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "conversation_locks",
        sa.Column("conversation", sa.String(80), primary_key=True),
        sa.Column("response", sa.String(80), nullable=False, index=True),
        sa.Column("until", sa.Float(), nullable=False),
    )


def downgrade() -> None:
    """Drop the table."""
    op.drop_table("conversation_locks")
