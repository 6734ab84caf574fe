"""The registry of official pages and the content plan."""

import sqlalchemy as sa
from alembic import op

from migrations.journals import refuse_changes

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    _registry()
    _plan()
    refuse_changes("registry_entries")


def _column(name: str, kind: sa.types.TypeEngine, nullable: bool = False) -> sa.Column:
    return sa.Column(name, kind, nullable=nullable)


def _registry() -> None:
    op.create_table(
        "registry_persons",
        _column("id", sa.Integer()),
        _column("page", sa.Integer()),
        _column("name", sa.String()),
        _column("post", sa.String()),
        _column("phone", sa.String()),
        _column("email", sa.String()),
        _column("left_on", sa.Date(), nullable=True),
        _column("purged_at", TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registry_persons")),
    )
    op.create_index(op.f("ix_registry_persons_page"), "registry_persons", ["page"])
    op.create_table(
        "registry_entries",
        _column("id", sa.Integer()),
        _column("page", sa.Integer()),
        _column("number", sa.Integer()),
        _column("act", sa.String(length=24)),
        _column("happened_on", sa.Date()),
        _column("reported_on", sa.Date(), nullable=True),
        _column("by", sa.String(length=64)),
        _column("at", TIME),
        _column("person_id", sa.Integer(), nullable=True),
        _column("facts", sa.JSON()),
        _column("terms", sa.JSON()),
        sa.ForeignKeyConstraint(
            ["person_id"], ["registry_persons.id"], name=op.f("fk_registry_entries_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_registry_entries")),
        sa.UniqueConstraint("page", "number", name=op.f("uq_registry_entries_page_number")),
    )
    op.create_table(
        "registry_pages",
        _column("number", sa.Integer()),
        _column("last", sa.Integer()),
        _column("body", sa.String()),
        _column("kind", sa.String(length=16)),
        _column("network", sa.String(length=16)),
        _column("address", sa.String()),
        _column("ref", sa.String(), nullable=True),
        _column("closed_on", sa.Date(), nullable=True),
        _column("words", sa.String()),
        _column("state", sa.JSON()),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_registry_pages")),
    )
    op.create_index(op.f("ix_registry_pages_address"), "registry_pages", ["address"])
    op.create_index(op.f("ix_registry_pages_ref"), "registry_pages", ["ref"])


def _plan() -> None:
    op.create_table(
        "planned_posts",
        _column("id", sa.Integer()),
        _column("network", sa.String(length=16)),
        _column("external_id", sa.String()),
        _column("day", sa.Date()),
        _column("clock", sa.String(length=5)),
        _column("text", sa.String()),
        _column("by", sa.String(length=64)),
        _column("at", TIME),
        _column("replaces", sa.Integer(), nullable=True),
        _column("dropped", sa.String()),
        sa.ForeignKeyConstraint(
            ["replaces"], ["planned_posts.id"], name=op.f("fk_planned_posts_replaces")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_planned_posts")),
        sa.UniqueConstraint("replaces", name=op.f("uq_planned_posts_replaces")),
    )
    op.create_index(
        op.f("ix_planned_posts_network_external_id_day"),
        "planned_posts",
        ["network", "external_id", "day"],
    )
