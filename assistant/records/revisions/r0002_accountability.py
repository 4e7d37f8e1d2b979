"""What lies behind an answer, complaints counted by day, and reports of discrimination."""

import sqlalchemy as sa
from alembic import op

revision = "r0002_accountability"
down_revision = "r0001_baseline"
COUNTS = "INSERT INTO complaint_counts SELECT {day}, complaint, COUNT(*) FROM reports GROUP BY 1, 2"


def upgrade() -> None:
    op.create_table(
        "setups",
        sa.Column("digest", sa.String(length=64), primary_key=True),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
    )
    op.create_table(
        "behind",
        sa.Column("answer", sa.String(length=64), nullable=False),
        sa.Column("setup", sa.String(length=64), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["answer"], ["answers.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("answer"),
    )
    op.create_table(
        "signals",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("answer", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("mailed_at", sa.DateTime(), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.Column("seen_by", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.DateTime(), nullable=True),
        sa.Column("result", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["answer"], ["answers.id"], ondelete="CASCADE"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_signals_answer", "signals", ["answer"])
    _counts()


def _counts() -> None:
    """With what was reported so far."""
    op.create_table(
        "complaint_counts",
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("complaint", sa.String(length=32), nullable=False),
        sa.Column("count", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "complaint"),
    )
    sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute(COUNTS.format(day="date(at)" if sqlite else "CAST(at AS DATE)"))
