"""What happened between two moments is found by an index: reports ask for nothing else."""

from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

MOMENTS = {
    "comments": "created_at",
    "steps": "at",
    "deadlines": "due_at",
    "review_items": "opened_at",
    "decisions": "decided_at",
    "actions": "made_at",
}


def upgrade() -> None:
    for table, moment in MOMENTS.items():
        op.create_index(op.f(f"ix_{table}_{moment}"), table, [moment])
