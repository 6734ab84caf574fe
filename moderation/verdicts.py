"""Keeping verdicts: each is appended beside the version of the comment it judges."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from sqlalchemy import insert
from sqlalchemy.orm import Session

from models import Judgement, StoredVerdict, Verdict, rows_of


class Judged(Protocol):
    """A version of a stored comment."""

    @property
    def comment_id(self) -> int: ...
    @property
    def version(self) -> int: ...


def record(
    session: Session,
    judged: Sequence[Judged],
    verdicts: Sequence[Verdict],
    model: str,
    now: datetime,
) -> list[Judgement]:
    """Append one verdict per judged version, in the caller's transaction."""
    if not judged:
        return []
    rows = [
        {
            "comment_id": item.comment_id,
            "version": item.version,
            "model": model,
            "given_at": now,
            **verdict.as_json(),
        }
        for item, verdict in zip(judged, verdicts, strict=True)
    ]
    inserted = insert(rows_of(StoredVerdict)).returning(StoredVerdict.comment_id, StoredVerdict.id)
    ids = dict(session.execute(inserted, rows).all())
    return [
        Judgement(item.comment_id, item.version, ids[item.comment_id], verdict)
        for item, verdict in zip(judged, verdicts, strict=True)
    ]
