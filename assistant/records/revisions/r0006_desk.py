"""The desk: for whom a request waits, notes, who is there, and answers that staff see first."""

import sqlalchemy as sa
from alembic import op

revision = "r0006_desk"
down_revision = "r0001_baseline"


def upgrade() -> None:
    _requests()
    _people()
    _approvals()


def _requests() -> None:
    handoff = sa.ForeignKey("handoffs.id", ondelete="CASCADE")
    op.create_table(
        "handoff_marks",
        sa.Column("handoff", sa.String(length=64), handoff, primary_key=True),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("meant_for", sa.Text(), nullable=False),
        if_not_exists=True,
    )
    handoff = sa.ForeignKey("handoffs.id", ondelete="CASCADE")
    op.create_table(
        "handoff_notes",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("handoff", sa.String(length=64), handoff, nullable=False, index=True),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False, index=True),
        if_not_exists=True,
    )


def _people() -> None:
    op.create_table(
        "desk_presence",
        sa.Column("name", sa.String(length=200), primary_key=True),
        sa.Column("away", sa.Boolean(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=False, index=True),
        if_not_exists=True,
    )
    conversation = sa.ForeignKey("conversations.id", ondelete="CASCADE")
    op.create_table(
        "watched_conversations",
        sa.Column("conversation", sa.String(length=64), conversation, primary_key=True),
        sa.Column("open", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        if_not_exists=True,
    )


def _approvals() -> None:
    conversation = sa.ForeignKey("conversations.id", ondelete="CASCADE")
    op.create_table(
        "approvals",
        sa.Column("id", sa.String(length=64), primary_key=True),
        sa.Column("conversation", sa.String(length=64), conversation, nullable=False, index=True),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.JSON(), nullable=False),
        sa.Column("found", sa.JSON(), nullable=False),
        sa.Column("behind", sa.JSON(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False, index=True),
        sa.Column("staff", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("final", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False, index=True),
        sa.Column("due", sa.DateTime(), nullable=False),
        sa.Column("decided_at", sa.DateTime(), nullable=True),
        if_not_exists=True,
    )
