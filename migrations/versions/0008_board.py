"""The board: what an incident is about, words to find it by, working drafts, surges."""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

CHUNK = 1000
NEW = (  # what an incident that is already there is given: it waits to be filed
    ("place", sa.JSON(), "{}"),
    ("filed", sa.Boolean(), sa.false()),
)
INDEXES = (
    ["state", "due_at", "id"],
    ["topic_group", "due_at", "id"],
    ["detected_at"],
    ["filed", "id"],
)


def upgrade() -> None:
    with op.batch_alter_table("incidents") as table:
        table.add_column(sa.Column("topic", sa.String(length=16), nullable=True))
        table.add_column(sa.Column("topic_group", sa.String(), nullable=True))
        table.add_column(sa.Column("topic_name", sa.String(), nullable=True))
        table.add_column(sa.Column("repeat_of", sa.Integer(), nullable=True))
        for name, kind, usual in NEW:
            table.add_column(sa.Column(name, kind, nullable=False, server_default=usual))
    with op.batch_alter_table("incidents") as table:
        for names in INDEXES:
            table.create_index(table.f(f"ix_incidents_{'_'.join(names)}"), names, unique=False)
        for name, kind, _ in NEW:
            table.alter_column(name, existing_type=kind, server_default=None)
    _beside_an_incident("incident_bodies", sa.Column("body", sa.String(), nullable=False))
    _beside_an_incident("incident_words", sa.Column("key", sa.BigInteger(), nullable=False))
    _name_the_bodies()
    op.create_table(
        "working_drafts",
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("person", sa.String(length=64), nullable=False),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("form", sa.String(length=16), nullable=False),
        sa.Column("upon", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f("fk_working_drafts_incident_id")
        ),
        sa.PrimaryKeyConstraint("incident_id", "person", name=op.f("pk_working_drafts")),
    )
    op.create_table(
        "surges",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.String(), nullable=False),
        sa.Column("place", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("authors", sa.Integer(), nullable=False),
        sa.Column("expected", sa.Double(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_surges")),
    )
    op.create_index(op.f("ix_surges_ended_at"), "surges", ["ended_at"], unique=False)


def _beside_an_incident(name: str, column: sa.Column[object]) -> None:
    op.create_table(
        name,
        column,
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["incident_id"], ["incidents.id"], name=op.f(f"fk_{name}_incident_id")
        ),
        sa.PrimaryKeyConstraint(column.name, "incident_id", name=op.f(f"pk_{name}")),
    )
    op.create_index(op.f(f"ix_{name}_incident_id"), name, ["incident_id"], unique=False)


def _name_the_bodies() -> None:
    table = sa.table("incident_bodies", sa.column("body"), sa.column("incident_id"))
    for rows in _chunks(op.get_bind()):
        pairs = [{"body": body, "incident_id": id} for id, bodies in rows for body in bodies]
        if pairs:
            op.bulk_insert(table, pairs)


def _chunks(connection: sa.Connection) -> Iterator[list[sa.Row[tuple[int, list[str]]]]]:
    incidents = sa.table("incidents", sa.column("id"), sa.column("bodies", sa.JSON()))
    last = 0
    while rows := connection.execute(
        sa.select(incidents.c.id, incidents.c.bodies)
        .where(incidents.c.id > last)
        .order_by(incidents.c.id)
        .limit(CHUNK)
    ).all():
        last = rows[-1].id
        yield list(rows)
