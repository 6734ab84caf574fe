"""Incidents of another system: their number there, and what its export says besides."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("incidents") as table:
        table.add_column(sa.Column("imported_as", sa.String(length=64), nullable=True))
        table.add_column(sa.Column("aside", sa.JSON(), nullable=True))
        table.create_unique_constraint(table.f("uq_incidents_imported_as"), ["imported_as"])
