"""Incident candidates: what needs an answer waits for a person to confirm it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, insert, select, update
from sqlalchemy.orm import Session

from incidents.board import Row
from models import Comment, Incident, Judgement, Page, StoredVerdict, rows_of

UNREMARKABLE = {  # what every candidate of a page starts with
    "origin": "page",
    "channel": "own",
    "publication": False,
    "text": "",
    "importance": "ordinary",
    "emergency": False,
    "number": 0,
    "bodies": [],
    "place": {},
    "filed": False,
}


def propose(session: Session, judgements: Iterable[Judgement], now: datetime) -> int:
    """Keep a candidate for each message that needs an answer; returns how many there are.

    An edit may turn a message into a matter or out of one; what a person confirmed stays.
    """
    judgements = list(judgements)
    judged = {judgement.comment_id: judgement.verdict for judgement in judgements}
    # A comment seen for the first time is no candidate yet.
    edited = [judgement.comment_id for judgement in judgements if judgement.version > 1]
    known = _of_comments(session, edited) if edited else {}
    matters = {key: verdict for key, verdict in judged.items() if verdict.needs_answer}
    rows = [
        {
            **UNREMARKABLE,
            "comment_id": key,
            "state": "candidate",
            "score": verdict.incident,
            "detected_at": now,
        }
        for key, verdict in matters.items()
        if key not in known
    ]
    if rows:
        session.execute(insert(rows_of(Incident)), rows)
    for key, incident in known.items():
        incident.filed = False  # another text may have another matter
        if incident.state in ("candidate", "cleared"):
            incident.state = "candidate" if key in matters else "cleared"
            incident.score = judged[key].incident
    return len(matters)


def take_up(session: Session, comment: int, now: datetime) -> None:
    """A moderator sends a comment here: a candidate, whatever the classifier thought of it."""
    incident = _of_comments(session, [comment]).get(comment)
    if incident is None:
        session.add(Incident("candidate", now, comment_id=comment))
    elif incident.state == "cleared":
        incident.state, incident.detected_at = "candidate", now


def put_down(session: Session, comment: int, at: datetime) -> None:
    """What he decided at this moment is taken back: a candidate by that alone is none any more."""
    incident = _of_comments(session, [comment]).get(comment)
    verdict = latest_verdicts(session, [comment]).get(comment)
    proposed = verdict is not None and verdict.needs_answer
    if incident is None or incident.state != "candidate" or proposed:
        return
    if incident.detected_at == at:  # else somebody had taken it up before
        incident.state = "cleared"


def _of_comments(session: Session, comments: Collection[int]) -> dict[int, Incident]:
    found = session.scalars(select(Incident).where(Incident.comment_id.in_(comments)))
    return {incident.comment_id: incident for incident in found if incident.comment_id}


def withdraw(session: Session, comments: Collection[int]) -> None:
    """The comments are gone from the network: an unconfirmed candidate goes with them."""
    _turn(session, comments, "candidate", "withdrawn")


def bring_back(session: Session, comments: Collection[int]) -> None:
    """The comments stand again, and with them their candidates."""
    _turn(session, comments, "withdrawn", "candidate")


def _turn(session: Session, comments: Collection[int], old: str, new: str) -> None:
    if comments:
        session.execute(
            update(Incident)
            .where(Incident.comment_id.in_(comments), Incident.state == old)
            .values(state=new)
        )


@dataclass(frozen=True, slots=True)
class Candidate(Row):
    """What a curator needs to confirm or dismiss it; what is entered by hand has no comment."""

    page: Page | None


def waiting(session: Session, limit: int) -> tuple[int, list[Candidate]]:
    """How many candidates there are, and the oldest of them."""
    chosen = Incident.state == "candidate"
    total = session.scalar(select(func.count()).select_from(Incident).where(chosen)) or 0
    rows = session.execute(
        select(Incident, Comment, Page)
        .outerjoin(Comment, Comment.id == Incident.comment_id)
        .outerjoin(Page, Page.id == Comment.page_id)
        .where(chosen)
        .order_by(Incident.detected_at, Incident.id)
        .limit(limit)
    )
    return total, [Candidate(*row) for row in rows]


def latest_verdicts(session: Session, comments: Collection[int]) -> dict[int, StoredVerdict]:
    """The last verdict on each of these comments, by comment."""
    rows = session.scalars(
        select(StoredVerdict)
        .where(StoredVerdict.comment_id.in_(comments))
        .order_by(StoredVerdict.id)
    )
    return {verdict.comment_id: verdict for verdict in rows}
