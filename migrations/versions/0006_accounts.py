"""Accounts of people, their sessions and tokens, and what happens at the door."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TIME = sa.DateTime(timezone=True)


def _column(name: str, kind: sa.types.TypeEngine, nullable: bool = False) -> sa.Column:
    return sa.Column(name, kind, nullable=nullable)


def _table(name: str, *parts: sa.Column | sa.Constraint) -> None:
    primary = sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{name}"))
    op.create_table(name, sa.Column("id", sa.Integer(), nullable=False), *parts, primary)


def _once(table: str, column: str) -> sa.UniqueConstraint:
    return sa.UniqueConstraint(column, name=op.f(f"uq_{table}_{column}"))


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))


def upgrade() -> None:
    _table(
        "accounts",
        _column("login", sa.String(length=64)),
        _column("name", sa.String(length=64)),
        _column("roles", sa.JSON()),
        _column("password_hash", sa.String()),
        _column("created_at", TIME),
        _column("password_at", TIME),
        _column("body", sa.String()),
        _column("must_change", sa.Boolean()),
        _column("disabled_at", TIME, nullable=True),
        _once("accounts", "login"),
        _once("accounts", "name"),
    )
    _of_account(
        "web_sessions",
        _column("csrf", sa.String(length=64)),
        _column("created_at", TIME),
        _column("seen_at", TIME),
        _column("expires_at", TIME),
        _column("address", sa.String(length=64)),
        _column("agent", sa.String(length=200)),
    )
    _of_account(
        "api_tokens",
        _column("name", sa.String(length=64)),
        _column("scope", sa.String(length=8)),
        _column("created_at", TIME),
        _column("used_at", TIME, nullable=True),
        _column("revoked_at", TIME, nullable=True),
    )
    _table(
        "sign_ins",
        _column("login", sa.String(length=64)),
        _column("address", sa.String(length=64)),
        _column("at", TIME),
        _column("outcome", sa.String(length=8)),
    )
    _index("sign_ins", "login", "id")
    _index("sign_ins", "address", "at")


def _of_account(name: str, *parts: sa.Column) -> None:
    account = op.f(f"fk_{name}_account_id")
    _table(
        name,
        _column("key_hash", sa.String(length=64)),
        _column("account_id", sa.Integer()),
        *parts,
        sa.ForeignKeyConstraint(["account_id"], ["accounts.id"], name=account),
        _once(name, "key_hash"),
    )
    _index(name, "account_id")
