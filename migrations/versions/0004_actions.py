"""Actions on the networks: intents, evidence, events, outbox; the journal is closed to changes."""

import sqlalchemy as sa
from alembic import op

from migrations.journals import refuse_changes

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

APPENDED_ONLY = ("actions", "action_events", "decisions", "pauses")
TIME = sa.DateTime(timezone=True)


def _table(name: str, *parts: sa.Column | sa.Constraint, key: str = "id") -> None:
    primary = sa.PrimaryKeyConstraint(key, name=op.f(f"pk_{name}"))
    op.create_table(name, sa.Column(key, sa.Integer(), nullable=False), *parts, primary)


def _column(name: str, kind: sa.types.TypeEngine, nullable: bool = False) -> sa.Column:
    return sa.Column(name, kind, nullable=nullable)


def _points(table: str, column: str, at: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [at], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    with op.batch_alter_table("decisions") as table:
        table.add_column(
            sa.Column("ground", sa.String(length=24), nullable=False, server_default="")
        )
    with op.batch_alter_table("decisions") as table:
        table.alter_column("ground", existing_type=sa.String(length=24), server_default=None)
    _actions()
    _outbox()
    for name in APPENDED_ONLY:
        refuse_changes(name)


def _actions() -> None:
    _table(
        "actions",
        _column("key", sa.String(length=64)),
        _column("act", sa.String(length=16)),
        _column("origin", sa.String(length=16)),
        _column("by", sa.String(length=64)),
        _column("made_at", TIME),
        _column("page_id", sa.Integer()),
        _column("comment_id", sa.Integer()),
        _column("version", sa.Integer()),
        _column("decision_id", sa.Integer(), nullable=True),
        _column("incident_id", sa.Integer(), nullable=True),
        _column("undoes", sa.Integer(), nullable=True),
        _column("ground", sa.String(length=24)),
        _column("paragraph", sa.String()),
        _column("note", sa.String()),
        _column("until", TIME, nullable=True),
        _points("actions", "page_id", "pages.id"),
        _points("actions", "comment_id", "comments.id"),
        _points("actions", "decision_id", "decisions.id"),
        _points("actions", "incident_id", "incidents.id"),
        _points("actions", "undoes", "actions.id"),
        sa.UniqueConstraint("key", name=op.f("uq_actions_key")),
    )
    op.create_index(op.f("ix_actions_comment_id"), "actions", ["comment_id"])
    op.create_index(op.f("ix_actions_origin_made_at"), "actions", ["origin", "made_at"])
    _table(
        "evidence",
        _column("data", sa.JSON()),
        _column("sha256", sa.String(length=64)),
        _column("purged_at", TIME, nullable=True),
        _points("evidence", "action_id", "actions.id"),
        key="action_id",
    )
    _table(
        "action_events",
        _column("action_id", sa.Integer()),
        _column("number", sa.Integer()),
        _column("what", sa.String(length=16)),
        _column("at", TIME),
        _column("by", sa.String(length=64)),
        _column("details", sa.JSON()),
        _points("action_events", "action_id", "actions.id"),
        sa.UniqueConstraint("action_id", "number", name=op.f("uq_action_events_action_id_number")),
    )


def _outbox() -> None:
    _table(
        "outbox",
        _column("state", sa.String(length=16)),
        _column("next_at", TIME),
        _column("number", sa.Integer()),
        _column("attempts", sa.Integer()),
        _column("doubtful", sa.Boolean()),
        _column("worker", sa.Integer(), nullable=True),
        _column("after", sa.Integer(), nullable=True),
        _column("due_at", TIME, nullable=True),
        _points("outbox", "action_id", "actions.id"),
        _points("outbox", "after", "actions.id"),
        key="action_id",
    )
    op.create_index(
        op.f("ix_outbox_state_next_at_action_id"), "outbox", ["state", "next_at", "action_id"]
    )
    _table(
        "pauses",
        _column("paused", sa.Boolean()),
        _column("by", sa.String(length=64)),
        _column("at", TIME),
        _column("note", sa.String()),
    )
    _table(
        "trials",
        _column("verdict_id", sa.Integer()),
        _column("category", sa.String(length=24)),
        _column("score", sa.Double()),
        _column("threshold", sa.Double()),
        _column("acted", sa.Boolean()),
        _column("at", TIME),
        _points("trials", "verdict_id", "verdicts.id"),
    )
    op.create_index(op.f("ix_trials_verdict_id"), "trials", ["verdict_id"])
