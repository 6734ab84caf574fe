"""The database in its own words: what two passes must agree on, without our running numbers."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Select, select

from models import (
    Author,
    Comment,
    CommentVersion,
    Cursor,
    Incident,
    Page,
    Post,
    ReviewItem,
    StoredVerdict,
)
from store import Store

Rows = list[tuple[Any, ...]]


def snapshot(store: Store) -> dict[str, Rows]:
    """Every row of every table of the pass, by natural keys, sorted."""
    with store.reading() as session:
        return {
            name: sorted((tuple(row) for row in session.execute(query)), key=repr)
            for name, query in QUERIES.items()
        }


def _with_comment(*columns: Any) -> Select[Any]:
    entity = columns[0].class_
    return select(Comment.network, Comment.external_id, *columns).join(
        Comment, Comment.id == entity.comment_id
    )


def _columns(entity: Any, without: Iterable[str]) -> list[Any]:
    return [column for column in entity.__table__.columns if column.key not in without]


QUERIES: dict[str, Select[Any]] = {
    "pages": select(Page.network, Page.external_id, Page.watched_since, Page.read_until, Page.gap),
    "cursors": select(Cursor.network, Cursor.owner, Cursor.state),
    "posts": select(*_columns(Post, {"id", "page_id"})),
    "authors": select(*_columns(Author, {"id"})),
    "comments": select(
        *_columns(Comment, {"id", "page_id", "post_id", "author_id"}),
        Page.external_id,
        Post.external_id,
        Author.external_id,
    )
    .join(Page, Page.id == Comment.page_id)
    .outerjoin(Post, Post.id == Comment.post_id)
    .outerjoin(Author, Author.id == Comment.author_id),
    "versions": _with_comment(CommentVersion.version, CommentVersion.text),
    "verdicts": _with_comment(
        StoredVerdict.version,
        StoredVerdict.scores,
        StoredVerdict.flags,
        StoredVerdict.needs_answer,
    ),
    "cards": _with_comment(ReviewItem.state, ReviewItem.urgency, ReviewItem.categories),
    "incidents": _with_comment(Incident.state, Incident.score),
}
