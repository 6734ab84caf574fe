"""Evidence: what stood there, copied before anything is done about it."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from models import Author, Comment, Evidence, Page, Post, StoredVerdict
from networks.acting import Target

THREAD = 10  # comments above
_SAID = (
    select(Comment, Author)
    .outerjoin(Author, Author.id == Comment.author_id)
    .where(Comment.network == bindparam("network"), Comment.external_id == bindparam("parent"))
)
_VERDICT = (  # the newest
    select(StoredVerdict.model, StoredVerdict.flags, StoredVerdict.scores)
    .where(StoredVerdict.comment_id == bindparam("comment"))
    .order_by(StoredVerdict.id.desc())
    .limit(1)
)


@dataclass(frozen=True, slots=True)
class Said:
    """A comment of the thread, and who wrote it; None: the network hides it."""

    comment: Comment
    author: Author | None


def collect(session: Session, comment: Comment) -> dict[str, Any]:
    """Text, author, link, times, attachments, thread, post and verdict of a stored comment."""
    page = session.get_one(Page, comment.page_id)
    post = session.get(Post, comment.post_id) if comment.post_id else None
    author = session.get(Author, comment.author_id) if comment.author_id else None
    return {
        "page": f"{page.network}:{page.external_id}",
        "comment": comment.external_id,
        "kind": comment.kind,
        "version": comment.version,
        "text": comment.text,
        "url": comment.url,
        "created_at": comment.created_at.isoformat(),
        "detected_at": comment.detected_at.isoformat(),
        "edited_at": comment.edited_at.isoformat() if comment.edited_at else None,
        "author": _author(author),
        "attachments": comment.attachments,
        "post": {"id": post.external_id, "text": post.text, "url": post.url} if post else None,
        "thread": [_said(above) for above in thread(session, comment)],
        "verdict": _verdict(session, comment),
    }


def _author(author: Author | None) -> dict[str, str] | None:
    return {"id": author.external_id, "name": author.name} if author else None


def _said(above: Said) -> dict[str, Any]:
    comment = above.comment
    return {"id": comment.external_id, "author": _author(above.author), "text": comment.text}


def thread(session: Session, comment: Comment) -> list[Said]:
    """What it answers, the oldest first."""
    above: list[Said] = []
    parent = comment.parent
    while parent and len(above) < THREAD:
        where = {"network": comment.network, "parent": parent}
        row = session.execute(_SAID, where).one_or_none()
        if row is None or Said(*row) in above:
            break
        above.insert(0, Said(*row))
        parent = above[0].comment.parent
    return above


def _verdict(session: Session, comment: Comment) -> dict[str, Any] | None:
    found = session.execute(_VERDICT, {"comment": comment.id}).mappings().one_or_none()
    return dict(found) if found else None


def kept(action_id: int, data: dict[str, Any]) -> Evidence:
    """The row, with the hash that outlives the text."""
    return Evidence(action_id, data, fingerprint(data))


def fingerprint(data: dict[str, Any]) -> str:
    """SHA-256 of the canonical JSON of the evidence."""
    canonical = json.dumps(data, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def target_of(data: dict[str, Any]) -> Target:
    """Where the network finds it."""
    author, post = data["author"], data["post"]
    return Target(
        page=data["page"],
        comment=data["comment"],
        author=author["id"] if author else None,
        post=post["id"] if post else None,
        created_at=datetime.fromisoformat(data["created_at"]),
        kind=data["kind"],
    )


def media(data: dict[str, Any]) -> Sequence[str]:
    """Links to attachments, which vanish with the comment; none after retention."""
    return [f"{kind}: {url}" if url else kind for kind, url in data.get("attachments", ())]
