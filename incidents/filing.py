"""What can be known of a new message without a person: topic, place, what it repeats, its words.

The pass files what came; a person's correction stands against every later filing.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from incidents.archive import keep_keys, repeated_by
from incidents.board import Row
from incidents.candidates import latest_verdicts
from incidents.importance import LIKELY
from incidents.location import KINDS, place_line, place_of
from incidents.search import keys
from models import Comment, Incident, IncidentWord, Step, StoredVerdict, Topic, Verdict, rows_of

Judge = Callable[[Sequence[str]], Sequence[Verdict]]
CHUNK = 200


def file_new(session: Session, judge: Judge) -> int:
    """File at most CHUNK incidents that are not yet; returns how many."""
    rows = session.execute(
        select(Incident, Comment)
        .outerjoin(Comment, Comment.id == Incident.comment_id)
        .where(Incident.filed.is_(False))
        .order_by(Incident.id)
        .limit(CHUNK)
    ).all()
    found = [Row(*row) for row in rows]
    if found:
        _sort(session, found, judge)
        file_words(session, found)
        keep_keys(session, [(row.incident, row.comment) for row in found])
    for row in found:
        again = repeated_by(session, row.incident)
        row.incident.repeat_of = again[0].earlier.incident if again else None
        row.incident.filed = True
    return len(found)


def _sort(session: Session, rows: Sequence[Row], judge: Judge) -> None:
    """Topic and place by the newest verdict; what no pass has judged is judged here."""
    by_hand = _corrected(session, [row.incident.id for row in rows])
    rows = [row for row in rows if row.incident.id not in by_hand]
    stored = latest_verdicts(session, [row.comment.id for row in rows if row.comment])
    unread = [row for row in rows if not row.comment or row.comment.id not in stored]
    for row in rows:
        if row.comment and row.comment.id in stored:
            verdict = stored[row.comment.id]
            _put(row.incident, topics_of(verdict), verdict.places)
    judged = judge([row.text for row in unread]) if unread else ()
    for row, fresh in zip(unread, judged, strict=True):
        _put(row.incident, fresh.topics, fresh.as_json()["places"])


def _put(incident: Incident, topics: Sequence[Topic], places: Mapping[str, Any]) -> None:
    put_topic(incident, topics[0] if topics else None)
    incident.place = place_of(places)


def _corrected(session: Session, incidents: Collection[int]) -> set[int]:
    query = select(Step.incident_id).where(Step.incident_id.in_(incidents), Step.act == "correct")
    return set(session.scalars(query))


def unsure(session: Session, rows: Iterable[Row]) -> set[int]:
    """The incidents whose topic is a guess below LIKELY; what a person said is none."""
    named = {row.comment.id: row.incident for row in rows if row.comment and row.incident.topic}
    best = {key: topics_of(one)[:1] for key, one in latest_verdicts(session, named).items()}
    guessed = {
        named[comment].id
        for comment, topics in best.items()
        for topic in topics
        if topic.code == named[comment].topic and topic.score < LIKELY
    }
    return guessed - _corrected(session, guessed)


def topics_of(verdict: StoredVerdict) -> list[Topic]:
    """The topics of a stored verdict, the likeliest first."""
    return [Topic(**topic) for topic in verdict.topics]


def put_topic(incident: Incident, topic: Topic | None) -> None:
    """What the incident is about, as lists show it."""
    incident.topic = topic.code if topic else None
    incident.topic_group = topic.group if topic else None
    incident.topic_name = topic.topic if topic else None


def correct(
    session: Session, incident: Incident, comment: Comment | None, said: Mapping[str, Any]
) -> None:
    """A person knows better: `topic` (code), `group`, `name`; `place`, by kind."""
    if said.get("topic"):
        put_topic(incident, Topic(said["topic"], said.get("group", ""), said.get("name", ""), 1.0))
    if said.get("place") is not None:
        incident.place = {kind: said["place"][kind] for kind in KINDS if said["place"].get(kind)}
        file_words(session, [Row(incident, comment)])


def file_words(session: Session, rows: Iterable[Row]) -> None:
    """Write the search keys of these incidents anew."""
    found = list(rows)
    numbers = [row.incident.id for row in found]
    session.execute(delete(IncidentWord).where(IncidentWord.incident_id.in_(numbers)))
    pairs = [
        {"key": key, "incident_id": row.incident.id}
        for row in found
        for key in keys(row.text) | keys(place_line(row.incident.place), "place")
    ]
    if pairs:
        session.execute(insert(rows_of(IncidentWord)), pairs)
