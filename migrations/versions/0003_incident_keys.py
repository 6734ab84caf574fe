"""Keys of answered incidents' texts, by which repeats are found."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "incident_keys",
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_incident_keys_incident_id")
        ),
        sa.PrimaryKeyConstraint("key", "incident_id", name=op.f("pk_incident_keys")),
    )
    with op.batch_alter_table("incident_keys") as table:
        table.create_index(table.f("ix_incident_keys_incident_id"), ["incident_id"], unique=False)
