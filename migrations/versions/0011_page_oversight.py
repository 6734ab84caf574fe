"""Oversight of pages: what they show, what is wrong with them, their weeks; kinds of posts."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)
LOOKS = {"looked_at": TIME, "look_fault": sa.String(), "judged_at": TIME, "members": sa.Integer()}
KINDS_OF_OLD_POSTS = (
    "UPDATE posts SET kind = 'other' WHERE network = 'vk' AND (external_id LIKE 'photo%'"
    " OR external_id LIKE 'video%' OR external_id LIKE 'topic%')",
    "UPDATE posts SET kind = 'visitor' WHERE network = 'vk' AND external_id IN"
    " (SELECT external_id FROM comments WHERE network = 'vk' AND kind = 'wall_post')",
)


def _column(name: str, kind: sa.types.TypeEngine, nullable: bool = False) -> sa.Column:
    return sa.Column(name, kind, nullable=nullable)


def _of_a_page(name: str, *parts: sa.Column) -> None:
    op.create_table(
        name,
        _column("id", sa.Integer()),
        _column("page_id", sa.Integer()),
        *parts,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}")),
        sa.ForeignKeyConstraint(["page_id"], ["pages.id"], name=op.f(f"fk_{name}_page_id")),
    )


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{columns[0]}"), table, list(columns))


def upgrade() -> None:
    with op.batch_alter_table("pages") as table:
        for name, kind in LOOKS.items():
            table.add_column(_column(name, kind, nullable=True))
    _kinds_of_posts()
    _of_a_page("page_facts", _column("seen_at", TIME), _column("shown", sa.JSON()))
    _index("page_facts", "page_id", "id")
    _of_a_page(
        "page_findings",
        _column("what", sa.String(length=24)),
        _column("force", sa.String(length=16)),
        _column("paragraph", sa.String()),
        _column("detail", sa.String()),
        _column("advice", sa.String()),
        _column("opened_at", TIME),
        _column("closed_at", TIME, nullable=True),
    )
    _index("page_findings", "closed_at", "page_id")
    _index("page_findings", "page_id", "id")
    _of_a_page(
        "page_weeks",
        _column("week", sa.Date()),
        _column("posts", sa.Integer()),
        _column("left_out", sa.JSON()),
        _column("norm", sa.Integer(), nullable=True),
        _column("force", sa.String(length=16)),
        _column("paragraph", sa.String()),
        _column("rule", sa.String(length=32)),
        _column("counted_at", TIME),
    )
    _index("page_weeks", "week", "page_id")
    _index("page_weeks", "page_id", "week")
    op.create_table(
        "page_standings",
        _column("page_id", sa.Integer()),
        _column("told", sa.JSON()),
        sa.PrimaryKeyConstraint("page_id", name=op.f("pk_page_standings")),
        sa.ForeignKeyConstraint(["page_id"], ["pages.id"], name=op.f("fk_page_standings_page_id")),
    )
    _of_a_page(
        "page_visits",
        _column("week", sa.Date()),
        _column("devices", sa.Integer()),
        _column("by", sa.String(length=64)),
        _column("source", sa.String()),
        _column("at", TIME),
    )
    _index("page_visits", "week", "page_id")


def _kinds_of_posts() -> None:
    with op.batch_alter_table("posts") as table:
        table.add_column(
            sa.Column("kind", sa.String(length=8), nullable=False, server_default="post")
        )
        table.add_column(_column("album", sa.String(length=64), nullable=True))
    for sentence in KINDS_OF_OLD_POSTS:
        op.execute(sentence)
    with op.batch_alter_table("posts") as table:
        table.alter_column("kind", existing_type=sa.String(length=8), server_default=None)
    _index("posts", "created_at")
