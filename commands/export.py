"""`otklik export`: what is stored, as JSON lines."""

import json
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import click
from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from commands.common import App, with_app
from models import Author, Comment, Page, Post


@click.group()
def export() -> None:
    """Выгрузить сохранённое: JSON-строки на стандартный вывод."""


@export.command()
@with_app
def comments(app: App) -> None:
    """Все комментарии, по строке на каждый.

    Поля: network, page, external_id, post, parent, author, text, created, edited, deleted.

    \b
    Пример: сколько комментариев на каждой странице
    otklik export comments | jq -r .page | sort | uniq -c
    """
    with app.store().reading() as session:
        for record in _records(session):
            click.echo(json.dumps(record, ensure_ascii=False))


def _records(session: Session) -> Iterator[dict[str, Any]]:
    post, author = aliased(Post), aliased(Author)
    query = (
        select(Comment, Page.external_id, post.external_id, author.external_id)
        .join(Page, Page.id == Comment.page_id)
        .outerjoin(post, post.id == Comment.post_id)
        .outerjoin(author, author.id == Comment.author_id)
        .order_by(Comment.id)
        .execution_options(yield_per=500)
    )
    for comment, page, post_id, author_id in session.execute(query):
        yield {
            "network": comment.network,
            "page": page,
            "external_id": comment.external_id,
            "post": post_id,
            "parent": comment.parent,
            "author": author_id,
            "text": comment.text,
            "created": _iso(comment.created_at),
            "edited": _iso(comment.edited_at),
            "deleted": _iso(comment.deleted_at),
        }


def _iso(time: datetime | None) -> str | None:
    return time.isoformat() if time else None
