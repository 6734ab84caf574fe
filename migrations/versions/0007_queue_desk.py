"""The desk: filters of the queue by index, leases, keys of near-identical texts."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

ORDER = ["state", "urgency", "opened_at", "id"]
OF_COMMENT = ("page_id", "network")
CATEGORIES = ("obscene", "vulgar", "insult", "threat", "hate", "spam", "ad", "solicitation",
              "personal_data", "unreadable")  # fmt: skip


def _table(name: str, *columns: str) -> sa.TableClause:
    return sa.table(name, *(sa.column(column) for column in columns))


def upgrade() -> None:
    comments = _table("comments", "id", *OF_COMMENT)
    cards = _table("review_items", "comment_id", *OF_COMMENT)
    with op.batch_alter_table("review_items") as table:
        table.add_column(sa.Column("page_id", sa.Integer(), nullable=True))
        table.add_column(sa.Column("network", sa.String(length=16), nullable=True))
        table.add_column(sa.Column("held_by", sa.String(length=64), nullable=True))
        table.add_column(sa.Column("held_until", sa.DateTime(timezone=True), nullable=True))
    for name in OF_COMMENT:
        of_comment = sa.select(comments.c[name]).where(comments.c.id == cards.c.comment_id)
        op.execute(sa.update(cards).values({name: of_comment.scalar_subquery()}))
    with op.batch_alter_table("review_items") as table:
        table.alter_column("page_id", existing_type=sa.Integer(), nullable=False)
        table.alter_column("network", existing_type=sa.String(length=16), nullable=False)
        table.create_foreign_key(table.f("fk_review_items_page_id"), "pages", ["page_id"], ["id"])
    for name in OF_COMMENT:
        columns = [name, *ORDER]
        op.create_index(op.f(f"ix_review_items_{'_'.join(columns)}"), "review_items", columns)
    for category in CATEGORIES:
        only = sa.text(f"CAST(categories AS VARCHAR) LIKE '%\"{category}\"%'")
        op.create_index(op.f(f"ix_review_items_{category}"), "review_items", ORDER,
                        sqlite_where=only, postgresql_where=only)  # fmt: skip
    op.create_index(op.f("ix_actions_undoes"), "actions", ["undoes"])
    op.create_index(op.f("ix_decisions_by_decided_at"), "decisions", ["by", "decided_at"])
    op.create_table(
        "review_keys",
        sa.Column("key", sa.BigInteger(), nullable=False),
        sa.Column("comment_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["comment_id"], ["comments.id"], name=op.f("fk_review_keys_comment_id")
        ),
        sa.PrimaryKeyConstraint("key", "comment_id", name=op.f("pk_review_keys")),
    )
    op.create_index(op.f("ix_review_keys_comment_id"), "review_keys", ["comment_id"])
