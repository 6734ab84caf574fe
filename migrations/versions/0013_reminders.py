"""Trials are a journal as decisions are; who was reminded of a week short of the norm."""

import sqlalchemy as sa
from alembic import op

from migrations.journals import refuse_changes

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    refuse_changes("trials")
    op.create_table(
        "page_reminders",
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("to", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("week", "to", name=op.f("pk_page_reminders")),
    )
