"""What editors change: every version is kept, and one number says that any came."""

import sqlalchemy as sa
from alembic import op

revision = "r0003_levers"
down_revision = "r0001_baseline"


def upgrade() -> None:
    op.create_table(
        "levers",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("gone", sa.Boolean(), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.UniqueConstraint("kind", "name", "number"),
        if_not_exists=True,
    )
    op.create_table(
        "levers_revision",
        sa.Column("id", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("number", sa.Integer(), nullable=False),
        if_not_exists=True,
    )
