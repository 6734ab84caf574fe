"""Saving the posts of a batch, and finding the post that a comment hangs on."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlalchemy import delete, or_, select, update
from sqlalchemy.orm import Session

from models import Batch, Comment, Page, Post, SeenPost
from models.text import storable


def save_posts(
    session: Session, page: Page, batch: Batch, now: datetime
) -> tuple[dict[str, int], set[int]]:
    """Save posts within the caller's transaction.

    Returns the ids of all posts the batch names, by external id and by id of Telegram's copy, and
    those ids that are new to us.
    """
    named = _named(batch)
    if not named:
        return {}, set()
    added: list[Post] = []
    known = _known(session, page.network, named)
    for post in batch.posts:
        stored = known.get(post.external_id)
        copy = known.get(post.discussion_id or "")
        if stored is None and copy is not None:
            stored = copy
        elif stored is not None and copy is not None and copy.id != stored.id:
            _merge(session, copy, stored)
        if stored is None:
            stored = _add(session, page, post, now)
            added.append(stored)
        _refresh(stored, post)
        known |= {post.external_id: stored, post.discussion_id or post.external_id: stored}
    for key in batch.deleted_posts & known.keys():
        known[key].deleted_at = known[key].deleted_at or now
    for key in sorted(_orphaned(batch) - known.keys()):
        known[key] = _add(session, page, _placeholder(key, batch), now)
        added.append(known[key])
    session.flush()
    return {key: post.id for key, post in known.items()}, {post.id for post in added}


def _named(batch: Batch) -> set[str]:
    named = {key for post in batch.posts for key in (post.external_id, post.discussion_id) if key}
    listed = {listing.post for listing in batch.listings}
    return named | listed | batch.deleted_posts | _orphaned(batch)


def _orphaned(batch: Batch) -> set[str]:
    return {comment.post for comment in batch.comments if comment.post}


def _known(session: Session, network: str, keys: Collection[str]) -> dict[str, Post]:
    rows = session.scalars(
        select(Post).where(
            Post.network == network,
            or_(Post.external_id.in_(keys), Post.discussion_id.in_(keys)),
        )
    ).all()
    found = {post.discussion_id: post for post in rows if post.discussion_id}
    return found | {post.external_id: post for post in rows}


def _add(session: Session, page: Page, post: SeenPost, now: datetime) -> Post:
    stored = Post(
        network=page.network,
        external_id=post.external_id,
        page_id=page.id,
        text=storable(post.text),
        url=storable(post.url),
        created_at=post.created_at,
        detected_at=now,
        discussion_id=post.discussion_id,
    )
    session.add(stored)
    return stored


def _refresh(stored: Post, post: SeenPost) -> None:
    stored.external_id = post.external_id
    stored.text = storable(post.text)
    stored.url = storable(post.url)
    stored.created_at = post.created_at
    if post.discussion_id is None or stored.kind == "other":  # the copy in a group has lost both
        stored.kind = post.kind
        stored.album = post.album
    stored.discussion_id = post.discussion_id or stored.discussion_id
    stored.deleted_at = None


def _placeholder(key: str, batch: Batch) -> SeenPost:
    """A post we only know by its comments, until its copy in the discussion group shows up."""
    first = min(c.created_at for c in batch.comments if c.post == key)
    return SeenPost(key, "", first, "", kind="other")


def _merge(session: Session, placeholder: Post, stored: Post) -> None:
    session.flush()
    move: Any = update(Comment).where(Comment.post_id == placeholder.id)
    session.execute(move.values(post_id=stored.id))
    session.execute(delete(Post).where(Post.id == placeholder.id))
    session.expunge(placeholder)
