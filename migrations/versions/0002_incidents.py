"""Incidents live: journal, deadlines, messages of no page of ours."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

NEW = (  # what a candidate that is already there is given
    ("origin", sa.String(length=16), "page"),
    ("channel", sa.String(length=16), "own"),
    ("publication", sa.Boolean(), sa.false()),
    ("text", sa.String(), ""),
    ("importance", sa.String(length=16), "ordinary"),
    ("emergency", sa.Boolean(), sa.false()),
    ("number", sa.Integer(), "0"),
    ("bodies", sa.JSON(), "[]"),
)


def upgrade() -> None:
    with op.batch_alter_table("incidents") as table:
        table.alter_column("comment_id", existing_type=sa.Integer(), nullable=True)
        table.alter_column("score", existing_type=sa.Double(), nullable=True)
        table.add_column(sa.Column("link", sa.String(), nullable=True))
        table.add_column(sa.Column("reported_by", sa.String(), nullable=True))
        table.add_column(sa.Column("due_at", sa.DateTime(timezone=True), nullable=True))
        table.add_column(sa.Column("purged_at", sa.DateTime(timezone=True), nullable=True))
        for name, kind, usual in NEW:
            table.add_column(sa.Column(name, kind, nullable=False, server_default=usual))
    with op.batch_alter_table("incidents") as table:
        table.create_index(table.f("ix_incidents_due_at_id"), ["due_at", "id"], unique=False)
        for name, kind, _ in NEW:
            table.alter_column(name, existing_type=kind, server_default=None)

    op.create_table(
        "steps",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=16), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("by", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("ground", sa.String(), nullable=False),
        sa.Column("details", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_steps_incident_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_steps")),
        sa.UniqueConstraint("incident_id", "number", name=op.f("uq_steps_incident_id_number")),
    )
    op.create_table(
        "deadlines",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=24), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("owner", sa.String(length=16), nullable=False),
        sa.Column("optional", sa.Boolean(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paragraph", sa.String(), nullable=False),
        sa.Column("calendar", sa.String(length=32), nullable=False),
        sa.Column("provisional", sa.Boolean(), nullable=False),
        sa.Column("outcome", sa.String(length=8), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by", sa.Integer(), nullable=True),
        sa.Column("left", sa.Integer(), nullable=True),
        sa.Column("told", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_deadlines_incident_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deadlines")),
    )
    with op.batch_alter_table("deadlines") as table:
        table.create_index(table.f("ix_deadlines_incident_id"), ["incident_id"], unique=False)
        table.create_index(
            table.f("ix_deadlines_outcome_due_at"), ["outcome", "due_at"], unique=False
        )
