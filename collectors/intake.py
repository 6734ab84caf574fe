"""Saving a batch: what came twice is stored once, what changed keeps its history."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, insert, select, update
from sqlalchemy.orm import Session

from collectors.intake_facts import save_look
from collectors.intake_posts import save_posts
from models import Author, Batch, Comment, CommentVersion, Listing, Page, SeenComment, rows_of
from models.text import storable


@dataclass(frozen=True, slots=True)
class Unjudged:
    """A text that is new to us: `classify` has not seen this version of the comment."""

    comment_id: int
    version: int
    text: str


@dataclass(slots=True)
class Intake:
    """What a batch brought. `gone` and `back` are ids of comments that vanished or returned."""

    new: int = 0
    edited: int = 0
    unjudged: list[Unjudged] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    back: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Known:
    id: int
    text: str
    version: int
    context: bool
    deleted: bool
    purged: bool


def save_batch(
    session: Session, page: Page, batch: Batch, now: datetime, trusted: Collection[str] = ()
) -> Intake:
    """Save posts, authors, comments and looks of one page within the caller's transaction.

    `trusted` holds `network:author id` of those who are never flagged.
    """
    if batch.look is not None:
        save_look(session, page, batch.look, now)
    posts, new_posts = save_posts(session, page, batch, now)
    intake = Intake()
    comments = {comment.external_id: comment for comment in batch.comments}
    known = _known(session, page.network, comments)
    fresh = _unforgotten(session, page, [c for key, c in comments.items() if key not in known])
    _insert(session, page, fresh, posts, now, trusted, intake)
    seen_again = [(known[key], comments[key]) for key in known]
    _refresh(session, seen_again, batch.deleted_comments, now, intake)
    intake.gone = _mark_gone(session, page, batch, posts, new_posts, now)
    return intake


def _known(session: Session, network: str, ids: Collection[str]) -> dict[str, _Known]:
    columns = (
        Comment.external_id,
        Comment.id,
        Comment.text,
        Comment.version,
        Comment.context,
        Comment.deleted_at.is_not(None),
        Comment.purged_at.is_not(None),
    )
    rows = session.execute(
        select(*columns).where(Comment.network == network, Comment.external_id.in_(ids))
    )
    return {row[0]: _Known(*row[1:]) for row in rows}


def _unforgotten(
    session: Session, page: Page, fresh: Sequence[SeenComment]
) -> Sequence[SeenComment]:
    """All but private messages no younger than one that retention emptied: those have lost the id
    by which they could be known again."""
    if not any(comment.kind == "message" for comment in fresh):
        return fresh
    emptied = select(func.max(Comment.created_at)).where(
        Comment.page_id == page.id, Comment.kind == "message", Comment.purged_at.is_not(None)
    )
    until = session.scalar(emptied)
    if until is None:
        return fresh
    return [c for c in fresh if c.kind != "message" or c.created_at > until]


def _insert(
    session: Session,
    page: Page,
    comments: Sequence[SeenComment],
    posts: Mapping[str, int],
    now: datetime,
    trusted: Collection[str],
    intake: Intake,
) -> None:
    if not comments:
        return
    authors = _save_authors(session, page.network, comments)
    rows: list[dict[str, Any]] = [
        {
            "network": page.network,
            "external_id": comment.external_id,
            "page_id": page.id,
            "post_id": posts.get(comment.post or ""),
            "author_id": authors[comment.author.external_id] if comment.author else None,
            "kind": comment.kind,
            "parent": comment.parent,
            "text": storable(comment.text),
            "attachments": [[storable(a.type), storable(a.url)] for a in comment.attachments],
            "url": storable(comment.url),
            "created_at": comment.created_at,
            "detected_at": now,
            "context": _is_context(page, comment, trusted),
            "version": 1,
            "edited_at": comment.edited_at,
        }
        for comment in comments
    ]
    ids = dict(
        session.execute(
            insert(rows_of(Comment)).returning(Comment.external_id, Comment.id), rows
        ).all()
    )
    intake.new = len(rows)
    intake.unjudged += [
        Unjudged(ids[row["external_id"]], 1, row["text"]) for row in rows if not row["context"]
    ]


def _is_context(page: Page, comment: SeenComment, trusted: Collection[str]) -> bool:
    author = comment.author.external_id if comment.author else None
    is_trusted = f"{page.network}:{author}" in trusted
    return comment.own or is_trusted or comment.created_at < page.watched_since


def _save_authors(
    session: Session, network: str, comments: Iterable[SeenComment]
) -> dict[str, int]:
    seen = {c.author.external_id: storable(c.author.name) for c in comments if c.author}
    rows = session.execute(
        select(Author.external_id, Author.id, Author.name).where(
            Author.network == network, Author.external_id.in_(seen)
        )
    ).all()
    renamed = [
        {"id": id, "name": seen[key]} for key, id, name in rows if seen[key] and seen[key] != name
    ]
    if renamed:
        session.execute(update(Author), renamed)
    ids = {key: id for key, id, _ in rows}
    missing = [
        {"network": network, "external_id": key, "name": name}
        for key, name in seen.items()
        if key not in ids
    ]
    if missing:
        added = session.execute(
            insert(rows_of(Author)).returning(Author.external_id, Author.id), missing
        )
        ids.update(added.all())
    return ids


def _refresh(
    session: Session,
    pairs: Iterable[tuple[_Known, SeenComment]],
    deleted: Collection[str],
    now: datetime,
    intake: Intake,
) -> None:
    versions: list[dict[str, Any]] = []
    for known, seen in pairs:
        change: dict[str, Any] = {}
        text = storable(seen.text)
        if known.deleted and seen.external_id not in deleted:
            change["deleted_at"] = None
            intake.back.append(known.id)
        # A purged text stays purged, whatever the network still shows.
        if text != known.text and not known.purged:
            versions.append(
                {
                    "comment_id": known.id,
                    "version": known.version,
                    "text": known.text,
                    "replaced_at": now,
                }
            )
            version = known.version + 1
            change |= {"text": text, "version": version, "edited_at": seen.edited_at or now}
            intake.edited += 1
            if not known.context:
                intake.unjudged.append(Unjudged(known.id, version, text))
        if change:
            session.execute(update(Comment).where(Comment.id == known.id).values(change))
    if versions:
        session.execute(insert(rows_of(CommentVersion)), versions)


def _mark_gone(
    session: Session,
    page: Page,
    batch: Batch,
    posts: Mapping[str, int],
    new_posts: Collection[int],
    now: datetime,
) -> list[int]:
    alive = select(Comment.id, Comment.external_id).where(Comment.deleted_at.is_(None))
    gone: list[int] = []
    if batch.deleted_comments:
        named = Comment.external_id.in_(batch.deleted_comments)
        gone += _ids(session, alive.where(Comment.network == page.network, named))
    for listing in batch.listings:
        # Nothing can be missing under a post that is new to us.
        if listing.post in posts and posts[listing.post] not in new_posts:
            gone += _vanished(session, alive.where(Comment.post_id == posts[listing.post]), listing)
    if batch.deleted_posts:
        dead = [posts[key] for key in batch.deleted_posts if key in posts]
        gone += _ids(session, alive.where(Comment.post_id.in_(dead)))
    if gone:
        session.execute(update(Comment).where(Comment.id.in_(gone)).values(deleted_at=now))
    return gone


def _ids(session: Session, query: Select[int, str]) -> list[int]:
    return [id for id, _ in session.execute(query)]


def _vanished(session: Session, alive: Select[int, str], listing: Listing) -> list[int]:
    # A visitor's wall post hangs on itself and is no comment of its own list.
    standing = listing.comments | {listing.post}
    return [id for id, key in session.execute(alive) if key not in standing]
