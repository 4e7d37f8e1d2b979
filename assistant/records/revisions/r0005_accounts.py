"""Employees who log in, their sessions, and which conversations are for them alone."""

import sqlalchemy as sa
from alembic import op

revision = "r0005_accounts"
down_revision = "r0001_baseline"


def upgrade() -> None:
    op.create_table(
        "accounts",
        sa.Column("subject", sa.String(length=255), primary_key=True),
        sa.Column("name", sa.String(length=80), nullable=False, unique=True),
        sa.Column("told", sa.String(length=80), nullable=False),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("first_at", sa.DateTime(), nullable=False),
        sa.Column("last_at", sa.DateTime(), nullable=False, index=True),
        if_not_exists=True,
    )
    owner = sa.ForeignKey("accounts.subject", ondelete="CASCADE")
    op.create_table(
        "sessions",
        sa.Column("id", sa.String(length=64), primary_key=True),
        sa.Column("digest", sa.String(length=64), nullable=False, unique=True),
        sa.Column("subject", sa.String(length=255), owner, nullable=False, index=True),
        sa.Column("roles", sa.JSON(), nullable=False),
        sa.Column("sid", sa.String(length=255), nullable=False, index=True),
        sa.Column("sealed", sa.Text(), nullable=False),
        sa.Column("begun_at", sa.DateTime(), nullable=False),
        sa.Column("checked_at", sa.DateTime(), nullable=False),
        sa.Column("ends_at", sa.DateTime(), nullable=False, index=True),
        if_not_exists=True,
    )
    op.create_table(
        "internal_conversations",
        sa.Column(
            "conversation",
            sa.String(length=64),
            sa.ForeignKey("conversations.id", ondelete="CASCADE"),
            primary_key=True,
        ),
        if_not_exists=True,
    )
